/**
 * A run that dies between any two writes, in the worst way: the last write took effect, its answer was lost,
 * and nothing was heard of GitHub since. A re-run ends where a run without a crash ends.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deleteRef, listRefs } from '../github-box/git/refs.ts';
import { startProject, type EndedRegister, type Project } from '../ground/project.ts';

let project: Project;
let first: EndedRegister;
/** Places of the writes among all requests of a run without a crash. */
let writes: readonly number[];

beforeAll(async () => {
  project = await startProject();
  const pull = await project.propose({ branch: 'better', skill: 'good' });
  await project.evaluate(pull);
  const push = await project.merge(pull);
  project.box.requests.clear();
  first = await project.registerPush(push);
  writes = project.box.requests.entries.flatMap(({ method }, index) => (method === 'GET' ? [] : [index]));
});
afterAll(() => project[Symbol.asyncDispose]());

/** What a run leaves, without what differs from run to run: dates and numbers of runs. */
async function remains(): Promise<object> {
  const { repository } = project;
  return {
    tags: await project.tags(),
    releases: repository.releases.map(({ tagName, draft, body, assets }) => ({
      tagName,
      draft,
      body,
      assets: assets.map(({ name, digest, state }) => `${name} ${state} ${digest ?? ''}`).sort(),
    })),
    events: Object.values(await project.ledger()).map((event) => ({
      event: event.event,
      stage: 'stage' in event ? event.stage : undefined,
      version: 'version' in event ? event.version : undefined,
    })),
    comments: project.comments(1),
  };
}

/** Takes back everything that register wrote. */
async function undo(): Promise<void> {
  const { repository } = project;
  for (const pattern of ['refs/tags/', 'refs/heads/model-steward-ledger']) {
    for (const { name } of await listRefs(repository.git, pattern)) await deleteRef(repository.git, name);
  }
  repository.releases.splice(0);
  repository.comments.splice(
    0,
    Infinity,
    ...repository.comments.filter(({ body }) => !body.includes('model-steward:register')),
  );
}

it('a re-run after a crash at any write ends with one release, the right bytes, and nothing twice', async () => {
  expect(first.failure).toBeUndefined();
  const expected = await remains();
  expect(writes.length).toBeGreaterThan(15);
  for (const [number, request] of writes.entries()) {
    await undo();
    const { faults } = project.box;
    faults.inject({ kind: 'reset-after', after: request });
    faults.inject({ kind: 'reset-before', after: request, times: Infinity });
    const crashed = await project.rerunRegister(first);
    // Ledger and comment are the last writes, and not worth a red job.
    expect(crashed.failure ?? crashed.warnings[0], `crash at write ${number}`).toBeDefined();
    faults.clear();
    const healed = await project.rerunRegister(first);
    expect(healed, `after a crash at write ${number}`).toMatchObject({
      failure: undefined,
      outputs: first.outputs,
    });
    expect(await remains(), `after a crash at write ${number}`).toEqual(expected);
  }
}, 300_000);

it('a run after that writes nothing', async () => {
  project.box.requests.clear();
  await project.rerunRegister(first);
  expect(project.box.requests.writes()).toEqual([]);
});
