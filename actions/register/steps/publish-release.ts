/**
 * Draft → assets → verify → publish. Nothing is visible before it is complete, and what is published never changes.
 * After a crash the same steps find the draft and resume; after the publication they only read.
 */
import { fetchVersion } from '../../../src/shared/usecases/released-version.ts';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import { modelSchema, type ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { parseDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import { renderModelCard } from '../../../src/shared/domain/report/model-card.ts';
import {
  MODEL_DOCUMENT,
  planAssets,
  type AssetPlan,
} from '../../../src/shared/domain/registry/plan-assets.ts';
import type { Release } from '../../../src/shared/domain/kernel/platform.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import { attemptUrlOf, isSameRun, repositoryOf } from '../../../src/shared/domain/kernel/origin.ts';
import type { ClaimedVersion } from './claim-version.ts';
import type { ConfirmedEvaluation } from './confirm-evaluation.ts';
import type { EvaluatedEvidence } from './open-evidence.ts';
import type { RegisterStep } from '../ports.ts';

export interface PublishRequest {
  readonly claim: ClaimedVersion;
  readonly evidence: EvaluatedEvidence;
  readonly confirmed: ConfirmedEvaluation;
  /** Builds `model.json` for the planned assets. */
  readonly describe: (assets: AssetPlan['assets']) => ModelVersion;
}

export interface PublishedVersion {
  readonly document: ModelVersion;
  readonly release: Release;
}

/** How long a run waits for the draft of another one that claimed the same version for the same evidence. */
const OTHER_RUN_MS = 30_000;
const REQUEST_AGAIN_MS = 5_000;

/** The published version of a claim, read back and checked; undefined while it is not published. */
export async function findPublished(
  { ports }: RegisterStep,
  tag: string,
): Promise<PublishedVersion | undefined> {
  const release = await ports.releases.find(tag);
  if (release === undefined || release.draft) return undefined;
  const { document } = await fetchVersion(ports.releases, tag, await ports.scratch('published'));
  return { document, release };
}

/** @throws ConflictError DIGEST_MISMATCH when the draft, or what was published, has other bytes. */
export async function publishVersion(step: RegisterStep, request: PublishRequest): Promise<PublishedVersion> {
  const { claim, evidence } = request;
  const { releases } = step.ports;
  const draft = await findDraft(step, claim);
  const plan = planAssets({
    run: evidence.run,
    evaluation: evidence.evaluation,
    reevaluation: request.confirmed.reevaluation,
    withPredictions: await mayPublishPredictions(step),
  });
  const document = (draft && (await readDocument(step, draft))) ?? request.describe(plan.assets);
  checkSameEvidence(claim.tag, document, request.describe(plan.assets));
  const release = draft ?? (await createDraft(step, request, document));
  await uploadAssets(step, { release, document, texts: plan.texts, evidence: evidence.files });
  checkComplete(document, (await releases.find(claim.tag)) ?? release);
  const published = await releases.publish(release);
  checkComplete(document, published);
  return { document, release: published };
}

async function findDraft(step: RegisterStep, claim: ClaimedVersion): Promise<Release | undefined> {
  const { releases, clock } = step.ports;
  // Attempts of one run follow each other; only another run can be working on this claim now.
  const isOwn = isSameRun(claim.claimedBy, attemptUrlOf(step.context));
  const waitMs = isOwn ? 0 : OTHER_RUN_MS;
  for (let waitedMs = 0; ; waitedMs += REQUEST_AGAIN_MS) {
    const found = await releases.find(claim.tag);
    if (found !== undefined || waitedMs >= waitMs) return found;
    await clock.sleep(REQUEST_AGAIN_MS);
  }
}

function createDraft(
  step: RegisterStep,
  { claim, evidence, confirmed }: PublishRequest,
  document: ModelVersion,
): Promise<Release> {
  const body = renderModelCard({
    document,
    run: evidence.run,
    evaluation: confirmed.decisive,
    repository: repositoryOf(step.context),
    serverUrl: step.context.serverUrl,
  });
  const name = `${document.model} ${document.version}`;
  return step.ports.releases.createDraft({ tag: claim.tag, name, body });
}

async function mayPublishPredictions({ inputs, model, ports }: RegisterStep): Promise<boolean> {
  if (inputs.publishPredictions || model.config['publish-predictions']) return true;
  return await ports.repositories.isPrivate();
}

interface Upload {
  readonly release: Release;
  readonly document: ModelVersion;
  readonly texts: AssetPlan['texts'];
  readonly evidence: Files;
}

/** One by one, because GitHub limits writes; `model.json`, which names all others, is the last. */
async function uploadAssets({ ports }: RegisterStep, upload: Upload): Promise<void> {
  const { release, document, evidence } = upload;
  const own = await ports.scratch('assets');
  const texts = new Map([...upload.texts, [MODEL_DOCUMENT, canonicalJson(document)] as const]);
  for (const [name, text] of texts) await own.write(name, text);
  for (const { asset, path } of [...document.assets, { asset: MODEL_DOCUMENT, path: MODEL_DOCUMENT }]) {
    const source = texts.has(asset) ? { files: own, path: asset } : { files: evidence, path };
    await ports.releases.uploadAsset(release, asset, source);
  }
}

/** `model.json` of a draft that an earlier attempt left: its reviewers are kept, even if there are others now. */
async function readDocument({ ports }: RegisterStep, draft: Release): Promise<ModelVersion | undefined> {
  const asset = draft.assets.find(({ name, state }) => name === MODEL_DOCUMENT && state === 'uploaded');
  if (asset === undefined) return undefined;
  const files = await ports.scratch('draft');
  await ports.releases.downloadAsset(draft, asset, { files, path: MODEL_DOCUMENT });
  return parseDocument(
    modelSchema,
    await files.read(MODEL_DOCUMENT),
    `draft of ${draft.tag}: ${MODEL_DOCUMENT}`,
  );
}

function checkSameEvidence(tag: string, found: ModelVersion, expected: ModelVersion): void {
  const identity = ({ model, version, run, evaluation, modelDigest, assets }: ModelVersion): string =>
    canonicalJson({ model, version, run, evaluation, modelDigest, assets });
  if (identity(found) === identity(expected)) return;
  throw new ConflictError(
    'DIGEST_MISMATCH',
    `draft of ${tag}: expected ${MODEL_DOCUMENT} of this evidence, got another`,
    {
      hint: 'delete the draft release, then run the job again',
    },
  );
}

function checkComplete(document: ModelVersion, release: Release): void {
  const sums = new Map(document.assets.map(({ asset, sha256: digest }) => [asset, digest]));
  sums.set(MODEL_DOCUMENT, sha256(canonicalJson(document)));
  for (const asset of release.assets) {
    const expected = sums.get(asset.name);
    sums.delete(asset.name);
    // Where the server reports no digest, the upload was read back.
    if (expected !== undefined && (asset.digest ?? `sha256:${expected}`) === `sha256:${expected}`) continue;
    throw incomplete(release, `${expected === undefined ? 'a foreign' : 'a changed'} asset ${asset.name}`);
  }
  const [missing] = sums.keys();
  if (missing !== undefined) throw incomplete(release, `no asset ${missing}`);
}

function incomplete({ tag }: Release, got: string): ConflictError {
  return new ConflictError(
    'DIGEST_MISMATCH',
    `release of ${tag}: expected exactly the assets of ${MODEL_DOCUMENT}, got ${got}`,
    {
      hint: 'delete the draft release, then run the job again',
    },
  );
}
