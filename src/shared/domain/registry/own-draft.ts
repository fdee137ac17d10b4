/**
 * Whose a draft release is. No tag holds a draft, and anybody who may write to the repository can make one of any name, with
 * any notes and files. Only a half-finished draft of this very registration is continued.
 */
import type { ModelVersion } from '../documents/model.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { ReleaseAsset } from '../kernel/platform.ts';
import { isOtherDigest } from '../kernel/digest-form.ts';

/** Why a draft of the same name is not the one of this registration. */
export type DraftMisfit = 'author' | 'notes' | 'asset' | 'document';

/** The first line of the notes, until they are published. @param evidence as the tag names it. */
export function draftMark(evidence: string): string {
  return `<!-- model-steward:draft ${evidence} -->`;
}

export interface DraftState {
  /** Whether this token's identity made it. */
  readonly isOwn: boolean;
  readonly body: string;
  readonly assets: readonly ReleaseAsset[];
}

export interface DraftPlan {
  readonly mark: string;
  /** SHA-256 of every asset but `model.json`, which is compared by what it says. */
  readonly digests: ReadonlyMap<string, string>;
  /** Name of the asset that names all others. */
  readonly documentAsset: string;
}

/** @returns undefined for one that this registration, or a run of the same evidence, left half-finished. */
export function findDraftMisfit(
  { isOwn, body, assets }: DraftState,
  { mark, digests, documentAsset }: DraftPlan,
): DraftMisfit | undefined {
  if (!isOwn) return 'author';
  if (!body.startsWith(`${mark}\n`)) return 'notes';
  const isForeign = ({ name, state, digest }: ReleaseAsset): boolean => {
    if (name === documentAsset) return false;
    const planned = digests.get(name);
    // What is uploaded to its end has its digest, where the server reports one; the rest is uploaded again.
    const isOther = isComplete(state) && isOtherDigest(digest, planned ?? '');
    return planned === undefined || isOther;
  };
  return assets.some(isForeign) ? 'asset' : undefined;
}

/** Anything else is an upload that was broken off. */
export function isComplete(state: string): boolean {
  return state === 'uploaded';
}

/** Whether its `model.json` says what this run would write; another run may have counted fewer reviews, and no other ones. */
export function isSameVersion(found: ModelVersion, described: ModelVersion): boolean {
  const { reviewers } = described.approval;
  if (!found.approval.reviewers.every((login) => reviewers.includes(login))) return false;
  const approval = { ...found.approval, reviewers };
  return canonicalJson({ ...found, approval }) === canonicalJson(described);
}
