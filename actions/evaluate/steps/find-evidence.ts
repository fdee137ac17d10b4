/** The evidence of the model in a workflow run: that of the newest attempt that the platform has started, verified. */
import { chooseArtifacts, chooseFailure } from '../../../src/shared/domain/supply-chain/choose-artifact.ts';
import {
  FAILURE_FILE,
  MAX_FAILURE_BYTES,
  parseTrainingFailure,
  type TrainingFailure,
} from '../../../src/shared/domain/supply-chain/training-failure.ts';
import { tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import { readAttemptStarts } from '../../../src/shared/usecases/attempt-starts.ts';
import { openEvidence } from '../../../src/shared/usecases/open-evidence.ts';
import type { Evidence } from '../outcome.ts';
import type { EvaluateStep } from '../ports.ts';

/** Whatever this run holds in its first attempt is of that attempt, so its start need not be read. */
const BEFORE_ALL = '1970-01-01T00:00:00Z';

/** @returns undefined when the run has no evidence of this model. @throws what `openEvidence` throws. */
export async function findEvidenceOfRun(
  { context, model, ports }: EvaluateStep,
  runId: number,
): Promise<Evidence | undefined> {
  const artifacts = await ports.artifacts.ofRun(runId);
  const attempts = await attemptsOf({ context, ports }, runId);
  const found = chooseArtifacts(model.name, artifacts, attempts);
  if (found === undefined) return undefined;
  const opened = await openEvidence(ports, { model: model.name, context, found });
  return { ...opened, artifact: found.evidence, attempt: found.attempt, runId };
}

async function attemptsOf(
  { context, ports }: Pick<EvaluateStep, 'context' | 'ports'>,
  runId: number,
): Promise<readonly string[]> {
  const isFirstAttempt = runId === context.runId && context.runAttempt === 1;
  return isFirstAttempt
    ? [BEFORE_ALL]
    : await readAttemptStarts(ports.workflows, await ports.workflows.run(runId));
}

/** Why the run has no evidence, as far as train said so. @returns undefined where it said nothing, or nothing that can be read. */
export async function findFailureOfRun(
  { context, model, ports }: EvaluateStep,
  runId: number,
): Promise<TrainingFailure | undefined> {
  return await tryOrWarn(ports.log, 'the reason of train', async () => {
    const attempts = await attemptsOf({ context, ports }, runId);
    const artifact = chooseFailure(model.name, await ports.artifacts.ofRun(runId), attempts);
    if (artifact === undefined || artifact.sizeBytes > MAX_FAILURE_BYTES) return undefined;
    const files = await ports.scratch('failure');
    await ports.artifacts.download(artifact, files);
    // What is small in the archive may be large outside of it.
    const isLarge = (await files.open(FAILURE_FILE)).sizeBytes > MAX_FAILURE_BYTES;
    return isLarge ? undefined : parseTrainingFailure(await files.read(FAILURE_FILE));
  });
}
