/**
 * From evidence to a version: claim → draft → assets → publish → stage → ledger. Each step first looks for what an
 * earlier attempt did, so that a run after a crash resumes, and one after success writes nothing.
 */
import type { ModelFileScan } from '../../../src/shared/domain/documents/file-scan.ts';
import { foundSuperiorTo } from '../../../src/shared/domain/evaluation/found-superior.ts';
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import type { Tag } from '../../../src/shared/domain/kernel/platform.ts';
import { buildModelDocument } from '../../../src/shared/domain/registry/model-document.ts';
import { resolveStage } from '../../../src/shared/domain/registry/resolve-stage.ts';
import { readTagMessage } from '../../../src/shared/domain/registry/tag-message.ts';
import { protectedModel } from '../../../src/shared/domain/supply-chain/protection.ts';
import { admit, requireFresh, type Admitted } from './admit.ts';
import { findMergedUntil } from './read-merged-changes.ts';
import { claimVersion, type VersionClaim } from './claim-version.ts';
import { enterLedger, type OwnVersion } from './enter-ledger.ts';
import type { FoundEvidence } from './find-evidence.ts';
import { stageStateOf, moveStage } from './move-stage.ts';
import { openEvaluatedEvidence, type EvaluatedEvidence } from './open-evaluated-evidence.ts';
import type { Nothing, Registered, StageState } from '../outcome.ts';
import type { ClaimedVersion } from './claimed-version.ts';
import { findOwnClaim } from './own-claim.ts';
import { requireSafeFiles } from './require-safe-files.ts';
import { publishVersion, type PublishedVersion } from './publish-release.ts';
import type { RegisterStep } from '../ports.ts';
import { hadStage, promotionCommand, requireReplaced, stageToTake } from './stage-policy.ts';

/**
 * @returns undefined when the run found that no input of the model had changed (docs/lifecycle.md#an-unaffected-pull-request).
 * @throws ConflictError FORK, EVIDENCE_EXPIRED, EVIDENCE_STALE, CHAMPION_MOVED, NOT_PASSED, DIGEST_MISMATCH …
 */
export async function registerEvidence(
  step: RegisterStep,
  found: FoundEvidence,
): Promise<Registered | Nothing | undefined> {
  if (found.fork) throw refuseFork(found);
  const evidence = await openEvaluatedEvidence(step, found);
  if (evidence === undefined) return undefined;
  if (evidence === 'no-gate') return withoutGate(step);
  const stage = stageToTake(step, found);
  const tags = await step.ports.tags.known(step.model.name);
  const own = await findOwnClaim(step, tags, evidence);
  if (own?.state === 'published') {
    const isFinished = stage === undefined || (await hadStage(step, own.claim, stage));
    if (isFinished) return await finalize(step, { ...own, evidence, stage, admitted: undefined });
  }
  if (own === undefined) {
    const same = findSameModel(step, tags, evidence);
    if (same !== undefined) return same;
  }
  const late = await requireFresh(step, evidence);
  const scan = await requireSafeFiles(step, evidence);
  const admitted = await admit(step, { ...evidence, late }, stage);
  if (admitted === 'no-gate') return withoutGate(step);
  const { claim, published } = own?.state === 'published' ? own : await claimHead(step, evidence, admitted);
  const version = published ?? (await publish(step, { evidence, claim, admitted, scan }));
  return await finalize(step, { evidence, claim, published: version, stage, admitted });
}

/** docs/lifecycle.md#no-gate */
function withoutGate({ model }: RegisterStep): Nothing {
  return {
    kind: 'nothing',
    model: model.name,
    reason: `no gate is configured for ${model.name}, so nothing was decided: add \`gate\`, or register it by hand with \`pull-request\`, \`override: verdict\` and \`override-reason\` (inputs of \`workflow_dispatch\`)`,
    warning: undefined,
  };
}

function refuseFork({ workflowRun }: FoundEvidence): ConflictError {
  const owner = workflowRun.headRepository ?? 'a deleted fork';
  return new ConflictError(
    'FORK',
    `run ${workflowRun.id}: expected evidence of this repository, got that of ${owner}`,
    {
      hint: 'models of forks are never registered: train on the default branch, with the workflow that `retrain.workflow` of the configuration names',
    },
  );
}

/** A model with the same bytes as the assigned version needs no new version. */
function findSameModel(
  step: RegisterStep,
  tags: readonly Tag[],
  { run, protection }: EvaluatedEvidence,
): Nothing | undefined {
  const { name, config } = protectedModel(step.model, protection);
  const assigned = resolveStage({ model: name, stage: config.stage, tags });
  const message = tags.find((tag) => tag.name === assigned?.tag)?.message ?? '';
  if (assigned === undefined || readTagMessage(message).modelDigest !== run.modelSet?.digest)
    return undefined;
  const reason = `the model has the same bytes as ${assigned.tag}, which is assigned to ${config.stage}`;
  return { kind: 'nothing', model: name, reason, warning: undefined };
}

/** The version belongs to the commit whose tree was compared: the one that is checked out. */
async function claimHead(
  step: RegisterStep,
  evidence: EvaluatedEvidence,
  { confirmed }: Admitted,
): Promise<VersionClaim> {
  const { commit: codeCommit } = await step.ports.checkout.head();
  const superiorTo = foundSuperiorTo(confirmed.decisive);
  const evaluation = documentDigest(confirmed.evaluation);
  const mergedCommit = await findMergedUntil(step, evidence, confirmed);
  return await claimVersion(step, evidence, { codeCommit, mergedCommit, evaluation, superiorTo });
}

interface Publication {
  readonly evidence: EvaluatedEvidence;
  readonly claim: ClaimedVersion;
  readonly admitted: Admitted;
  readonly scan: ModelFileScan | undefined;
}

function publish(
  step: RegisterStep,
  { evidence, claim, admitted, scan }: Publication,
): Promise<PublishedVersion> {
  const { confirmed, approval, overrides, unapproved, approvedChanges } = admitted;
  return publishVersion(step, {
    claim,
    evidence,
    confirmed,
    describe: (assets) =>
      buildModelDocument({
        model: step.model,
        version: claim.version,
        commit: claim.codeCommit,
        run: evidence.run,
        evaluation: confirmed.evaluation,
        reevaluation: confirmed.reevaluation,
        shown: confirmed.shown?.description,
        approval,
        overrides,
        unapproved,
        approvedChanges,
        assets,
        answers: confirmed.answers,
        scan,
      }),
  });
}

interface Finalization {
  readonly evidence: EvaluatedEvidence;
  readonly claim: ClaimedVersion;
  readonly published: PublishedVersion;
  readonly stage: string | undefined;
  /** Undefined when the version was assigned before: then the stage is not moved again. */
  readonly admitted: Admitted | undefined;
}

/** What comes after the publication: stage and ledger. */
async function finalize(step: RegisterStep, finalization: Finalization): Promise<Registered> {
  const { evidence, claim, published } = finalization;
  const { document, release } = published;
  let stage: StageState | undefined;
  try {
    stage = await takeStage(step, finalization);
  } finally {
    // Also when the stage may not be moved: the version is registered.
    await enterLedger(step, ownVersion(finalization));
  }
  return {
    kind: 'registered',
    subject: evidence.subject,
    document,
    tag: claim.tag,
    releaseUrl: release.url,
    stage,
    promotion: await promotionCommand(step, evidence, claim),
  };
}

/** What this step has in memory of the release; undefined where another run published it, maybe with other documents. */
function ownVersion({ evidence, claim, published, admitted }: Finalization): OwnVersion | undefined {
  const { document } = published;
  if (admitted === undefined) return undefined;
  const { evaluation, reevaluation } = admitted.confirmed;
  const isSame =
    document.evaluation.sha256 === documentDigest(evaluation) &&
    document.reevaluation?.sha256 === (reevaluation && documentDigest(reevaluation));
  return isSame ? { tag: claim.tag, document, run: evidence.run, evaluation, reevaluation } : undefined;
}

async function takeStage(
  step: RegisterStep,
  { claim, stage, admitted }: Finalization,
): Promise<StageState | undefined> {
  if (stage === undefined) return undefined;
  const { commit, version } = claim;
  if (admitted === undefined)
    return stageStateOf(step, await step.ports.tags.known(step.model.name), { stage, commit });
  const checkAssigned = requireReplaced(admitted.confirmed, stage);
  const moved = await moveStage(step, { stage, version, commit, operation: 'promote', checkAssigned });
  return moved.state;
}
