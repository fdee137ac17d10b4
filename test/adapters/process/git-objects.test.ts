import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  createGitObjectReader,
  type GitObjectOptions,
  type GitObjectReader,
} from '../../../src/shared/adapters/process/git-objects.ts';

const CONTENTS = ['', '\n', 'print(1)\n', 'a missing\nb blob 3\n', 'é\u0000\n'];
const MISSING = 'f'.repeat(40);
const run = promisify(execFile);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'objects-'));
  // A git that notes each start.
  const { stdout } = await run('which', ['git']);
  await writeFile(
    join(folder, 'git'),
    `#!/bin/sh\necho started >> ${folder}/starts\nexec ${stdout.trim()} "$@"\n`,
  );
  await chmod(join(folder, 'git'), 0o755);
  await git('init', '-q', '--bare', join(folder, 'repository'));
});
afterEach(() => rm(folder, { recursive: true }));

async function git(...args: readonly string[]): Promise<string> {
  const env = { PATH: process.env.PATH!, GIT_CONFIG_GLOBAL: '/dev/null', HOME: folder };
  return (await run('git', args, { env })).stdout.trim();
}

/** @returns the object of each content. */
async function write(contents: readonly string[]): Promise<readonly string[]> {
  const objects: string[] = [];
  for (const content of contents) {
    await writeFile(join(folder, 'content'), content);
    objects.push(
      await git('--git-dir', join(folder, 'repository'), 'hash-object', '-w', join(folder, 'content')),
    );
  }
  return objects;
}

function optionsFor(change: Partial<GitObjectOptions> = {}): GitObjectOptions {
  return {
    options: ['--git-dir', join(folder, 'repository')],
    environment: { PATH: `${folder}:${process.env.PATH!}`, GIT_CONFIG_GLOBAL: '/dev/null', HOME: folder },
    maxObjectBytes: 1_000_000,
    ...change,
  };
}

const starts = async (): Promise<number> =>
  (await readFile(join(folder, 'starts'), 'utf8')).split('\n').filter(Boolean).length;

const readTexts = async (read: GitObjectReader, objects: readonly string[]): Promise<readonly unknown[]> =>
  (await Promise.all(objects.map(read))).map((found) => found?.content.toString());

it('objects that are asked for together and one after the other are read by one git, byte for byte', async () => {
  const objects = await write(CONTENTS);
  const read = createGitObjectReader(optionsFor());
  expect(await readTexts(read, [...objects, objects[2]!])).toEqual([...CONTENTS, CONTENTS[2]]);
  expect(await read(objects[1]!)).toEqual({
    name: objects[1],
    type: 'blob',
    content: Buffer.from(CONTENTS[1]!),
  });
  expect(await starts()).toBe(1);
});

it('one of many pieces is put together', async () => {
  const large = Array.from({ length: 100_000 }, (_, index) => String(index)).join('\n');
  const objects = await write([large, 'small']);
  expect(await readTexts(createGitObjectReader(optionsFor()), objects)).toEqual([large, 'small']);
});

it('one that is missing is undefined, and the others are read', async () => {
  const [first = '', second = ''] = await write(CONTENTS.slice(2, 4));
  const read = createGitObjectReader(optionsFor());
  expect(await readTexts(read, [first, MISSING, second])).toEqual([CONTENTS[2], undefined, CONTENTS[3]]);
});

it('one that is too large fails, and the others are read', async () => {
  const [small = '', large = '', other = ''] = await write(['a', 'b'.repeat(2000), 'c']);
  const read = createGitObjectReader(optionsFor({ maxObjectBytes: 1000 }));
  const [one, none, last] = await Promise.allSettled([small, large, other].map(read));
  expect(none).toMatchObject({ reason: { message: expect.stringContaining('expected at most 1000 bytes') } });
  expect([one, last]).toMatchObject([{ value: { name: small } }, { value: { name: other } }]);
});

it('one at which git ends fails with what git says, and the others are read by another', async () => {
  const [first = '', second = ''] = await write(['a', 'b']);
  const program = await readFile(join(folder, 'git'), 'utf8');
  const dies = `#!/bin/sh\n[ -e ${folder}/died ] || { touch ${folder}/died; echo 'fatal: lost' >&2; exit 128; }\n`;
  await writeFile(join(folder, 'git'), program.replace('#!/bin/sh\n', dies));
  const read = createGitObjectReader(optionsFor());
  const [none, other] = await Promise.allSettled([first, second].map(read));
  expect(none).toMatchObject({ reason: { message: expect.stringContaining('fatal: lost') } });
  expect(other).toMatchObject({ value: { name: second } });
});

it('one that a partial clone cannot fetch is missing, and the others are read', async () => {
  const [here = '', there = ''] = await write(['here', 'there']);
  const settings = {
    'core.repositoryFormatVersion': '1',
    'extensions.partialClone': 'origin',
    'remote.origin.promisor': 'true',
    'remote.origin.url': join(folder, 'gone'),
  };
  for (const [name, value] of Object.entries(settings))
    await git('--git-dir', join(folder, 'repository'), 'config', name, value);
  const read = createGitObjectReader(optionsFor());
  expect(await readTexts(read, [here, MISSING, there])).toEqual(['here', undefined, 'there']);
});

it('without a repository, or without git, each question fails', async () => {
  const nowhere = createGitObjectReader(optionsFor({ options: ['--git-dir', join(folder, 'none')] }));
  const [first, second] = await Promise.allSettled(['HEAD', MISSING].map(nowhere));
  expect(first).toMatchObject({ reason: { message: expect.stringContaining('not a git repository') } });
  expect(second).toMatchObject({ status: 'rejected' });
  const without = createGitObjectReader(optionsFor({ environment: { PATH: join(folder, 'none') } }));
  await expect(without('HEAD')).rejects.toThrow('ENOENT');
});

it('git ends when nothing was asked for a while, and is started again for the next question', async () => {
  const [object = ''] = await write(['a']);
  const read = createGitObjectReader(optionsFor({ idleMs: 1 }));
  await read(object);
  // Its timer is due before this one, however late both are.
  await delay(50);
  expect(await readTexts(read, [object])).toEqual(['a']);
  expect(await starts()).toBe(2);
});

it('a program that has its answer ends, whatever git waits for', async () => {
  const [object = ''] = await write(['a']);
  const module = pathToFileURL(
    join(import.meta.dirname, '../../../src/shared/adapters/process/git-objects.ts'),
  );
  const options = JSON.stringify(optionsFor({ idleMs: 600_000 }));
  const program = `import { createGitObjectReader } from '${module.href}';
    console.log((await createGitObjectReader(${options})('${object}')).content.toString());`;
  const ended = await run(process.execPath, ['--input-type=module', '-e', program], { timeout: 240_000 });
  expect(ended.stdout.trim()).toBe('a');
});
