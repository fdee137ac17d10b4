/**
 * The claim of a version: an annotated tag, created before everything else. Of two runs that want the same number one
 * gets it, and the other tries the next one. The tag names the evidence, so that a run after a crash finds its own.
 */
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import { planVersion, type VersionPlan } from '../../../src/shared/domain/registry/plan-version.ts';
import { renderTagMessage } from '../../../src/shared/domain/registry/tag-message.ts';
import { describeTagObstacle } from '../../../src/shared/domain/report/tag-text.ts';
import type { NewTag, Tag } from '../../../src/shared/domain/kernel/platform.ts';
import type { EvaluatedEvidence } from './open-evidence.ts';
import { attemptUrlOf } from '../../../src/shared/domain/kernel/origin.ts';
import { toClaim, type ClaimedVersion } from './claimed-version.ts';
import { findOwnClaim } from './own-claim.ts';
import type { RegisterStep } from '../ports.ts';

/** Each lost claim means that another run won one; more in a row than this is a fault and no race. */
const MAX_CLAIMS = 20;
const LAG_MS = 1_000;

/** @throws ConflictError VERSION_TAKEN when the requested number is in use. */
export async function claimVersion(
  step: RegisterStep,
  evidence: EvaluatedEvidence,
  codeCommit: string,
): Promise<ClaimedVersion> {
  const { model, ports } = step;
  let lost = '';
  for (let claim = 1; claim <= MAX_CLAIMS; claim += 1) {
    const tags = await ports.tags.ofModel(model.name);
    const own = await findOwnClaim(step, tags, evidence);
    if (own !== undefined) return own.claim;
    const { plan, tag } = await planTag(step, { evidence, codeCommit, tags });
    if ((await ports.tags.create(tag)) === 'created') {
      for (const obstacle of plan.obstacles) ports.log.notice(describeTagObstacle(obstacle, tag.name));
      return toClaim(plan.version, tag);
    }
    lost = tag.name;
    // The tag of the other run may take a moment to be listed.
    await ports.clock.sleep(LAG_MS);
  }
  throw new ConflictError(
    'VERSION_TAKEN',
    `${model.name}: expected to claim a version, lost ${MAX_CLAIMS} times, the last time ${lost}`,
    {
      hint: `other runs register this model, or the list of tags lacks ${lost}: run the job again when they have ended`,
    },
  );
}

interface ClaimRequest {
  readonly evidence: EvaluatedEvidence;
  readonly codeCommit: string;
  /** All tags of the model. */
  readonly tags: readonly Tag[];
}

/** The tag of the next free version. A commit that has a version already gets a child with the same tree. */
async function planTag(
  { context, inputs, model, ports }: RegisterStep,
  { evidence, codeCommit, tags }: ClaimRequest,
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
    commit: codeCommit,
    modelDigest: evidence.run.modelSet?.digest,
    run: attemptUrlOf(context),
  });
  return { plan, tag: { name: plan.tag, commit, message, taggedAt: plan.taggedAt } };
}
