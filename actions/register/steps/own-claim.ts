/**
 * The version that an earlier attempt, or another run, claimed for this very evidence. Anybody who may push tags can
 * write one that names the evidence: it counts only when everything fits (docs/trust.md#a-claim-counts-only-when-everything-fits).
 */
import { ServiceError } from '../../../src/shared/domain/kernel/errors.ts';
import { attemptUrlOf, isSameRun, repositoryUrlOf } from '../../../src/shared/domain/kernel/origin.ts';
import type { Tag } from '../../../src/shared/domain/kernel/platform.ts';
import {
  checkTaggedClaim,
  leadsToCode,
  ranOn,
  runIdOf,
  type ClaimMisfit,
} from '../../../src/shared/domain/registry/check-claim.ts';
import { readTagMessage } from '../../../src/shared/domain/registry/tag-message.ts';
import { listVersions } from '../../../src/shared/domain/registry/versions.ts';
import { describeClaimMisfit } from '../../../src/shared/domain/report/tag-text.ts';
import type { EvaluatedEvidence } from './open-evaluated-evidence.ts';
import { toClaim, type ClaimedVersion } from './claimed-version.ts';
import { findPublished, type PublishedVersion } from './publish-release.ts';
import type { RegisterStep } from '../ports.ts';

export type OwnClaim =
  /** The version of this evidence: there is no second one. */
  | { readonly state: 'published'; readonly claim: ClaimedVersion; readonly published: PublishedVersion }
  /** To be continued here. */
  | { readonly state: 'unpublished'; readonly claim: ClaimedVersion }
  /** Another run, which has not ended, registers this evidence at another commit. */
  | { readonly state: 'elsewhere'; readonly claim: ClaimedVersion };

const precedence = ['published', 'unpublished', 'elsewhere'] as const satisfies readonly OwnClaim['state'][];

/** @param tags all tags of the model. @throws ConflictError DIGEST_MISMATCH when its release was changed. */
export async function findOwnClaim(
  step: RegisterStep,
  tags: readonly Tag[],
  evidence: EvaluatedEvidence,
): Promise<OwnClaim | undefined> {
  const claims = listVersions(step.model.name, tags).filter(
    ({ message }) => readTagMessage(message).evidence === evidence.key,
  );
  const own: OwnClaim[] = [];
  for (const { tag: name, version } of claims) {
    const tag = tags.find((other) => other.name === name);
    if (tag?.taggedAt === undefined) continue;
    const found = await openClaim(step, evidence, { version, tag: { ...tag, taggedAt: tag.taggedAt } });
    if ('misfit' in found) step.ports.log.warning(describeClaimMisfit(name, found.misfit));
    else own.push(found);
  }
  return precedence.flatMap((state) => own.filter((claim) => claim.state === state))[0];
}

async function openClaim(
  step: RegisterStep,
  evidence: EvaluatedEvidence,
  { version, tag }: { readonly version: string; readonly tag: Tag & { readonly taggedAt: string } },
): Promise<OwnClaim | { readonly misfit: ClaimMisfit }> {
  const { modelDigest } = readTagMessage(tag.message);
  const claim = toClaim(version, tag);
  const tagged = checkTaggedClaim(
    { ...claim, tagger: tag.tagger, modelDigest },
    evidence.run.modelSet?.digest,
  );
  if (tagged !== undefined) return { misfit: tagged };
  if (!(await leadsToItsCode(step, claim))) return { misfit: 'commit' };
  // Its `model.json` is compared with the tag, which names this evidence.
  const published = await findPublished(step, { tag: tag.name, message: tag.message });
  return published === undefined
    ? await openUnpublished(step, claim)
    : { state: 'published', claim, published };
}

/** What is registered is the tree that is checked out: its inputs are compared, and those of no other commit. */
async function openUnpublished(
  step: RegisterStep,
  claim: ClaimedVersion,
): Promise<OwnClaim | { readonly misfit: ClaimMisfit }> {
  const { context, ports } = step;
  const { commit: head } = await ports.checkout.head();
  const isHere = claim.codeCommit === head;
  // An earlier attempt of this run has ended.
  if (isSameRun(claim.claimedBy, attemptUrlOf(context)))
    return isHere ? { state: 'unpublished', claim } : { misfit: 'commit' };
  const id = runIdOf(claim.claimedBy, repositoryUrlOf(context));
  const run = id === undefined ? undefined : await unlessUnknown(() => ports.workflows.run(id));
  if (!ranOn(claim.codeCommit, run)) return { misfit: isHere ? 'run' : 'commit' };
  if (isHere) return { state: 'unpublished', claim };
  return run?.isCompleted === false ? { state: 'elsewhere', claim } : { misfit: 'commit' };
}

async function leadsToItsCode(
  { ports }: RegisterStep,
  { commit, codeCommit }: ClaimedVersion,
): Promise<boolean> {
  if (commit === codeCommit) return true;
  const read = async (sha: string) => await unlessUnknown(() => ports.repositories.commit(sha));
  const [target, code] = await Promise.all([read(commit), read(codeCommit)]);
  return target !== undefined && code !== undefined && leadsToCode(target, code);
}

async function unlessUnknown<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ServiceError && (error.status === 404 || error.status === 422)) return undefined;
    throw error;
  }
}
