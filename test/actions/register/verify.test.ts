/** Whether a version is still what was registered: each part of it is changed once. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRef, deleteRef, readRef } from '../../github-box/git/refs.ts';
import type { AssetRecord, ReleaseRecord } from '../../github-box/state/records.ts';
import { startProject, type Project } from '../../ground/project.ts';

const LEDGER = 'refs/heads/model-steward-ledger';
const TAG = 'flight-delays@v1.0.0';
let project: Project;
beforeAll(async () => {
  project = await startProject();
  await project.ship({ branch: 'first', skill: 'fair' });
  await project.ship({ branch: 'second', skill: 'good' });
});
afterAll(() => project[Symbol.asyncDispose]());

const verify = (inputs: Readonly<Record<string, string>> = { version: '1.0.0' }) =>
  project.registerByHand({ inputs: { operation: 'verify', ...inputs }, permissions: { contents: 'read' } });

const releaseOf = (): ReleaseRecord => project.repository.releases.find(({ tagName }) => tagName === TAG)!;

function assetNamed(name: string): number {
  const index = releaseOf().assets.findIndex((asset) => asset.name === name);
  expect(index, name).toBeGreaterThanOrEqual(0);
  return index;
}

/** Restored afterwards: the next test begins with the version as it was registered. */
async function changed(change: () => Promise<void> | void, work: () => Promise<void>): Promise<void> {
  const release = releaseOf();
  const { draft } = release;
  const assets = [...release.assets];
  try {
    await change();
    await work();
  } finally {
    release.draft = draft;
    release.assets.splice(0, Infinity, ...assets);
  }
}

function replaceAsset(name: string, text: string): void {
  const bytes = Buffer.from(text);
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const { assets } = releaseOf();
  const index = assetNamed(name);
  assets[index] = { ...assets[index]!, bytes, digest } satisfies AssetRecord;
}

const failedParts = (checks: unknown): readonly string[] =>
  (JSON.parse(String(checks)) as { part: string; result: string }[])
    .filter(({ result }) => result !== 'as-registered')
    .map(({ part, result }) => `${part}: ${result}`);

describe('a version that was not changed', () => {
  it('is what was registered, in all parts, and nothing is written', async () => {
    project.box.requests.clear();
    const { failure, outputs, summary } = await verify();
    expect(failure).toBeUndefined();
    expect(outputs).toMatchObject({
      registered: false,
      version: '1.0.0',
      tag: TAG,
      reason: `${TAG} is what was registered: 6 of 6 checks hold`,
    });
    expect(outputs['model-digest']).toMatch(/^[0-9a-f]{64}$/);
    expect(failedParts(outputs.checks)).toEqual([]);
    expect(JSON.parse(String(outputs.checks))).toHaveLength(6);
    expect(summary.match(/✅/g)).toHaveLength(6);
    expect(project.box.requests.writes()).toEqual([]);
  });

  it('is the one of the stage where none is named; a stage without one is no failure', async () => {
    expect((await verify({})).outputs).toMatchObject({ version: '1.1.0' });
    expect(await verify({ stage: 'staging' })).toMatchObject({
      failure: undefined,
      outputs: { version: '', reason: 'the stage staging of flight-delays is empty' },
    });
  });
});

describe('a version of which something was changed', () => {
  it.each<readonly [string, () => Promise<void> | void, readonly string[], RegExp]>([
    ['`model.json`', () => replaceAsset('model.json', '{}'), ['model.json: differs'], /model\.json/],
    [
      'a file of the model',
      () => replaceAsset('model+skill.txt', '{"worse":1}'),
      ['model.json: differs'],
      /model\+skill\.txt: expected the registered bytes, got sha256:/,
    ],
    [
      'the release, to a draft',
      () => {
        releaseOf().draft = true;
      },
      ['model.json: missing'],
      /expected a published release, got none/,
    ],
    [
      'the release, by a file more',
      () => {
        const [first] = releaseOf().assets;
        releaseOf().assets.push({ ...first!, id: 99_999, name: 'model+extra.bin' });
      },
      ['nothing else: differs'],
      /got "model\+extra\.bin" as well/,
    ],
  ])('%s → the part is named, and the step fails', async (_, change, parts, said) => {
    await changed(change, async () => {
      const { failure, outputs } = await verify();
      expect(failedParts(outputs.checks)).toEqual(parts);
      expect(failure).toMatch(said);
      expect(failure).toContain(`${TAG} is not what was registered`);
    });
  });

  it('bytes of which the server reports the digest of before → the file is named', async () => {
    const change = (): void => {
      const { assets } = releaseOf();
      for (const name of ['run.json', 'evaluation.json']) {
        const index = assetNamed(name);
        assets[index] = { ...assets[index]!, bytes: Buffer.from('{}'), digest: null };
      }
    };
    await changed(change, async () => {
      const { outputs, summary } = await verify();
      expect(failedParts(outputs.checks)).toEqual([
        'files: differs',
        'run.json: differs',
        'evaluation.json: differs',
      ]);
      expect(summary).toMatch(/evaluation\.json: expected the registered bytes, got SHA-256 .+, and 1 more/);
      expect(summary.match(/✅/g)).toHaveLength(3);
    });
  });

  it('the ledger has not its registration any more → the path is named', async () => {
    const { git } = project.repository;
    const ledger = (await readRef(git, LEDGER))!;
    await deleteRef(git, LEDGER);
    const { failure, outputs } = await verify();
    expect(failedParts(outputs.checks)).toEqual(['ledger: missing']);
    expect(failure).toMatch(/ledger: expected the registration at flight-delays\/\S+\.json, got none/);
    await createRef(git, LEDGER, ledger.sha);
  });
});
