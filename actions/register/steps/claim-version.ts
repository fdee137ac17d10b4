/**
 * The claim of a version: an annotated tag, created before everything else. Of two runs that want the same number one
 * gets it, and the other tries the next one. The tag names the evidence, so that a run after a crash finds its own.
 */
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import { planVersion, type VersionPlan } from '../../../src/shared/domain/registry/plan-version.ts';
import { renderTagMessage } from '../../../src/shared/domain/registry/tag-message.ts';
import { describeClaimMisfit, describeTagObstacle } from '../../../src/shared/domain/report/tag-text.ts';
import type { NewTag, Tag } from '../../../src/shared/domain/kernel/platform.ts';
import type { EvaluatedEvidence } from './open-evaluated-evidence.ts';
import { attemptUrlOf } from '../../../src/shared/domain/kernel/origin.ts';
import { toClaim, type ClaimedVersion } from './claimed-version.ts';
import { findOwnClaim, type OwnClaim } from './own-claim.ts';
import type { PublishedVersion } from './publish-release.ts';
import { seenLedger } from '../../../src/shared/usecases/ledger-history.ts';
import type { RegisterStep } from '../ports.ts';
import { REQUEST_AGAIN_MS } from '../../../src/shared/usecases/model-tags.ts';
import { awaitOtherTag, MAX_CLAIMS } from './lost-claim.ts';

/** How long a run waits for another one that registers the same evidence at another commit. */
const OTHER_RUN_MS = 120_000;

export interface ClaimOptions {
  /** Digest of the evaluation that the release will have. */
  readonly evaluation: string;
  /** The commit whose tree was compared with the evidence. */
  readonly codeCommit: string;
  /** The newest commit whose merge this registration looked at. */
  readonly mergedCommit: string | undefined;
  /** The versions that the evaluation which decided finds it superior to. */
  readonly superiorTo: readonly string[];
}

export interface VersionClaim {
  readonly claim: ClaimedVersion;
  /** Present when another run has published it by now. */
  readonly published: PublishedVersion | undefined;
}

/**
 * @throws ConflictError VERSION_TAKEN when the requested number is in use; NOT_PUBLISHED while another run is at work on
 * the same evidence, which gets one version.
 */
export async function claimVersion(
  step: RegisterStep,
  evidence: EvaluatedEvidence,
  options: ClaimOptions,
): Promise<VersionClaim> {
  const { model, ports } = step;
  let lost = '';
  for (let claim = 1; claim <= MAX_CLAIMS; claim += 1) {
    const { tags, own } = await awaitOwnClaim(step, evidence);
    if (own?.state === 'published') return own;
    if (own !== undefined) {
      if (own.claim.evaluation === options.evaluation) return { claim: own.claim, published: undefined };
      ports.log.warning(describeClaimMisfit(own.claim.tag, 'evaluation'));
    }
    const { plan, tag } = await planTag(step, { ...options, evidence, tags });
    if ((await ports.tags.create(tag)) === 'created') {
      for (const obstacle of plan.obstacles) ports.log.notice(describeTagObstacle(obstacle, tag.name));
      return { claim: toClaim(plan.version, tag), published: undefined };
    }
    lost = tag.name;
    await awaitOtherTag(ports.clock);
  }
  throw new ConflictError(
    'VERSION_TAKEN',
    `${model.name}: expected to claim a version, lost ${MAX_CLAIMS} times, the last time ${lost}`,
    {
      hint: `other runs register this model, or the list of tags lacks ${lost}: run the job again when they have ended`,
    },
  );
}

interface AwaitedClaim {
  readonly tags: readonly Tag[];
  readonly own: Exclude<OwnClaim, { readonly state: 'elsewhere' }> | undefined;
}

/** One evidence is one version: while another run is at work on it at another commit, this one waits. */
async function awaitOwnClaim(step: RegisterStep, evidence: EvaluatedEvidence): Promise<AwaitedClaim> {
  const { model, ports } = step;
  for (let waitedMs = 0; ; waitedMs += REQUEST_AGAIN_MS) {
    const tags = await ports.tags.ofModel(model.name);
    const own = await findOwnClaim(step, tags, evidence);
    if (own?.state !== 'elsewhere') return { tags, own };
    if (waitedMs >= OTHER_RUN_MS) throw stillAtWork(own.claim);
    await ports.clock.sleep(REQUEST_AGAIN_MS);
  }
}

function stillAtWork({ tag, claimedBy = 'another run', codeCommit }: ClaimedVersion): ConflictError {
  return new ConflictError(
    'NOT_PUBLISHED',
    `${tag}: expected its release, because ${claimedBy} registers the same evidence at ${codeCommit.slice(0, 12)}, got none yet`,
    { hint: 'wait until that run has ended, then run this job again: the same evidence gets one version' },
  );
}

interface ClaimRequest extends ClaimOptions {
  readonly evidence: EvaluatedEvidence;
  /** All tags of the model. */
  readonly tags: readonly Tag[];
}

/** The tag of the next free version. A commit that has a version already gets a child with the same tree. */
async function planTag(
  { context, inputs, model, ports }: RegisterStep,
  { evidence, evaluation, codeCommit, mergedCommit, superiorTo, tags }: ClaimRequest,
): Promise<{ readonly plan: VersionPlan; readonly tag: NewTag }> {
  const { version, bump } = inputs;
  const now = ports.clock.now();
  const plan = planVersion({ model: model.name, tags, commit: codeCommit, now, version, bump });
  const title = `${model.name} v${plan.version}`;
  const commit = plan.ownCommit
    ? await ports.tags.createRegistrationCommit(codeCommit, `Register ${title}`, plan.taggedAt)
    : codeCommit;
  const message = renderTagMessage({
    title,
    evidence: evidence.key,
    evaluation,
    commit: codeCommit,
    merged: mergedCommit,
    modelDigest: evidence.run.modelSet?.digest,
    superiorTo,
    ledger: await seenLedger(ports.ledger),
    run: attemptUrlOf(context),
  });
  return { plan, tag: { name: plan.tag, commit, message, taggedAt: plan.taggedAt } };
}
