/** Artifacts expire (docs/lifecycle.md#evidence-expires), releases do not (docs/lifecycle.md#what-a-release-holds). */
import { afterEach, describe, expect, it } from 'vitest';
import { configText, startProject, type Project } from '../ground/project.ts';

let project: Project;
afterEach(() => project[Symbol.asyncDispose]());

const DAY_MS = 24 * 60 * 60 * 1000;

describe('evidence whose retention has ended', () => {
  it('is refused with the command that makes it again', async () => {
    project = await startProject();
    const pull = await project.propose({ branch: 'better', skill: 'good' });
    const { run } = await project.evaluate(pull);
    project.box.clock.advance(91 * DAY_MS);
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.failure).toMatch(
      /^EVIDENCE_EXPIRED: artifact "model-steward-flight-delays-1": its retention has ended/,
    );
    expect(project.comments(pull.number)[0]).toContain(`gh run rerun ${run.id} --repo acme/flights`);
    // And the command does what it says.
    const again = await project.box.rerun(run, { permissions: { contents: 'read' } });
    await project.step('train', again);
    const permissions = {
      contents: 'read',
      actions: 'read',
      'pull-requests': 'write',
      statuses: 'write',
    } as const;
    await project.step('evaluate', await again.startJob({ permissions }));
    const number = { 'pull-request': String(pull.number), stage: 'production' };
    expect((await project.registerByHand({ inputs: number })).outputs).toMatchObject({ registered: true });
  });

  it('is refused with the configured retraining, where there is one', async () => {
    project = await startProject({ config: configText('    retrain: { workflow: retrain.yml }\n') });
    const pull = await project.propose({ branch: 'better', skill: 'good' });
    await project.evaluate(pull);
    project.box.clock.advance(91 * DAY_MS);
    await project.registerPush(await project.merge(pull));
    expect(project.comments(pull.number)[0]).toContain(
      'gh workflow run retrain.yml --repo acme/flights --ref main',
    );
  });
});

describe('predictions, which hold ids and labels', () => {
  const predictionsOf = (tag: string) =>
    project.release(tag).assets.filter(({ name }) => name.includes('predictions')).length;

  it('stay out of the releases of a public repository', async () => {
    project = await startProject({ private: false });
    await project.ship({ branch: 'first', skill: 'fair' });
    expect(predictionsOf('flight-delays@v1.0.0')).toBe(0);
  });

  it('are published there when somebody says so', async () => {
    project = await startProject({ private: false, config: configText('    publish-predictions: true\n') });
    await project.ship({ branch: 'first', skill: 'fair' });
    expect(predictionsOf('flight-delays@v1.0.0')).toBe(1);
  });
});
