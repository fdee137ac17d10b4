/**
 * The ledger: an orphan branch with one file per event, written through the git data API by compare-and-swap,
 * so that concurrent writers lose nothing.
 */
import { z } from 'zod';
import { parseEvent, serializeEvent } from '../../../domain/documents/event.ts';
import { ConflictError, ServiceError } from '../../../domain/kernel/errors.ts';
import { LEDGER_BRANCH } from '../../../domain/kernel/names.ts';
import type { Ledger } from '../../../ports/github.ts';
import { backoffMs } from '../../http/backoff.ts';
import type { RetryPolicy } from '../../http/retry.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';
import { readFileAt } from './contents.ts';
import { createCommit, readCommit } from './git-commits.ts';
import { listTree } from './git-trees.ts';

const refShape = z.object({ object: z.object({ sha: z.string() }) });
const treeShape = z.object({ sha: z.string() });

/** Each lost race is one that another writer won, so this many concurrent writers all succeed. */
const MAX_RACES = 12;

const permission = 'contents: write';

export function createLedger(client: GitHubClient, policy: RetryPolicy): Ledger {
  return {
    append: (path, event) => append(client, policy, { path, content: serializeEvent(event) }),
    list: async (folder) => {
      const head = await readHead(client);
      if (head === undefined) return [];
      return listTree(client, (await readCommit(client, head)).tree, folder);
    },
    read: async (path) => {
      const bytes = await readFileAt(client, path, LEDGER_BRANCH);
      return bytes && parseEvent(bytes, `ledger: ${path}`);
    },
  };
}

interface Entry {
  readonly path: string;
  readonly content: string;
}

async function append(
  client: GitHubClient,
  policy: RetryPolicy,
  entry: Entry,
): Promise<{ readonly commit: string }> {
  for (let race = 1; ; race++) {
    const head = await readHead(client);
    if (head !== undefined && (await isThere(client, entry, head))) return { commit: head };
    const commit = await commitEntry(client, entry, head);
    const lost = await moveBranch(client, head, commit);
    if (lost === undefined) return { commit };
    if (race === MAX_RACES) throw lost;
    // The same update cannot succeed any more: the commit must be rebuilt on the new head.
    await policy.clock.sleep(backoffMs(race, policy.random));
  }
}

async function readHead(client: GitHubClient): Promise<string | undefined> {
  const call: Call = {
    purpose: `read the branch ${LEDGER_BRANCH}`,
    route: 'GET /repos/{owner}/{repo}/git/ref/{ref}',
    parameters: { ref: `heads/${LEDGER_BRANCH}` },
    permission: 'contents: read',
  };
  return (await client.readOptional(call, refShape))?.object.sha;
}

/** @throws ConflictError when the path has another event: the ledger is append-only. */
async function isThere(client: GitHubClient, { path, content }: Entry, head: string): Promise<boolean> {
  const bytes = await readFileAt(client, path, head);
  if (bytes === undefined) return false;
  if (Buffer.from(content).equals(bytes)) return true;
  throw new ConflictError(
    'DIGEST_MISMATCH',
    `ledger: ${path}: expected nothing or the same event, got another one`,
    {
      hint: 'the ledger is append-only: write the new event under another run or attempt',
    },
  );
}

async function commitEntry(
  client: GitHubClient,
  { path, content }: Entry,
  head: string | undefined,
): Promise<string> {
  const base = head === undefined ? undefined : (await readCommit(client, head)).tree;
  const call: Call = {
    purpose: `write ${path} to the ledger`,
    route: 'POST /repos/{owner}/{repo}/git/trees',
    parameters: {
      tree: [{ path, mode: '100644', type: 'blob', content }],
      ...(base === undefined ? {} : { base_tree: base }),
    },
    permission,
  };
  // Addressed by content: sending it twice creates the same tree.
  const { sha: tree } = await client.idempotentWrite(call, treeShape);
  return createCommit(client, { message: `Add ${path}`, tree, parents: head === undefined ? [] : [head] });
}

/** @returns the refusal when another writer was first. */
async function moveBranch(
  client: GitHubClient,
  head: string | undefined,
  commit: string,
): Promise<ServiceError | undefined> {
  try {
    if (head === undefined) return await createBranch(client, commit);
    const call: Call = {
      purpose: `move the branch ${LEDGER_BRANCH}`,
      route: 'PATCH /repos/{owner}/{repo}/git/refs/{ref}',
      parameters: { ref: `heads/${LEDGER_BRANCH}`, sha: commit, force: false },
      permission,
    };
    await client.idempotentWrite(call, refShape);
    return undefined;
  } catch (error) {
    if (error instanceof ServiceError && (error.status === 409 || error.status === 422)) return error;
    throw error;
  }
}

async function createBranch(client: GitHubClient, commit: string): Promise<ServiceError | undefined> {
  const call: Call = {
    purpose: `create the branch ${LEDGER_BRANCH}`,
    route: 'POST /repos/{owner}/{repo}/git/refs',
    parameters: { ref: `refs/heads/${LEDGER_BRANCH}`, sha: commit },
    permission,
  };
  const { object } = await client.create(call, refShape, async () => {
    const sha = await readHead(client);
    return sha === undefined ? undefined : { object: { sha } };
  });
  if (object.sha === commit) return undefined;
  return new ServiceError(
    'SERVICE_FAILED',
    `${call.purpose}: expected to be first, got another writer's branch`,
    {
      retryable: true,
    },
  );
}
