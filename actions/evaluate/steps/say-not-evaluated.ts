/**
 * What ends an evaluation without a verdict is written to the pull request before the step fails: a green comment of an
 * earlier push must not stand for the newest one (docs/lifecycle.md#the-newest-push-could-not-be-evaluated).
 */
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { selectModel, type SelectedModel } from '../../../src/shared/domain/config/select-model.ts';
import { StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import { marker } from '../../../src/shared/domain/kernel/names.ts';
import { repositoryUrlOf, runUrlOf } from '../../../src/shared/domain/kernel/origin.ts';
import {
  describeFailedEvaluation,
  renderNotEvaluated,
  renderUnaffected,
} from '../../../src/shared/domain/report/not-evaluated.ts';
import { renderChangesAlone } from '../../../src/shared/domain/report/protected-changes.ts';
import type { Protection } from '../../../src/shared/domain/supply-chain/protection.ts';
import { attempt, tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import { configPathOf } from '../../../src/shared/usecases/load-config.ts';
import { prepareStep, type StepRequest } from '../../../src/shared/usecases/step-context.ts';
import type { EvaluateInputs } from '../inputs.ts';
import type { PullRequestSubject, Subject } from '../outcome.ts';
import type { EvaluatePorts, EvaluateStep, SayingStep } from '../ports.ts';
import { findCommentOfNewestPush, setStatus } from './publish.ts';
import { findSubject } from './subject.ts';

/**
 * `prepareStep`, where a configuration that cannot be read has a word too. Which model it is about then, the base says.
 * @throws what `prepareStep` throws.
 */
export async function prepareOrSay(
  request: StepRequest<EvaluateInputs, EvaluatePorts>,
): Promise<EvaluateStep> {
  try {
    return await prepareStep(request);
  } catch (error) {
    const { context, inputs, ports } = request;
    const subject =
      inputs.mode === 'evaluate' ? await attempt(() => Promise.resolve(findSubject({ context }))) : undefined;
    if (!(error instanceof StewardError) || subject?.ok !== true) throw error;
    const pull = subject.value;
    if (pull.kind !== 'pull-request' || pull.isReadOnly) throw error;
    const model = await tryOrWarn(ports.log, 'the model of the base', () => modelOfBase(request, pull));
    if (model !== undefined) await say({ context, ports, model }, pull, { error });
    throw error;
  }
}

async function modelOfBase(
  { inputs, context, ports }: StepRequest<EvaluateInputs, EvaluatePorts>,
  { baseSha }: PullRequestSubject,
): Promise<SelectedModel> {
  const path = configPathOf(inputs.configPath);
  const text = await ports.contents.fileAt(path, baseSha);
  const config = text === undefined ? undefined : parseConfig(text, `${path} at ${baseSha}`);
  return selectModel(config, inputs.model, context.repository.name);
}

export interface SaidAbout {
  readonly subject: Subject;
  /** Number of the run that trained, where it is another one. */
  readonly trainedIn?: number;
}

/** @throws what `work` throws. */
export async function sayWhenNotEvaluated<T>(
  step: EvaluateStep,
  { subject, trainedIn }: SaidAbout,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isSaid = subject.kind === 'pull-request' && !subject.isReadOnly && error instanceof StewardError;
    if (isSaid) await say(step, subject, { error, trainedIn });
    throw error;
  }
}

async function say(
  step: SayingStep,
  pull: PullRequestSubject,
  { error, trainedIn }: { readonly error: StewardError; readonly trainedIn?: number | undefined },
): Promise<void> {
  const { ports, model, context } = step;
  const description = describeFailedEvaluation(error);
  await tryOrWarn(ports.log, 'status', () => setStatus(step, pull, { state: 'failure', description }));
  await tryOrWarn(ports.log, 'comment', async () => {
    const before = await findCommentOfNewestPush(step, pull);
    if (before === undefined) return;
    const mark = marker('evaluate', model.name);
    const [repositoryUrl, runUrl] = [repositoryUrlOf(context), runUrlOf(context)];
    const trainingUrl = trainedIn === undefined ? undefined : runUrlOf({ ...context, runId: trainedIn });
    const word = { commit: pull.headSha, repositoryUrl, runUrl, trainingUrl, error };
    const body = renderNotEvaluated(mark, before.comment?.body, word);
    await ports.comments.upsert(pull.number, mark, { body, found: before });
  });
}

export interface BesideTheModel {
  readonly protection: Protection;
  /** That the pull request changes and that count as no input. */
  readonly tables: readonly string[];
}

/**
 * The last verdict is of an earlier push. Where there is no comment, the status says enough, unless the pull request
 * changes how the next model is evaluated, or a table that counts as no input.
 */
export async function sayUnaffected(
  step: EvaluateStep,
  pull: PullRequestSubject,
  { protection, tables }: BesideTheModel,
): Promise<void> {
  const { ports, model, context } = step;
  await tryOrWarn(ports.log, 'comment', async () => {
    const before = await findCommentOfNewestPush(step, pull);
    if (before === undefined) return;
    const mark = marker('evaluate', model.name);
    const changes = renderChangesAlone(model.name, protection);
    if (before.comment === undefined && changes === '' && tables.length === 0) return;
    const word = {
      commit: pull.headSha,
      repositoryUrl: repositoryUrlOf(context),
      model: model.name,
      changes,
      tables,
    };
    const body = renderUnaffected(mark, before.comment?.body ?? mark, word);
    await ports.comments.upsert(pull.number, mark, { body, found: before });
  });
}
