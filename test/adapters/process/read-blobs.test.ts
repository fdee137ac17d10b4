import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createBlobReader, type Git } from '../../../src/shared/adapters/process/read-blobs.ts';

const CONTENTS = ['', '\n', 'print(1)\n', 'a missing\nb blob 3\n', 'é\u0000\n'];
const LARGEST_OUTPUT_BYTES = 100_000;

let folder: string;
let calls: (readonly string[])[];
const git: Git = async (args, input = '') => {
  calls.push(input.split('\n').filter((line) => line !== ''));
  const running = promisify(execFile)('git', ['-C', folder, ...args], {
    ...{ encoding: 'buffer', maxBuffer: LARGEST_OUTPUT_BYTES },
    env: { PATH: process.env.PATH!, GIT_CONFIG_GLOBAL: '/dev/null' },
  });
  running.child.stdin?.on('error', () => undefined).end(input);
  return (await running).stdout;
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blobs-'));
  calls = [];
  await git(['init', '-q']);
});
afterEach(() => rm(folder, { recursive: true }));

async function write(contents: readonly string[]): Promise<readonly string[]> {
  const objects: string[] = [];
  for (const content of contents) {
    objects.push((await git(['hash-object', '-w', '--stdin'], content)).toString().trim());
  }
  calls = [];
  return objects;
}

it('files that are asked for at once are read by one git, byte for byte', async () => {
  const objects = await write(CONTENTS);
  const read = createBlobReader(git);
  const contents = await Promise.all([...objects, objects[2]!].map(read));
  expect(contents.map(String)).toEqual([...CONTENTS, CONTENTS[2]]);
  expect(calls).toEqual([objects]);
  expect(String(await read(objects[1]!))).toBe(CONTENTS[1]);
  expect(calls).toHaveLength(2);
});

it('one that is missing fails, and the others are read', async () => {
  const [first, second] = await write(CONTENTS.slice(2, 4));
  const read = createBlobReader(git);
  const missing = 'f'.repeat(40);
  const [one, none, other] = await Promise.allSettled([first!, missing, second!].map(read));
  expect([one, other].map((each) => each?.status === 'fulfilled' && String(each.value))).toEqual(
    CONTENTS.slice(2, 4),
  );
  expect(none).toMatchObject({ status: 'rejected', reason: new Error(`object ${missing} is missing`) });
});

it('files that are too large together are read one by one', async () => {
  const contents = ['a', 'b', 'c'].map((letter) => letter.repeat(0.6 * LARGEST_OUTPUT_BYTES));
  const read = createBlobReader(git);
  const found = await Promise.all((await write(contents)).map(read));
  expect(found.map(String)).toEqual(contents);
});
