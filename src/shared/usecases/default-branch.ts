/**
 * Versions, stages and what is served are decided by the default branch (docs/trust.md#the-default-branch-decides). Whoever
 * starts a workflow by hand chooses its branch, and everybody who may write can make one.
 */
import { InputError } from '../domain/kernel/errors.ts';
import type { RunContext } from '../domain/kernel/platform.ts';
import type { Repositories } from '../ports/github.ts';

/** Where a run is, when that is not the default branch. */
export interface OtherRef {
  /** In full; a tag can have the name of a branch. */
  readonly ref: string;
  readonly defaultBranch: string;
}

interface RefStep {
  readonly context: Pick<RunContext, 'eventName' | 'ref'>;
  readonly ports: { readonly repositories: Pick<Repositories, 'defaultBranch'> };
}

/** @returns undefined for a run on the default branch. */
export async function findOtherRef({ context, ports }: RefStep): Promise<OtherRef | undefined> {
  const defaultBranch = await ports.repositories.defaultBranch();
  return context.ref === `refs/heads/${defaultBranch}` ? undefined : { ref: context.ref, defaultBranch };
}

/** @param what is to be done, such as `deploy`. */
export function refuseOtherRef(
  { ref, defaultBranch }: OtherRef,
  { eventName }: Pick<RunContext, 'eventName'>,
  what: string,
): InputError {
  return new InputError(
    'TRIGGER_UNTRUSTED',
    `${what}: expected a run on ${defaultBranch}, the default branch, got ${eventName} on ${branchName(ref)}`,
    { hint: `run the workflow on ${defaultBranch}; ${OWN_BRANCH}` },
  );
}

/** For a team whose versions come from another branch. */
export const OWN_BRANCH = 'whoever releases from another branch makes that one the default branch';

/** A tag has its whole name, which no branch has. */
export function branchName(ref: string): string {
  return ref.replace(/^refs\/heads\//, '');
}
