/**
 * Whether a version's tag that names this evidence is the claim that register made for it. Who may push tags can write
 * any message, so a tag is believed only where everything fits; else it is somebody else's, and is skipped by its name.
 */
import { TAGGER } from '../kernel/names.ts';
import type { Commit, WorkflowRun } from '../kernel/platform.ts';

/** What does not fit. */
export type ClaimMisfit = 'tagger' | 'model-digest' | 'commit' | 'run' | 'evaluation';

/** What the tag says. */
export interface TaggedClaim {
  readonly tagger: string | undefined;
  readonly modelDigest: string | undefined;
  /** The commit that the tag leads to, and the commit of the code that it names. */
  readonly commit: string;
  readonly codeCommit: string;
}

/** By the tag alone. @param modelDigest of the evidence. */
export function checkTaggedClaim(
  claim: TaggedClaim,
  modelDigest: string | undefined,
): ClaimMisfit | undefined {
  if (claim.tagger !== TAGGER.email) return 'tagger';
  return claim.modelDigest === modelDigest ? undefined : 'model-digest';
}

/** The tag leads to the code, or to a commit of its own: one child with the same tree. */
export function leadsToCode(target: Commit, code: Commit): boolean {
  if (target.sha === code.sha) return true;
  return target.parents.length === 1 && target.parents[0] === code.sha && target.tree === code.tree;
}

/** @param run as the API has it; undefined for one that does not exist. */
export function ranOn(codeCommit: string, run: WorkflowRun | undefined): boolean {
  return run?.headSha === codeCommit;
}

/** `<repository>/actions/runs/7/attempts/2` → 7; undefined for an address of anywhere else. */
export function runIdOf(claimedBy: string | undefined, repositoryUrl: string): number | undefined {
  const rest = claimedBy?.startsWith(`${repositoryUrl}/actions/runs/`)
    ? claimedBy.slice(`${repositoryUrl}/actions/runs/`.length)
    : '';
  const [, id] = /^(\d{1,15})\/attempts\/\d{1,6}$/.exec(rest) ?? [];
  return id === undefined ? undefined : Number(id);
}
