/** The files of this repository as git sees them: tracked, or new and not ignored. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** @returns paths from the root, sorted, with `/`; without what is generated and what others wrote. */
export async function listRepositoryFiles(root: string): Promise<readonly string[]> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const { stdout } = await promisify(execFile)('git', args, { cwd: root, maxBuffer: 16 * 1024 * 1024 });
  return stdout
    .split('\0')
    .filter((path) => path !== '' && !/^(actions\/dist|node_modules)(\/|$)/.test(path))
    .sort();
}
