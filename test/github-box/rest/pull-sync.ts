/** Keeps open pull requests in step with their branches: heads, test merges, and the refs that jobs check out. */
import { gitText } from '../git/command.ts';
import { mergeTrees } from '../git/history.ts';
import { writeCommit } from '../git/objects.ts';
import { forceRef, readRef } from '../git/refs.ts';
import { isoDate } from '../clock.ts';
import type { IssueRecord, PullRecord } from '../state/records.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';

/** Call after any change of a branch in `repository`, which may be a fork. */
export async function syncPulls(world: World, repository: Repository): Promise<void> {
  for (const base of world.repositories) {
    if (base !== repository && base !== repository.parent) continue;
    for (const issue of base.issues) {
      if (issue.pull !== undefined && issue.state === 'open') await syncPull(world, base, issue);
    }
  }
}

export async function syncPull(world: World, base: Repository, issue: IssueRecord): Promise<void> {
  const pull = issue.pull;
  const head = pull === undefined ? undefined : world.findRepository(pull.headRepository);
  if (pull === undefined || head === undefined) return;
  const headTip = await readRef(head.git, `refs/heads/${pull.headRef}`);
  const baseTip = await readRef(base.git, `refs/heads/${pull.baseRef}`);
  // A deleted branch leaves the pull request as it was.
  if (headTip === undefined || baseTip === undefined) return;
  if (pull.headSha === headTip.sha && pull.baseSha === baseTip.sha && pull.mergeSha !== null) return;
  if (head !== base) await gitText(base.git.path, ['fetch', '--quiet', head.git.path, headTip.sha]);
  if (pull.headSha !== headTip.sha) issue.updatedAt = isoDate(world.clock.now());
  pull.headSha = headTip.sha;
  pull.baseSha = baseTip.sha;
  await forceRef(base.git, `refs/pull/${issue.number}/head`, headTip.sha);
  await writeTestMerge(world, base, { issue, pull });
}

async function writeTestMerge(
  world: World,
  base: Repository,
  { issue, pull }: { readonly issue: IssueRecord; readonly pull: PullRecord },
): Promise<void> {
  const tree = await mergeTrees(base.git, pull.baseSha, pull.headSha);
  if (tree === undefined) {
    pull.mergeSha = null;
    return;
  }
  const signature = { name: 'GitHub', email: 'noreply@github.com', date: isoDate(world.clock.now()) };
  pull.mergeSha = await writeCommit(base.git, {
    tree,
    parents: [pull.baseSha, pull.headSha],
    author: signature,
    committer: signature,
    message: `Merge ${pull.headSha} into ${pull.baseSha}`,
  });
  await forceRef(base.git, `refs/pull/${issue.number}/merge`, pull.mergeSha);
}
