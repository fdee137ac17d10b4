/** The champion: the version that is assigned to the target stage, by the tags, and what its release says of it. */
import { findAssignedVersion } from '../../../src/shared/usecases/model-tags.ts';
import {
  fetchRun,
  fetchVersion,
  type ReleasedVersion,
} from '../../../src/shared/usecases/released-version.ts';
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import type { TrainPorts } from '../ports.ts';

export interface Champion {
  readonly version: string;
  readonly tag: string;
  readonly stage: string;
  readonly released: ReleasedVersion;
  /** The training that it came from; undefined when the release does not have it. */
  readonly run: Run | undefined;
}

/** @returns undefined when the stage is empty. */
export async function findChampion(
  ports: TrainPorts,
  { model, stage }: { readonly model: string; readonly stage: string },
): Promise<Champion | undefined> {
  const assigned = await findAssignedVersion(ports.tags, { model, stage });
  if (assigned === undefined) return undefined;
  const { version, tag } = assigned;
  const files = await ports.scratch('champion');
  const released = await fetchVersion(ports, assigned, files);
  return { version, tag, stage, released, run: await fetchRun(ports.releases, released, files) };
}

/** What `run.json` says of it. */
export function describeChampion({ version, tag, stage, released }: Champion): NonNullable<Run['champion']> {
  return { version, tag, stage, modelDigest: released.document.modelDigest };
}
