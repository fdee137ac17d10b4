/** A version whose tag exists, and what the tag says of it. */
import type { Tag } from '../../../src/shared/domain/kernel/platform.ts';
import { readTagMessage } from '../../../src/shared/domain/registry/tag-message.ts';

export interface ClaimedVersion {
  readonly version: string;
  readonly tag: string;
  /** The commit that the tag leads to. */
  readonly commit: string;
  /** The commit of the code: the same, or its parent. */
  readonly codeCommit: string;
  /** Digest of the evaluation that its release has, or will have. */
  readonly evaluation: string | undefined;
  /** RFC 3339. */
  readonly taggedAt: string;
  /** Address of the attempt that created the tag. */
  readonly claimedBy: string | undefined;
}

export function toClaim(version: string, tag: Tag & { readonly taggedAt: string }): ClaimedVersion {
  const { name, commit, message, taggedAt } = tag;
  const { run: claimedBy, commit: codeCommit = commit, evaluation } = readTagMessage(message);
  return { version, tag: name, commit, codeCommit, evaluation, taggedAt, claimedBy };
}
