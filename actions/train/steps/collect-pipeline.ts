/**
 * What the stages of a pipeline read and made, by the digests that DVC has computed: no data are read again for it. The bytes of
 * outputs that are kept are read anyway, and only of those it is said that they have their digests.
 */
import type { PipelineRecord } from '../../../src/shared/domain/documents/pipeline-record.ts';
import {
  describePipeline,
  parametersOfStages,
} from '../../../src/shared/domain/interop/describe-pipeline.ts';
import { DVC_LOCK, type DvcStage } from '../../../src/shared/domain/interop/dvc-pipeline.ts';
import { overlaps, selectDvcStages } from '../../../src/shared/domain/interop/select-dvc-stages.ts';
import { inFolder } from '../../../src/shared/domain/kernel/repository-path.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import { recordFile } from '../../../src/shared/usecases/record-files.ts';
import type { Kept } from './collect.ts';
import type { TrainPlan } from './plan-training.ts';
import { dvcDigestOf } from './dvc-digest.ts';
import { readPipelines } from './read-pipelines.ts';

export interface CollectedPipeline {
  readonly record: PipelineRecord;
  readonly parameters: DvcStage['parameters'];
  /** The lock files. */
  readonly kept: readonly Kept[];
  /** Paths of the outputs that have their digests. */
  readonly verified: ReadonlySet<string>;
  /** Plain sentences for the report. */
  readonly notes: readonly string[];
}

/**
 * @param outputs files that are kept of the training.
 * @returns undefined where no pipeline trained. @throws DataError for a lock file that cannot be read.
 */
export async function collectPipeline(
  workspace: Files,
  { pipeline, committed, settings }: TrainPlan,
  outputs: readonly Kept[],
): Promise<CollectedPipeline | undefined> {
  if (pipeline === undefined) return undefined;
  const { folder, before, absent, run } = pipeline;
  const pipelines = await readPipelines({ workspace, committed, folder });
  const stages = selectDvcStages(pipelines, { folder, targets: run.targets });
  const kept: Kept[] = [];
  for (const { folder: place, stages: own } of pipelines) {
    if (!own.some((stage) => stages.includes(stage))) continue;
    const path = inFolder(place, DVC_LOCK);
    kept.push({
      role: 'pipeline',
      source: workspace,
      record: await recordFile(workspace, path),
      path: `pipeline/${path}`,
    });
  }
  const { verified, others } = await verify(workspace, stages, outputs);
  return {
    record: describePipeline({
      locks: kept.map(({ record }) => record),
      stages,
      ...{ before, absent },
      pipelines,
      verified,
    }),
    parameters: parametersOfStages(stages),
    kept,
    verified,
    notes: [...others.map(describeOther), ...metricsNote(settings.metrics, pipeline.metrics)],
  };
}

function describeOther(path: string): string {
  return `${path} is not what dvc.lock names: it was changed after the stage that makes it, or .dvcignore leaves out a part of it.`;
}

function metricsNote(metrics: string | undefined, ofPipeline: readonly string[]): readonly string[] {
  if (metrics !== undefined || ofPipeline.length < 2) return [];
  return [
    `dvc.yaml names several metrics files (${ofPipeline.join(', ')}): name the one that counts as \`train.metrics\`.`,
  ];
}

/** The outputs of stages that are kept, or in which files lie that are. */
async function verify(
  workspace: Files,
  stages: readonly DvcStage[],
  outputs: readonly Kept[],
): Promise<{ readonly verified: ReadonlySet<string>; readonly others: readonly string[] }> {
  const paths = outputs.filter(({ source }) => source === workspace).map(({ record }) => record.path);
  const verified = new Set<string>();
  const others: string[] = [];
  for (const entry of stages.flatMap((stage) => stage.outputs)) {
    if (entry.md5 === undefined || !entry.isOfBytes || !paths.some((path) => overlaps(entry.path, path)))
      continue;
    if ((await dvcDigestOf(workspace, entry)) === entry.md5) verified.add(entry.path);
    else others.push(entry.path);
  }
  return { verified, others };
}
