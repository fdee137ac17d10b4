/**
 * What is evaluated, a pull request or a branch. The number and the head commit come from the event of this run or
 * from GitHub's API, and never from an artifact.
 */
import { z } from 'zod';
import { InputError } from '../../../src/shared/domain/kernel/errors.ts';
import { isOwnRepository } from '../../../src/shared/domain/kernel/origin.ts';
import type { RunContext, WorkflowRun } from '../../../src/shared/domain/kernel/platform.ts';
import type { PullRequestSubject, Subject } from '../outcome.ts';
import type { EvaluateStep } from '../ports.ts';
import { parseOnce } from '../../../src/shared/domain/kernel/parse-once.ts';

const pullRequestEvent = z.object({
  pull_request: z.object({
    number: z.number().int().positive(),
    user: z.object({ login: z.string() }).nullish(),
    head: z.object({ sha: z.string(), ref: z.string(), repo: z.object({ full_name: z.string() }).nullish() }),
    base: z.object({ sha: z.string(), ref: z.string() }),
  }),
  repository: z.object({ default_branch: z.string() }).optional(),
});

const workflowRunEvent = z.object({ workflow_run: z.object({ id: z.number().int().positive() }) });

/** GitHub's name for it. */
const DELETED_ACCOUNT = 'ghost';
const DEPENDABOT = 'dependabot[bot]';

/** @throws InputError for an event with which this action must not be run. */
export function findSubject(step: Pick<EvaluateStep, 'context'>): Subject {
  const { context } = step;
  switch (context.eventName) {
    case 'pull_request':
      return pullRequestOf(step);
    case 'pull_request_target':
    case 'workflow_run':
      throw new InputError(
        'TRIGGER_UNTRUSTED',
        `event: expected pull_request, schedule or workflow_dispatch, got ${context.eventName}`,
        { hint: 'on workflow_run use `mode: comment`; train and evaluate on pull_request' },
      );
    default:
      return { kind: 'branch' };
  }
}

function pullRequestOf(step: Pick<EvaluateStep, 'context'>): PullRequestSubject {
  const { context } = step;
  const { pull_request: pull, repository } = parseEvent(pullRequestEvent, context);
  const isFork = !isOwnRepository(context, pull.head.repo?.full_name);
  return {
    kind: 'pull-request',
    number: pull.number,
    headSha: pull.head.sha,
    author: pull.user?.login ?? DELETED_ACCOUNT,
    headRef: pull.head.ref,
    baseRef: pull.base.ref,
    defaultBranch: repository?.default_branch,
    baseSha: pull.base.sha,
    isFork,
    isReadOnly: isFork || context.actor === DEPENDABOT,
  };
}

export type ForeignRun =
  | { readonly kind: 'found'; readonly workflowRun: WorkflowRun; readonly pull: PullRequestSubject }
  /** There is nothing to comment on. */
  | { readonly kind: 'nothing'; readonly reason: string };

/** The finished run of a `workflow_run` event, and the one open pull request that it belongs to. */
export async function findForeignRun({ context, ports }: EvaluateStep): Promise<ForeignRun> {
  if (context.eventName !== 'workflow_run') {
    throw new InputError(
      'INPUT_INVALID',
      `input "mode": expected workflow_run for comment, got ${context.eventName}`,
      { hint: 'remove `mode`, or run the step on workflow_run' },
    );
  }
  const workflowRun = await ports.workflows.run(parseEvent(workflowRunEvent, context).workflow_run.id);
  const { id, event, headSha, headRepository, actor } = workflowRun;
  if (event !== 'pull_request') return nothing(`run ${id} was not started by a pull request`);
  if (isOwnRepository(context, headRepository) && actor !== DEPENDABOT)
    return nothing(`run ${id} writes its own comment`);
  const open =
    headRepository === undefined ? [] : await ports.pullRequests.openWithHead(headSha, headRepository);
  const [pull] = open;
  if (pull === undefined || open.length > 1)
    return nothing(`commit ${headSha} is the head of ${open.length} open pull requests, expected one`);
  const { number, author, head, base } = pull;
  return {
    kind: 'found',
    workflowRun,
    pull: {
      ...{ kind: 'pull-request', number, headSha, baseSha: base.sha },
      ...{ author, headRef: head.ref, baseRef: base.ref },
      ...{ isFork: !isOwnRepository(context, headRepository), isReadOnly: false },
    },
  };
}

function nothing(reason: string): ForeignRun {
  return { kind: 'nothing', reason };
}

function parseEvent<T>(schema: z.ZodType<T>, { event, eventName }: RunContext): T {
  const result = parseOnce(schema, event);
  if (result.success) return result.data;
  throw new InputError('INPUT_INVALID', `event: expected the payload of ${eventName}, got another one`, {
    hint: 'run evaluate on pull_request, merge_group, schedule or workflow_dispatch, as workflows-examples/ does',
    cause: result.error,
  });
}
