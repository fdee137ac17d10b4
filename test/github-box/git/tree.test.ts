import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { gitText, GitError, runGit } from './command.ts';
import { createGitDirectory, type GitDirectory } from './git-directory.ts';
import { writeBlob } from './objects.ts';
import { readTree, type TreeChange, writeTree } from './tree.ts';

let folder: string;
let git: GitDirectory;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'github-box-tree-'));
  git = await createGitDirectory(folder, 'acme/churn', 'main');
});

afterEach(async () => {
  await git.objects.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The tree that git itself writes, through an index. */
async function gitTree(changes: readonly TreeChange[]): Promise<string> {
  const env = { GIT_INDEX_FILE: join(folder, 'index') };
  const lines = changes.map(({ mode, sha, path }) =>
    sha === undefined ? `0 ${'0'.repeat(40)}\t${path}\0` : `${mode} ${sha}\t${path}\0`,
  );
  await runGit(git.path, ['update-index', '-z', '--index-info'], { input: lines.join(''), env });
  return gitText(git.path, ['write-tree'], { env });
}

async function files(paths: readonly string[], mode = '100644'): Promise<readonly TreeChange[]> {
  return Promise.all(paths.map(async (path) => ({ path, mode, sha: await writeBlob(git, path) })));
}

it('writes the trees that git writes, step by step: sorted, nested, replaced, removed', async () => {
  const steps = [
    await files(['b.txt', 'a/c.txt', 'a.txt', 'a-b', 'a/b/c/d.txt', 'ä ö.txt']),
    await files(['run.sh'], '100755'),
    await files(['a']),
    await files(['a.txt/now-a-folder']),
    [{ path: 'a', mode: '100644', sha: undefined }],
    [{ path: 'a.txt/now-a-folder', mode: '100644', sha: undefined }],
    [{ path: 'was/never/there', mode: '100644', sha: undefined }],
  ];
  let tree: string | undefined;
  for (const changes of steps) {
    tree = await writeTree(git, tree, changes);
    expect(tree).toBe(await gitTree(changes));
  }
  expect(await gitText(git.path, ['fsck', '--strict'])).not.toContain('error');
});

it('lists entries as ls-tree does, sizes included', async () => {
  const tree = await writeTree(git, undefined, await files(['b.txt', 'a/c.txt', 'a/b/d.txt']));
  const listed = await gitText(git.path, ['ls-tree', '-r', '-t', '-l', tree]);
  const lines = (await readTree(git, tree, true)).map(
    ({ mode, type, sha, size, path }) => `${mode} ${type} ${sha} ${String(size ?? '-').padStart(7)}\t${path}`,
  );
  expect(lines.join('\n')).toBe(listed);
  expect((await readTree(git, tree)).map(({ path }) => path)).toEqual(['a', 'b.txt']);
});

it('puts a whole tree at a path', async () => {
  const inner = await writeTree(git, undefined, await files(['x/y.txt']));
  const tree = await writeTree(git, undefined, [{ path: 'deep/er', mode: '040000', sha: inner }]);
  expect(tree).toBe(
    await gitTree(
      await files(['x/y.txt']).then((list) =>
        list.map((file) => ({ ...file, path: `deep/er/${file.path}` })),
      ),
    ),
  );
});

it.each(['a/../b', './a', 'a//b', '.git/config', 'a/.GIT/b'])('refuses the path %s', async (path) => {
  const change = { path, mode: '100644', sha: await writeBlob(git, 'x') };
  await expect(writeTree(git, undefined, [change])).rejects.toThrow(GitError);
});
