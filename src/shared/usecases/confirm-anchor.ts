/**
 * The anchor of a stage as it can be believed. That a version was found superior to the anchor before it stands in its
 * tag, which anybody can write who may push tags: its published evaluation, named by digest in `model.json` and in the
 * tag, has to say the same (docs/trust.md#the-anchor). The claims of earlier anchors were checked when that one was
 * registered, so one claim is read, however old the stage is.
 */
import type { SelectedModel } from '../domain/config/select-model.ts';
import { evaluationSchema, type ReadEvaluation } from '../domain/documents/evaluation.ts';
import { parseDocument } from '../domain/documents/parse-document.ts';
import { foundSuperiorTo } from '../domain/evaluation/found-superior.ts';
import { ConflictError, ServiceError } from '../domain/kernel/errors.ts';
import { resolveAnchor, type Anchor, type AnchorQuery } from '../domain/registry/anchor.ts';
import { EVALUATION_DOCUMENT, REEVALUATION_DOCUMENT } from '../domain/registry/plan-assets.ts';
import type { Tags } from '../ports/github.ts';
import type { Log } from '../ports/runner.ts';
import type { Scratch } from '../ports/workspace.ts';
import { attempt } from './attempt.ts';
import { downloadFiles, fetchVersion, type ReleasedVersion, type VersionPorts } from './released-version.ts';

export interface AnchorPorts extends VersionPorts {
  readonly log: Log;
  readonly scratch: Scratch;
}

export interface ConfirmRequest extends Omit<AnchorQuery, 'disbelieved'> {
  /** A version whose release was read already. */
  readonly known?: ReleasedVersion | undefined;
}

export type ConfirmedAnchor = Anchor & {
  /** Where its release was read for that evaluation. */
  readonly released?: ReleasedVersion;
};

/** By the tags that were read for the champion, and the configuration of the model. */
export async function findAnchor(
  ports: AnchorPorts & { readonly tags: Pick<Tags, 'known'> },
  { name: model, config: { stage, anchor: named } }: SelectedModel,
  known?: ReleasedVersion,
): Promise<ConfirmedAnchor | undefined> {
  return await confirmAnchor(ports, { model, stage, tags: await ports.tags.known(model), named, known });
}

/** Each false claim costs requests: so many of them are no accident. */
const MAX_FALSE_CLAIMS = 3;

/**
 * @returns undefined when no version ever took the stage.
 * @throws what `resolveAnchor` throws, and ConflictError DIGEST_MISMATCH for a stage with many false claims.
 */
export async function confirmAnchor(
  ports: AnchorPorts,
  request: ConfirmRequest,
): Promise<ConfirmedAnchor | undefined> {
  const disbelieved = new Set<string>();
  for (;;) {
    const resolved = resolveAnchor({ ...request, disbelieved });
    if (resolved?.superiorTo === undefined) return resolved?.anchor;
    const { anchor, superiorTo } = resolved;
    const checked = await attempt(() => checkClaim(ports, request, { anchor, superiorTo }));
    if (checked.ok) return { ...anchor, released: checked.value };
    if (checked.error instanceof ServiceError) throw checked.error;
    ports.log.warning(`anchor: ${anchor.tag} does not count: ${checked.error.message}`);
    disbelieved.add(anchor.version);
    if (disbelieved.size > MAX_FALSE_CLAIMS) throw manyFalse(request, [...disbelieved]);
  }
}

interface Claim {
  readonly anchor: Anchor;
  readonly superiorTo: string;
}

/** @throws ConflictError, DataError when the release does not show it. */
async function checkClaim(
  ports: AnchorPorts,
  { known }: ConfirmRequest,
  { anchor, superiorTo }: Claim,
): Promise<ReleasedVersion> {
  const files = await ports.scratch('anchor-claim');
  const released = known?.tag === anchor.tag ? known : await fetchVersion(ports, anchor, files);
  await downloadFiles(ports.releases, released, { roles: ['evaluation'], into: files });
  const decisive = released.document.reevaluation ? REEVALUATION_DOCUMENT : EVALUATION_DOCUMENT;
  const evaluation: ReadEvaluation = parseDocument(
    evaluationSchema,
    await files.read(decisive),
    `${anchor.tag}: ${decisive}`,
  );
  const isOfVersion = evaluation.run === released.document.run;
  if (isOfVersion && foundSuperiorTo(evaluation).includes(superiorTo)) return released;
  throw new ConflictError(
    'DIGEST_MISMATCH',
    `${anchor.tag}: ${decisive}: expected an interval by which the version is superior to ${superiorTo}, as its tag claims, got none`,
    { hint: 'find out who made the tag' },
  );
}

function manyFalse({ model, stage }: ConfirmRequest, versions: readonly string[]): ConflictError {
  return new ConflictError(
    'DIGEST_MISMATCH',
    `anchor of ${model}#${stage}: expected versions whose evaluation shows what their tags claim, got ${versions.join(', ')}`,
    { hint: 'delete their tags, or name the version to compare with as `anchor` in the configuration' },
  );
}
