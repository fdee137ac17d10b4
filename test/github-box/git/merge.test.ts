import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tryGit } from './command.ts';
import { createGitDirectory, type GitDirectory } from './git-directory.ts';
import { mergeTrees } from './history.ts';
import { mergeDisjoint } from './merge.ts';
import { writeCommit } from './objects.ts';
import { writeTree } from './tree.ts';

let folder: string;
let git: GitDirectory;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'github-box-merge-'));
  git = await createGitDirectory(folder, 'acme/churn', 'main');
});

afterEach(async () => {
  await git.objects.close();
  rmSync(folder, { recursive: true, force: true });
});

const person = { name: 'Ann', email: 'ann@example.com', date: '2026-01-01T00:00:00Z' };

type Files = Readonly<Record<string, string | undefined>>;

async function commitFiles(files: Files, parents: readonly string[]): Promise<string> {
  const changes = Object.entries(files).flatMap(([path, text]) =>
    text === undefined
      ? []
      : [{ path, mode: '100644', sha: git.objects.write('blob', Buffer.from(`${path}\n${text}\n`)) }],
  );
  const tree = await writeTree(git, undefined, changes);
  return writeCommit(git, {
    tree,
    parents,
    author: person,
    committer: person,
    message: JSON.stringify(files),
  });
}

/** A few files, some of them gone, in three states each. */
const files = fc.record({
  a: fc.constantFrom('1', '2', undefined),
  'd/b': fc.constantFrom('1', '2', undefined),
  'd/e/c': fc.constantFrom('1', '1', '2'),
  'f/g': fc.constantFrom('1', '1', '2'),
});

it('merges as git does, whatever both sides changed', async () => {
  await fc.assert(
    fc.asyncProperty(files, files, files, async (before, leftFiles, rightFiles) => {
      const base = await commitFiles(before, []);
      const [left, right] = [await commitFiles(leftFiles, [base]), await commitFiles(rightFiles, [base])];
      const args = ['merge-tree', '--write-tree', '--no-messages', left, right];
      const { code, stdout } = await tryGit(git.path, args);
      expect(await mergeTrees(git, left, right)).toBe(code === 0 ? stdout.toString().trim() : undefined);
    }),
    { numRuns: 15 },
  );
});

it('needs no git where each path was changed by one side', async () => {
  const base = await commitFiles({ a: '1', 'd/b': '1' }, []);
  const left = await commitFiles({ a: '2', 'd/b': '1', 'd/c': '1' }, [base]);
  const right = await commitFiles({ a: '1', 'd/b': '2', e: '1' }, [base]);
  const merged = await commitFiles({ a: '2', 'd/b': '2', 'd/c': '1', e: '1' }, []);
  expect(await git.objects.read(`${merged}^{tree}`)).toMatchObject({
    sha: await mergeDisjoint(git, { base, left, right }),
  });
});

it('leaves to git a file that one side removed and the other changed', async () => {
  const base = await commitFiles({ a: '1', b: '1' }, []);
  const left = await commitFiles({ b: '1' }, [base]);
  const right = await commitFiles({ a: '2', b: '1' }, [base]);
  expect(await mergeDisjoint(git, { base, left, right })).toBeUndefined();
});
