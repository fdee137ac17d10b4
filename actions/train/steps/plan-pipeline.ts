/**
 * A training by a pipeline of DVC (`train.dvc`), before it runs: the command, what git has of its inputs, and which of its outputs
 * are the model and the metrics (docs/lifecycle.md#a-pipeline-of-dvc).
 */
import { renderDvcRepro, type DvcRun } from '../../../src/shared/domain/config/dvc-section.ts';
import type { ModelConfig } from '../../../src/shared/domain/config/config.ts';
import { commandIn } from '../../../src/shared/domain/config/working-directory.ts';
import { DVC_LOCK, DVC_STAGES, type DvcPipeline } from '../../../src/shared/domain/interop/dvc-pipeline.ts';
import {
  inputsFromOutside,
  overlaps,
  selectDvcStages,
} from '../../../src/shared/domain/interop/select-dvc-stages.ts';
import {
  foldersAbove,
  inFolder,
  isContainedPath,
} from '../../../src/shared/domain/kernel/repository-path.ts';
import { isScript } from '../../../src/shared/domain/supply-chain/script-names.ts';
import type { InputRole } from '../../../src/shared/domain/documents/run.ts';
import type { CommittedFiles, Files } from '../../../src/shared/ports/workspace.ts';
import { hasCache, namesRemote, readPipelines, type PipelinePlace } from './read-pipelines.ts';
import type { TrainSettings } from './settings.ts';

export interface PlannedPipeline {
  readonly run: DvcRun;
  readonly folder: string;
  readonly command: string;
  /** The identities of the stages in the lock files, by name. */
  readonly before: ReadonlyMap<string, string>;
  /** Names of stages whose outputs are nowhere: neither in the checkout, nor where the command gets them from. */
  readonly absent: ReadonlySet<string>;
  /** What git has of that which the stages read; a `.dvc` file stands for its data. */
  readonly inputs: readonly (readonly [path: string, role: InputRole])[];
  /** Paths that the stages make, as far as they have run once. */
  readonly outputs: readonly string[];
  readonly metrics: readonly string[];
  readonly models: readonly string[];
}

/** @throws DataError for a pipeline that cannot be read. */
export async function planPipeline(
  { workspace, committed }: { readonly workspace: Files; readonly committed: CommittedFiles },
  config: ModelConfig,
  run: DvcRun | undefined,
): Promise<PlannedPipeline | undefined> {
  if (run === undefined) return undefined;
  const place = { workspace, committed, folder: config['working-directory'] ?? '' };
  const pipelines = await readPipelines(place);
  const pulls = run.pull ?? (await namesRemote(place));
  const [own] = pipelines;
  return {
    run,
    folder: place.folder,
    command: commandIn(config, renderDvcRepro(run, pulls)),
    before: new Map(pipelines.flatMap(({ stages }) => stages.map(({ name, identity }) => [name, identity]))),
    absent: pulls || (await hasCache(place)) ? new Set() : await findAbsent(place, pipelines),
    inputs: await findInputs(place, pipelines, run),
    outputs: pipelines.flatMap(({ stages }) =>
      stages.flatMap((stage) => stage.outputs.map(({ path }) => path)),
    ),
    metrics: own?.metrics ?? [],
    models: own?.models ?? [],
  };
}

/** What the configuration does not name and `dvc.yaml` does. Of several files none is chosen. */
export function withPipeline(settings: TrainSettings, pipeline: PlannedPipeline | undefined): TrainSettings {
  if (pipeline === undefined) return settings;
  const [model, ...otherModels] = pipeline.models;
  const [metrics, ...otherMetrics] = pipeline.metrics;
  const isOnlyModel = model !== undefined && otherModels.length === 0;
  const isOnlyMetrics = metrics !== undefined && otherMetrics.length === 0;
  return {
    ...settings,
    command: pipeline.command,
    modelFiles: settings.modelFiles.length === 0 && isOnlyModel ? [model] : settings.modelFiles,
    metrics: settings.metrics ?? (isOnlyMetrics ? metrics : undefined),
  };
}

async function findAbsent(
  { workspace }: PipelinePlace,
  pipelines: readonly DvcPipeline[],
): Promise<ReadonlySet<string>> {
  const absent = new Set<string>();
  for (const { name, outputs } of pipelines.flatMap(({ stages }) => stages)) {
    const paths = outputs.map(({ path }) => path);
    const isKnown = paths.length > 0 && paths.every(isContainedPath);
    if (isKnown && (await workspace.match(paths)).length === 0) absent.add(name);
  }
  return absent;
}

async function findInputs(
  { committed, folder }: PipelinePlace,
  pipelines: readonly DvcPipeline[],
  { targets }: DvcRun,
): Promise<PlannedPipeline['inputs']> {
  const stages = selectDvcStages(pipelines, { folder, targets });
  const made = stages.flatMap(({ outputs }) => outputs.map(({ path }) => path));
  const named = [
    ...inputsFromOutside(stages).map(({ path }) => path),
    // Those of a stage that has never run, or that reads more than when it did.
    ...pipelines.filter((pipeline) => pipeline.folder === folder).flatMap(({ read }) => read),
  ].filter((path) => isContainedPath(path) && !made.some((output) => overlaps(output, path)));
  const ofPipelines = pipelines
    .filter(
      (pipeline) => pipeline.folder === folder || pipeline.stages.some((stage) => stages.includes(stage)),
    )
    .flatMap((pipeline) => [DVC_STAGES, DVC_LOCK].map((name) => inFolder(pipeline.folder, name)));
  const inputs = new Map<string, InputRole>();
  for (const path of ofPipelines) if (await committed.exists(path)) inputs.set(path, 'code');
  for (const path of new Set(named))
    for (const file of await filesAt(committed, path))
      inputs.set(file, isScript(file) || isYaml(file) ? 'code' : 'data');
  return [...inputs];
}

/** The file itself, the files of a folder, or the `.dvc` file of the path or of a folder that it lies in. */
async function filesAt(committed: CommittedFiles, path: string): Promise<readonly string[]> {
  if (await committed.exists(path)) return [path];
  for (const tracked of [path, ...foldersAbove(path)]) {
    const pointer = `${tracked}.dvc`;
    if (await committed.exists(pointer)) return [pointer];
  }
  return /[*?{]/.test(path) ? [] : await committed.match([path]);
}

/** Parameters. */
function isYaml(path: string): boolean {
  return /\.(?:ya?ml|toml)$/i.test(path);
}
