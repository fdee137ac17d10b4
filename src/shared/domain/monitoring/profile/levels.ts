/**
 * All categories of a column, also those that a profile does not list: 32 bits of each, so that a category that the
 * reference never had can be recognized among 100,000. Two categories share their 32 bits with probability 2^-32: of
 * 100,000 known ones a new one is taken for known in 1 of 43,000 cases.
 */
import type { CategoryProfile } from './profile.ts';

/** More are not kept: 4 bytes each. */
export const MAX_LEVELS = 100_000;

/** Buckets of the categories without counts of their own. */
export const BUCKETS = 64;

/** FNV-1a over UTF-16 units, then the last step of MurmurHash3, which spreads the low bits. 0 to 2^32 - 1. */
export function hashLevel(level: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < level.length; i++) hash = Math.imul(hash ^ level.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** From 0 to BUCKETS − 1, by the hash of the name: the same in every profile. */
export function bucketOf(level: string): number {
  return hashLevel(level) % BUCKETS;
}

/** Ascending hashes, 4 bytes each (little endian), in Base64. O(n log n). */
export function encodeLevels(levels: readonly string[]): string {
  const hashes = Uint32Array.from(levels, hashLevel).sort();
  const bytes = new DataView(new ArrayBuffer(4 * hashes.length));
  hashes.forEach((hash, i) => {
    bytes.setUint32(4 * i, hash, true);
  });
  return Buffer.from(bytes.buffer).toString('base64');
}

function decodeLevels(text: string): ReadonlySet<number> {
  const bytes = Buffer.from(text, 'base64');
  const hashes = new Set<number>();
  for (let offset = 0; offset + 4 <= bytes.length; offset += 4) hashes.add(bytes.readUInt32LE(offset));
  return hashes;
}

/** Whether the reference had a category; undefined where the profile does not know all of them. */
export function knownLevels(profile: CategoryProfile): ((level: string) => boolean) | undefined {
  const { categories, other, identifier, levels } = profile;
  if (identifier) return undefined;
  const listed = new Set(categories.map(({ category }) => category));
  if (other === 0) return (level) => listed.has(level);
  if (levels === undefined) return undefined;
  const hashes = decodeLevels(levels);
  return (level) => listed.has(level) || hashes.has(hashLevel(level));
}
