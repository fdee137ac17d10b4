/** The five built bundles, each in a process of its own, from a pull request to a check of production. */
import { describe, expect, it } from 'vitest';
import {
  configText,
  MODEL,
  productionRows,
  REPOSITORY,
  startProject,
  type Project,
} from '../ground/project.ts';
import { runBundle } from './run-bundle.ts';

const TAG = `${MODEL}@v1.0.0`;

async function runJob(
  project: Project,
  action: 'deploy' | 'monitor',
  given: { readonly permissions: Record<string, 'read' | 'write'>; readonly inputs: Record<string, string> },
): Promise<Awaited<ReturnType<Project['step']>>> {
  const { permissions, inputs } = given;
  const workflow = `.github/workflows/${action}.yml`;
  const job = await project.box.startRun({
    repository: REPOSITORY,
    workflow,
    event: 'workflow_dispatch',
    permissions,
  });
  return await project.step(action, job, { inputs, files: { 'current.csv': productionRows } });
}

describe('the bundles', () => {
  it('take a model from a pull request to production, and look after it there', async () => {
    const config = configText().replace(
      'metrics: metrics.json',
      'metrics: metrics.json, reference: reference.csv',
    );
    await using project = await startProject({ config, perform: runBundle });
    const pull = await project.propose({ branch: 'better', skill: 'good' });

    const { train, evaluate } = await project.evaluate(pull);
    expect(train).toMatchObject({ failure: undefined, outputs: { artifact: `model-steward-${MODEL}-1` } });
    expect(evaluate).toMatchObject({ failure: undefined, outputs: { verdict: 'pass' } });
    expect(project.repository.comments.map(({ body }) => body.split('\n')[0])).toEqual([
      `<!-- model-steward:evaluate model=${MODEL} -->`,
    ]);

    project.box.requests.clear();
    const registered = await project.registerPush(await project.merge(pull));
    expect(registered).toMatchObject({
      failure: undefined,
      outputs: { registered: 'true', tag: TAG, stage: 'production' },
    });
    const writes = project.box.requests.writes().map(({ method, route }) => `${method} ${route}`);
    expect(writes.slice(0, 3)).toEqual([
      'POST /repos/{owner}/{repo}/git/tags',
      'POST /repos/{owner}/{repo}/git/refs',
      'POST /repos/{owner}/{repo}/releases',
    ]);
    expect(project.release(TAG).makeLatest).toBe('false');

    const deployed = await runJob(project, 'deploy', {
      permissions: { contents: 'write', deployments: 'write', packages: 'write' },
      inputs: { stage: 'production', image: `${project.box.registry}/acme/flights`, target: 'none' },
    });
    expect(deployed).toMatchObject({
      failure: undefined,
      outputs: { outcome: 'deployed', version: '1.0.0', 'model-digest': registered.outputs['model-digest'] },
    });
    expect(deployed.outputs.image).toMatch(/acme\/flights@sha256:[0-9a-f]{64}$/);

    const watched = await runJob(project, 'monitor', {
      permissions: { contents: 'write', issues: 'write', actions: 'write' },
      inputs: { current: 'current.csv' },
    });
    // The service does not write the column that the version was evaluated by.
    expect(watched).toMatchObject({ failure: undefined, outputs: { decision: 'change-processing' } });
    expect(watched.summary).toContain('the column with the predictions is missing');
    expect(project.repository.issues.filter(({ pull: isPull }) => isPull === undefined)).toHaveLength(1);

    const events = Object.values(await project.ledger()).map(({ event }) => event);
    expect(events.toSorted()).toEqual(['checked', 'deployed', 'promoted', 'registered']);
  });
});
