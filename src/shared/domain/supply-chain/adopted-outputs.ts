/**
 * Outputs of a pipeline of DVC that a pull request brings with `dvc.lock`. A stage that DVC takes to be up to date is not run,
 * and what the lock file names counts as made by it: then whoever wrote the lock file has made the model and its metrics
 * (docs/trust.md#the-base-decides).
 */
import type { PipelineRecord } from '../documents/pipeline-record.ts';
import { isKeyChange, type MergedChanges } from './merged-changes.ts';
import type { FileChange } from './protected-files.ts';
import type { Protection } from './protection.ts';

export function isOfPipeline({ kind }: FileChange): boolean {
  return kind === 'pipeline';
}

/**
 * Without the lock files of which the run has made all outputs that differ.
 * @param pipeline of `run.json`; undefined where no pipeline trained, so that the run has adopted nothing.
 */
export function withPipelineOfRun(protection: Protection, pipeline: PipelineRecord | undefined): Protection {
  const isAsked = (file: FileChange): boolean => !isOfPipeline(file) || mayBeAdopted(file, pipeline);
  return {
    ...protection,
    files: protection.files.filter(isAsked),
    firstFiles: protection.firstFiles.filter(isAsked),
  };
}

/** The same of what was merged before it. */
export function mergedWithPipelineOfRun(
  merged: MergedChanges | undefined,
  pipeline: PipelineRecord | undefined,
): MergedChanges | undefined {
  if (merged === undefined) return undefined;
  const isLeft = ({ change }: MergedChanges['changes'][number]): boolean =>
    isKeyChange(change) || !isOfPipeline(change) || mayBeAdopted(change, pipeline);
  const [changes, approved] = [merged.changes.filter(isLeft), merged.approved.filter(isLeft)];
  return changes.length + approved.length === 0 && merged.isWhole
    ? undefined
    : { ...merged, changes, approved };
}

/** The entry of a stage that ran is another one than before, unless it has made the same bytes: known where they were nowhere before. */
function mayBeAdopted({ stages }: FileChange, pipeline: PipelineRecord | undefined): boolean {
  if (pipeline === undefined) return false;
  if (pipeline.leftOutCount !== undefined) return true;
  return pipeline.stages.some(
    ({ name, changed, ran, outputs }) =>
      changed !== true &&
      ran !== true &&
      outputs.length > 0 &&
      (stages === undefined || stages.includes(name)),
  );
}
