/** The newest commit of the branch of the ledger: what it has, and how it came to be. */
import { z } from 'zod';
import { LEDGER_BRANCH } from '../../../domain/kernel/names.ts';
import type { LedgerHistory } from '../../../ports/github.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';
import { unlessRefused } from '../transport/service-errors.ts';
import { readCommit } from './git-commits.ts';
import type { RepositorySettings } from './repositories.ts';

export const refShape = z.object({ object: z.object({ sha: z.string() }) });

export interface Tip {
  /** Undefined until the ledger begins. */
  readonly head: string | undefined;
  readonly tree: string | undefined;
  /** Of the paths that were asked for, those that it has not. */
  readonly absent?: ReadonlySet<string>;
  /** What stands at the path that is read next, where the same query says so. */
  readonly next?: ReadText | undefined;
  /** Undefined where the same query did not say it. */
  readonly recent?: LedgerHistory['recent'];
  /** What else the same query said. */
  readonly settings?: RepositorySettings | undefined;
}

/** Of a file of the ledger; without bytes where there is none. */
export interface ReadText {
  readonly bytes: Uint8Array | undefined;
}

export const fileShape = z.object({
  type: z.string(),
  mode: z.number().optional(),
  object: z
    .object({
      text: z.string().nullish(),
      isBinary: z.boolean().nullish(),
      isTruncated: z.boolean().optional(),
    })
    .nullish(),
});

const historyShape = z.object({
  nodes: z.array(z.object({ oid: z.string(), deletions: z.number() })),
  pageInfo: z.object({ hasNextPage: z.boolean() }),
});

/** Of that many commits it is said whether they only added lines: GitHub compares files for it. */
const RECENT_COMMITS = 50;

const tipShape = z.object({
  repository: z.object({
    isPrivate: z.boolean(),
    defaultBranchRef: z.object({ name: z.string() }).nullable(),
    ref: z
      .object({
        target: z
          .object({ oid: z.string(), tree: z.object({ oid: z.string() }), history: historyShape })
          .catchall(fileShape.nullable()),
      })
      .nullable(),
  }),
});

/** How git stores a regular file, which no link and no folder is. */
const REGULAR_MODES: readonly (number | undefined)[] = [0o100644, 0o100755];

export const CONTENT = 'mode object { ... on Blob { text isBinary isTruncated } }';

/**
 * One query, which also says which of the paths are there; two requests where GraphQL is refused.
 * @param next a path of which the text is asked for too.
 */
export async function readTip(client: GitHubClient, wanted: readonly string[], next?: string): Promise<Tip> {
  const { owner, name } = client.repository;
  const asked = next === undefined ? wanted : [...wanted, next];
  const parameters = asked.map((_, index) => `, $path${index}: String!`).join('');
  const files = asked
    .map((path, index) => ` file${index}: file(path: $path${index}) { type ${path === next ? CONTENT : ''} }`)
    .join('');
  const paths = Object.fromEntries(asked.map((path, index) => [`path${index}`, path]));
  const query = {
    purpose: `read the branch ${LEDGER_BRANCH}`,
    query: `query($owner: String!, $name: String!, $ref: String!${parameters}) {
  repository(owner: $owner, name: $name) {
    isPrivate
    defaultBranchRef { name }
    ref(qualifiedName: $ref) { target { oid ... on Commit { tree { oid } history(first: ${RECENT_COMMITS}) { nodes { oid deletions } pageInfo { hasNextPage } }${files} } } }
  }
}`,
    variables: { owner, name, ref: LEDGER_REF, ...paths },
    permission: 'contents: read',
  };
  const reply = await unlessRefused(() => client.query(query, tipShape));
  if (reply !== undefined) {
    const target = reply.repository.ref?.target;
    const absent = asked.filter((_, index) => target?.[`file${index}`] === null);
    return {
      ...{ head: target?.oid, tree: target?.tree.oid, absent: new Set(absent) },
      ...(next !== undefined && { next: textOf(target?.[`file${asked.length - 1}`]) }),
      recent: target && recentOf(target.history),
      settings: settingsOf(reply.repository),
    };
  }
  const head = await readHead(client);
  return { head, tree: head === undefined ? undefined : (await readCommit(client, head)).tree };
}

/** @returns undefined for a repository without a commit. */
function settingsOf({
  isPrivate,
  defaultBranchRef,
}: z.infer<typeof tipShape>['repository']): RepositorySettings | undefined {
  return defaultBranchRef === null
    ? undefined
    : { default_branch: defaultBranchRef.name, private: isPrivate };
}

/** @returns undefined for what is no text of a regular file, or not all of it: it has to be read on its own. */
export function textOf(file: z.infer<typeof fileShape> | null | undefined): ReadText | undefined {
  if (file == null) return { bytes: undefined };
  const { mode, object } = file;
  const isWhole = object?.isBinary === false && object.isTruncated === false;
  if (!REGULAR_MODES.includes(mode) || !isWhole || object.text == null) return undefined;
  return { bytes: Buffer.from(object.text) };
}

function recentOf({ nodes, pageInfo }: z.infer<typeof historyShape>): LedgerHistory['recent'] {
  const commits = nodes.map(({ oid, deletions }) => ({ commit: oid, isAddition: deletions === 0 }));
  return { commits, isWhole: !pageInfo.hasNextPage };
}

/** A tag can have the name of the branch, and the contents API takes either for it. */
export const LEDGER_REF = `refs/heads/${LEDGER_BRANCH}`;

export async function readHead(client: GitHubClient): Promise<string | undefined> {
  const call: Call = {
    purpose: `read the branch ${LEDGER_BRANCH}`,
    route: 'GET /repos/{owner}/{repo}/git/ref/{ref}',
    parameters: { ref: `heads/${LEDGER_BRANCH}` },
    permission: 'contents: read',
  };
  return (await client.readOptional(call, refShape))?.object.sha;
}
