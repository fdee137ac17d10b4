/**
 * A dry run says what the real run does then, call by call, and writes nothing: each operation is played twice from the same
 * state, first dry and then for real.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startProject, type EndedRegister, type Project } from '../../ground/project.ts';

let project: Project;
let restore: () => void;
beforeAll(async () => {
  project = await startProject();
  await project.ship({ branch: 'first', skill: 'fair' });
  restore = project.box.snapshot();
});
beforeEach(() => restore());
afterAll(() => project[Symbol.asyncDispose]());

type Act = (inputs: Readonly<Record<string, string>>) => Promise<EndedRegister>;

/** Numbers and names of objects differ from run to run. */
function normalized(call: { readonly method: string; readonly path: string }): string {
  return `${call.method} ${decodeURIComponent(call.path)
    .replace(/\?.*$/, '')
    .replace(/[0-9a-f]{40}/g, 'SHA')
    .replace(/\d+/g, 'N')}`;
}

interface PlannedCall {
  readonly method: string;
  readonly path: string;
  readonly purpose: string;
}

async function planned(
  act: Act,
): Promise<{ readonly ended: EndedRegister; readonly calls: readonly PlannedCall[] }> {
  project.box.requests.clear();
  const ended = await act({ 'dry-run': 'true' });
  expect(project.box.requests.writes()).toEqual([]);
  return { ended, calls: JSON.parse(String(ended.outputs.calls ?? '[]')) as readonly PlannedCall[] };
}

async function expectAsPlanned(act: Act): Promise<readonly PlannedCall[]> {
  const tags = await project.tags();
  const { ended, calls } = await planned(act);
  expect(ended.failure).toBeUndefined();
  expect(ended.outputs).toMatchObject({ registered: false, version: '', tag: '', stage: '' });
  expect(await project.tags()).toEqual(tags);
  project.box.requests.clear();
  expect((await act({})).failure).toBeUndefined();
  expect(calls.length).toBeGreaterThan(0);
  expect(calls.map(normalized)).toEqual(project.box.requests.writes().map(normalized));
  return calls;
}

describe('a dry run', () => {
  it('of a registration plans commit, tags, release, assets, stage, ledger and comment', async () => {
    const pull = await project.propose({ branch: 'second', skill: 'good' });
    await project.evaluate(pull);
    const push = await project.merge(pull);
    const calls = await expectAsPlanned((inputs) => project.registerPush(push, { inputs }));
    const purposes = calls.map(({ purpose }) => purpose).join('\n');
    for (const purpose of [
      'write the tag object of "flight-delays@v1.1.0"',
      'create the draft release of "flight-delays@v1.1.0"',
      'upload the asset "model.json"',
      'publish the release of "flight-delays@v1.1.0"',
      'create the tag "flight-delays#production#2"',
    ])
      expect(purposes).toContain(purpose);
  });

  it('of a version with a number of its own plans a commit for it', async () => {
    const pull = await project.propose({ branch: 'second', skill: 'good' });
    await project.evaluate(pull);
    const push = await project.merge(pull);
    const calls = await expectAsPlanned((inputs) =>
      project.registerPush(push, { inputs: { version: '1.5.0', ...inputs } }),
    );
    expect(calls[0]?.path).toBe('/repos/acme/flights/git/commits');
  });

  it('of a promotion and of a rollback plans the move and its event', async () => {
    const promote = { operation: 'promote', version: '1.0.0', stage: 'staging' };
    const calls = await expectAsPlanned((inputs) =>
      project.registerByHand({ inputs: { ...promote, ...inputs } }),
    );
    expect(calls).toHaveLength(3);
    await project.ship({ branch: 'second', skill: 'good' });
    await expectAsPlanned((inputs) =>
      project.registerByHand({ inputs: { operation: 'rollback', ...inputs } }),
    );
  });

  it.each(['archive', 'deprecate'])('of %s plans one tag', async (operation) => {
    const second = await project.ship({ branch: 'second', skill: 'good' });
    expect(second.outputs).toMatchObject({ stage: 'production' });
    const inputs = { operation, version: '1.0.0', reason: 'slow' };
    const calls = await expectAsPlanned((given) =>
      project.registerByHand({ inputs: { ...inputs, ...given } }),
    );
    expect(calls.map(({ method }) => method)).toEqual(['POST', 'POST']);
  });

  it('says what the real run would say, with the calls', async () => {
    const { ended, calls } = await planned((inputs) =>
      project.registerByHand({
        inputs: { operation: 'promote', version: '1.0.0', stage: 'staging', ...inputs },
      }),
    );
    expect(ended.outputs.reason).toBe(
      'dry run, nothing was written: 3 calls would be made, and then flight-delays@v1.0.0 is promoted to staging',
    );
    expect(ended.summary).toContain('This is a dry run: nothing was written.');
    expect(ended.summary).toContain('| POST | `/repos/acme/flights/git/refs` | create the tag');
    expect(calls[0]).toEqual({
      method: 'POST',
      path: '/repos/acme/flights/git/tags',
      purpose: 'write the tag object of "flight-delays#staging#2"',
    });
  });

  it('is refused where the real run is, and beside what writes nothing', async () => {
    const promote =
      (version: string): Act =>
      (inputs) =>
        project.registerByHand({ inputs: { operation: 'promote', version, ...inputs } });
    expect((await planned(promote('9.0.0'))).ended.failure).toContain(
      'input "version": expected a registered version of flight-delays, got 9.0.0',
    );
    const resolve: Act = (inputs) => project.registerByHand({ inputs: { operation: 'resolve', ...inputs } });
    expect((await planned(resolve)).ended.failure).toContain(
      'input "dry-run": expected nothing beside `operation: resolve`, which writes nothing, got true',
    );
  });
});
