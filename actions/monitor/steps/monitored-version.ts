/** The version that is assigned to the stage, and the reference profile from its release, verified. */
import { findAssignedVersion } from '../../../src/shared/usecases/model-tags.ts';
import {
  downloadFiles,
  fetchVersion,
  type ReleasedVersion,
} from '../../../src/shared/usecases/released-version.ts';
import type { FirstWindowsSpan } from '../../../src/shared/domain/monitoring/first-windows.ts';
import { parseProfile, type Profile } from '../../../src/shared/domain/monitoring/profile/profile.ts';
import type { MonitorPorts } from '../ports.ts';

export interface MonitoredVersion {
  readonly version: string;
  readonly released: ReleasedVersion;
  /** The tag that gave it the stage. */
  readonly stageTag: string;
  /** Undefined when the version was registered without one. */
  readonly reference: MonitoredReference | undefined;
}

export interface MonitoredReference {
  readonly profile: Profile;
  readonly sha256: string;
  /** Undefined where it is from the release. */
  readonly firstWindows?: FirstWindowsSpan;
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
  const { version, stageTag } = assigned;
  if (asset === undefined) return { version, stageTag, released, reference: undefined };
  const profile = parseProfile(await files.read(asset.path), `${assigned.tag}: ${asset.asset}`);
  return { version, stageTag, released, reference: { profile, sha256: asset.sha256 } };
}

export function describeUnassignedStage(model: string, stage: string): string {
  return `the stage ${stage} of ${model} is empty, so there is nothing to monitor yet`;
}
