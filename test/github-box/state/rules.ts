/** Refs that may not be created, moved or deleted: rulesets, and the tags of immutable releases. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unprocessable } from '../http/reply.ts';
import type { Repository } from './repository.ts';

/** `refs/tags/*@v*`: `*` stays within one part of the name, `**` does not. */
export function compilePattern(pattern: string): string {
  const escaped = pattern.replace(/[.+^${}()|[\]\\?]/g, '\\$&');
  const source = escaped.replace(/\*+/g, (stars) => (stars.length > 1 ? '.*' : '[^/]*'));
  return `^${source}$`;
}

export function isRestricted(repository: Repository, ref: string): boolean {
  return repository.restrictedRefs.some((pattern) => new RegExp(compilePattern(pattern)).test(ref));
}

export function isLocked(repository: Repository, ref: string): boolean {
  return lockedRefs(repository).includes(ref);
}

/** @throws Refusal 422 when a ruleset restricts the creation of `ref`. */
export function checkCreation(repository: Repository, ref: string): void {
  if (isRestricted(repository, ref)) {
    throw unprocessable(
      'Repository rule violations found\n\nCannot create ref due to creations being restricted.\n\n',
    );
  }
}

/** @throws Refusal 422 when `ref` is the tag of an immutable release. */
export function checkChange(repository: Repository, ref: string): void {
  if (isLocked(repository, ref)) {
    throw unprocessable(
      'Repository rule violations found\n\nCannot update this protected ref: it belongs to an immutable release.\n\n',
    );
  }
}

/** Writes the rules for the hook of the bare repository, so that a push meets the same rules. */
export async function writeRules(repository: Repository): Promise<void> {
  const created = repository.restrictedRefs.map(compilePattern);
  const locked = lockedRefs(repository).map((ref) => compilePattern(ref).replaceAll('*', '\\*'));
  await writeFile(join(repository.git.path, 'box-restricted'), created.map((line) => `${line}\n`).join(''));
  await writeFile(join(repository.git.path, 'box-locked'), locked.map((line) => `${line}\n`).join(''));
  await writeFile(join(repository.git.path, 'hooks', 'update'), UPDATE_HOOK, { mode: 0o755 });
}

const UPDATE_HOOK = `#!/bin/sh
# Arguments: ref, object before, object after. Zeros before: the ref is created.
refuse() { echo "error: GH013: Repository rule violations found for $ref. $1" >&2; exit 1; }
ref=$1
case $2 in
  *[!0]*) if printf '%s\\n' "$ref" | grep -Eq -f "$GIT_DIR/box-locked"; then refuse "Cannot update this protected ref."; fi ;;
  *) if printf '%s\\n' "$ref" | grep -Eq -f "$GIT_DIR/box-restricted"; then refuse "Cannot create ref due to creations being restricted."; fi ;;
esac
`;

function lockedRefs(repository: Repository): readonly string[] {
  return repository.releases
    .filter((release) => release.immutable && !release.draft)
    .map((release) => `refs/tags/${release.tagName}`);
}
