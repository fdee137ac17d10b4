/**
 * What an artifact may hold. The steps that download one refuse more, because anybody's code can upload one; train
 * checks its own evidence by the same numbers, so that nothing is refused only after the training.
 */
import { composeName } from './composed-name.ts';

export interface ArchiveLimits {
  readonly maxFiles: number;
  readonly maxTotalBytes: number;
  /** Unpacked to packed size of the archive, above `ratioFromBytes`: deflate itself ends at 1032. */
  readonly maxRatio: number;
  /** As much is unpacked at any ratio: weights that are all zero are a model too. */
  readonly ratioFromBytes: number;
}

export const archiveLimits: ArchiveLimits = {
  maxFiles: 110_000,
  maxTotalBytes: 8 * 1024 ** 3,
  maxRatio: 200,
  ratioFromBytes: 2 * 1024 ** 3,
};

export function maxUnpackedBytes(packedBytes: number, limits: ArchiveLimits): number {
  return Math.min(limits.maxTotalBytes, Math.max(limits.ratioFromBytes, packedBytes * limits.maxRatio));
}

/** What is not a name on every system, and can change what a terminal shows. */
export function hasControlCharacter(name: string): boolean {
  // oxlint-disable-next-line no-control-regex -- the expression is there to find control characters
  return /[\u0000-\u001f\u007f]/.test(name);
}

/** Names that are one file on some systems, by case or by the composition of letters, have one folded name. */
export function foldedName(name: string): string {
  return composeName(name).toLowerCase();
}
