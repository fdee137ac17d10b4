/** What a runner leaves in a checkout must neither make evidence stale nor hide a change of the code. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configText, startProject, type Project } from '../ground/project.ts';

const CONFIG = configText().replace('paths: [skill.txt, train.sh]', 'paths: [skill.txt, train.sh, src/**]');

let project: Project;
beforeEach(async () => {
  project = await startProject({ config: CONFIG });
  await project.box.pushFiles({ repository: 'acme/flights', files: { 'src/a.py': 'x = 1\n' } });
});
afterEach(() => project[Symbol.asyncDispose]());

async function trainAndMerge(left: Readonly<Record<string, string>>) {
  const pull = await project.propose({ branch: 'fair', skill: 'fair' });
  const run = await project.box.startRun({
    ...{ repository: 'acme/flights', workflow: '.github/workflows/pull-request.yml', job: 'train' },
    ...{ event: 'pull_request', pull: pull.number, permissions: { contents: 'read' } },
  });
  const train = await project.step('train', run, { files: left });
  expect(train.failure).toBeUndefined();
  const permissions = { contents: 'read', actions: 'read', 'pull-requests': 'write' } as const;
  await project.step(
    'evaluate',
    await run.startJob({ job: 'evaluate', permissions: { ...permissions, statuses: 'write' } }),
  );
  return { train, registered: await project.registerPush(await project.merge(pull)) };
}

describe('inputs', () => {
  it('an earlier step leaves a cache below `paths` → the evidence stays fresh, and is registered', async () => {
    const { registered } = await trainAndMerge({ 'src/a.cpython-311.pyc': 'compiled', 'src/b.egg-info': '' });
    expect(registered.failure).toBeUndefined();
    expect(registered.outputs).toMatchObject({ registered: true, version: '1.0.0' });
  });

  it('an earlier step changes a tracked input → the inputs are those of the commit, and the summary says so', async () => {
    const { train, registered } = await trainAndMerge({ 'src/a.py': 'x = 2\n' });
    expect(train.summary).toContain('Tracked files differed from the commit before the training began.');
    expect(registered.outputs).toMatchObject({ registered: true });
  });
});
