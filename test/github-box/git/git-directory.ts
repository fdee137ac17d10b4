/** A bare repository on disk: the one store that the REST routes and the git protocol share. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createObjectStore, type ObjectStore } from './object-store.ts';

export interface GitDirectory {
  readonly path: string;
  readonly objects: ObjectStore;
  /** Results of questions about commits, which never change; see `askOnce`. */
  readonly results: Map<string, Promise<unknown>>;
  /** Object names of the refs that `loadPackedRefs` read, by their full names. */
  readonly packedRefs: Map<string, string>;
  /** Full names of refs that were made through the API, and when. */
  readonly createdAt: Map<string, Date>;
}

/** The same for all repositories: a name stands for the same commit in each of them, and tests make the same ones again. */
const results = new Map<string, Promise<unknown>>();

/** Pushes and shallow fetches of single commits, as `actions/checkout` makes them; no upkeep in the background. */
const SETTINGS = `[core]
	repositoryformatversion = 0
	filemode = true
	bare = true
[http]
	receivepack = true
[uploadpack]
	allowAnySHA1InWant = true
	allowFilter = true
[receive]
	autogc = false
[gc]
	auto = 0
`;

/** @param root folder of all repositories; the repository becomes `<root>/<owner>/<name>.git`. */
export async function createGitDirectory(
  root: string,
  fullName: string,
  defaultBranch: string,
): Promise<GitDirectory> {
  const path = join(root, `${fullName}.git`);
  // What `git init --bare` makes, without its examples of hooks.
  for (const folder of ['hooks', 'objects/info', 'objects/pack', 'refs/heads', 'refs/tags']) {
    await mkdir(join(path, folder), { recursive: true });
  }
  await writeFile(join(path, 'HEAD'), `ref: refs/heads/${defaultBranch}\n`);
  await writeFile(join(path, 'config'), SETTINGS);
  return openGitDirectory(path);
}

export function openGitDirectory(path: string): GitDirectory {
  return {
    path,
    objects: createObjectStore(path),
    results,
    packedRefs: new Map(),
    createdAt: new Map(),
  };
}
