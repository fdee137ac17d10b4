/** A bare repository on disk: the one store that the REST routes and the git protocol share. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gitText } from './command.ts';
import { createObjectReader, type ObjectReader } from './object-reader.ts';

export interface GitDirectory {
  readonly path: string;
  readonly objects: ObjectReader;
}

/** @param root folder of all repositories; the repository becomes `<root>/<owner>/<name>.git`. */
export async function createGitDirectory(
  root: string,
  fullName: string,
  defaultBranch: string,
): Promise<GitDirectory> {
  const path = join(root, `${fullName}.git`);
  await mkdir(path, { recursive: true });
  await gitText(path, ['init', '--quiet', '--bare', `--initial-branch=${defaultBranch}`]);
  const settings = {
    'http.receivepack': 'true',
    'uploadpack.allowAnySHA1InWant': 'true',
    'uploadpack.allowFilter': 'true',
    'receive.autogc': 'false',
    'gc.auto': '0',
  };
  for (const [name, value] of Object.entries(settings)) await gitText(path, ['config', name, value]);
  return { path, objects: createObjectReader(path) };
}
