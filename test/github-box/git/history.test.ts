/** Differences between two trees as the API shows them: what one `git diff` prints, taken apart. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createGitDirectory, type GitDirectory } from './git-directory.ts';
import { diffFiles } from './history.ts';
import { writeTree } from './tree.ts';

let folder: string;
let git: GitDirectory;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'history-'));
  git = await createGitDirectory(folder, 'acme/models', 'main');
});
afterEach(async () => {
  await git.objects.close();
  await rm(folder, { recursive: true });
});

type Entries = Readonly<Record<string, readonly [mode: string, text: string]>>;

function treeOf(entries: Entries): Promise<string> {
  const changes = Object.entries(entries).map(([path, [mode, text]]) => ({
    ...{ path, mode, sha: git.objects.write('blob', Buffer.from(text)) },
  }));
  return writeTree(git, undefined, changes);
}

const LINES = 'a\nb\nc\nd\ne\n';

it('each file has its own lines, whatever happened to the files before it', async () => {
  const before = await treeOf({
    binary: ['100644', '\0\x01'],
    'link or file': ['100644', 'text\n'],
    'old name': ['100644', `${LINES}f\n`],
    'ü.txt': ['100644', 'q\n'],
  });
  const after = await treeOf({
    binary: ['100644', '\0\x02'],
    'link or file': ['120000', 'elsewhere'],
    'new name': ['100644', `${LINES}g\n`],
    'ü.txt': ['100644', 'q\ndiff --git a/x b/x\n'],
  });
  const changes = await diffFiles(git, { before, after, patches: true });
  expect(
    changes.map(({ path, previousPath, status, additions, deletions, patch }) => ({
      path,
      ...(previousPath !== undefined && { previousPath }),
      status,
      additions,
      deletions,
      last: patch.split('\n').at(-1),
    })),
  ).toEqual([
    { path: 'binary', status: 'modified', additions: 0, deletions: 0, last: '' },
    {
      ...{ path: 'link or file', status: 'changed', additions: 1, deletions: 1 },
      last: '\\ No newline at end of file',
    },
    {
      ...{ path: 'new name', previousPath: 'old name', status: 'renamed', additions: 1, deletions: 1 },
      last: '+g',
    },
    { path: 'ü.txt', status: 'modified', additions: 1, deletions: 0, last: '+diff --git a/x b/x' },
  ]);
});

it('the counts are there without the patches', async () => {
  const [before, after] = [
    await treeOf({ 'a.txt': ['100644', LINES] }),
    await treeOf({ 'b.txt': ['100644', `${LINES}g\n`] }),
  ];
  expect(await diffFiles(git, { before, after })).toMatchObject([
    { path: 'b.txt', previousPath: 'a.txt', additions: 1, deletions: 0, patch: '' },
  ]);
});
