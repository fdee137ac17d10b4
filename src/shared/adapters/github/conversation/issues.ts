/**
 * Issues as state: found by author, and by labels or marker, and not by search, whose index lags by minutes. People take
 * labels off and edit texts: of an open issue one of the two is enough, so that a problem does not get a second one.
 */
import { z } from 'zod';
import { ServiceError } from '../../../domain/kernel/errors.ts';
import type { Issue } from '../../../domain/kernel/platform.ts';
import { renderDuplicate } from '../../../domain/report/duplicate.ts';
import type { Issues } from '../../../ports/github.ts';
import { writerShape } from './author.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';
import type { Author, Identity } from '../transport/identity.ts';

const labelShape = z.union([z.string(), z.object({ name: z.string() }).transform((label) => label.name)]);

const issueShape = z
  .object({
    number: z.number(),
    title: z.string(),
    body: z.string().nullish(),
    state: z.enum(['open', 'closed']),
    labels: z.array(labelShape),
    user: writerShape,
    html_url: z.string(),
    created_at: z.string(),
    updated_at: z.string(),
    pull_request: z.unknown().optional(),
  })
  .transform((issue): Issue & { readonly isPullRequest: boolean; readonly writer: Author } => ({
    number: issue.number,
    title: issue.title,
    body: issue.body ?? '',
    state: issue.state,
    labels: issue.labels,
    author: issue.user.login,
    writer: issue.user,
    url: issue.html_url,
    createdAt: issue.created_at,
    updatedAt: issue.updated_at,
    isPullRequest: issue.pull_request !== undefined,
  }));

type Found = z.infer<typeof issueShape>;

const permission = 'issues: write';

export function createIssues(client: GitHubClient, identity: Identity): Issues {
  let search = createIssueSearch(client, identity);
  /** What was listed before a write is not what is there after it. */
  const write = async <T>(work: () => Promise<T>): Promise<T> => {
    const result = await work();
    search = createIssueSearch(client, identity);
    return result;
  };
  const set = (number: number, purpose: string, parameters: IssueChange['parameters']): Promise<Issue> =>
    write(() => change(client, { number, purpose, parameters }));
  return {
    find: (labels, marker) => findIssues(search, { labels, marker }),
    create: (issue) => write(() => createIssue(client, identity, issue)),
    update: async (number, { title, body }) => {
      const issue = await set(number, 'update', {
        ...(title !== undefined && { title }),
        ...(body !== undefined && { body }),
      });
      if (body !== undefined) checkBody(issue, body);
      return issue;
    },
    close: async (number, reason) => {
      await set(number, 'close', { state: 'closed', state_reason: reason });
    },
    reopen: async (number) => {
      await set(number, 'reopen', { state: 'open' });
    },
    get: (number) => {
      const call: Call = {
        purpose: `read #${number}`,
        route: 'GET /repos/{owner}/{repo}/issues/{issue_number}',
        parameters: { issue_number: number },
        permission: 'issues: read',
      };
      return client.read(call, issueShape);
    },
  };
}

interface IssueQuery {
  readonly labels: readonly string[];
  readonly marker: string;
}

/** @returns issues with all of the labels, and open ones without them that begin with the marker. */
async function findIssues(search: IssueSearch, { labels, marker }: IssueQuery): Promise<readonly Found[]> {
  const labeled = await search.labeled(labels);
  const known = labeled.filter(({ state, body }) => state === 'open' || body.startsWith(marker));
  const others = known.some(({ state }) => state === 'open') ? [] : await search.open();
  // Only at the beginning: further down the body quotes names that others chose.
  const unlabeled = others.filter(({ body }) => body.startsWith(marker));
  const found = new Map([...known, ...unlabeled].map((issue) => [issue.number, issue]));
  return [...found.values()].sort(
    (left, right) => openFirst(left) - openFirst(right) || right.number - left.number,
  );
}

interface IssueSearch {
  /** With all of the labels. The last one is the kind: one request lists the issues of a model of every kind. */
  labeled(labels: readonly string[]): Promise<readonly Found[]>;
  /** Open ones, whatever their labels. */
  open(): Promise<readonly Found[]>;
}

type IssueFilter = Readonly<Record<string, string>>;

/** Issues that this token's identity has opened. Each list is requested once. */
function createIssueSearch(client: GitHubClient, identity: Identity): IssueSearch {
  const lists = new Map<string, Promise<readonly Found[]>>();
  const list = (purpose: string, filter: IssueFilter): Promise<readonly Found[]> => {
    const listed = lists.get(purpose) ?? listOwn(client, identity, { purpose, filter });
    lists.set(purpose, listed);
    return listed;
  };
  return {
    labeled: async (labels) => {
      const shared = labels.length > 1 ? labels.slice(0, -1) : labels;
      const named = shared.map((label) => `"${label}"`).join(', ');
      const listed = await list(`list the issues labeled ${named}`, {
        state: 'all',
        labels: shared.join(','),
      });
      return listed.filter((issue) => labels.every((label) => issue.labels.includes(label)));
    },
    open: () => list('list the open issues', { state: 'open' }),
  };
}

async function listOwn(
  client: GitHubClient,
  identity: Identity,
  { purpose, filter }: { readonly purpose: string; readonly filter: IssueFilter },
): Promise<readonly Found[]> {
  const creator = await identity.login();
  const call: Call = {
    purpose,
    route: 'GET /repos/{owner}/{repo}/issues',
    parameters: { ...filter, ...(creator !== undefined && { creator }) },
    permission: 'issues: read',
  };
  const own: Found[] = [];
  for (const issue of await client.list(call, issueShape))
    if (!issue.isPullRequest && (await identity.isOwn(issue.writer))) own.push(issue);
  return own;
}

async function createIssue(
  client: GitHubClient,
  identity: Identity,
  { title, body, labels, marker, assignees = [] }: Parameters<Issues['create']>[0],
): Promise<Issue> {
  await ensureLabels(client, labels);
  /** As it is at that moment. */
  const find = (): Promise<readonly Found[]> =>
    findIssues(createIssueSearch(client, identity), { labels, marker });
  const call: Call = {
    purpose: `open the issue "${title}"`,
    route: 'POST /repos/{owner}/{repo}/issues',
    parameters: { title, body, labels, ...(assignees.length > 0 && { assignees }) },
    permission,
  };
  const created = await client.create(call, issueShape, async () =>
    (await find()).find(({ state }) => state === 'open'),
  );
  identity.learn(created.writer);
  return await keepOldest(client, created, await find());
}

/** Two runs may find none and open one each: both see both afterwards, keep the oldest, and close the others. */
async function keepOldest(client: GitHubClient, created: Issue, found: readonly Issue[]): Promise<Issue> {
  const others = found.filter(({ number, state }) => state === 'open' && number !== created.number);
  const [oldest = created, ...younger] = [created, ...others].sort(
    (left, right) => left.number - right.number,
  );
  for (const { number } of younger) {
    // Without its marker, so that it is not found again as the issue of this problem.
    const parameters = { body: renderDuplicate(oldest.number), state: 'closed', state_reason: 'not_planned' };
    await change(client, { number, purpose: 'close', parameters });
  }
  return oldest;
}

interface IssueChange {
  readonly number: number;
  readonly purpose: string;
  readonly parameters: Readonly<Record<string, string>>;
}

function change(client: GitHubClient, { number, purpose, parameters }: IssueChange): Promise<Issue> {
  const call: Call = {
    purpose: `${purpose} #${number}`,
    route: 'PATCH /repos/{owner}/{repo}/issues/{issue_number}',
    parameters: { issue_number: number, ...parameters },
    permission,
  };
  return client.idempotentWrite(call, issueShape);
}

function openFirst(issue: Issue): number {
  return issue.state === 'open' ? 0 : 1;
}

/** GitHub may silently drop a label that does not exist from a new issue, which would then not be found again. */
async function ensureLabels(client: GitHubClient, labels: readonly string[]): Promise<void> {
  for (const name of labels) {
    const find = (): Promise<unknown> =>
      client.readOptional(
        {
          purpose: `read the label "${name}"`,
          route: 'GET /repos/{owner}/{repo}/labels/{name}',
          parameters: { name },
          permission: 'issues: read',
        },
        z.object({ name: z.string() }),
      );
    if ((await find()) !== undefined) continue;
    await client.create(
      {
        purpose: `create the label "${name}"`,
        route: 'POST /repos/{owner}/{repo}/labels',
        parameters: { name, color: 'c5def5' },
        permission,
      },
      z.unknown(),
      find,
    );
  }
}

/** GitHub replies 200 to a body above its limit and keeps the old one. */
function checkBody(issue: Issue, body: string): void {
  const comparable = (text: string): string => text.replaceAll('\r\n', '\n').trim();
  if (comparable(issue.body) === comparable(body)) return;
  throw new ServiceError(
    'SERVICE_FAILED',
    `update #${issue.number}: expected the new body of ${body.length} characters to be kept, got the old one back`,
    { hint: 'shorten the body: GitHub ignores one above 65,536 characters without an error' },
  );
}
