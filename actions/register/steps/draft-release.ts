/**
 * The draft release of a claimed version: the one that an earlier attempt, or another run, left for the same evidence,
 * else a new one. A draft is found by its tag, and believed only when its `model.json` is of this evidence.
 */
import { modelSchema, type ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { parseDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { attemptUrlOf, isSameRun, repositoryOf } from '../../../src/shared/domain/kernel/origin.ts';
import type { Release } from '../../../src/shared/domain/kernel/platform.ts';
import { MODEL_DOCUMENT } from '../../../src/shared/domain/registry/plan-assets.ts';
import { renderModelCard } from '../../../src/shared/domain/report/model-card.ts';
import { checkSameEvidence } from './check-release.ts';
import type { ClaimedVersion } from './claimed-version.ts';
import type { ConfirmedEvaluation } from './confirm-evaluation.ts';
import type { EvaluatedEvidence } from './open-evaluated-evidence.ts';
import type { RegisterStep } from '../ports.ts';

export interface DraftRequest {
  readonly claim: ClaimedVersion;
  readonly evidence: EvaluatedEvidence;
  readonly confirmed: ConfirmedEvaluation;
}

export interface DraftRelease {
  readonly release: Release;
  /** The `model.json` that it holds, or will hold. */
  readonly document: ModelVersion;
}

/** How long a run waits for the draft of another one that claimed the same version for the same evidence. */
const OTHER_RUN_MS = 30_000;
const REQUEST_AGAIN_MS = 5_000;

/**
 * @param described `model.json` as this run would write it; that of a draft is kept, with its reviewers, even if there
 * are others now.
 * @throws ConflictError DIGEST_MISMATCH when the draft is of other evidence.
 */
export async function openDraft(
  step: RegisterStep,
  request: DraftRequest,
  described: ModelVersion,
): Promise<DraftRelease> {
  const draft = await findDraft(step, request.claim);
  if (draft === undefined)
    return { document: described, release: await createDraft(step, request, described) };
  const left = await readDocument(step, draft);
  if (left === undefined) return { document: described, release: draft };
  checkSameEvidence(draft, left, described);
  return { document: left, release: draft };
}

async function findDraft(step: RegisterStep, claim: ClaimedVersion): Promise<Release | undefined> {
  const { releases, clock } = step.ports;
  // Attempts of one run follow each other; only another run can be working on this claim now.
  const isOwn = isSameRun(claim.claimedBy, attemptUrlOf(step.context));
  const waitMs = isOwn ? 0 : OTHER_RUN_MS;
  for (let waitedMs = 0; ; waitedMs += REQUEST_AGAIN_MS) {
    const found = await releases.findNewest(claim.tag);
    if (found !== undefined || waitedMs >= waitMs) return found;
    await clock.sleep(REQUEST_AGAIN_MS);
  }
}

function createDraft(
  step: RegisterStep,
  { claim, evidence, confirmed }: DraftRequest,
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

/** @returns undefined for a draft whose attempt ended before `model.json`, which is uploaded last. */
async function readDocument({ ports }: RegisterStep, draft: Release): Promise<ModelVersion | undefined> {
  const asset = draft.assets.find(({ name, state }) => name === MODEL_DOCUMENT && state === 'uploaded');
  if (asset === undefined) return undefined;
  const files = await ports.scratch('draft');
  await ports.releases.downloadAsset(draft, asset, { files, path: MODEL_DOCUMENT });
  const where = `draft of ${draft.tag}: ${MODEL_DOCUMENT}`;
  return parseDocument(modelSchema, await files.read(MODEL_DOCUMENT), where);
}
