/**
 * Issues as state: found by label, author and marker, and not by search, whose index lags by minutes.
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
  return {
    find: (labels, marker) => findIssues(client, identity, { labels, marker }),
    create: (issue) => createIssue(client, identity, issue),
    update: async (number, { title, body }) => {
      const parameters = { ...(title !== undefined && { title }), ...(body !== undefined && { body }) };
      const issue = await change(client, { number, purpose: 'update', parameters });
      if (body !== undefined) checkBody(issue, body);
      return issue;
    },
    close: async (number, reason) => {
      const parameters = { state: 'closed', state_reason: reason };
      await change(client, { number, purpose: 'close', parameters });
    },
    reopen: async (number) => {
      await change(client, { number, purpose: 'reopen', parameters: { state: 'open' } });
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

async function findIssues(
  client: GitHubClient,
  identity: Identity,
  { labels, marker }: IssueQuery,
): Promise<readonly Found[]> {
  const creator = await identity.login();
  const call: Call = {
    purpose: `list the issues labeled ${labels.map((label) => `"${label}"`).join(', ')}`,
    route: 'GET /repos/{owner}/{repo}/issues',
    parameters: { state: 'all', labels: labels.join(','), ...(creator !== undefined && { creator }) },
    permission: 'issues: read',
  };
  const own: Found[] = [];
  for (const issue of await client.list(call, issueShape)) {
    // Only at the beginning: further down the body quotes names that others chose.
    if (issue.isPullRequest || !issue.body.startsWith(marker)) continue;
    if (await identity.isOwn(issue.writer)) own.push(issue);
  }
  return own.sort((left, right) => openFirst(left) - openFirst(right) || right.number - left.number);
}

async function createIssue(
  client: GitHubClient,
  identity: Identity,
  { title, body, labels, marker }: Parameters<Issues['create']>[0],
): Promise<Issue> {
  await ensureLabels(client, labels);
  const call: Call = {
    purpose: `open the issue "${title}"`,
    route: 'POST /repos/{owner}/{repo}/issues',
    parameters: { title, body, labels },
    permission,
  };
  const created = await client.create(call, issueShape, async () =>
    (await findIssues(client, identity, { labels, marker })).find(({ state }) => state === 'open'),
  );
  identity.learn(created.writer);
  return await keepOldest(client, created, await findIssues(client, identity, { labels, marker }));
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
