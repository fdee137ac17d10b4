/** `evaluation.json` in canonical form, and its envelope, as files and as an artifact of this run. */
import { canonicalJson } from '../../src/shared/domain/documents/canonical-json.ts';
import { documentDigest } from '../../src/shared/domain/documents/digest.ts';
import { envelopeSchema, type Envelope } from '../../src/shared/domain/documents/envelope.ts';
import type { Evaluation } from '../../src/shared/domain/documents/evaluation.ts';
import { EVALUATION_DOCUMENT } from '../../src/shared/domain/model/plan-assets.ts';
import { evaluationArtifactName } from '../../src/shared/domain/names.ts';
import { repositoryOf, type Judging } from './judging.ts';

const ENVELOPE_DOCUMENT = 'evaluation.envelope.json';

export interface KeptEvaluation {
  /** Absolute, on this runner. */
  readonly path: string;
  readonly digest: string;
  readonly artifact: string;
}

export interface Stopwatch {
  readonly startedAt: Date;
  readonly startedMs: number;
}

export async function keepEvaluation(
  judging: Judging,
  evaluation: Evaluation,
  stopwatch: Stopwatch,
): Promise<KeptEvaluation> {
  const { ports, model, context } = judging;
  const folder = await ports.scratch('evaluation');
  await folder.write(EVALUATION_DOCUMENT, canonicalJson(evaluation));
  await folder.write(ENVELOPE_DOCUMENT, canonicalJson(describeRun(judging, evaluation, stopwatch)));
  const artifact = evaluationArtifactName(model.name, context.runAttempt);
  await ports.artifactUploads.upload(artifact, folder.root, [EVALUATION_DOCUMENT, ENVELOPE_DOCUMENT]);
  return { path: `${folder.root}/${EVALUATION_DOCUMENT}`, digest: documentDigest(evaluation), artifact };
}

function describeRun(judging: Judging, evaluation: Evaluation, stopwatch: Stopwatch): Envelope {
  const { context, ports } = judging;
  return envelopeSchema.parse({
    schema: 'model-steward/envelope/1',
    document: { name: EVALUATION_DOCUMENT, sha256: documentDigest(evaluation) },
    repository: repositoryOf(judging),
    run: {
      id: context.runId,
      attempt: context.runAttempt,
      workflow: context.workflowPath ?? '',
      event: context.eventName,
      ref: context.ref,
      sha: context.sha,
    },
    actor: context.actor,
    startedAt: stopwatch.startedAt.toISOString(),
    durationMs: Math.max(0, ports.clock.monotonicMs() - stopwatch.startedMs),
  });
}
