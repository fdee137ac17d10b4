/**
 * The ledger: an orphan branch with one file per event. A single event is one request, for GitHub adds a new file on
 * whatever the tip is, and refuses a path that exists. The first one, and several at once, are a commit that is moved onto
 * the branch by compare-and-swap. Concurrent writers lose nothing in either way.
 */
import { z } from 'zod';
import { parseEvent, serializeEvent } from '../../../domain/documents/event.ts';
import { ConflictError, ServiceError } from '../../../domain/kernel/errors.ts';
import { LEDGER_BRANCH } from '../../../domain/kernel/names.ts';
import type { Ledger, LedgerHistory } from '../../../ports/github.ts';
import { backoffMs } from '../../http/backoff.ts';
import type { RetryPolicy } from '../../http/retry.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';
import { readFileAt } from './contents.ts';
import { createCommit } from './git-commits.ts';
import { listTree } from './git-trees.ts';
import type { Settings } from './repositories.ts';
import { LEDGER_REF, readHead, readTip, refShape, type ReadText, type Tip } from './ledger-tip.ts';

const treeShape = z.object({ sha: z.string() });

/** Each lost race is one that another writer won, so this many concurrent writers all succeed. */
const MAX_RACES = 12;

const permission = 'contents: write';

/** @param settings learns what the look at the branch says of the repository. */
export function createLedger(
  client: GitHubClient,
  policy: RetryPolicy,
  settings: Pick<Settings, 'learn'>,
): Ledger {
  const state: LedgerState = {
    ...{ known: undefined, looked: undefined, hasBranch: false, history: undefined },
    texts: new Map(),
  };
  const readAndKeep: typeof readTip = async (...asked) => {
    const tip = await readTip(...asked);
    state.history = { commit: tip.head, recent: tip.recent };
    if (tip.settings !== undefined) settings.learn(tip.settings);
    return tip;
  };
  const appendAll: Ledger['appendAll'] = (events) => {
    const entries = events.map(({ path, event }) => ({ path, content: serializeEvent(event) }));
    return append({ client, policy, state }, entries);
  };
  return {
    append: (path, event) => appendAll([{ path, event }]),
    appendAll,
    history: async () => {
      if (state.history === undefined) await readAndKeep(client, []);
      return state.history ?? { commit: undefined, recent: undefined };
    },
    list: async (folder) => {
      const { head, tree } = await readAndKeep(client, []);
      const paths = tree === undefined ? [] : await listTree(client, tree, folder);
      state.known = { head, tree, folder, paths: new Set(paths) };
      return paths;
    },
    absent: async (paths, next) => {
      const tip = await readAndKeep(client, paths, next);
      state.hasBranch = tip.head !== undefined;
      if (next !== undefined && tip.next !== undefined) state.texts.set(next, tip.next);
      const absent = tip.tree === undefined ? new Set(paths) : tip.absent;
      if (absent !== undefined) {
        state.looked = { ...tip, absent };
        return absent;
      }
      const present = new Set(tip.tree === undefined ? [] : await listTree(client, tip.tree, ''));
      return new Set(paths.filter((path) => !present.has(path)));
    },
    read: async (path) => {
      const read = takeText(state, path) ?? { bytes: await readFileAt(client, path, LEDGER_REF) };
      return read.bytes && parseEvent(read.bytes, `ledger: ${path}`);
    },
  };
}

/** The tip that this step saw last, and all paths below a folder of it. */
interface KnownTip extends Tip {
  readonly folder: string;
  readonly paths: ReadonlySet<string>;
}

interface LedgerState {
  known: KnownTip | undefined;
  /** The tip at which paths were last asked for: good for one write of paths that it has not. */
  looked: Tip | undefined;
  /** What the last look said of its commits. */
  history: LedgerHistory | undefined;
  /** Whether this step has seen the branch. */
  hasBranch: boolean;
  /** What came with an earlier request, by path: each is good for one read. */
  readonly texts: Map<string, ReadText>;
}

interface Writer {
  readonly client: GitHubClient;
  readonly policy: RetryPolicy;
  readonly state: LedgerState;
}

interface Entry {
  readonly path: string;
  readonly content: string;
}

/** On the tip that this step knows: where another writer was faster, GitHub refuses it, and the tip is read again. */
async function append(
  { client, policy, state }: Writer,
  entries: readonly Entry[],
): Promise<{ readonly commit: string }> {
  const added = state.hasBranch && state.known === undefined ? await tryToAdd(client, entries) : undefined;
  if (added !== undefined) return added;
  for (let race = 1; ; race++) {
    const paths = entries.map(({ path }) => path);
    const tip = state.known ?? takeLooked(state, paths) ?? (await readTip(client, paths));
    const missing = await findMissing(client, entries, tip);
    if (tip.head !== undefined && missing.length === 0) return { commit: tip.head };
    const written = await write(client, missing, tip);
    const { known } = state;
    state.known =
      written.kind === 'committed' && known !== undefined ? grown(known, { ...written, missing }) : undefined;
    if (written.kind === 'committed') return { commit: written.commit };
    if (race === MAX_RACES) throw written.refusal;
    // The same update cannot succeed any more: the commit must be rebuilt on the new head.
    await policy.clock.sleep(backoffMs(race, policy.random));
  }
}

function takeText({ texts }: LedgerState, path: string): ReadText | undefined {
  const text = texts.get(path);
  texts.delete(path);
  return text;
}

/** Where another writer was faster, the write is refused, and the next look is a new one. */
function takeLooked(state: LedgerState, paths: readonly string[]): Tip | undefined {
  const { looked } = state;
  state.looked = undefined;
  return paths.every((path) => looked?.absent?.has(path) === true) ? looked : undefined;
}

interface Committed {
  readonly kind: 'committed';
  readonly commit: string;
  readonly tree: string;
}

/** Another writer was first. */
interface Lost {
  readonly kind: 'lost';
  readonly refusal: ServiceError;
}

async function write(client: GitHubClient, missing: readonly Entry[], tip: Tip): Promise<Committed | Lost> {
  const [entry, ...others] = missing;
  if (entry !== undefined && others.length === 0 && tip.head !== undefined) {
    return await addFile(client, entry);
  }
  const { commit, tree } = await commitEntries(client, missing, tip);
  const refusal = await moveBranch(client, tip.head, commit);
  return refusal === undefined ? { kind: 'committed', commit, tree } : { kind: 'lost', refusal };
}

const addedShape = z.object({ commit: z.object({ sha: z.string(), tree: z.object({ sha: z.string() }) }) });

/**
 * Without the digest of a file that it replaces, so that a path that exists is refused: by another writer of the same
 * event, or by an attempt of this one whose reply was lost.
 * https://docs.github.com/en/rest/repos/contents#create-or-update-file-contents
 */
async function addFile(client: GitHubClient, { path, content }: Entry): Promise<Committed | Lost> {
  const call: Call = {
    purpose: `write ${path} to the ledger`,
    route: 'PUT /repos/{owner}/{repo}/contents/{path}',
    parameters: {
      ...{ path, branch: LEDGER_BRANCH, message: `Add ${path}` },
      content: Buffer.from(content).toString('base64'),
    },
    permission,
  };
  try {
    const { commit } = await client.idempotentWrite(call, addedShape);
    return { kind: 'committed', commit: commit.sha, tree: commit.tree.sha };
  } catch (error) {
    if (isRaceLost(error)) return { kind: 'lost', refusal: error };
    throw error;
  }
}

/** A branch that was there, and a path that was not, may have changed: then the tip says more. */
const TIP_SAYS_MORE: readonly (number | undefined)[] = [404, 409, 422];

/** Without a look at the tip. @returns undefined where that is needed. */
async function tryToAdd(
  client: GitHubClient,
  [entry, ...others]: readonly Entry[],
): Promise<{ readonly commit: string } | undefined> {
  if (entry === undefined || others.length > 0) return undefined;
  try {
    const written = await addFile(client, entry);
    return written.kind === 'committed' ? { commit: written.commit } : undefined;
  } catch (error) {
    if (error instanceof ServiceError && TIP_SAYS_MORE.includes(error.status)) return undefined;
    throw error;
  }
}

function isRaceLost(error: unknown): error is ServiceError {
  return error instanceof ServiceError && (error.status === 409 || error.status === 422);
}

function grown(
  known: KnownTip,
  { commit, tree, missing }: Omit<Committed, 'kind'> & { readonly missing: readonly Entry[] },
): KnownTip {
  return {
    ...known,
    head: commit,
    tree,
    paths: new Set([...known.paths, ...missing.map(({ path }) => path)]),
  };
}

/** The entries that are not there. @throws ConflictError when a path has another event: the ledger is append-only. */
async function findMissing(
  client: GitHubClient,
  entries: readonly Entry[],
  tip: Tip | KnownTip,
): Promise<readonly Entry[]> {
  const { head } = tip;
  if (head === undefined) return entries;
  const missing: Entry[] = [];
  for (const entry of entries) {
    if (isKnownMissing(entry, tip) || !(await isThere(client, entry, head))) missing.push(entry);
  }
  return missing;
}

function isKnownMissing({ path }: Entry, tip: Tip | KnownTip): boolean {
  if (tip.absent?.has(path) === true) return true;
  return 'paths' in tip && path.startsWith(`${tip.folder}/`) && !tip.paths.has(path);
}

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

async function commitEntries(
  client: GitHubClient,
  entries: readonly Entry[],
  { head, tree: base }: Tip,
): Promise<{ readonly commit: string; readonly tree: string }> {
  const paths = entries.map(({ path }) => path).join(', ');
  const call: Call = {
    purpose: `write ${paths} to the ledger`,
    route: 'POST /repos/{owner}/{repo}/git/trees',
    parameters: {
      tree: entries.map(({ path, content }) => ({ path, mode: '100644', type: 'blob', content })),
      ...(base === undefined ? {} : { base_tree: base }),
    },
    permission,
  };
  // Addressed by content: sending it twice creates the same tree.
  const { sha: tree } = await client.idempotentWrite(call, treeShape);
  const parents = head === undefined ? [] : [head];
  return { tree, commit: await createCommit(client, { message: `Add ${paths}`, tree, parents }) };
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
    if (isRaceLost(error)) return error;
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
    { hint: 're-run the job: another run wrote at the same moment', retryable: true },
  );
}
