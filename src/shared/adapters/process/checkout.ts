/** The port `Checkout`: asks git what is checked out. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { InputError } from '../../domain/kernel/errors.ts';
import type { Checkout } from '../../ports/workspace.ts';

/** @param environment of git: PATH and HOME at least. */
export function createCheckout(folder: string, environment: Readonly<Record<string, string>>): Checkout {
  const run = promisify(execFile);
  const git = async (...args: readonly string[]): Promise<string> => {
    // The job's owner of the workspace may be another user, as in containers; it is the one that we were given.
    const options = ['-c', `safe.directory=${folder}`, '-C', folder];
    const { stdout } = await run('git', [...options, ...args], {
      env: { ...environment, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout.trim();
  };
  return {
    head: async () => {
      try {
        const [commit = '', tree = ''] = (await git('rev-parse', 'HEAD', 'HEAD^{tree}')).split('\n');
        const changes = await git('status', '--porcelain', '--untracked-files=no');
        return { commit, tree, clean: changes === '' };
      } catch (cause) {
        throw new InputError('INPUT_INVALID', `${folder}: expected a git checkout, got none`, {
          cause,
          hint: 'run actions/checkout before this step',
        });
      }
    },
  };
}
