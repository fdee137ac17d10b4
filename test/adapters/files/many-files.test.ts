/**
 * A model of very many files is recorded with few file descriptors and little memory. MODEL_STEWARD_RATES=20
 * is the size for a nightly run; the default shows the same in a few seconds.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sizeFactor } from '../../rates/rate.ts';

const run = promisify(execFile);

const COUNT = 5_000 * sizeFactor();
/** Node.js itself needs about 25. */
const MAX_DESCRIPTORS = 64;
/** Node.js itself needs about 90 MiB, and the records of 100,000 files about 50 MiB. */
const MAX_RSS_MIB = 300;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'many-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

it(
  `records ${COUNT} files with at most ${MAX_DESCRIPTORS} file descriptors, in bounded memory`,
  { timeout: 240_000 + COUNT * 4 },
  async () => {
    const sums = await writeManyFiles();
    const script = join(import.meta.dirname, 'fixtures', 'record-folder.ts');
    // Not `exec`: the peak of a process that replaces another one counts the memory of that one.
    const command = `ulimit -n ${MAX_DESCRIPTORS}; "$1" "$2" "$3"; exit $?`;
    const { stdout } = await run('bash', ['-c', command, 'bash', process.execPath, script, folder]);
    const { count, digest, maxRssMiB } = JSON.parse(stdout) as Record<string, number | string>;
    expect(count).toBe(COUNT);
    expect(digest).toBe(createHash('sha256').update(sums).digest('hex'));
    expect(maxRssMiB).toBeLessThan(MAX_RSS_MIB);
  },
);

/** @returns their `SHA256SUMS`, made without the code under test. */
async function writeManyFiles(): Promise<string> {
  const lines: string[] = [];
  for (let index = 0; index < COUNT; index++) {
    const shard = String(Math.floor(index / 1000)).padStart(4, '0');
    if (index % 1000 === 0) await mkdir(join(folder, shard));
    const path = `${shard}/${String(index).padStart(6, '0')}.bin`;
    writeFileSync(join(folder, path), path);
    lines.push(`${createHash('sha256').update(path).digest('hex')}  ${path}\n`);
  }
  return lines.join('');
}
