/** Which pull requests brought what was merged into a branch since a commit, who approved them, and who made them. */
import type { Commit, PullRequest } from '../domain/kernel/platform.ts';
import type { Contents, People, PullRequests, Workflows } from '../ports/github.ts';
import { findPushers, pushersOf } from './find-pushers.ts';
import { readApprovals } from './read-approvals.ts';

export interface OriginPorts {
  readonly contents: Pick<Contents, 'changesOf' | 'compare'>;
  readonly people: People;
  readonly pullRequests: Pick<PullRequests, 'ofCommit' | 'reviews'>;
  readonly workflows: Pick<Workflows, 'runsOfHead'>;
}

/** One pull request, or one commit without one. */
export interface Origin {
  readonly pull: PullRequest | undefined;
  /** Of the default branch, oldest first: those that changed what is asked about. */
  readonly commits: readonly Commit[];
}

export interface Origins {
  /** Those that changed a file or a folder, oldest first. */
  ofPath(path: string): Promise<readonly Origin[]>;
  /** How many persons approved it; 0 for a push without a pull request. */
  approvalsOf(origin: Origin): Promise<number>;
  /** Who proposed or pushed it; undefined where the platform does not say. */
  makersOf(origin: Origin): Promise<readonly string[] | undefined>;
}

export interface MergedRange {
  /** The branch into which everything was merged, and its newest commit that counts. */
  readonly branch: string;
  readonly newest: string;
  /** The commits that count. */
  readonly since: readonly string[];
}

/** Each commit and each pull request is asked for once. */
export function createOrigins(ports: OriginPorts, { branch, newest, since }: MergedRange): Origins {
  const pulls = new Map<string, PullRequest | undefined>();
  const counts = new Map<number, number>();
  const approvals = async (pull: PullRequest): Promise<number> => {
    const readRuns = () => ports.workflows.runsOfHead(pull.head.sha);
    const count = counts.get(pull.number) ?? (await readApprovals(ports, pull, readRuns)).counted.length;
    counts.set(pull.number, count);
    return count;
  };
  /** The one with the most approvals, where the commit came with several. */
  const pullOf = async (sha: string): Promise<PullRequest | undefined> => {
    if (pulls.has(sha)) return pulls.get(sha);
    const merged = (await ports.pullRequests.ofCommit(sha)).filter(({ base }) => base.ref === branch);
    let found = merged[0];
    for (const pull of merged.slice(1))
      if (found === undefined || (await approvals(pull)) > (await approvals(found))) found = pull;
    pulls.set(sha, found);
    return found;
  };
  /**
   * A merge that changes a file itself has it as no side of it had. Made by a person, it may be any content, and no one approved that, unless
   * the merge lies within what the pull request proposed.
   */
  const pullOfChange = async (commit: Commit): Promise<PullRequest | undefined> => {
    const { sha, parents } = commit;
    const pull = await pullOf(sha);
    if (pull === undefined || parents.length < 2 || commit.isOfPlatform) return pull;
    const within = await ports.contents.compare(sha, pull.head.sha);
    return within?.lacking === 0 ? pull : undefined;
  };
  return {
    approvalsOf: async ({ pull }) => (pull === undefined ? 0 : await approvals(pull)),
    makersOf: async ({ pull, commits }) => {
      if (pull === undefined) return await pushersOfAll(ports.people, branch, commits);
      const pushers = await findPushers(ports.people, pull, await ports.workflows.runsOfHead(pull.head.sha));
      return pushers && [pull.author, ...pushers];
    },
    ofPath: async (path) => {
      const touching = await ports.contents.changesOf(path, newest);
      const groups = new Map<number | string, Origin>();
      for (const commit of touching.filter(({ sha }) => since.includes(sha)).toReversed()) {
        const pull = await pullOfChange(commit);
        const key = pull?.number ?? commit.sha;
        groups.set(key, { pull, commits: [...(groups.get(key)?.commits ?? []), commit] });
      }
      return [...groups.values()];
    },
  };
}

async function pushersOfAll(
  people: People,
  branch: string,
  commits: readonly Commit[],
): Promise<readonly string[] | undefined> {
  const all = await Promise.all(commits.map(({ sha }) => pushersOf(people, branch, sha)));
  return all.includes(undefined) ? undefined : all.flatMap((pushers) => pushers ?? []);
}
