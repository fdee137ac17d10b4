/**
 * What ends an evaluation without a verdict is written to the pull request before the step fails: a green comment of an
 * earlier push must not stand for the newest one (docs/lifecycle.md#the-newest-push-could-not-be-evaluated).
 */
import { StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import { marker } from '../../../src/shared/domain/kernel/names.ts';
import { repositoryUrlOf, runUrlOf } from '../../../src/shared/domain/kernel/origin.ts';
import { describeNotEvaluated, renderNotEvaluated } from '../../../src/shared/domain/report/not-evaluated.ts';
import { tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import type { PullRequestSubject, Subject } from '../outcome.ts';
import type { EvaluateStep } from '../ports.ts';
import { isNewestPush, setStatus } from './publish.ts';

/** @throws what `work` throws. */
export async function sayWhenNotEvaluated<T>(
  step: EvaluateStep,
  subject: Subject,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isSaid = subject.kind === 'pull-request' && !subject.isReadOnly && error instanceof StewardError;
    if (isSaid) await say(step, subject, error);
    throw error;
  }
}

async function say(step: EvaluateStep, pull: PullRequestSubject, error: StewardError): Promise<void> {
  const { ports, model, context } = step;
  const description = describeNotEvaluated(error);
  await tryOrWarn(ports.log, 'status', () => setStatus(step, pull, { state: 'failure', description }));
  await tryOrWarn(ports.log, 'comment', async () => {
    const mark = marker('evaluate', model.name);
    const before = await ports.comments.find(pull.number, mark);
    if (!(await isNewestPush(step, pull))) return;
    const [repositoryUrl, runUrl] = [repositoryUrlOf(context), runUrlOf(context)];
    const word = { commit: pull.headSha, repositoryUrl, runUrl, error };
    await ports.comments.upsert(pull.number, mark, renderNotEvaluated(mark, before?.body, word));
  });
}
