/** `evaluation.json` in canonical form, its envelope and the full report, as files and as an artifact of this run. */
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import { evaluationSchema, type Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import { serializeDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { EVALUATION_DOCUMENT } from '../../../src/shared/domain/registry/plan-assets.ts';
import { evaluationArtifactName } from '../../../src/shared/domain/kernel/names.ts';
import { envelopeOf, envelopeSchema } from '../../../src/shared/domain/documents/envelope.ts';
import { elapsedMs } from '../../../src/shared/usecases/step-context.ts';
import type { KeptEvaluation } from '../outcome.ts';
import type { EvaluateStep } from '../ports.ts';

const ENVELOPE_DOCUMENT = 'evaluation.envelope.json';
const REPORT = 'report.html';

/** @param report the page; undefined where it could not be made. */
export async function keepEvaluation(
  step: EvaluateStep,
  evaluation: Evaluation,
  report: string | undefined,
): Promise<KeptEvaluation> {
  const { ports, model, context } = step;
  const folder = await ports.scratch('evaluation');
  const digest = documentDigest(evaluation);
  const envelope = envelopeOf(context, {
    document: { name: EVALUATION_DOCUMENT, sha256: digest },
    startedAt: step.started.at.toISOString(),
    durationMs: elapsedMs(step),
  });
  await folder.write(EVALUATION_DOCUMENT, serializeDocument(evaluationSchema, evaluation));
  await folder.write(ENVELOPE_DOCUMENT, serializeDocument(envelopeSchema, envelope));
  if (report !== undefined) await folder.write(REPORT, report);
  const artifact = evaluationArtifactName(model.name, context.runAttempt);
  const paths = [EVALUATION_DOCUMENT, ENVELOPE_DOCUMENT, ...(report === undefined ? [] : [REPORT])];
  await ports.artifactUploads.upload(artifact, folder, paths);
  return {
    ...{ path: `${folder.root}/${EVALUATION_DOCUMENT}`, digest, artifact },
    ...(report !== undefined && { reportPath: `${folder.root}/${REPORT}` }),
  };
}
