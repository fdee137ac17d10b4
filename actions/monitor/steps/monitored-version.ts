/** The version that is assigned to the stage, and the reference profile from its release, verified. */
import { findAssignedVersion } from '../../../src/shared/usecases/model-tags.ts';
import {
  downloadFiles,
  fetchVersion,
  type ReleasedVersion,
} from '../../../src/shared/usecases/released-version.ts';
import { parseProfile, type Profile } from '../../../src/shared/domain/monitoring/profile/profile.ts';
import type { MonitorPorts } from '../ports.ts';

export interface MonitoredVersion {
  readonly version: string;
  readonly released: ReleasedVersion;
  /** Undefined when the version was registered without one. */
  readonly reference: { readonly profile: Profile; readonly sha256: string } | undefined;
}

export interface VersionWithReference extends MonitoredVersion {
  readonly reference: NonNullable<MonitoredVersion['reference']>;
}

export function hasReference(monitored: MonitoredVersion): monitored is VersionWithReference {
  return monitored.reference !== undefined;
}

/** @returns undefined while the stage is empty. */
export async function fetchMonitoredVersion(
  ports: Pick<MonitorPorts, 'tags' | 'releases' | 'scratch'>,
  { model, stage }: { readonly model: string; readonly stage: string },
): Promise<MonitoredVersion | undefined> {
  const assigned = await findAssignedVersion(ports.tags, { model, stage });
  if (assigned === undefined) return undefined;
  const files = await ports.scratch('version');
  const released = await fetchVersion(ports, assigned, files);
  const [asset] = await downloadFiles(ports.releases, released, { roles: ['profile'], into: files });
  if (asset === undefined) return { version: assigned.version, released, reference: undefined };
  const profile = parseProfile(await files.read(asset.path), `${assigned.tag}: ${asset.asset}`);
  return { version: assigned.version, released, reference: { profile, sha256: asset.sha256 } };
}

/** Why there is nothing to compare with. @param version undefined while the stage is empty. */
export function describeMissingReference(model: string, stage: string, version: string | undefined): string {
  return version === undefined
    ? `the stage ${stage} of ${model} is empty, so there is nothing to monitor yet`
    : `version ${version} was registered without a reference profile: set \`train.reference\` to the training data, and the next version can be monitored`;
}
