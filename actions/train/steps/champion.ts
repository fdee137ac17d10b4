/**
 * The champion: the version that was assigned to the target stage last, by the tags, and what its release says of it.
 * The anchor of that stage in the same form.
 */
import type { SelectedModel } from '../../../src/shared/domain/config/select-model.ts';
import { findAnchor } from '../../../src/shared/usecases/confirm-anchor.ts';
import { findChampion } from '../../../src/shared/usecases/model-tags.ts';
import {
  fetchRun,
  fetchVersion,
  type ReleasedVersion,
  type TaggedVersion,
} from '../../../src/shared/usecases/released-version.ts';
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import type { TrainPorts } from '../ports.ts';

export interface ReleasedOpponent {
  readonly version: string;
  readonly tag: string;
  readonly stage: string;
  readonly released: ReleasedVersion;
  /** The training that it came from; undefined when the release does not have it. */
  readonly run: Run | undefined;
}

/** @returns undefined when no version ever had the stage. */
export async function fetchChampion(
  ports: TrainPorts,
  { model, stage }: { readonly model: string; readonly stage: string },
): Promise<ReleasedOpponent | undefined> {
  const found = await findChampion(ports.tags, { model, stage });
  if (found === undefined) return undefined;
  const { version, tag } = found;
  return { version, tag, stage, ...(await fetchReleased(ports, found, 'champion')) };
}

/**
 * By the tags that were read for the champion.
 * @returns undefined where the champion is the anchor: its predictions are those of the champion.
 */
export async function fetchOtherAnchor(
  ports: TrainPorts,
  model: SelectedModel,
  champion: ReleasedOpponent,
): Promise<ReleasedOpponent | undefined> {
  const { stage } = champion;
  const ofStage = { name: model.name, config: { ...model.config, stage } };
  const anchor = await findAnchor(ports, ofStage, champion.released);
  if (anchor === undefined || anchor.tag === champion.tag) return undefined;
  const { version, tag } = anchor;
  return { version, tag, stage, ...(await fetchReleased(ports, anchor, 'anchor')) };
}

async function fetchReleased(
  ports: TrainPorts,
  { released: known, ...tagged }: TaggedVersion & { readonly released?: ReleasedVersion },
  folder: string,
): Promise<Pick<ReleasedOpponent, 'released' | 'run'>> {
  const files = await ports.scratch(folder);
  const released = known ?? (await fetchVersion(ports, tagged, files));
  return { released, run: await fetchRun(ports.releases, released, files) };
}

/** What `run.json` says of it. */
export function describeChampion({
  version,
  tag,
  stage,
  released,
}: ReleasedOpponent): NonNullable<Run['champion']> {
  return { version, tag, stage, modelDigest: released.document.modelDigest };
}
