/** The evidence that train left in a run: the newest attempt that holds it, every file checked against `run.json`. */
import { recordFiles } from '../../../src/shared/usecases/record-files.ts';
import { parseDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { runSchema, type Run } from '../../../src/shared/domain/documents/run.ts';
import { checkFiles, checkOrigin, checkRun } from '../../../src/shared/domain/supply-chain/check-chain.ts';
import { chooseArtifacts } from '../../../src/shared/domain/supply-chain/choose-artifact.ts';
import { RUN_DOCUMENT } from '../../../src/shared/domain/registry/plan-assets.ts';
import { repositoryOf } from '../../../src/shared/domain/kernel/origin.ts';
import type { Artifact } from '../../../src/shared/domain/kernel/platform.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import type { EvaluateStep } from '../ports.ts';

export interface Evidence {
  readonly run: Run;
  /** The files that `run` names, verified. */
  readonly files: Files;
  readonly artifact: Artifact;
  readonly attempt: number;
  readonly runId: number;
}

/**
 * Undefined when the run holds no evidence of this model.
 * @throws ConflictError EVIDENCE_EXPIRED, DIGEST_MISMATCH. @throws DataError EVIDENCE_INVALID
 */
export async function openEvidence(step: EvaluateStep, runId: number): Promise<Evidence | undefined> {
  const { model, ports } = step;
  const chosen = chooseArtifacts(model.name, await ports.artifacts.ofRun(runId));
  if (chosen === undefined) return undefined;
  const files = await ports.scratch('evidence');
  await ports.artifacts.download(chosen.evidence, files);
  const run = parseDocument(runSchema, await files.read(RUN_DOCUMENT), `evidence: ${RUN_DOCUMENT}`);
  // A run without a kept model can be judged by its metric values; it cannot be registered.
  const check = run.modelSet === undefined ? checkOrigin : checkRun;
  check(run, model.name, repositoryOf(step.context));
  const paths = run.outputs.map(({ path }) => path);
  checkFiles(run, await recordFiles(files, paths));
  return { run, files, artifact: chosen.evidence, attempt: chosen.attempt, runId };
}
