/** The committed bundle is what the sources make: what is reviewed is what runs. */
import { execFile } from 'node:child_process';
import { on } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGround, startRun, train } from '../ground/training.ts';
import { distFolder } from '../tools/build.ts';

/** A runner downloads it in every job that uses an action. */
const MAX_DIST_BYTES = 5 * 1024 * 1024;

describe('actions/dist', () => {
  let rebuilt: string;
  beforeAll(async () => {
    const parent = join(import.meta.dirname, '../../.build');
    await mkdir(parent, { recursive: true });
    rebuilt = await mkdtemp(join(parent, 'dist-'));
    // In a process of its own: the bundler leaves variables and hundreds of megabytes behind.
    await promisify(execFile)(process.execPath, [join(import.meta.dirname, '../tools/build.ts'), rebuilt]);
  });
  afterAll(() => rm(rebuilt, { recursive: true, force: true }));

  it('is byte for byte what the sources make (npm run build)', async () => {
    const names = (await readdir(rebuilt)).sort();
    expect((await readdir(distFolder).catch(() => [])).sort()).toEqual(names);
    const different: string[] = [];
    for (const name of names) {
      const [committed, made] = await Promise.all(
        [distFolder, rebuilt].map((folder) => readFile(join(folder, name))),
      );
      if (committed?.equals(made!) !== true) different.push(name);
    }
    expect(different).toEqual([]);
  });

  it('is small enough to be downloaded in every job', async () => {
    const files = await readdir(rebuilt);
    const sizes = await Promise.all(files.map(async (name) => (await stat(join(rebuilt, name))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_DIST_BYTES);
  });

  it('names the license of every package in it', async () => {
    const licenses = await readFile(join(rebuilt, 'licenses.txt'), 'utf8');
    for (const name of [
      '@actions/artifact',
      '@actions/cache',
      '@actions/github',
      'hyparquet',
      'yaml',
      'zod',
    ]) {
      expect(licenses).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(MIT|ISC|Apache-2.0\\)$`, 'm'));
    }
  });

  it('reads its inputs without modules of Node that a step needs at its end only', async () => {
    const listing =
      'data:text/javascript,process.on("exit",()=>console.log(process.moduleLoadList.join("\\n")))';
    const started = promisify(execFile)(process.execPath, ['--import', listing, join(rebuilt, 'train.js')]);
    // It has no environment of a runner, so it fails before its inputs.
    const { stdout } = await started.catch((error: unknown) => error as { readonly stdout: string });
    const loaded = stdout.split('\n').filter((line) => line.startsWith('NativeModule '));
    expect(loaded).toContain('NativeModule fs');
    for (const name of ['crypto', 'fs/promises', 'http', 'zlib'])
      expect(loaded).not.toContain(`NativeModule ${name}`);
  });

  it('has the thread that reads parts of CSV files, under the name by which it is started', async () => {
    const starters = await Promise.all(
      (await readdir(rebuilt))
        .filter((name) => name.endsWith('.index.js'))
        .map(
          async (name) =>
            /"([a-z-]+\.js)",\{workerData:/.exec(await readFile(join(rebuilt, name), 'utf8'))?.[1],
        ),
    );
    const [name] = starters.filter((found) => found !== undefined);
    expect(name).toBe('csv-worker.js');
    const layout = { delimiter: 0x2c, skipBlanks: false, bodyStart: 0, names: ['a', 'b'], modes: [1, 2] };
    const worker = new Worker(join(rebuilt, name!), {
      workerData: { layout, start: 0, isLast: true, sizeBytes: 10 },
    });
    try {
      const answers = on(worker, 'message');
      for (const text of ['1.5,x\n2,y', '']) worker.postMessage(new TextEncoder().encode(text));
      expect((await answers.next()).value).toEqual([expect.any(ArrayBuffer)]);
      expect((await answers.next()).value).toMatchObject([
        { kind: 'rows', part: { rowCount: 2, isWhole: true } },
      ]);
    } finally {
      await worker.terminate();
    }
  });

  it('works when it is all there is: it trains, and uploads through its lazily loaded parts', async () => {
    await using ground = await startGround();
    const job = await startRun(ground, { event: 'push' });
    const ended = await train(ground, job, { program: join(rebuilt, 'train.js') });
    expect(ended.errors).toEqual([]);
    expect(ended.artifacts.map(({ name }) => name)).toEqual(['model-steward-late-1']);
    expect(ended.outputs['model-digest']).toMatch(/^[0-9a-f]{64}$/);
  });
});
