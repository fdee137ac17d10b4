/**
 * Which approvals of a pull request count, and why each other one does not (docs/trust.md#approvals): who approved is
 * named with the reason, because "none" is no answer for a team that sees a green review.
 */
import type { Review } from '../kernel/platform.ts';

export type UncountedReason =
  /** The author of the pull request. */
  | 'author'
  /** Whoever pushed its last commit, or started a run of it. */
  | 'pusher'
  /** A bot started the runs of the last commit, and the platform does not say who pushed it. */
  | 'unknown-pusher'
  | 'bot'
  /** Of another commit than the last one: a push voids the approvals before it. */
  | 'other-commit'
  | 'dismissed'
  /** The same person asked for changes later. */
  | 'changes-requested'
  /** The person may not write to the repository. */
  | 'permission';

export interface UncountedApproval {
  readonly login: string;
  readonly reason: UncountedReason;
  /** The commit that was approved; undefined where the platform does not say. */
  readonly commit: string | undefined;
}

export interface Approvals {
  /** Sorted logins. */
  readonly counted: readonly string[];
  /** Sorted by login. */
  readonly uncounted: readonly UncountedApproval[];
}

/** The last commit of a pull request, and whose work it is. */
export interface ApprovedPull {
  readonly head: string;
  readonly author: string;
  /** Undefined where the platform does not say: then any person may have. */
  readonly pushers: readonly string[] | undefined;
}

/** A bot acts for whoever makes it act, and whose account was deleted is not known. */
export function isPerson(login: string): boolean {
  return !/\[bot\]$|^ghost$/.test(login);
}

/** Who gave a run its inputs, and who had it run again with them: each of the two can act through the other. */
export function startersOf({
  actor,
  triggeringActor,
}: {
  readonly actor: string;
  readonly triggeringActor: string;
}): readonly string[] {
  return [...new Set([actor, triggeringActor])];
}

/**
 * The latest word of each person decides, comments aside. A person counts whose word is an approval of the last commit; what
 * permission that person has is asked after this.
 * @param reviews oldest first
 */
export function sortApprovals(reviews: readonly Review[], pull: ApprovedPull): Approvals {
  const latest = new Map<string, Review>();
  const approving = new Set<string>();
  for (const review of reviews) {
    if (review.state === 'COMMENTED' || review.state === 'PENDING') continue;
    latest.set(review.login, review);
    if (review.state !== 'CHANGES_REQUESTED') approving.add(review.login);
  }
  const known = [...latest.values()]
    .filter(({ login }) => approving.has(login))
    .sort((left, right) => (left.login < right.login ? -1 : 1))
    .map(({ login, commit, ...review }) => ({
      login,
      commit,
      reason: reasonAgainst({ login, commit, ...review }, pull),
    }));
  return {
    counted: known.filter(({ reason }) => reason === undefined).map(({ login }) => login),
    uncounted: known.flatMap(({ reason, ...approval }) =>
      reason === undefined ? [] : [{ ...approval, reason }],
    ),
  };
}

function reasonAgainst({ login, state, commit }: Review, pull: ApprovedPull): UncountedReason | undefined {
  if (state === 'DISMISSED') return 'dismissed';
  if (state === 'CHANGES_REQUESTED') return 'changes-requested';
  if (login === pull.author) return 'author';
  if (pull.pushers?.includes(login) === true) return 'pusher';
  if (!isPerson(login)) return 'bot';
  if (pull.pushers === undefined) return 'unknown-pusher';
  return commit === pull.head ? undefined : 'other-commit';
}
