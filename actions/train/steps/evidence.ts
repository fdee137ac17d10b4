/** Writes the evidence into a folder that is made now, when no process of a command is left, and uploads it. */
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { sha256, sha256Sums } from '../../../src/shared/domain/kernel/digest.ts';
import { runSchema, type Run } from '../../../src/shared/domain/documents/run.ts';
import { RUN_DOCUMENT, SUMS } from '../../../src/shared/domain/registry/plan-assets.ts';
import { artifactName } from '../../../src/shared/domain/kernel/names.ts';
import { envelopeOf } from '../../../src/shared/domain/documents/envelope.ts';
import type { RunContext } from '../../../src/shared/domain/kernel/platform.ts';
import { keep, type Kept } from './collect.ts';
import type { TrainPorts } from '../ports.ts';

export interface Evidence {
  readonly run: Run;
  readonly runDigest: string;
  /** Absolute path of the folder. */
  readonly folder: string;
  readonly artifact: { readonly name: string; readonly id: number; readonly sizeBytes: number };
}

export interface EvidenceRequest {
  readonly context: RunContext;
  /** All of `run.json` but its outputs. */
  readonly run: Omit<Run, 'outputs'>;
  readonly kept: readonly Kept[];
  /** Text of `profile.json`. */
  readonly profile: string | undefined;
  readonly started: { readonly at: Date; readonly monotonicMs: number };
}

const ENVELOPE = 'run.envelope.json';
const PROFILE = 'profile.json';

/** @throws ConflictError when a file changed since it was taken, ServiceError when the upload fails. */
export async function publishEvidence(ports: TrainPorts, request: EvidenceRequest): Promise<Evidence> {
  const { context, profile, started } = request;
  const files = await ports.scratch('evidence');
  const outputs = [...(await keep(request.kept, files))];
  if (profile !== undefined) {
    await files.write(PROFILE, profile);
    outputs.push({ ...(await files.record(PROFILE)), role: 'profile' });
  }
  // What our own schema refuses must not leave the job that made it.
  const run = runSchema.parse({ ...request.run, outputs });
  const text = canonicalJson(run);
  const runDigest = sha256(text);
  const envelope = envelopeOf(context, {
    document: { name: RUN_DOCUMENT, sha256: runDigest },
    startedAt: started.at.toISOString(),
    durationMs: ports.clock.monotonicMs() - started.monotonicMs,
  });
  await files.write(RUN_DOCUMENT, text);
  await files.write(ENVELOPE, canonicalJson(envelope));
  if (run.modelSet !== undefined) await files.write(SUMS, sha256Sums(run.modelSet.files));
  const name = artifactName(run.model, context.runAttempt);
  const { id, sizeBytes } = await ports.uploads.upload(name, files.root, await files.match(['**']));
  return { run, runDigest, folder: files.root, artifact: { name, id, sizeBytes } };
}
