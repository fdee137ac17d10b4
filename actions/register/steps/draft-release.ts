/**
 * The draft release of a claimed version: the one that an earlier attempt, or another run, left for the same evidence,
 * else a new one. Drafts of anybody else are left as they are (docs/trust.md#a-claim-counts-only-when-everything-fits).
 */
import { modelSchema, type ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { parseDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { attemptUrlOf, isSameRun, repositoryOf } from '../../../src/shared/domain/kernel/origin.ts';
import type { Release } from '../../../src/shared/domain/kernel/platform.ts';
import {
  draftMark,
  findDraftMisfit,
  isComplete,
  isSameVersion,
  type DraftMisfit,
} from '../../../src/shared/domain/registry/own-draft.ts';
import { MODEL_DOCUMENT } from '../../../src/shared/domain/registry/plan-assets.ts';
import { describeDraftMisfit, type StrangersDraft } from '../../../src/shared/domain/report/draft-text.ts';
import { renderModelCard } from '../../../src/shared/domain/report/model-card.ts';
import type { FoundDraft } from '../../../src/shared/ports/github.ts';
import { attempt } from '../../../src/shared/usecases/attempt.ts';
import { checkSameEvidence } from './check-release.ts';
import type { ClaimedVersion } from './claimed-version.ts';
import type { ConfirmedEvaluation } from './confirm-evaluation.ts';
import type { EvaluatedEvidence } from './open-evaluated-evidence.ts';
import type { RegisterStep } from '../ports.ts';
import { REQUEST_AGAIN_MS } from '../../../src/shared/usecases/model-tags.ts';

export interface DraftRequest {
  readonly claim: ClaimedVersion;
  readonly evidence: EvaluatedEvidence;
  readonly confirmed: ConfirmedEvaluation;
}

export interface DraftRelease {
  /** With the name and the notes that are published. */
  readonly release: Release;
  /** The `model.json` that it holds, or will hold. */
  readonly document: ModelVersion;
}

/** How long a run waits for the draft of another one that claimed the same version for the same evidence. */
const OTHER_DRAFT_MS = 30_000;

/**
 * @param described `model.json` as this run would write it; that of a draft is kept, with its reviewers, even if there
 * are more now.
 * @throws ConflictError DIGEST_MISMATCH when what is published under the tag is of other evidence.
 */
export async function openDraft(
  step: RegisterStep,
  request: DraftRequest,
  described: ModelVersion,
): Promise<DraftRelease> {
  const found = await findDraft(step, request, described);
  const document = found?.document ?? described;
  const notes = notesOf(step, request, document);
  const release = found?.release ?? (await createDraft(step, request, notes));
  return { document, release: { ...release, ...notes } };
}

interface Continued {
  readonly release: Release;
  /** Undefined for a draft whose attempt ended before `model.json`, which is uploaded last. */
  readonly document: ModelVersion | undefined;
}

async function findDraft(
  step: RegisterStep,
  request: DraftRequest,
  described: ModelVersion,
): Promise<Continued | undefined> {
  const { claim } = request;
  const { releases, clock } = step.ports;
  // Attempts of one run follow each other; only another run can be working on this claim now.
  const isOwn = isSameRun(claim.claimedBy, attemptUrlOf(step.context));
  const waitMs = isOwn ? 0 : OTHER_DRAFT_MS;
  for (let waitedMs = 0; ; waitedMs += REQUEST_AGAIN_MS) {
    const { published, drafts } = await releases.newestOf(claim.tag);
    if (published !== undefined) return await continuePublished(step, published, described);
    const opened: Opened[] = [];
    for (const draft of drafts) opened.push(await openFound(step, { request, described }, draft));
    const [own] = opened.flatMap((draft) => ('misfit' in draft ? [] : [draft]));
    if (own !== undefined || waitedMs >= waitMs) {
      warnOfOthers(step, opened);
      return own;
    }
    await clock.sleep(REQUEST_AGAIN_MS);
  }
}

async function continuePublished(
  step: RegisterStep,
  published: Release,
  described: ModelVersion,
): Promise<Continued> {
  const document = await readDocument(step, published);
  if (document !== undefined) checkSameEvidence(published, document, described);
  return { release: published, document };
}

type Opened = Continued | { readonly draft: StrangersDraft; readonly misfit: DraftMisfit };

async function openFound(
  step: RegisterStep,
  { request, described }: { readonly request: DraftRequest; readonly described: ModelVersion },
  draft: FoundDraft,
): Promise<Opened> {
  const { release, isOwn, author } = draft;
  const named = { tag: release.tag, url: release.url, author };
  const misfit = findDraftMisfit(
    { isOwn, body: release.body, assets: release.assets },
    {
      mark: draftMark(request.evidence.key),
      digests: new Map(described.assets.map(({ asset, sha256 }) => [asset, sha256])),
      documentAsset: MODEL_DOCUMENT,
    },
  );
  if (misfit !== undefined) return { draft: named, misfit };
  const read = await attempt(() => readDocument(step, release));
  // A download that failed is no misfit, and ends the step; what is no `model.json` is one.
  if (!read.ok && read.error.code !== 'EVIDENCE_INVALID') throw read.error;
  if (!read.ok || (read.value !== undefined && !isSameVersion(read.value, described)))
    return { draft: named, misfit: 'document' };
  return { release, document: read.value };
}

function warnOfOthers({ ports }: RegisterStep, opened: readonly Opened[]): void {
  for (const other of opened)
    if ('misfit' in other) ports.log.warning(describeDraftMisfit(other.draft, other.misfit));
}

function createDraft(
  step: RegisterStep,
  { claim, evidence }: DraftRequest,
  { name, body }: Pick<Release, 'name' | 'body'>,
): Promise<Release> {
  const marked = `${draftMark(evidence.key)}\n${body}`;
  return step.ports.releases.createDraft({ tag: claim.tag, name, body: marked });
}

function notesOf(
  { context }: RegisterStep,
  { evidence, confirmed }: DraftRequest,
  document: ModelVersion,
): Pick<Release, 'name' | 'body'> {
  const body = renderModelCard({
    document,
    run: evidence.run,
    evaluation: confirmed.decisive,
    repository: repositoryOf(context),
    serverUrl: context.serverUrl,
  });
  return { name: `${document.model} ${document.version}`, body };
}

/** @returns undefined where there is none yet. */
async function readDocument({ ports }: RegisterStep, release: Release): Promise<ModelVersion | undefined> {
  const asset = release.assets.find(({ name, state }) => name === MODEL_DOCUMENT && isComplete(state));
  if (asset === undefined) return undefined;
  const files = await ports.scratch('draft');
  await ports.releases.downloadAsset(release, asset, { files, path: MODEL_DOCUMENT });
  const where = `draft of ${release.tag}: ${MODEL_DOCUMENT}`;
  return parseDocument(modelSchema, await files.read(MODEL_DOCUMENT), where);
}
