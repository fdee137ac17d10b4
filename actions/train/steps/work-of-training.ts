/** What the training changed in the workspace, whatever its record has of it. */
import { parsePatterns } from '../../../src/shared/domain/kernel/glob.ts';
import type { FolderStates } from '../../../src/shared/ports/workspace.ts';
import type { TrainPorts } from '../ports.ts';
import { outputsOf } from './committed-rows.ts';
import type { TrainPlan } from './plan-training.ts';

export interface WorkOfTraining {
  /** Files and links that git does not track, and that were not there so before. */
  readonly made: readonly string[];
  /** That git tracks, and that were there, and are not any more, or are no files. */
  readonly removed: readonly string[];
  /** That git tracks, and to which something was done: they may have other bytes, or a flag that hides reads. */
  readonly written: readonly string[];
}

/** @returns undefined where nothing is scored, or an earlier step of the job has trained. */
export async function listBefore(
  { fileReads, workspace }: Pick<TrainPorts, 'fileReads' | 'workspace'>,
  { settings, committed }: Pick<TrainPlan, 'settings' | 'committed'>,
): Promise<FolderStates | undefined> {
  if (settings.score === undefined || settings.command === undefined) return undefined;
  const tracked = await committed.match(['**']);
  // A time that is put back later would count as a change.
  await fileReads.prepare(workspace, { known: tracked, doubted: [] });
  return fileReads.list(workspace, tracked);
}

/** What the configuration names as outputs of the training, and the rows: the record has their digests. */
export function testNamed({
  settings,
  pipeline,
}: Pick<TrainPlan, 'settings' | 'pipeline'>): (path: string) => boolean {
  const { included, parameters, example, score } = settings;
  const isOutput = outputsOf({ settings, pipeline });
  const files = new Set([parameters, example, score?.data]);
  const shown = parsePatterns(included);
  return (path) => files.has(path) || isOutput(path) || shown.matches(path);
}

export interface FilesToCompare {
  readonly tracked: readonly string[];
  /** These are left out. */
  readonly isNamed: (path: string) => boolean;
}

/**
 * @param before undefined where an earlier step of the job has trained: then all that git does not track may be its work.
 */
export function findWork(
  { tracked, isNamed }: FilesToCompare,
  before: FolderStates | undefined,
  now: FolderStates,
): WorkOfTraining {
  const isTracked = new Set(tracked);
  const isOther = (path: string): boolean => before?.get(path) !== now.get(path);
  const compared = tracked.filter((path) => before?.has(path) === true && !isNamed(path));
  return {
    made: [...now.keys()].filter((path) => !isTracked.has(path) && isOther(path) && !isNamed(path)).sort(),
    removed: compared.filter((path) => !now.has(path)),
    written: compared.filter((path) => now.has(path) && isOther(path)),
  };
}
