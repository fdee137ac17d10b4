/** Pull requests that propose a retraining: the open ones of the model, and what is done with them after a check. */
import type { Check } from '../../../src/shared/domain/documents/check.ts';
import { InputError } from '../../../src/shared/domain/kernel/errors.ts';
import {
  issueOfRetrainingBranch,
  retrainingBranch,
  retrainingBranchPrefix,
  statusContext,
} from '../../../src/shared/domain/kernel/names.ts';
import type { OwnPullRequest } from '../../../src/shared/domain/kernel/platform.ts';
import { moveLine, startOfLine } from '../../../src/shared/domain/monitoring/decision/move-line.ts';
import type { MonitorPorts } from '../ports.ts';
import { renderProposalBody, renderProposalTitle, renderWithdrawal } from './pull-request-text.ts';

export type ProposalPorts = Pick<
  MonitorPorts,
  'branches' | 'clock' | 'contents' | 'ownPullRequests' | 'repositories' | 'statuses'
>;

/** An open pull request, with the issue that its branch names. */
export interface OpenProposal {
  readonly issue: number;
  readonly pull: OwnPullRequest;
}

/** `monitor.pull-request` of the configuration. */
export interface ProposedChange {
  readonly file: string;
  readonly line: string;
}

export interface ProposalRequest {
  readonly check: Check;
  readonly change: ProposedChange;
  readonly issue: number;
  readonly runUrl: string;
}

/** Oldest first. */
export async function findProposals(
  { ownPullRequests }: Pick<ProposalPorts, 'ownPullRequests'>,
  model: string,
): Promise<readonly OpenProposal[]> {
  const open = await ownPullRequests.findOpen(retrainingBranchPrefix(model));
  return open.flatMap((pull) => {
    const issue = issueOfRetrainingBranch(model, pull.branch);
    return issue === undefined ? [] : [{ issue, pull }];
  });
}

/** On a branch of its own, from the default branch. @returns undefined where the line has the value there already. */
export async function openProposal(
  { branches, contents, ownPullRequests, repositories, clock }: ProposalPorts,
  request: ProposalRequest,
  lastStartedMs: number | undefined,
): Promise<OwnPullRequest | undefined> {
  const { check, change, issue } = request;
  const base = await repositories.defaultBranch();
  const value = valueOf(request, clock.now());
  const text = await contents.fileAt(change.file, base);
  if (text === undefined)
    throw new InputError(
      'CONFIG_INVALID',
      `monitor.pull-request.file: expected ${change.file} on ${base}, got no such file`,
      { hint: 'name a file that is committed on the default branch' },
    );
  if (edit(request, value)(text) === text) return undefined;
  const branch = retrainingBranch(check.model, issue, lastStartedMs);
  const title = renderProposalTitle(check.model, value);
  await branches.ensure(branch, base);
  await branches.changeFile(
    { branch, path: change.file, message: messageOf(title, issue) },
    edit(request, value),
  );
  return await ownPullRequests.open({ branch, base, title, body: renderProposalBody(textOf(request)) });
}

/** Its text after a newer check; its line too where that is due. @returns whether the line was moved on. */
export async function updateProposal(
  { branches, ownPullRequests, clock }: ProposalPorts,
  request: ProposalRequest,
  { pull, isDue }: { readonly pull: OwnPullRequest; readonly isDue: boolean },
): Promise<boolean> {
  const { check, change, issue } = request;
  const value = isDue ? valueOf(request, clock.now()) : undefined;
  const title = value === undefined ? pull.title : renderProposalTitle(check.model, value);
  if (value !== undefined) {
    const file = { branch: pull.branch, path: change.file, message: messageOf(title, issue) };
    await branches.changeFile(file, edit(request, value));
  }
  const body = renderProposalBody({ ...textOf(request), isOfWorkflow: pull.isOfWorkflow });
  if (body !== pull.body || title !== pull.title) await ownPullRequests.update(pull.number, { title, body });
  // The title says for which day, also where a check was killed between the branch and the title.
  return title !== pull.title;
}

/** The problem is gone, or a person has closed its issue. */
export async function withdrawProposal(
  { ownPullRequests }: Pick<ProposalPorts, 'ownPullRequests'>,
  { issue, pull }: OpenProposal,
  runUrl: string,
): Promise<void> {
  await ownPullRequests.update(pull.number, { body: renderWithdrawal(issue, runUrl), state: 'closed' });
}

/** What `evaluate` said about its last commit; undefined until it has. */
export async function readVerdict(
  { statuses }: Pick<ProposalPorts, 'statuses'>,
  { headSha }: OwnPullRequest,
  model: string,
): Promise<string | undefined> {
  return await statuses.latestDescription(headSha, statusContext(model));
}

function edit({ change }: Pick<ProposalRequest, 'change'>, value: string): (text: string) => string {
  return (text) => moveLine(text, { template: change.line, value, where: change.file });
}

/** @throws InputError where the rows have no times. */
function valueOf({ check, change }: ProposalRequest, now: Date): string {
  if (change.line.includes('{check-day}')) return now.toISOString().slice(0, 10);
  const to = check.current?.to;
  if (to !== undefined) return to.slice(0, 10);
  throw new InputError(
    'CONFIG_INVALID',
    'monitor.pull-request.line: expected current data with times for {last-day}, got none',
    { hint: 'name the column with the time in `predictions.time`, or write {check-day}' },
  );
}

function messageOf(title: string, issue: number): string {
  return `${title}\n\nFor #${issue}.`;
}

function textOf({ check, change, issue, runUrl }: ProposalRequest): Parameters<typeof renderProposalBody>[0] {
  return { check, issue, runUrl, file: change.file, line: startOfLine(change.line) };
}
