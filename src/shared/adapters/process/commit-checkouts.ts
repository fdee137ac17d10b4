/**
 * The port `CommitCheckouts`. Objects come from the clone of the workspace, and from the server where that clone is
 * shallow. They go through a repository of our own: hooks, filters and settings of the workspace do not apply, so that
 * nothing which an earlier step left there sees the token. The token is in the environment of that one fetch only, and git
 * sends it to that server alone: with a header (`http.<url>.extraHeader`) it would follow a redirect to any other.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { DataError } from '../../domain/kernel/errors.ts';
import type { CommitCheckouts } from '../../ports/workspace.ts';

export interface CommitCheckoutsOptions {
  /** Absolute folder of the clone. */
  readonly workspace: string;
  /** Of git: PATH and HOME at least. */
  readonly environment: Readonly<Record<string, string>>;
  /** Like `https://github.com/acme/churn`. */
  readonly repositoryUrl: string;
  readonly token: string;
}

type Variables = Readonly<Record<string, string>>;

const ALTERNATES = 'objects/info/alternates';
const FETCH_TIMEOUT_MS = 10 * 60_000;
const MAX_OUTPUT_BYTES = 16 * 1024 ** 2;

export function createCommitCheckouts(options: CommitCheckoutsOptions): CommitCheckouts {
  return {
    checkOut: async (commit, into) => {
      const store = await mkdtemp(join(dirname(into.root), 'model-steward-objects-'));
      try {
        await openStore(store, options);
        await writeTree(store, { commit, folder: into.root }, options);
      } catch (cause) {
        throw unavailable(commit, cause);
      } finally {
        await rm(store, { recursive: true, force: true }).catch(() => undefined);
      }
    },
  };
}

/** A bare repository that also reads the objects of the workspace. */
async function openStore(store: string, { workspace, environment }: CommitCheckoutsOptions): Promise<void> {
  await git(['init', '--quiet', '--bare', store], environment);
  const where = ['-c', `safe.directory=${workspace}`, '-C', workspace];
  const objects = await git([...where, 'rev-parse', '--git-path', 'objects'], environment);
  await writeFile(join(store, ALTERNATES), `${resolve(workspace, objects.trim())}\n`);
}

async function writeTree(
  store: string,
  { commit, folder }: { readonly commit: string; readonly folder: string },
  options: CommitCheckoutsOptions,
): Promise<void> {
  const { environment } = options;
  const checkOut = [
    '--git-dir',
    store,
    '--work-tree',
    folder,
    'checkout',
    '--quiet',
    '--force',
    commit,
    '--',
    '.',
  ];
  try {
    await git(checkOut, environment);
  } catch {
    // A clone of depth 1 has this commit only where it is the one that is checked out.
    await fetchCommit(store, commit, options);
    await git(checkOut, environment);
  }
}

async function fetchCommit(
  store: string,
  commit: string,
  { repositoryUrl, token, environment }: CommitCheckoutsOptions,
): Promise<void> {
  // The server would take a borrowed commit of a shallow clone for one whose parents are here too.
  await rm(join(store, ALTERNATES));
  const credentials = token === '' ? {} : credentialHelper(new URL(repositoryUrl).origin, token);
  const fetch = ['--git-dir', store, 'fetch', '--quiet', '--no-tags', '--depth', '1', repositoryUrl, commit];
  await git(fetch, { ...environment, ...credentials });
}

/** Git asks it for servers of this origin only, once they want to know who asks. */
function credentialHelper(origin: string, token: string): Variables {
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `credential.${origin}.helper`,
    GIT_CONFIG_VALUE_0: '!f() { echo username=x-access-token; echo "password=$MODEL_STEWARD_TOKEN"; }; f',
    MODEL_STEWARD_TOKEN: token,
  };
}

async function git(args: readonly string[], environment: Variables): Promise<string> {
  const { stdout } = await promisify(execFile)('git', ['-c', 'core.hooksPath=/dev/null', ...args], {
    env: {
      ...environment,
      ...{ GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
      ...{ GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
    },
    timeout: FETCH_TIMEOUT_MS,
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  return stdout;
}

function unavailable(commit: string, cause: unknown): DataError {
  const stderr = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : String(cause);
  const reason = stderr.trim().split('\n').at(-1) ?? '';
  return new DataError(
    'FILES_INVALID',
    `commit ${commit.slice(0, 12)}: expected its files, got none: ${reason.slice(0, 300)}`,
    { cause, hint: 'check out with `fetch-depth: 0`, or give the token of this step `contents: read`' },
  );
}
