/** The version that holds the stage, and the reference profile from its release, verified. */
import { findAssignedVersion } from '../../../src/shared/usecases/model-tags.ts';
import {
  downloadFiles,
  fetchVersion,
  type ReleasedVersion,
} from '../../../src/shared/usecases/released-version.ts';
import { parseProfile, type Profile } from '../../../src/shared/domain/monitoring/profile/profile.ts';
import type { Releases, Tags } from '../../../src/shared/ports/github.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';

export interface MonitoredVersion {
  readonly version: string;
  readonly released: ReleasedVersion;
  /** Undefined when the version was registered without one. */
  readonly reference: { readonly profile: Profile; readonly sha256: string } | undefined;
}

interface VersionPorts {
  readonly tags: Tags;
  readonly releases: Releases;
  readonly scratch: Files;
}

/** @returns undefined when nobody holds the stage. */
export async function fetchMonitoredVersion(
  { tags, releases, scratch }: VersionPorts,
  { model, stage }: { readonly model: string; readonly stage: string },
): Promise<MonitoredVersion | undefined> {
  const assigned = await findAssignedVersion(tags, { model, stage });
  if (assigned === undefined) return undefined;
  const released = await fetchVersion(releases, assigned.tag, scratch);
  const [asset] = await downloadFiles(releases, released, { roles: ['profile'], into: scratch });
  if (asset === undefined) return { version: assigned.version, released, reference: undefined };
  const profile = parseProfile(await scratch.read(asset.path), `${assigned.tag}: ${asset.asset}`);
  return { version: assigned.version, released, reference: { profile, sha256: asset.sha256 } };
}

/** Why there is nothing to compare with; `version` is undefined when nobody holds the stage. */
export function whyNotChecked(model: string, stage: string, version: string | undefined): string {
  return version === undefined
    ? `no version of ${model} holds the stage ${stage}, so there is nothing to look after yet`
    : `version ${version} was registered without a reference profile: name the training data under \`train: reference\`, and the next version can be monitored`;
}
