/** Forms of `referenced_workflows` are those of GitHub's description of its API, and of the runs of public repositories. */
import { describe, expect, it } from 'vitest';
import { findMovedWorkflows } from '../../../src/shared/domain/supply-chain/own-refs.ts';

const [HEAD, OTHER] = ['a'.repeat(40), 'b'.repeat(40)];
const FILE = 'acme/churn/.github/workflows/model.yml';
const own = { repository: 'Acme/churn', defaultBranch: 'main', pull: 7 };

const moved = (path: string, sha: string, ref?: string): readonly string[] =>
  findMovedWorkflows({ headSha: HEAD, referencedWorkflows: [{ path, sha, ref }] }, own);

describe('a workflow of the repository that a run called', () => {
  it.each([
    ['of the commit of the run', `${FILE}@refs/heads/topic`, HEAD, 'refs/heads/topic'],
    ['of the merge that the run tested', `${FILE}@refs/pull/7/merge`, OTHER, 'refs/pull/7/merge'],
    ['of that merge, by its commit', `${FILE}@${OTHER}`, OTHER, 'refs/pull/7/merge'],
    ['of that merge, without a ref in its path', FILE, OTHER, 'refs/pull/7/merge'],
    ['of a commit that the line names', `${FILE}@${OTHER}`, OTHER, undefined],
    ['of a commit that the line names in capitals', `${FILE}@${OTHER.toUpperCase()}`, OTHER, undefined],
    ['of the default branch', `${FILE}@main`, OTHER, 'refs/heads/main'],
    ['of another repository', FILE.replace('churn', 'tools') + '@v1', OTHER, 'refs/tags/v1'],
  ])('%s was reviewed', (_, path, sha, ref) => {
    expect(moved(path, sha, ref)).toEqual([]);
  });

  it.each([
    ['of a branch', `${FILE}@topic`, OTHER, 'refs/heads/topic', `${FILE}@topic`],
    ['of a tag with the name of the default branch', `${FILE}@main`, OTHER, 'refs/tags/main', `${FILE}@main`],
    [
      'of a branch with the name of a ref',
      `${FILE}@refs/tags/main`,
      OTHER,
      undefined,
      `${FILE}@refs/tags/main`,
    ],
    ['of another pull request', `${FILE}@refs/pull/8/merge`, OTHER, 'refs/pull/8/merge', undefined],
    ['of what the platform does not say', FILE, OTHER, undefined, `${FILE}@${OTHER}`],
    ['of the default branch, if it is one', `${FILE}@main`, OTHER, undefined, `${FILE}@main`],
  ])('%s may not have been reviewed', (...[, path, sha, ref, name = path]) => {
    expect(moved(path, sha, ref)).toEqual([name]);
  });

  it('is looked for in any case of the name of its repository', () => {
    expect(moved(`ACME/Churn/x.yml@v1`, OTHER, 'refs/tags/v1')).toEqual(['ACME/Churn/x.yml@v1']);
  });

  it('is none where the server lists none', () => {
    expect(findMovedWorkflows({ headSha: HEAD }, own)).toEqual([]);
  });
});
