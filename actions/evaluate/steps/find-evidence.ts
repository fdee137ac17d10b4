/** The evidence of the model in a workflow run: that of the newest attempt that the platform has started, verified. */
import { chooseArtifacts } from '../../../src/shared/domain/supply-chain/choose-artifact.ts';
import { readAttemptStarts } from '../../../src/shared/usecases/attempt-starts.ts';
import { openEvidence } from '../../../src/shared/usecases/open-evidence.ts';
import type { Evidence } from '../outcome.ts';
import type { EvaluateStep } from '../ports.ts';

/** @returns undefined when the run has no evidence of this model. @throws what `openEvidence` throws. */
export async function findEvidenceOfRun(
  { context, model, ports }: EvaluateStep,
  runId: number,
): Promise<Evidence | undefined> {
  const artifacts = await ports.artifacts.ofRun(runId);
  const attempts = await readAttemptStarts(ports.workflows, await ports.workflows.run(runId));
  const found = chooseArtifacts(model.name, artifacts, attempts);
  if (found === undefined) return undefined;
  const opened = await openEvidence(ports, { model: model.name, context, found });
  return { ...opened, artifact: found.evidence, attempt: found.attempt, runId };
}
