/** Writes the evidence into a new folder, created after all processes of the commands have ended, and uploads it. */
import { recordFile } from '../../../src/shared/usecases/record-files.ts';
import { sha256, sha256Sums } from '../../../src/shared/domain/kernel/digest.ts';
import { runSchema, type Run } from '../../../src/shared/domain/documents/run.ts';
import { serializeDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { RUN_DOCUMENT, SUMS } from '../../../src/shared/domain/registry/plan-assets.ts';
import { archiveLimits } from '../../../src/shared/domain/kernel/archive-limits.ts';
import { artifactName } from '../../../src/shared/domain/kernel/names.ts';
import { envelopeOf, envelopeSchema } from '../../../src/shared/domain/documents/envelope.ts';
import { elapsedMs } from '../../../src/shared/usecases/step-context.ts';
import type { PublishedEvidence } from '../outcome.ts';
import type { TrainStep } from '../ports.ts';
import { checkOutputs, checkPacked } from './check-limits.ts';
import { keep, type Kept } from './collect.ts';

export interface EvidenceContent {
  /** All of `run.json` but its outputs. */
  readonly run: Omit<Run, 'outputs'>;
  readonly kept: readonly Kept[];
  /** Text of `profile.json`. */
  readonly profile: string | undefined;
}

const ENVELOPE = 'run.envelope.json';
const PROFILE = 'profile.json';

/** @throws ConflictError when a file changed since it was taken, ServiceError when the upload fails. */
export async function publishEvidence(
  step: TrainStep,
  { run: known, kept, profile }: EvidenceContent,
): Promise<PublishedEvidence> {
  const { context, ports, started } = step;
  const files = await ports.scratch('evidence');
  const outputs = [...(await keep(kept, files))];
  if (profile !== undefined) {
    await files.write(PROFILE, profile);
    outputs.push({ ...(await recordFile(files, PROFILE)), role: 'profile' });
  }
  checkOutputs(outputs);
  const run: Run = { ...known, outputs };
  const text = serializeDocument(runSchema, run);
  const runDigest = sha256(text);
  const envelope = envelopeOf(context, {
    document: { name: RUN_DOCUMENT, sha256: runDigest },
    startedAt: started.at.toISOString(),
    durationMs: elapsedMs(step),
  });
  await files.write(RUN_DOCUMENT, text);
  await files.write(ENVELOPE, serializeDocument(envelopeSchema, envelope));
  if (run.modelSet !== undefined) await files.write(SUMS, sha256Sums(run.modelSet.files));
  const name = artifactName(run.model, context.runAttempt);
  const { id, sizeBytes } = await ports.artifactUploads.upload(name, files, await files.match(['**']));
  checkPacked(
    outputs.reduce((sum, output) => sum + output.sizeBytes, 0),
    sizeBytes,
    archiveLimits,
  );
  return { run, runDigest, folder: files.root, artifact: { name, id, sizeBytes } };
}
