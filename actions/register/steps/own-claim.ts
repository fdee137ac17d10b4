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
import type { EvaluatedEvidence } from './open-evidence.ts';
import { toClaim, type ClaimedVersion } from './claimed-version.ts';
import { findPublished, type PublishedVersion } from './publish-release.ts';
import type { RegisterStep } from '../ports.ts';

export interface OwnClaim {
  readonly claim: ClaimedVersion;
  /** Undefined while it is not published. */
  readonly published: PublishedVersion | undefined;
}

/** @param tags all tags of the model. @throws ConflictError DIGEST_MISMATCH when its release was changed. */
export async function findOwnClaim(
  step: RegisterStep,
  tags: readonly Tag[],
  evidence: EvaluatedEvidence,
): Promise<OwnClaim | undefined> {
  const claims = listVersions(step.model.name, tags).filter(
    ({ message }) => readTagMessage(message).evidence === evidence.key,
  );
  for (const { tag: name, version } of claims) {
    const tag = tags.find((other) => other.name === name);
    if (tag?.taggedAt === undefined) continue;
    const found = await openClaim(step, evidence, { version, tag: { ...tag, taggedAt: tag.taggedAt } });
    if (found.misfit === undefined) return found;
    step.ports.log.warning(describeClaimMisfit(name, found.misfit));
  }
  return undefined;
}

type OpenedClaim = (OwnClaim & { readonly misfit: undefined }) | { readonly misfit: ClaimMisfit };

async function openClaim(
  step: RegisterStep,
  evidence: EvaluatedEvidence,
  { version, tag }: { readonly version: string; readonly tag: Tag & { readonly taggedAt: string } },
): Promise<OpenedClaim> {
  const { modelDigest } = readTagMessage(tag.message);
  const claim = toClaim(version, tag);
  const tagged = checkTaggedClaim(
    { ...claim, tagger: tag.tagger, modelDigest },
    evidence.run.modelSet?.digest,
  );
  if (tagged !== undefined) return { misfit: tagged };
  if (!(await leadsToItsCode(step, claim))) return { misfit: 'commit' };
  const published = await findPublished(step, { tag: tag.name, message: tag.message });
  if (published !== undefined) {
    const { commit, evaluation } = published.document;
    const isSame = commit === claim.codeCommit && evaluation.sha256 === evidence.key;
    return isSame ? { claim, published, misfit: undefined } : { misfit: 'commit' };
  }
  const { commit: head } = await step.ports.checkout.head();
  // What is registered is the tree that is checked out: its inputs are compared, and those of no other commit.
  if (claim.codeCommit !== head) return { misfit: 'commit' };
  return (await isOfItsRun(step, claim)) ? { claim, published, misfit: undefined } : { misfit: 'run' };
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

/** This run made it in an earlier attempt, or the API knows the other run, which saw the same commit. */
async function isOfItsRun({ context, ports }: RegisterStep, claim: ClaimedVersion): Promise<boolean> {
  if (isSameRun(claim.claimedBy, attemptUrlOf(context))) return true;
  const id = runIdOf(claim.claimedBy, repositoryUrlOf(context));
  return id !== undefined && ranOn(claim.codeCommit, await unlessUnknown(() => ports.workflows.run(id)));
}

async function unlessUnknown<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ServiceError && (error.status === 404 || error.status === 422)) return undefined;
    throw error;
  }
}
