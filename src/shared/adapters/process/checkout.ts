/** The port `Checkout`: asks git what is checked out. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { InputError } from '../../domain/kernel/errors.ts';
import { readCommittedFiles, readLinks } from './committed-files.ts';
import type { Git } from './read-blobs.ts';
import type { Checkout } from '../../ports/workspace.ts';

/** Data can be committed too; GitHub takes no file of more than 100 MiB. */
const MAX_OUTPUT_BYTES = 256 * 1024 ** 2;

/** @param environment of git: PATH and HOME at least. */
export function createCheckout(folder: string, environment: Readonly<Record<string, string>>): Checkout {
  const run = promisify(execFile);
  const git: Git = async (args, input) => {
    // The job's owner of the workspace may be another user, as in containers; it is the one that we were given.
    const options = ['-c', `safe.directory=${folder}`, '-C', folder];
    const running = run('git', [...options, ...args], {
      // A partial clone fetches what it lacks; without credentials that has to fail, and not to ask for a password.
      env: { ...environment, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
      encoding: 'buffer',
      maxBuffer: MAX_OUTPUT_BYTES,
    });
    // A process that ended before it read its input says why with its exit code.
    running.child.stdin?.on('error', () => undefined).end(input);
    return (await running).stdout;
  };
  const ask = async (...args: readonly string[]): Promise<string> => (await git(args)).toString().trim();
  return {
    head: async () => {
      try {
        const [commit = '', tree = ''] = (await ask('rev-parse', 'HEAD', 'HEAD^{tree}')).split('\n');
        const changes = await ask('status', '--porcelain', '--untracked-files=no');
        return { commit, tree, clean: changes === '' };
      } catch (cause) {
        throw noCheckout(folder, cause);
      }
    },
    linksAmong: async (paths) => {
      try {
        return await readLinks(git, paths);
      } catch (cause) {
        throw noCheckout(folder, cause);
      }
    },
    committed: async () => {
      try {
        return await readCommittedFiles(git);
      } catch (cause) {
        throw noCheckout(folder, cause);
      }
    },
  };
}

function noCheckout(folder: string, cause: unknown): InputError {
  return new InputError('INPUT_INVALID', `${folder}: expected a git checkout, got none`, {
    cause,
    hint: 'run actions/checkout before this step',
  });
}
