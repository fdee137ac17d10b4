/**
 * Whether a tag may become a version of this project, before anything is published, and which tags follow it.
 * `node test/tools/check-release.ts v1.2.3` prints outputs for a workflow, or ends with the reason on standard error.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface ReleaseRequest {
  readonly tag: string;
  /** Of package.json at the tagged commit. */
  readonly packageVersion: string;
  readonly isOnMain: boolean;
  /** All tags of the repository, this one among them. */
  readonly tags: readonly string[];
}

export interface ReleasePlan {
  /** Like `v1`, where this version is the newest of its major version; else undefined: the tag stays where it is. */
  readonly major: string | undefined;
  /** Whether no version is newer. */
  readonly isLatest: boolean;
}

/** @throws Error that says what is wrong and what to do. */
export function planRelease({ tag, packageVersion, isOnMain, tags }: ReleaseRequest): ReleasePlan {
  const version = parseVersion(tag);
  if (version === undefined) throw new Error(`${tag}: expected a tag such as v1.2.3, got another name`);
  if (tag !== `v${packageVersion}`)
    throw new Error(
      `package.json: expected version ${tag.slice(1)}, got ${packageVersion}; change it on main, and tag that commit`,
    );
  if (!isOnMain)
    throw new Error(`${tag}: expected a commit of main, got another one; merge it, and tag the merge`);
  const others = tags
    .filter((other) => other !== tag)
    .map(parseVersion)
    .filter((other) => other !== undefined);
  const isNewest = (among: readonly Version[]): boolean =>
    among.every((other) => compare(other, version) < 0);
  return {
    major: isNewest(others.filter(([major]) => major === version[0])) ? `v${version[0]}` : undefined,
    isLatest: isNewest(others),
  };
}

type Version = readonly [number, number, number];

function parseVersion(tag: string): Version | undefined {
  const [, major, minor, patch] = /^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(tag) ?? [];
  return patch === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

function compare(left: Version, right: Version): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { encoding: 'utf8' });
}

function isAncestorOfMain(): boolean {
  try {
    git('merge-base', '--is-ancestor', 'HEAD', 'origin/main');
    return true;
  } catch {
    return false;
  }
}

function main(tag = ''): void {
  const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
  const { version: packageVersion } = JSON.parse(text) as { readonly version: string };
  const tags = git('tag', '--list').split('\n');
  const { major, isLatest } = planRelease({ tag, packageVersion, isOnMain: isAncestorOfMain(), tags });
  console.log(`major=${major ?? ''}\nlatest=${isLatest}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    main(process.argv[2]);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
