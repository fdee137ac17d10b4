/** Semantic versions (semver.org 2.0.0), without the `v`: order as its section 11 says, and the next number. */
import { InputError } from '../kernel/errors.ts';
import { VERSION_PATTERN } from '../kernel/names.ts';

export const bumps = ['major', 'minor', 'patch'] as const;
export type Bump = (typeof bumps)[number];

/** Whether a version is major.minor.patch alone: the only kind that is registered here. */
export function isPlainVersion(version: string): boolean {
  return VERSION_PATTERN.test(version);
}

/** @param where names the input. @returns the version without its `v`. @throws InputError */
export function parseVersion(text: string, where: string): string {
  const version = text.replace(/^v/, '');
  if (isPlainVersion(version)) return version;
  throw new InputError(
    'INPUT_INVALID',
    `${where}: expected a version like "1.4.0", got ${JSON.stringify(text)}`,
    { hint: 'versions are major.minor.patch, with nothing behind' },
  );
}

/** Negative when `left` comes first. Build metadata do not count. */
export function compareVersions(left: string, right: string): number {
  const [leftCore, leftPrerelease] = split(left);
  const [rightCore, rightPrerelease] = split(right);
  return compareIdentifiers(leftCore, rightCore) || comparePrereleases(leftPrerelease, rightPrerelease);
}

/** @param version major.minor.patch. */
export function bumpVersion(version: string, bump: Bump): string {
  const match = VERSION_PATTERN.exec(version);
  if (match === null)
    throw new RangeError(`bumpVersion: expected major.minor.patch, got ${JSON.stringify(version)}`);
  const [major, minor, patch] = match.slice(1).map(BigInt) as [bigint, bigint, bigint];
  switch (bump) {
    case 'major':
      return `${major + 1n}.0.0`;
    case 'minor':
      return `${major}.${minor + 1n}.0`;
    case 'patch':
      return `${major}.${minor}.${patch + 1n}`;
  }
}

function split(version: string): [readonly string[], readonly string[]] {
  const [withoutBuild = ''] = version.split('+');
  const dash = withoutBuild.indexOf('-');
  if (dash === -1) return [withoutBuild.split('.'), []];
  return [withoutBuild.slice(0, dash).split('.'), withoutBuild.slice(dash + 1).split('.')];
}

function comparePrereleases(left: readonly string[], right: readonly string[]): number {
  // A version without a prerelease comes after all of its prereleases.
  if (left.length === 0) return right.length === 0 ? 0 : 1;
  if (right.length === 0) return -1;
  return compareIdentifiers(left, right);
}

function compareIdentifiers(left: readonly string[], right: readonly string[]): number {
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const order = compareIdentifier(left[index] ?? '', right[index] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareIdentifier(left: string, right: string): number {
  const numeric = /^\d+$/;
  if (numeric.test(left) && numeric.test(right)) return Number(BigInt(left) - BigInt(right));
  if (numeric.test(left)) return -1;
  if (numeric.test(right)) return 1;
  return left < right ? -1 : Number(left > right);
}
