/**
 * Draft → assets → verify → publish. Nothing is visible before it is complete, and what is published never changes.
 * After a crash the same steps find the draft and resume; after the publication they only read.
 */
import type { ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import type { Release } from '../../../src/shared/domain/kernel/platform.ts';
import {
  MODEL_DOCUMENT,
  planAssets,
  planOutputs,
  type AssetPlan,
} from '../../../src/shared/domain/registry/plan-assets.ts';
import { formatCount } from '../../../src/shared/domain/text/number-text.ts';
import type { AssetSource } from '../../../src/shared/ports/github.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import { digestPieces, createPieceSources } from '../../../src/shared/usecases/asset-content.ts';
import { openVersion, type TaggedVersion } from '../../../src/shared/usecases/released-version.ts';
import { checkComplete, digestsOf, incomplete } from './check-release.ts';
import { openDraft, type DraftRequest } from './draft-release.ts';
import type { RegisterStep } from '../ports.ts';

export interface PublishRequest extends DraftRequest {
  /** Builds `model.json` for the planned assets. */
  readonly describe: (assets: AssetPlan['assets']) => ModelVersion;
}

export interface PublishedVersion {
  readonly document: ModelVersion;
  readonly release: Release;
}

/** The published version of a claim, read back and checked; undefined while it is not published. */
export async function findPublished(
  { ports }: RegisterStep,
  tagged: TaggedVersion,
): Promise<PublishedVersion | undefined> {
  const release = await ports.releases.find(tagged.tag);
  if (release === undefined || release.draft) return undefined;
  const { document } = await openVersion(ports, { ...tagged, release }, await ports.scratch('published'));
  return { document, release };
}

/** @throws ConflictError DIGEST_MISMATCH when the draft, or what was published, has other bytes. */
export async function publishVersion(step: RegisterStep, request: PublishRequest): Promise<PublishedVersion> {
  const { evidence, confirmed } = request;
  const storage = planOutputs(evidence.run, { withPredictions: await mayPublishPredictions(step) });
  const plan = planAssets({
    run: evidence.run,
    evaluation: confirmed.evaluation,
    reevaluation: confirmed.reevaluation,
    shown: confirmed.shown?.document,
    storage,
    digests: await digestPieces(evidence.files, storage),
  });
  const { document, release } = await openDraft(step, request, request.describe(plan.assets));
  const text = canonicalJson(document);
  const texts = new Map([...plan.texts, [MODEL_DOCUMENT, text]]);
  const pieces = createPieceSources(evidence.files, storage);
  await uploadAssets(step, { release, assets: document.assets, texts, pieces });
  const digests = digestsOf(document, text);
  const published = await step.ports.releases.publish(release, (found) => checkComplete(found, digests));
  return { document, release: published };
}

async function mayPublishPredictions({ inputs, model, ports }: RegisterStep): Promise<boolean> {
  if (inputs.publishPredictions || model.config['publish-predictions']) return true;
  return await ports.repositories.isPrivate();
}

interface Upload {
  readonly release: Release;
  readonly assets: ModelVersion['assets'];
  /** Content of the assets that are not files of the evidence, by name. */
  readonly texts: ReadonlyMap<string, string>;
  readonly pieces: ReturnType<typeof createPieceSources>;
}

/** One by one, because GitHub limits writes; `model.json`, which names all others, is the last. */
async function uploadAssets({ ports }: RegisterStep, upload: Upload): Promise<void> {
  const { release, assets, texts } = upload;
  const own = await ports.scratch('assets');
  for (const [name, text] of texts) await own.write(name, text);
  const totalBytes = assets.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let sentBytes = 0;
  for (const [index, { asset, sha256: digest, sizeBytes }] of assets.entries()) {
    const source = texts.has(asset)
      ? await textSource(own, asset, digest)
      : requirePiece(upload, asset, digest);
    await ports.releases.uploadAsset(release, asset, source);
    sentBytes += sizeBytes;
    if (totalBytes >= MANY_BYTES)
      ports.log.info(
        `${index + 1} of ${assets.length} assets are uploaded: ${megabytes(sentBytes)} of ${megabytes(totalBytes)} MB`,
      );
  }
  const document = await textSource(own, MODEL_DOCUMENT, sha256(texts.get(MODEL_DOCUMENT) ?? ''));
  await ports.releases.uploadAsset(release, MODEL_DOCUMENT, document);
}

/** Less takes seconds. */
const MANY_BYTES = 256 * 1024 ** 2;

function megabytes(sizeBytes: number): string {
  return formatCount(Math.round(sizeBytes / 1e6));
}

/** @throws ConflictError for an asset that a document of another layout names. */
function requirePiece({ release, pieces }: Upload, asset: string, digest: string): AssetSource {
  const piece = pieces(asset, digest);
  if (piece !== undefined) return piece;
  throw incomplete(release, `an asset ${asset} that this registration does not make`);
}

/** A text that this step wrote to its own folder. */
async function textSource(own: Files, name: string, digest: string): Promise<AssetSource> {
  const { sizeBytes, stream } = await own.open(name);
  return { sizeBytes, sha256: digest, stream };
}
