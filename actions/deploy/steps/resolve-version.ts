/** Which version is deployed: the one that is named, or the one that is assigned to the stage now. */
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import { resolveStage } from '../../../src/shared/domain/registry/resolve-stage.ts';
import { listVersions } from '../../../src/shared/domain/registry/versions.ts';
import { versionTag } from '../../../src/shared/domain/kernel/names.ts';
import type { Wanted } from '../../../src/shared/domain/rollout/last-request.ts';
import type { Tag } from '../../../src/shared/domain/kernel/platform.ts';

export interface ResolvedVersion {
  /** Without the `v`. */
  readonly version: string;
  readonly tag: string;
  readonly commit: string;
  /** Of the tag. */
  readonly message: string;
}

/**
 * @param tags of the model.
 * @returns undefined when the stage is empty.
 * @throws ConflictError for a version that is not registered.
 */
export function resolveVersion(
  tags: readonly Tag[],
  model: string,
  wanted: Wanted,
): ResolvedVersion | undefined {
  const version =
    wanted.kind === 'version' ? wanted.version : resolveStage({ model, stage: wanted.stage, tags })?.version;
  if (version === undefined) return undefined;
  const found = listVersions(model, tags).find((other) => other.version === version);
  if (found === undefined) throw unregistered(model, version);
  const { tag, commit, message } = found;
  return { version, tag, commit, message };
}

function unregistered(model: string, version: string): ConflictError {
  return new ConflictError(
    'NOT_PUBLISHED',
    `${versionTag(model, version)}: expected a registered version, got none`,
    { hint: 'run register with `operation: resolve` to see which versions are registered' },
  );
}
