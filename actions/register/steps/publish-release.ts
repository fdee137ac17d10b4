/**
 * Draft → assets → verify → publish. Nothing is visible before it is complete, and what is published never changes.
 * After a crash the same steps find the draft and resume; after the publication they only read.
 */
import type { ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import type { Release } from '../../../src/shared/domain/kernel/platform.ts';
import {
  MODEL_DOCUMENT,
  planAssets,
  type AssetPlan,
} from '../../../src/shared/domain/registry/plan-assets.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import { openVersion, type TaggedVersion } from '../../../src/shared/usecases/released-version.ts';
import { checkComplete, digestsOf } from './check-release.ts';
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
  const plan = planAssets({
    run: evidence.run,
    evaluation: confirmed.evaluation,
    reevaluation: confirmed.reevaluation,
    shown: confirmed.shown?.document,
    withPredictions: await mayPublishPredictions(step),
  });
  const { document, release } = await openDraft(step, request, request.describe(plan.assets));
  const text = canonicalJson(document);
  const texts = new Map([...plan.texts, [MODEL_DOCUMENT, text]]);
  await uploadAssets(step, { release, assets: document.assets, texts, evidence: evidence.files });
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
  readonly evidence: Files;
}

/** One by one, because GitHub limits writes; `model.json`, which names all others, is the last. */
async function uploadAssets({ ports }: RegisterStep, upload: Upload): Promise<void> {
  const { release, assets, texts, evidence } = upload;
  const own = await ports.scratch('assets');
  for (const [name, text] of texts) await own.write(name, text);
  for (const { asset, path } of [...assets, { asset: MODEL_DOCUMENT, path: MODEL_DOCUMENT }]) {
    const source = texts.has(asset) ? { files: own, path: asset } : { files: evidence, path };
    await ports.releases.uploadAsset(release, asset, source);
  }
}
