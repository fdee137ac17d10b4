/**
 * The comment and the commit status. A run that can only read leaves them to `mode: comment`; where a token
 * should be able to write and is not, the step says which permission is missing, after the verdict is out.
 */
import type { Verdict } from '../../../src/shared/domain/documents/evaluation.ts';
import { StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import { marker, statusContext } from '../../../src/shared/domain/kernel/names.ts';
import { runUrlOf } from '../../../src/shared/domain/kernel/origin.ts';
import { describeStatus } from '../../../src/shared/domain/report/headline.ts';
import { readEarlierPushes } from './history.ts';
import type { EvaluateStep } from '../ports.ts';
import type { Judged, Published } from '../outcome.ts';
import { renderComment } from '../report.ts';
import type { PullRequestSubject } from './subject.ts';

export async function publish(step: EvaluateStep, judged: Judged): Promise<Published> {
  const { pull, evaluation, onInconclusive } = judged;
  if (pull === undefined) return { commentUrl: undefined, problems: [] };
  if (pull.isReadOnly) {
    step.ports.log.notice(
      'The token of this run can only read: the comment and the status come from the workflow that runs evaluate with `mode: comment` on workflow_run. The verdict is in the job summary.',
    );
    return { commentUrl: undefined, problems: [] };
  }
  const problems: StewardError[] = [];
  const attempt = async <T>(write: Promise<T>): Promise<T | undefined> => {
    try {
      return await write;
    } catch (error) {
      if (!(error instanceof StewardError)) throw error;
      problems.push(error);
      return undefined;
    }
  };
  const state = stateOf(evaluation.verdict, onInconclusive);
  await attempt(setStatus(step, pull, { state, description: describeStatus(evaluation) }));
  const comment = await attempt(writeComment(step, judged, pull));
  return { commentUrl: comment, problems };
}

/** For a pull request that changes nothing that makes the model: the required status must arrive all the same. */
export async function setStatus(
  { ports, model, context }: EvaluateStep,
  pull: PullRequestSubject,
  status: { readonly state: 'success' | 'failure'; readonly description: string },
): Promise<void> {
  await ports.statuses.set(pull.headSha, {
    context: statusContext(model.name),
    ...status,
    targetUrl: runUrlOf(context),
  });
}

async function writeComment(
  { ports, model }: EvaluateStep,
  judged: Judged,
  pull: PullRequestSubject,
): Promise<string> {
  const mark = marker('evaluate', model.name);
  const before = await ports.comments.find(pull.number, mark);
  const earlier = readEarlierPushes(before?.body, pull.headSha.slice(0, 7));
  const { url } = await ports.comments.upsert(pull.number, mark, renderComment(judged, earlier));
  return url;
}

function stateOf(verdict: Verdict, onInconclusive: 'fail' | 'pass'): 'success' | 'failure' {
  if (verdict === 'inconclusive') return onInconclusive === 'pass' ? 'success' : 'failure';
  return verdict === 'pass' ? 'success' : 'failure';
}
