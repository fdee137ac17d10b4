/**
 * What a pull request changes, and one file as its base has it, in one query. GraphQL names a renamed file by its new path
 * alone, gives a hundred files a page, may list fewer files than it counts, and shortens a long text: in each of these cases REST
 * is asked.
 */
import { z } from 'zod';
import type { ChangedFiles } from '../../../domain/kernel/platform.ts';
import type { HeadUses } from '../../../domain/supply-chain/evidence-runs.ts';
import type { Proposal, ProposalBase } from '../../../ports/github.ts';
import { readFileAt } from '../git/contents.ts';
import type { GitHubClient } from '../transport/client.ts';
import { unlessRefused } from '../transport/service-errors.ts';
import { isWholeList, readChangedFiles } from './changed-files.ts';
import { BASE_CHANGES, baseChangesShape, describeUses, OTHER_PULLS, otherPullsShape } from './head-uses.ts';

const fileShape = z.object({ path: z.string(), changeType: z.string() });

/** `type` is git's; `mode` is that of the tree, in which a link is no file. */
const entryShape = z.object({
  type: z.string(),
  mode: z.number(),
  object: z.object({ text: z.string().nullish(), isTruncated: z.boolean().optional() }).nullable(),
});
type Entry = z.infer<typeof entryShape>;

const replyShape = z.object({
  repository: z.object({
    object: z.object({ file: entryShape.nullable() }).nullable(),
    pullRequest: z.object({
      changedFiles: z.number().optional(),
      files: z
        .object({ nodes: z.array(fileShape), pageInfo: z.object({ hasNextPage: z.boolean() }) })
        .nullable(),
      timelineItems: baseChangesShape.optional(),
    }),
    pullRequests: otherPullsShape.optional(),
  }),
});
type Reply = z.infer<typeof replyShape>['repository'];

const renderQuery = (isOfHead: boolean): string => `
query($owner: String!, $name: String!, $number: Int!, $commit: GitObjectID!, $path: String!${isOfHead ? ', $headRef: String!' : ''}) {
  repository(owner: $owner, name: $name) {
    object(oid: $commit) {
      ... on Commit { file(path: $path) { type mode object { ... on Blob { text isTruncated } } } }
    }
    pullRequest(number: $number) {
      changedFiles
      files(first: 100) { nodes { path changeType } pageInfo { hasNextPage } }
      ${isOfHead ? BASE_CHANGES : ''}
    }
    ${isOfHead ? OTHER_PULLS : ''}
  }
}`;

export async function readProposal(
  client: GitHubClient,
  number: number,
  base: ProposalBase,
): Promise<Proposal> {
  const reply = await unlessRefused(() => query(client, number, base));
  const [baseText, changedFiles] = [reply && baseTextOf(reply), reply && changedFilesOf(reply)];
  return {
    baseText: baseText === undefined ? await readBaseText(client, base) : baseText.text,
    changedFiles: changedFiles ?? (await readChangedFiles(client, number, reply?.pullRequest.changedFiles)),
    uses: reply && usesOf(client, number, reply),
  };
}

function usesOf(client: GitHubClient, number: number, reply: Reply): HeadUses | undefined {
  const [pulls, changes] = [reply.pullRequests, reply.pullRequest.timelineItems];
  return pulls === undefined || changes === undefined
    ? undefined
    : describeUses(client, number, { pulls, changes });
}

async function query(client: GitHubClient, number: number, base: ProposalBase): Promise<Reply> {
  const { owner, name } = client.repository;
  const { repository } = await client.query(
    {
      purpose: `read what #${number} changes`,
      query: renderQuery(base.headRef !== undefined),
      variables: { owner, name, number, ...base },
      permission: 'pull-requests: read',
    },
    replyShape,
  );
  return repository;
}

const FILE_MODES: readonly number[] = [0o100644, 0o100755];

/** @returns undefined where this reply does not say it: a folder, a link, a text that is long or not UTF-8. */
function baseTextOf({ object }: Reply): { readonly text: string | undefined } | undefined {
  if (object === null) return undefined;
  return object.file === null ? { text: undefined } : textOf(object.file);
}

function textOf({ type, mode, object }: Entry): { readonly text: string } | undefined {
  const isWhole = type === 'blob' && FILE_MODES.includes(mode) && object?.isTruncated === false;
  return isWhole && typeof object.text === 'string' ? { text: object.text } : undefined;
}

async function readBaseText(client: GitHubClient, base: ProposalBase): Promise<string | undefined> {
  const bytes = await readFileAt(client, base.path, base.commit);
  return bytes && new TextDecoder().decode(bytes);
}

/** Changes whose file has one path: any other one has a path that GraphQL does not give. */
const WITH_ONE_PATH: readonly string[] = ['ADDED', 'CHANGED', 'DELETED', 'MODIFIED'];

function changedFilesOf({ pullRequest: { changedFiles = 0, files } }: Reply): ChangedFiles | undefined {
  if (files === null || files.pageInfo.hasNextPage || !isWholeList(files.nodes.length, changedFiles))
    return undefined;
  const isComplete = files.nodes.every(({ changeType }) => WITH_ONE_PATH.includes(changeType));
  return isComplete ? { paths: files.nodes.map(({ path }) => path), isComplete } : undefined;
}
