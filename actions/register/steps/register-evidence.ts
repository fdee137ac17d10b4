/**
 * From evidence to a version: claim → draft → assets → publish → stage → ledger. Each step first looks for
 * what an earlier attempt did, so that a run after a crash goes on, and one after success writes nothing.
 */
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import { buildModelDocument } from '../../../src/shared/domain/registry/model-document.ts';
import { resolveStage } from '../../../src/shared/domain/registry/resolve-stage.ts';
import { readTagMessage } from '../../../src/shared/domain/registry/tag-message.ts';
import { admit, requireFresh, type Admitted } from './admit.ts';
import { claimVersion, findClaim, type ClaimedVersion } from './claim-version.ts';
import { enterLedger } from './enter-ledger.ts';
import type { FoundEvidence } from './find-evidence.ts';
import { stageStateOf, moveStage } from './move-stage.ts';
import { openEvidence, type Evidence } from './open-evidence.ts';
import type { Nothing, Registered, StageState } from '../outcome.ts';
import { findPublished, publishVersion, type PublishedVersion } from './publish-release.ts';
import { listModelTags } from '../../../src/shared/usecases/model-tags.ts';
import type { RegisterStep } from '../ports.ts';
import { advisePromotion, hadStage, requireChampion, stageToTake } from './stage-policy.ts';

/**
 * @returns undefined when the run found that nothing that makes the model had changed (docs/lifecycle.md#an-unaffected-pull-request).
 * @throws ConflictError FORK, EVIDENCE_EXPIRED, EVIDENCE_STALE, CHAMPION_MOVED, NOT_PASSED, DIGEST_MISMATCH …
 */
export async function registerEvidence(
  step: RegisterStep,
  found: FoundEvidence,
): Promise<Registered | Nothing | undefined> {
  if (found.fork) throw refuseFork(found);
  const evidence = await openEvidence(step, found);
  if (evidence === undefined) return undefined;
  const stage = stageToTake(step, found.subject);
  const claimed = await findClaim(step, evidence.key);
  const published = claimed && (await findPublished(step, claimed.tag));
  if (claimed !== undefined && published !== undefined) {
    const isSettled = stage === undefined || (await hadStage(step, claimed, stage));
    if (isSettled)
      return await settle(step, { evidence, claim: claimed, published, stage, admitted: undefined });
  }
  if (claimed === undefined) {
    const same = await findSameModel(step, evidence);
    if (same !== undefined) return same;
    await requireFresh(step, evidence);
  }
  const admitted = await admit(step, evidence);
  const claim = claimed ?? (await claimHead(step, evidence));
  const version = published ?? (await publish(step, { evidence, claim, admitted }));
  return await settle(step, { evidence, claim, published: version, stage, admitted });
}

function refuseFork({ workflowRun }: FoundEvidence): ConflictError {
  const owner = workflowRun.headRepository ?? 'a deleted fork';
  return new ConflictError(
    'FORK',
    `run ${workflowRun.id}: expected evidence of this repository, got that of ${owner}`,
    {
      hint: 'what a fork has trained is never registered: train on the default branch, by the workflow that "retrain.workflow" of the configuration names',
    },
  );
}

/** The same bytes as the champion's need no new version. */
async function findSameModel(step: RegisterStep, { run }: Evidence): Promise<Nothing | undefined> {
  const { name, config } = step.model;
  const tags = await listModelTags(step.ports.tags, step.model.name);
  const assigned = resolveStage({ model: name, stage: config.stage, tags });
  const message = tags.find((tag) => tag.name === assigned?.tag)?.message ?? '';
  if (assigned === undefined || readTagMessage(message).modelDigest !== run.modelSet?.digest)
    return undefined;
  const reason = `the model is byte for byte that of ${assigned.tag}, which holds ${config.stage}`;
  return { kind: 'nothing', model: name, reason, warning: undefined };
}

/** The version belongs to the commit whose tree was compared: the one that is checked out. */
async function claimHead(step: RegisterStep, evidence: Evidence): Promise<ClaimedVersion> {
  const { commit } = await step.ports.checkout.head();
  return await claimVersion(step, evidence, commit);
}

interface Publication {
  readonly evidence: Evidence;
  readonly claim: ClaimedVersion;
  readonly admitted: Admitted;
}

function publish(step: RegisterStep, { evidence, claim, admitted }: Publication): Promise<PublishedVersion> {
  const { judgement, approval, overrides } = admitted;
  return publishVersion(step, {
    claim,
    evidence,
    judgement,
    describe: (assets) =>
      buildModelDocument({
        model: step.model,
        version: claim.version,
        commit: claim.codeCommit,
        run: evidence.run,
        evaluation: evidence.evaluation,
        reevaluation: judgement.again,
        approval,
        overrides,
        assets,
      }),
  });
}

interface Settlement {
  readonly evidence: Evidence;
  readonly claim: ClaimedVersion;
  readonly published: PublishedVersion;
  readonly stage: string | undefined;
  /** Undefined when the version had its stage before: then it is not moved again. */
  readonly admitted: Admitted | undefined;
}

/** What comes after the publication: stage and ledger. */
async function settle(step: RegisterStep, settlement: Settlement): Promise<Registered> {
  const { evidence, claim, published } = settlement;
  const { document, release } = published;
  let hold: StageState | undefined;
  try {
    hold = await takeStage(step, settlement);
  } finally {
    // Also when the stage may not be taken: the version is registered.
    await enterLedger(step);
  }
  return {
    kind: 'registered',
    subject: evidence.subject,
    document,
    tag: claim.tag,
    releaseUrl: release.url,
    stage: hold,
    advice: await advisePromotion(step, evidence.subject, claim),
  };
}

async function takeStage(
  step: RegisterStep,
  { claim, stage, admitted }: Settlement,
): Promise<StageState | undefined> {
  if (stage === undefined) return undefined;
  const { commit, version } = claim;
  if (admitted === undefined)
    return stageStateOf(step, await listModelTags(step.ports.tags, step.model.name), { stage, commit });
  const checkAssigned = requireChampion(step, admitted.judgement, stage);
  return (await moveStage(step, { stage, version, commit, operation: 'promote', checkAssigned })).hold;
}
