import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isAncestor, listRange, mergeBase } from './ancestry.ts';
import { gitText, tryGit } from './command.ts';
import { createGitDirectory, type GitDirectory } from './git-directory.ts';
import { writeCommit } from './objects.ts';
import { writeTree } from './tree.ts';

let folder: string;
let git: GitDirectory;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'github-box-ancestry-'));
  git = await createGitDirectory(folder, 'acme/churn', 'main');
});

afterEach(async () => {
  await git.objects.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Each commit has up to two earlier ones as parents; some have the date of the one before. */
const graphs = fc.array(
  fc.record({ parents: fc.uniqueArray(fc.nat(20), { maxLength: 2 }), sameDate: fc.boolean() }),
  { minLength: 2, maxLength: 9 },
);

async function writeGraph(
  graph: typeof graphs extends fc.Arbitrary<infer T> ? T : never,
): Promise<readonly string[]> {
  const tree = await writeTree(git, undefined, []);
  const shas: string[] = [];
  let second = 0;
  for (const { parents, sameDate } of graph) {
    if (!sameDate) second += 1;
    const date = new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
    const person = { name: 'Ann', email: 'ann@example.com', date };
    const known = shas.length === 0 ? [] : [...new Set(parents.map((index) => shas[index % shas.length]!))];
    const message = `commit ${shas.length}`;
    shas.push(await writeCommit(git, { tree, parents: known, author: person, committer: person, message }));
  }
  return shas;
}

it('answers as git does, for any graph of commits', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, async (graph) => {
      const shas = await writeGraph(graph);
      const [left = '', right = ''] = shas.slice(-2);
      const bases = (await tryGit(git.path, ['merge-base', '--all', left, right])).stdout.toString();
      const base = await mergeBase(git, left, right);
      expect(base === undefined ? bases === '' : bases.split('\n').includes(base)).toBe(true);
      for (const [exclude, include] of [
        [left, right],
        [right, left],
        [shas[0]!, right],
      ] as const) {
        const all = (await gitText(git.path, ['rev-list', include])).split('\n');
        expect(await listRange(git, { include })).toEqual(all);
        const { code } = await tryGit(git.path, ['merge-base', '--is-ancestor', exclude, include]);
        expect(await isAncestor(git, exclude, include)).toBe(code === 0);
        const listed = (await gitText(git.path, ['rev-list', `${exclude}..${include}`]))
          .split('\n')
          .filter(Boolean);
        expect(await listRange(git, { exclude, include })).toEqual(listed);
      }
    }),
    { numRuns: 12 },
  );
});
