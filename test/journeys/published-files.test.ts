/** What anybody can do with a release: check it with coreutils, by the commands that its notes hold. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { startProject, type Project } from '../ground/project.ts';

const run = promisify(execFile);
const TAG = 'flight-delays@v1.0.0';

let project: Project;
afterEach(() => project[Symbol.asyncDispose]());

const TRAIN = `mkdir -p 'model/sub folder/.cache' && cat skill.txt data.txt > model/skill.txt
echo one > 'model/sub folder/a+b@2e (1).bin' && echo two > 'model/sub folder/.cache/ä..x' && echo '{"rows": 1}' > metrics.json
`;

async function shipWithOddNames(): Promise<void> {
  const pull = await project.propose({ branch: 'first', skill: 'good', files: { 'train.sh': TRAIN } });
  await project.evaluate(pull);
  const ended = await project.registerPush(await project.merge(pull));
  expect(ended.failure).toBeUndefined();
}

/** The lines of the first code block of the notes after the download, in a folder with all assets. */
async function runVerification(
  change: (folder: string) => Promise<void> = async () => undefined,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'release-'));
  try {
    for (const { name, bytes } of project.release(TAG).assets) await writeFile(join(folder, name), bytes);
    await change(folder);
    const [, block = ''] = /```bash\n([^]*?)```/.exec(project.release(TAG).body ?? '') ?? [];
    const [download, ...commands] = block.split('\n');
    expect(download).toContain(`gh release download '${TAG}'`);
    return (await run('bash', ['-ec', commands.join('\n')], { cwd: folder })).stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

it('a model with folders and odd names is put back and found whole, whatever GitHub does to names', async () => {
  project = await startProject({ immutableReleases: true });
  await shipWithOddNames();
  const names = project.release(TAG).assets.map(({ name }) => name);
  expect(names).toContain('model+sub@20folder+a@2bb@402e@20@281@29@2ebin');
  const printed = await runVerification();
  const { modelDigest } = JSON.parse(project.asset(TAG, 'model.json')) as { modelDigest: string };
  expect(printed.trim()).toBe(`${modelDigest}  SHA256SUMS`);
});

it('one changed byte is found', async () => {
  project = await startProject();
  await shipWithOddNames();
  const spoil = (folder: string) => writeFile(join(folder, 'model+skill.txt'), 'best\n');
  await expect(runVerification(spoil)).rejects.toThrow(/1 computed checksum did NOT match/);
});

it('an immutable release is registered once, and a re-run of the job leaves it alone', async () => {
  project = await startProject({ immutableReleases: true });
  const ended = await project.ship({ branch: 'first', skill: 'good' });
  expect(project.release(TAG).immutable).toBe(true);
  const again = await project.rerunRegister(ended);
  expect(again).toMatchObject({ failure: undefined, outputs: ended.outputs });
});

it('a release whose asset somebody exchanged is not believed', async () => {
  project = await startProject();
  await project.ship({ branch: 'first', skill: 'good' });
  const release = project.release(TAG);
  const model = release.assets.find(({ name }) => name === 'model+skill.txt')!;
  const other = release.assets.find(({ name }) => name === 'metrics.json')!;
  release.assets = release.assets.map((asset) => (asset === model ? { ...other, name: model.name } : asset));
  const ended = await project.registerByHand({ inputs: { operation: 'resolve' } });
  expect(ended.failure).toMatch(
    /^DIGEST_MISMATCH: release of flight-delays@v1\.0\.0: model\+skill\.txt: expected the registered bytes/,
  );
});

it('a model of 1,000 files is one archive with an index: the commands of its notes, a range and every step read it', async () => {
  project = await startProject();
  const many = 'for n in $(seq 1000); do echo file $n > model/$n; done; : > model/empty.py\n';
  const pull = await project.propose({
    ...{ branch: 'first', skill: 'good' },
    files: { 'train.sh': `${TRAIN}${many}` },
  });
  await project.evaluate(pull);
  expect((await project.registerPush(await project.merge(pull))).failure).toBeUndefined();
  const names = project.release(TAG).assets.map(({ name }) => name);
  expect(names.filter((name) => name.startsWith('model'))).toEqual([
    'model.tar',
    'model.tar.index',
    'model.json',
  ]);

  const { modelDigest } = JSON.parse(project.asset(TAG, 'model.json')) as { modelDigest: string };
  expect((await runVerification()).trim()).toBe(`${modelDigest}  SHA256SUMS`);
  const [, start = '', size = ''] =
    /^(\d+) (\d+) [0-9a-f]{64} model\/777$/m.exec(project.asset(TAG, 'model.tar.index')) ?? [];
  const range = project.asset(TAG, 'model.tar').slice(Number(start), Number(start) + Number(size));
  expect(range).toBe('file 777\n');

  const read = (operation: string) =>
    project.registerByHand({ inputs: { operation, version: '1.0.0' }, permissions: { contents: 'read' } });
  const { outputs } = await read('download');
  expect(await readFile(join(String(outputs.path), '777'), 'utf8')).toBe('file 777\n');
  expect(await readFile(join(String(outputs.path), 'empty.py'), 'utf8')).toBe('');
  expect((await read('verify')).outputs).toMatchObject({
    reason: `${TAG} is what was registered: 6 of 6 checks hold`,
  });
});
