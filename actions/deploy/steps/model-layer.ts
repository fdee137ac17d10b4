/** The layer of an image that contains the model: a tar archive of its verified files, as a stream that can be repeated. */
import { createHash } from 'node:crypto';
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import { MODEL_FOLDER } from '../../../src/shared/domain/kernel/names.ts';
import type { ModelLayer } from '../../../src/shared/domain/rollout/image/image-plan.ts';
import { planTar, type TarFile, type TarPlan } from '../../../src/shared/domain/registry/tar.ts';
import type { ImageBlob } from '../../../src/shared/ports/registry.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import type { FetchedModel } from './fetch-model.ts';

interface LayerFile extends TarFile {
  /** Path below the folder of what was downloaded. */
  readonly from: string;
  readonly sha256: string;
}

/** Takes one pass over the model's files for the digest; pushing the layer takes another. Memory is bounded. */
export async function sealLayer(
  { document, files }: FetchedModel,
  modelPath: string,
): Promise<ModelLayer & ImageBlob> {
  const plan = planTar(
    document.files.map(({ path, sizeBytes, sha256 }): LayerFile => ({
      path: `${modelPath.slice(1)}/${path}`,
      from: MODEL_FOLDER + path,
      sizeBytes,
      sha256,
    })),
  );
  const content = (): AsyncIterable<Uint8Array> => streamTar(plan, files);
  const hash = createHash('sha256');
  for await (const chunk of content()) hash.update(chunk);
  return { digest: `sha256:${hash.digest('hex')}`, sizeBytes: plan.sizeBytes, content };
}

async function* streamTar(plan: TarPlan<LayerFile>, files: Files): AsyncGenerator<Uint8Array> {
  for (const segment of plan.segments()) {
    if (segment instanceof Uint8Array) yield segment;
    else yield* streamVerified(segment, files);
  }
}

/** @throws ConflictError after the last chunk when the file is not the one that was verified: the layer is never complete. */
async function* streamVerified({ from, sha256 }: LayerFile, files: Files): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of (await files.open(from)).stream()) {
    hash.update(chunk);
    yield chunk;
  }
  const got = hash.digest('hex');
  if (got === sha256) return;
  throw new ConflictError(
    'DIGEST_MISMATCH',
    `${from}: expected the verified bytes with SHA-256 ${sha256}, got ${got}`,
    { hint: 'find out what changed the file on the runner while the image was made' },
  );
}
