/** The files by which two trees differ are those that `git diff-tree` names, however the API has to be asked. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listOtherwise } from '../../../src/shared/adapters/github/git/git-trees.ts';
import { createCheckout } from '../../../src/shared/adapters/process/checkout.ts';
import { json, startScriptedServer, type Answer } from './scripted-server.ts';
import { createTestClient } from './test-client.ts';

const environment = { PATH: process.env.PATH!, GIT_CONFIG_GLOBAL: '/dev/null' };

let folder: string;
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    ...{ encoding: 'utf8', env: environment },
  }).trim();

const FILES = [
  'a.txt',
  'lib/deep/grade.py',
  'lib/deep/same.py',
  'lib/gone.py',
  'mode/x.sh',
  'same/x.txt',
  'same/ü.txt',
  'vendor',
];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otherwise-'));
  git('init', '-q', '-b', 'main');
  for (const path of FILES) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${path}\n`);
  }
  git('add', '.');
  git('commit', '-qm', 'Evaluated');
  writeFileSync(join(folder, 'lib/deep/grade.py'), 'other\n');
  unlinkSync(join(folder, 'lib/gone.py'));
  unlinkSync(join(folder, 'a.txt'));
  symlinkSync('same/x.txt', join(folder, 'a.txt'));
  // A folder where a file was.
  unlinkSync(join(folder, 'vendor'));
  mkdirSync(join(folder, 'vendor'));
  writeFileSync(join(folder, 'vendor', 'new.py'), 'new\n');
  chmodSync(join(folder, 'mode/x.sh'), 0o755);
  git('add', '.');
  git('commit', '-qm', 'Merged');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** As GitHub answers: a whole tree, or one that is larger than a response can be. */
function answerWith(isTooLarge: (sha: string) => boolean): Answer {
  return (response, request) => {
    const [, sha = '', query] = /\/git\/trees\/(\w+)(\?recursive=1)?$/.exec(request.url) ?? [];
    const list = git('ls-tree', '-z', ...(query === undefined ? [] : ['-r', '-t']), sha).split('\0');
    const entries = list.filter(Boolean).map((line) => {
      const [, mode, type, object, path] = /^(\d+) (\w+) (\w+)\t(.*)$/s.exec(line)!;
      return { path, mode, type, sha: object };
    });
    const truncated = query !== undefined && isTooLarge(sha);
    const listed = truncated ? entries.slice(0, 1) : entries;
    json({ sha, truncated, tree: listed })(response, request);
  };
}

it.each([
  ['one request', () => false, 1],
  [
    'each folder that differs, where the whole is too large',
    (sha: string) => sha === git('rev-parse', 'HEAD^^{tree}'),
    4,
  ],
  ['every level, where no folder is small', () => true, 8],
] as const)('two trees differ by what git says, with %s', async (_, isTooLarge, count) => {
  await using server = await startScriptedServer();
  server.script(...Array.from({ length: count }, () => answerWith(isTooLarge)));
  const objects = await createCheckout(folder, environment).objects();
  const found = await listOtherwise(
    createTestClient(server.url).client,
    git('rev-parse', 'HEAD^^{tree}'),
    objects,
  );
  const expected = git('diff-tree', '-r', '-z', '--no-renames', '--name-only', 'HEAD^', 'HEAD').split('\0');
  expect(found).toEqual(expected.filter(Boolean).sort());
  expect(found).toEqual([
    'a.txt',
    'lib/deep/grade.py',
    'lib/gone.py',
    'mode/x.sh',
    'vendor',
    'vendor/new.py',
  ]);
  expect(server.requests).toHaveLength(count);
});

it('two trees that GitHub alone has differ by the same files', async () => {
  await using server = await startScriptedServer();
  const answer = answerWith(() => false);
  server.script(answer, answer);
  const { client } = createTestClient(server.url);
  const found = await listOtherwise(
    client,
    git('rev-parse', 'HEAD^^{tree}'),
    git('rev-parse', 'HEAD^{tree}'),
  );
  const expected = git('diff-tree', '-r', '-z', '--no-renames', '--name-only', 'HEAD^', 'HEAD').split('\0');
  expect(found).toEqual(expected.filter(Boolean).sort());
});
