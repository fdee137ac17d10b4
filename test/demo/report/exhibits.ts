/** What a person sees on GitHub at a moment of the story, taken from what the box remembers. */
import { CONFIG_PATH } from '../../../src/shared/domain/kernel/names.ts';
import { gitText } from '../../github-box/git/command.ts';
import type {
  CommentRecord,
  DeploymentRecord,
  IssueRecord,
  ReleaseRecord,
} from '../../github-box/state/records.ts';
import type { Repository } from '../../github-box/state/repository.ts';
import type { RunResult } from '../engine/run-workflow.ts';
import { formatDate } from '../narrator.ts';
import type { Badge, Exhibit } from './record.ts';

/** The pull request with its change, its status, and the comments that it has got so far. */
export async function showPull(repository: Repository, number: number): Promise<readonly Exhibit[]> {
  const issue = requireIssue(repository, number);
  const { pull } = issue;
  if (pull === undefined) throw new Error(`#${number}: expected a pull request, got an issue`);
  const statuses = repository.statuses.filter(({ sha }) => sha === pull.headSha);
  return [
    {
      title: `${issue.title} #${number}`,
      badge: pull.merged === null ? stateBadge(issue) : { kind: 'merged', text: 'Merged' },
      byline: `${issue.user} wants to merge ${pull.headRef} into ${pull.baseRef}, ${written(issue.createdAt)}`,
      body: `${issue.body ?? ''}\n\n${await showDiff(repository, pull)}`,
      footer: statuses.map(({ state, context, description }) => `${state}: ${context} ${description ?? ''}`),
    },
    ...repository.comments.filter((comment) => comment.issue === number).map(showComment),
  ];
}

/** Only the files that the pull requests of the story are about. */
async function showDiff(
  repository: Repository,
  { baseSha, headSha }: { readonly baseSha: string; readonly headSha: string },
): Promise<string> {
  const files = ['params.json', CONFIG_PATH].map(async (path) => {
    const args = ['diff', '--no-color', '--unified=2', `${baseSha}...${headSha}`, '--', path];
    const [, ...hunks] = (await gitText(repository.git.path, args)).split(/^(?=@@)/m);
    return hunks.length === 0 ? '' : `\`${path}\`:\n\n\`\`\`diff\n${hunks.join('')}\n\`\`\``;
  });
  return (await Promise.all(files)).join('\n\n');
}

function showComment({ user, body, createdAt, updatedAt }: CommentRecord): Exhibit {
  const edited = updatedAt === createdAt ? '' : ' · edited';
  return { title: user, byline: `commented ${written(createdAt)}${edited}`, body };
}

export function showIssue(repository: Repository, number: number): readonly Exhibit[] {
  const issue = requireIssue(repository, number);
  return [
    {
      title: `${issue.title} #${number}`,
      badge: stateBadge(issue),
      byline: `${issue.user} opened this issue ${written(issue.createdAt)}, last updated ${written(issue.updatedAt)}`,
      body: issue.body ?? '',
      labels: issue.labels,
    },
    ...repository.comments.filter((comment) => comment.issue === number).map(showComment),
  ];
}

export function showRelease({ name, tagName, author, publishedAt, body, assets }: ReleaseRecord): Exhibit {
  return {
    title: name ?? tagName,
    badge: { kind: 'success', text: 'Release' },
    byline: `${author} released this ${written(publishedAt ?? '')}, tag ${tagName}`,
    body: body ?? '',
    footer: assets.map(
      (asset) => `${asset.name}  ${formatSize(asset.bytes.length)}  ${asset.digest ?? 'incomplete'}`,
    ),
  };
}

export function showDeployment({ environment, ref, createdAt, statuses }: DeploymentRecord): Exhibit {
  const state = statuses.at(-1)?.state ?? 'pending';
  const url = statuses.at(-1)?.environmentUrl ?? '';
  return {
    title: `Deployed to ${environment}: ${ref}`,
    badge: { kind: state === 'success' ? 'success' : 'neutral', text: state },
    byline: `deployment of ${formatDate(new Date(createdAt))}${url === '' ? '' : `, in service at ${url}`}`,
    body: statuses.map((status) => `- ${status.state}: ${status.description}`).join('\n'),
  };
}

/** What an action wrote to the page of its run. */
export function showSummary(run: RunResult, action: string): Exhibit {
  const step = run.jobs.flatMap(({ steps }) => steps).find(({ title }) => title === action);
  return {
    title: `${run.workflow}: ${action}`,
    byline: `summary of run ${run.id}`,
    body: step?.summary ?? '',
  };
}

export function requireIssue(repository: Repository, number: number): IssueRecord {
  const issue = repository.issues.find((candidate) => candidate.number === number);
  if (issue === undefined) throw new Error(`#${number}: expected an issue or pull request, got none`);
  return issue;
}

function stateBadge({ state, stateReason }: IssueRecord): { readonly kind: Badge; readonly text: string } {
  if (state === 'open') return { kind: 'open', text: 'Open' };
  return stateReason === 'completed' ? { kind: 'done', text: 'Closed' } : { kind: 'closed', text: 'Closed' };
}

function written(date: string): string {
  return `on ${formatDate(new Date(date))}`;
}

function formatSize(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
