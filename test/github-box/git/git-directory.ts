/** A bare repository on disk: the one store that the REST routes and the git protocol share. */
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gitText } from './command.ts';
import { createObjectReader, type ObjectReader } from './object-reader.ts';

export interface GitDirectory {
  readonly path: string;
  readonly objects: ObjectReader;
}

/** Pushes and shallow fetches of single commits, as `actions/checkout` makes them; no upkeep in the background. */
const SETTINGS = `[http]
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
  await mkdir(path, { recursive: true });
  await gitText(path, ['init', '--quiet', '--bare', `--initial-branch=${defaultBranch}`]);
  await appendFile(join(path, 'config'), SETTINGS);
  return { path, objects: createObjectReader(path) };
}
