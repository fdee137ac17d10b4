/**
 * A state that can be restored: a test tries many things from one beginning, and building the beginning costs more than they
 * do. Numbers and tokens are never used again, so nothing that was made since can be mistaken for what comes after.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Repository } from './repository.ts';
import type { World } from './world.ts';

/** @returns what restores the state of now, as often as it is called. */
export function takeSnapshot(world: World): () => void {
  const at = world.clock.now();
  const dispatches = [...world.dispatches];
  const restorers = world.repositories.map(saveRepository);
  const restoreArtifacts = world.results?.snapshot();
  return () => {
    restoreArtifacts?.();
    world.clock.set(at);
    world.limits.reset();
    world.dispatches.splice(0, Infinity, ...dispatches);
    for (const restore of restorers) restore();
  };
}

function saveRepository(repository: Repository): () => void {
  const records = listsOf(repository).map((list) => ({ list, saved: copy(list) }));
  const { pushedAt, immutableReleases, restrictedRefs, git } = repository;
  const burned = [...repository.burnedTags];
  const refs = readRefs(git.path);
  const createdAt = [...git.createdAt];
  return () => {
    for (const { list, saved } of records) list.splice(0, Infinity, ...copy(saved));
    Object.assign(repository, { pushedAt, immutableReleases, restrictedRefs });
    repository.burnedTags.clear();
    for (const tag of burned) repository.burnedTags.add(tag);
    git.createdAt.clear();
    for (const [name, date] of createdAt) git.createdAt.set(name, date);
    writeRefs(git.path, refs);
  };
}

function listsOf(repository: Repository): readonly unknown[][] {
  const { issues, comments, reviews, labels, statuses, releases, deployments, workflows, runs, activities } =
    repository;
  return [issues, comments, reviews, labels, statuses, releases, deployments, workflows, runs, activities];
}

/** Records and their lists; bytes and dates never change. */
function copy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copy) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copy(part)])) as T;
}

/** Files below `refs/` by path. */
function readRefs(git: string): ReadonlyMap<string, string> {
  const files = readdirSync(join(git, 'refs'), { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
  return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}

function writeRefs(git: string, refs: ReadonlyMap<string, string>): void {
  const present = readRefs(git);
  for (const path of present.keys()) if (!refs.has(path)) rmSync(path);
  for (const [path, text] of refs) {
    if (present.get(path) === text) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
