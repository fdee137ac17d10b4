/**
 * A training of a pull request that fails leaves its reason in the run: the job that comments has no other way to read
 * it, since a log needs another permission (docs/lifecycle.md#the-newest-push-could-not-be-evaluated).
 */
import { StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import { failureArtifactName } from '../../../src/shared/domain/kernel/names.ts';
import { isPullRequest } from '../../../src/shared/domain/kernel/trigger.ts';
import {
  FAILURE_FILE,
  renderTrainingFailure,
} from '../../../src/shared/domain/supply-chain/training-failure.ts';
import { tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import type { TrainStep } from '../ports.ts';

/** @throws what `work` throws. */
export async function leaveReason<T>(step: TrainStep, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StewardError && isPullRequest(step.context.eventName)) await leave(step, error);
    throw error;
  }
}

async function leave({ context, model, ports }: TrainStep, error: StewardError): Promise<void> {
  await tryOrWarn(ports.log, 'the reason for the comment', async () => {
    const files = await ports.scratch('failure');
    await files.write(FAILURE_FILE, renderTrainingFailure(error));
    await ports.artifactUploads.upload(failureArtifactName(model.name, context.runAttempt), files, [
      FAILURE_FILE,
    ]);
  });
}
