/** Writes the evidence into a new folder, created after all processes of the commands have ended, and uploads it. */
import { recordFile } from '../../../src/shared/usecases/record-files.ts';
import { documentDigest, sha256Sums } from '../../../src/shared/domain/kernel/digest.ts';
import { runSchema, type Run } from '../../../src/shared/domain/documents/run.ts';
import { serializeDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { RUN_DOCUMENT, SUMS } from '../../../src/shared/domain/registry/plan-assets.ts';
import { archiveLimits } from '../../../src/shared/domain/kernel/archive-limits.ts';
import { artifactName, challengerFolder } from '../../../src/shared/domain/kernel/names.ts';
import { envelopeOf, envelopeSchema } from '../../../src/shared/domain/documents/envelope.ts';
import { filesBelow } from '../../../src/shared/usecases/files-below.ts';
import { elapsedMs } from '../../../src/shared/usecases/step-context.ts';
import type { PublishedEvidence } from '../outcome.ts';
import type { TrainStep } from '../ports.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import { checkFileCount, checkOutputs, checkPacked, checkTotal } from './check-limits.ts';
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

/** Of one of several challengers. */
export interface NamedEvidence extends EvidenceContent {
  readonly name: string;
}

/** What one artifact holds. */
export interface ArtifactContent extends EvidenceContent {
  /** The evidence of the other challengers, where the run trained several. */
  readonly others?: readonly NamedEvidence[];
}

/** @throws ConflictError when a file changed since it was taken, ServiceError when the upload fails. */
export async function publishEvidence(
  step: TrainStep,
  { others = [], ...first }: ArtifactContent,
): Promise<PublishedEvidence> {
  const { context, ports } = step;
  const files = await ports.scratch('evidence');
  const run = await writeEvidence(step, first, files);
  const otherRuns: Run[] = [];
  for (const other of others)
    otherRuns.push(await writeEvidence(step, other, filesBelow(files, challengerFolder(other.name))));
  const outputs = [run, ...otherRuns].flatMap((written) => written.outputs);
  checkTotal(outputs, archiveLimits);
  const name = artifactName(run.model, context.runAttempt);
  const paths = await files.match(['**']);
  // Documents and checksums are files of the artifact, too.
  checkFileCount(paths.length, archiveLimits);
  const { id, sizeBytes } = await ports.artifactUploads.upload(name, files, paths);
  checkPacked(
    outputs.reduce((sum, output) => sum + output.sizeBytes, 0),
    sizeBytes,
    archiveLimits,
  );
  const artifact = { name, id, sizeBytes };
  return { run, others: otherRuns, runDigest: documentDigest(run), folder: files.root, artifact };
}

/** Complete in its folder: the evidence of each challenger is verified, and registered, alone. */
async function writeEvidence(
  step: TrainStep,
  { run: known, kept, profile }: EvidenceContent,
  files: Files,
): Promise<Run> {
  const outputs = [...(await keep(kept, files))];
  if (profile !== undefined) {
    await files.write(PROFILE, profile);
    outputs.push({ ...(await recordFile(files, PROFILE)), role: 'profile' });
  }
  checkOutputs(outputs);
  const run: Run = { ...known, outputs };
  const envelope = envelopeOf(step.context, {
    document: { name: RUN_DOCUMENT, sha256: documentDigest(run) },
    startedAt: step.started.at.toISOString(),
    durationMs: elapsedMs(step),
  });
  await files.write(RUN_DOCUMENT, serializeDocument(runSchema, run));
  await files.write(ENVELOPE, serializeDocument(envelopeSchema, envelope));
  if (run.modelSet !== undefined) await files.write(SUMS, sha256Sums(run.modelSet.files));
  return run;
}
