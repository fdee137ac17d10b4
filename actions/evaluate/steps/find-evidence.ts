/** The evidence of the model in a workflow run: that of the newest attempt that the platform has started, verified. */
import { chooseArtifacts } from '../../../src/shared/domain/supply-chain/choose-artifact.ts';
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
  const isFirstAttempt = runId === context.runId && context.runAttempt === 1;
  const attempts = isFirstAttempt
    ? [BEFORE_ALL]
    : await readAttemptStarts(ports.workflows, await ports.workflows.run(runId));
  const found = chooseArtifacts(model.name, artifacts, attempts);
  if (found === undefined) return undefined;
  const opened = await openEvidence(ports, { model: model.name, context, found });
  return { ...opened, artifact: found.evidence, attempt: found.attempt, runId };
}
