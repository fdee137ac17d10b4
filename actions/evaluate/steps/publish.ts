/**
 * The comment and the commit status. A run whose token can only read leaves them to `mode: comment`. Where the token
 * should be able to write and cannot, the step fails with the missing permission, after the verdict is out. In a
 * conversation that a person has locked there is no comment, and the status says the verdict.
 */
import type { Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import { marker, statusContext } from '../../../src/shared/domain/kernel/names.ts';
import { runUrlOf } from '../../../src/shared/domain/kernel/origin.ts';
import { isWithoutGate } from '../../../src/shared/domain/evaluation/decide-verdict.ts';
import { describeClaimed, describeStatus } from '../../../src/shared/domain/report/headline.ts';
import { readEarlierPushes } from '../../../src/shared/domain/report/earlier-pushes.ts';
import {
  addLook,
  isPlanSpent,
  lookOf,
  readLooks,
  type Look,
} from '../../../src/shared/domain/report/looks.ts';
import { renderOtherComments } from '../../../src/shared/domain/report/other-comments.ts';
import { renderError } from '../../../src/shared/domain/text/error-text.ts';
import { needsApproval } from '../../../src/shared/domain/supply-chain/protection.ts';
import type { FoundInPull } from '../../../src/shared/ports/github.ts';
import { attempt } from '../../../src/shared/usecases/attempt.ts';
import type { EvaluateStep, SayingStep } from '../ports.ts';
import { isFailure, type Evaluated, type Published, type PullRequestSubject } from '../outcome.ts';
import { renderEvaluateComment } from '../report.ts';

export async function publish(step: EvaluateStep, evaluated: Evaluated): Promise<Published> {
  const { pull, evaluation, onInconclusive } = evaluated;
  if (pull === undefined) return { commentUrl: undefined, problems: [] };
  if (pull.isReadOnly) {
    step.ports.log.notice(
      'The token of this run can only read: the workflow that runs evaluate with `mode: comment` on workflow_run writes the comment and the status. The verdict is in the job summary.',
    );
    return { commentUrl: undefined, problems: [] };
  }
  const { protection } = evaluated;
  // A report registers nothing that somebody could approve.
  const isApprovalNeeded =
    protection !== undefined && !isWithoutGate(evaluation) && needsApproval(protection, evaluation);
  const found = await attempt(() => findCommentOfNewestPush(step, pull));
  const before = found.ok ? found.value : undefined;
  const looks = before === undefined ? [] : looksAfter(step, evaluation, before);
  const isSpent = isPlanSpent(evaluation, looks, lookOf(evaluation, ''));
  const description = pull.isFork
    ? describeClaimed(evaluation)
    : describeStatus(evaluation, { needsApproval: isApprovalNeeded, isSpent });
  const state = isSpent ? 'failure' : stateOf(evaluation, onInconclusive);
  const status = await attempt(() => setStatus(step, pull, { state, description }));
  const comment = found.ok
    ? await attempt(() => writeComment(step, evaluated, { pull, before, looks }))
    : found;
  if (!comment.ok && !isFailure(comment.error)) step.ports.log.warning(renderError(comment.error));
  return {
    commentUrl: comment.ok ? comment.value : undefined,
    problems: [status, comment].flatMap((written) => (written.ok ? [] : [written.error])),
  };
}

/** Also for an unaffected pull request: a required status has to arrive in any case. */
export async function setStatus(
  { ports, model, context }: SayingStep,
  pull: PullRequestSubject,
  status: { readonly state: 'success' | 'failure'; readonly description: string },
): Promise<void> {
  await ports.statuses.set(pull.headSha, {
    context: statusContext(model.name),
    ...status,
    targetUrl: runUrlOf(context),
  });
}

/**
 * The comment of this model, as the newest state of the pull request has it. It is about the newest push: an evaluation of
 * an older one, which ends late, leaves it alone.
 * @returns undefined where there is a newer push.
 */
export async function findCommentOfNewestPush(
  { ports, model }: SayingStep,
  pull: PullRequestSubject,
): Promise<CommentsBefore | undefined> {
  const found = await ports.comments.findInPull(pull.number, marker('evaluate', model.name));
  const { headSha } = found;
  if (headSha === pull.headSha) return found;
  ports.log.notice(
    `The comment is left as it is: ${headSha.slice(0, 7)} is a newer push than ${pull.headSha.slice(0, 7)}.`,
  );
  return undefined;
}

export type CommentsBefore = Omit<FoundInPull, 'headSha'>;

interface CommentSources {
  readonly pull: PullRequestSubject;
  /** Undefined where there is a newer push. */
  readonly before: CommentsBefore | undefined;
  readonly looks: readonly Look[];
}

/** Those that the comment names, and this one. Another App's comment counts too: a new identity has not looked less often. */
function looksAfter(
  { ports }: SayingStep,
  evaluation: Evaluation,
  { comment, byOtherBots }: CommentsBefore,
): readonly Look[] {
  const today = ports.clock.now().toISOString().slice(0, 10);
  const looks = (comment === undefined ? byOtherBots : [comment]).map(({ body }) => readLooks(body));
  const known = looks.reduce<readonly Look[]>((most, one) => (one.length > most.length ? one : most), []);
  return addLook(known, lookOf(evaluation, today));
}

async function writeComment(
  step: EvaluateStep,
  evaluated: Evaluated,
  { pull, before, looks }: CommentSources,
): Promise<string | undefined> {
  const { ports, model } = step;
  if (before === undefined) return undefined;
  const earlier = readEarlierPushes(before.comment?.body, pull.headSha.slice(0, 7));
  const body = [
    renderEvaluateComment(evaluated, earlier, looks),
    ...renderOtherComments(before.byOtherBots),
  ].join('\n\n');
  const mark = marker('evaluate', model.name);
  const { url } = await ports.comments.upsert(pull.number, mark, { body, found: before });
  return url;
}

function stateOf(evaluation: Evaluation, onInconclusive: 'fail' | 'pass'): 'success' | 'failure' {
  const { verdict } = evaluation;
  if (isWithoutGate(evaluation)) return 'success';
  if (verdict === 'inconclusive') return onInconclusive === 'pass' ? 'success' : 'failure';
  return verdict === 'pass' ? 'success' : 'failure';
}
