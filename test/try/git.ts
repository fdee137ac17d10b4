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

/** Names that a repository without a remote gives the branch that others are merged into. */
const USUAL = ['main', 'master'];

/** The branch that GitHub would have as the default one: that of the remote, else a usual one, else the only one. */
export async function defaultBranchOf(folder: string): Promise<string> {
  const name = async (...args: readonly string[]): Promise<string | undefined> =>
    git(folder, args).then(
      (text) => text.trim() || undefined,
      () => undefined,
    );
  const remote = await name('symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD');
  if (remote !== undefined) return remote.replace(/^origin\//, '');
  for (const branch of USUAL)
    if ((await name('rev-parse', '--verify', '--quiet', `refs/heads/${branch}`)) !== undefined) return branch;
  return (await name('symbolic-ref', '--quiet', '--short', 'HEAD')) ?? 'main';
}
