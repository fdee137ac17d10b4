/** The three ways to merge, and the commits that each leaves on the base branch. */
import { isoDate } from '../clock.ts';
import { listCommits, mergeTrees, readCommits, replayCommits } from '../git/history.ts';
import { type Commit, type Signature, writeCommit } from '../git/objects.ts';
import { moveRef } from '../git/refs.ts';
import { refuse } from '../http/reply.ts';
import { emailOf } from '../state/accounts.ts';
import type { IssueRecord } from '../state/records.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { pullOf } from './pull-view.ts';
import { syncPull, syncPulls } from './pull-sync.ts';

export type MergeMethod = 'merge' | 'squash' | 'rebase';

export interface MergeOptions {
  readonly issue: IssueRecord;
  readonly method: MergeMethod;
  readonly by: string;
  readonly expectedHead?: string | undefined;
  readonly title?: string | undefined;
  readonly message?: string | undefined;
}

/**
 * @returns the new tip of the base branch.
 * @throws Refusal 405 when closed or in conflict, 409 when the head moved.
 */
export async function mergePull(
  world: World,
  repository: Repository,
  options: MergeOptions,
): Promise<string> {
  const { issue, by } = options;
  const pull = pullOf(issue);
  await syncPull(world, repository, issue);
  if (issue.state === 'closed' || pull.draft) throw refuse(405, 'Pull Request is not mergeable');
  if (options.expectedHead !== undefined && options.expectedHead !== pull.headSha) {
    throw refuse(409, 'Head branch was modified. Review and try the merge again.');
  }
  const names = await listCommits(repository.git, ['--topo-order', `${pull.baseSha}..${pull.headSha}`]);
  const commits = await readCommits(repository.git, names.toReversed());
  const landed = await landCommits(world, repository, { ...options, commits });
  const tip = landed?.at(-1);
  if (landed === undefined || tip === undefined) throw refuse(405, 'Pull Request is not mergeable');
  const name = `refs/heads/${pull.baseRef}`;
  if (!(await moveRef(repository.git, name, { from: pull.baseSha, to: tip }))) {
    throw refuse(409, 'Base branch was modified. Review and try the merge again.');
  }
  const at = isoDate(world.clock.now());
  pull.merged = { at, by, landed, commits: names.toReversed() };
  pull.mergeSha = tip;
  Object.assign(issue, { state: 'closed', closedAt: at, closedBy: by, updatedAt: at });
  repository.pushedAt = world.clock.now();
  await syncPulls(world, repository);
  return tip;
}

/** Commits that the base branch gains, oldest first; undefined on a conflict. */
async function landCommits(
  world: World,
  repository: Repository,
  options: MergeOptions & { readonly commits: readonly Commit[] },
): Promise<readonly string[] | undefined> {
  const { issue, method, commits } = options;
  const { baseSha, headSha, headRef, headRepository } = pullOf(issue);
  const { git } = repository;
  const merger = signature(world, options.by);
  if (method === 'rebase') return replayCommits(git, commits, { onto: baseSha, committer: merger });
  const tree = await mergeTrees(git, baseSha, headSha);
  if (tree === undefined) return undefined;
  const github = { name: 'GitHub', email: 'noreply@github.com', date: merger.date };
  if (method === 'squash') {
    const list = commits.map((commit) => `* ${commit.message}`).join('\n\n');
    const single =
      commits.length === 1 ? (commits[0]?.message.split('\n').slice(1).join('\n').trim() ?? '') : list;
    const title = options.title ?? `${issue.title} (#${issue.number})`;
    const message = joinMessage(title, options.message ?? single);
    const author = signature(world, issue.user);
    const squashed = { tree, parents: [baseSha], author, committer: github, message };
    return [await writeSigned(repository, squashed)];
  }
  const source = `${headRepository.split('/')[0] ?? ''}/${headRef}`;
  const message = joinMessage(
    options.title ?? `Merge pull request #${issue.number} from ${source}`,
    options.message ?? issue.title,
  );
  const parents = [baseSha, headSha];
  const merge = await writeSigned(repository, {
    ...{ tree, parents, author: merger, committer: github, message },
  });
  return [...commits.map(({ sha }) => sha), merge];
}

async function writeSigned(
  { git, signedCommits }: Repository,
  commit: Parameters<typeof writeCommit>[1],
): Promise<string> {
  const sha = await writeCommit(git, commit);
  signedCommits.add(sha);
  return sha;
}

function joinMessage(title: string, message: string): string {
  return message === '' ? title : `${title}\n\n${message}`;
}

function signature(world: World, login: string): Signature {
  const account = world.accounts.get(login);
  return { name: account.login, email: emailOf(account), date: isoDate(world.clock.now()) };
}
