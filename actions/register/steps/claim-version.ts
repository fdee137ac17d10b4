/**
 * The claim of a version: an annotated tag, created before everything else. Of two runs that want the same number one
 * gets it, and the other tries the next one. The tag names the evidence, so that a run after a crash finds its own.
 */
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import { planVersion } from '../../../src/shared/domain/registry/plan-version.ts';
import { readTagMessage, renderTagMessage } from '../../../src/shared/domain/registry/tag-message.ts';
import { listVersions } from '../../../src/shared/domain/registry/versions.ts';
import type { NewTag, Tag } from '../../../src/shared/domain/kernel/platform.ts';
import type { EvaluatedEvidence } from './open-evidence.ts';
import { listModelTags } from '../../../src/shared/usecases/model-tags.ts';
import { attemptUrlOf } from '../../../src/shared/domain/kernel/origin.ts';
import type { RegisterStep } from '../ports.ts';

export interface ClaimedVersion {
  readonly version: string;
  readonly tag: string;
  /** The commit that the tag leads to. */
  readonly commit: string;
  /** The commit of the code: the same, or its parent. */
  readonly codeCommit: string;
  /** RFC 3339. */
  readonly taggedAt: string;
  /** Address of the attempt that created the tag. */
  readonly claimedBy: string | undefined;
}

/** Each lost claim means that another run won one; more in a row than this is a fault and no race. */
const MAX_CLAIMS = 20;
const LAG_MS = 1_000;

/** The version that was claimed for this very evidence. */
export async function findClaim(step: RegisterStep, key: string): Promise<ClaimedVersion | undefined> {
  return claimOf(step, await listModelTags(step.ports.tags, step.model.name), key);
}

/** @throws ConflictError VERSION_TAKEN when the requested number is in use. */
export async function claimVersion(
  step: RegisterStep,
  evidence: EvaluatedEvidence,
  codeCommit: string,
): Promise<ClaimedVersion> {
  const { model, ports } = step;
  for (let claim = 1; claim <= MAX_CLAIMS; claim += 1) {
    const tags = await listModelTags(ports.tags, model.name);
    const own = claimOf(step, tags, evidence.key);
    if (own !== undefined) return own;
    const { version, tag } = await planTag(step, { evidence, codeCommit, tags });
    if ((await ports.tags.create(tag)) === 'created') return toClaim(version, tag);
    // The tag of the other run may take a moment to be listed.
    await ports.clock.sleep(LAG_MS);
  }
  throw new ConflictError(
    'VERSION_TAKEN',
    `${model.name}: expected to claim a version, lost ${MAX_CLAIMS} times`,
    {
      hint: 'run the job again',
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
): Promise<{ readonly version: string; readonly tag: NewTag }> {
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
  return { version: plan.version, tag: { name: plan.tag, commit, message, taggedAt: plan.taggedAt } };
}

function claimOf({ model }: RegisterStep, tags: readonly Tag[], key: string): ClaimedVersion | undefined {
  const found = listVersions(model.name, tags).find(
    ({ message }) => readTagMessage(message).evidence === key,
  );
  const tag = tags.find(({ name }) => name === found?.tag);
  return found === undefined || tag?.taggedAt === undefined
    ? undefined
    : toClaim(found.version, { ...tag, taggedAt: tag.taggedAt });
}

function toClaim(version: string, tag: Tag & { readonly taggedAt: string }): ClaimedVersion {
  const { name, commit, message, taggedAt } = tag;
  const { run: claimedBy, commit: codeCommit = commit } = readTagMessage(message);
  return { version, tag: name, commit, codeCommit, taggedAt, claimedBy };
}
