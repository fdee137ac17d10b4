/**
 * The port `Checkout`: asks git what is checked out. The first question decides what that is: a command that commits, or
 * moves HEAD, changes nothing about what was checked out before it.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { InputError } from '../../domain/kernel/errors.ts';
import { readCommittedFiles, readLinks, readObjects } from './committed-files.ts';
import { createGitObjectReader, type GitObjectReader } from './git-objects.ts';
import type { Checkout } from '../../ports/workspace.ts';

/** Data can be committed too; GitHub takes no file of more than 100 MiB. */
const MAX_OUTPUT_BYTES = 256 * 1024 ** 2;

/** @param environment of git: PATH and HOME at least. */
export function createCheckout(folder: string, environment: Readonly<Record<string, string>>): Checkout {
  // The job's owner of the workspace may be another user, as in containers; it is the one that we were given.
  const options = ['-c', `safe.directory=${folder}`, '-C', folder];
  // A partial clone fetches what it lacks; without credentials that has to fail, and not to ask for a password.
  const env = { ...environment, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
  const read = createGitObjectReader({ options, environment: env, maxObjectBytes: MAX_OUTPUT_BYTES });
  let first: Promise<CheckedOut> | undefined;
  const checkedOut = (): Promise<CheckedOut> => (first ??= readCheckedOut(read));
  const isClean = async (): Promise<boolean> => {
    const ask = [...options, 'status', '--porcelain', '--untracked-files=no'];
    const { stdout } = await promisify(execFile)('git', ask, { env, maxBuffer: MAX_OUTPUT_BYTES });
    return stdout.trim() === '';
  };
  const inCheckout = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      throw noCheckout(folder, cause);
    }
  };
  return {
    head: () =>
      inCheckout(async () => {
        const { commit, tree } = await checkedOut();
        return { commit, tree };
      }),
    objects: () => inCheckout(async () => readObjects(read, (await checkedOut()).tree)),
    isClean: () => inCheckout(isClean),
    linksAmong: (paths) => inCheckout(async () => readLinks(read, (await checkedOut()).folder, paths)),
    committed: () => inCheckout(async () => readCommittedFiles(read, (await checkedOut()).folder)),
  };
}

/** Names of objects. */
interface CheckedOut {
  readonly commit: string;
  readonly tree: string;
  /** The tree of the folder that git runs in. */
  readonly folder: string;
}

async function readCheckedOut(read: GitObjectReader): Promise<CheckedOut> {
  const found = await Promise.all(['HEAD^{commit}', 'HEAD^{tree}', 'HEAD:./'].map(read));
  const [commit, tree, folder] = found.map((object) => object?.name);
  if (commit === undefined || tree === undefined || folder === undefined)
    throw new Error('HEAD: expected a commit, got none');
  return { commit, tree, folder };
}

function noCheckout(folder: string, cause: unknown): InputError {
  return new InputError('INPUT_INVALID', `${folder}: expected a git checkout, got none`, {
    cause,
    hint: 'run actions/checkout before this step',
  });
}
