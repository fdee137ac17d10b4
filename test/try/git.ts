/** Git in folders of a user: it runs no hook of theirs, follows no configuration of the machine, and writes no index. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const RUN_NOTHING = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false'];

/** @returns what it prints. @throws Error when it fails. */
export async function git(folder: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('git', [...RUN_NOTHING, ...args], {
    cwd: folder,
    env: {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_LFS_SKIP_SMUDGE: '1',
      // `git status` would write the index of the user's repository.
      GIT_OPTIONAL_LOCKS: '0',
    },
    maxBuffer: 256 * 1024 * 1024,
  });
  return stdout;
}
