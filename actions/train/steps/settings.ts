/** What this step does: the inputs over the configuration. Pure. */
import { MINUTE_MS } from '../../../src/shared/domain/kernel/time.ts';
import { includedPatterns } from '../../../src/shared/domain/config/report-section.ts';
import { defaultPath } from '../../../src/shared/domain/config/working-directory.ts';
import { dvcRunOf, type DvcRun } from '../../../src/shared/domain/config/dvc-section.ts';
import { mlprojectRunOf, type MlprojectRun } from '../../../src/shared/domain/config/mlproject-section.ts';
import type { TrackingChoice } from '../../../src/shared/domain/config/training-section.ts';
import type { SelectedModel } from '../../../src/shared/domain/config/select-model.ts';
import { InputError } from '../../../src/shared/domain/kernel/errors.ts';
import type { TrainInputs } from '../inputs.ts';
import { DEFAULT_METRICS } from '../../../src/shared/domain/kernel/names.ts';

export interface ScoreSettings {
  readonly command: string;
  readonly data: string;
  /** Whose code scores the champion. */
  readonly code: 'version' | 'head';
  /** How often what scoring takes is measured for each model. */
  readonly roundCount: number;
  readonly timeoutMs: number;
}

export interface TrainSettings {
  readonly stage: string;
  /** Undefined when the model was trained by an earlier step, or is not to be trained. */
  readonly command: string | undefined;
  /** The entry point whose command it is; undefined where the command was written itself. */
  readonly mlproject: MlprojectRun | undefined;
  /** The pipeline that trains; undefined where a command does. */
  readonly dvc: DvcRun | undefined;
  readonly timeoutMs: number;
  /** How many trainings there are, each with a seed of its own. */
  readonly trainingCount: number;
  /** The names of the models that the command trains, where it trains several. */
  readonly challengers: readonly string[];
  readonly modelFiles: readonly string[];
  /** Whether a training without a model is an error: not where metrics are all that there is. */
  readonly needsModel: boolean;
  /** Undefined: where the files that pin the environment name MLflow. */
  readonly tracking: TrackingChoice | undefined;
  readonly metrics: string | undefined;
  /** Where metrics are looked for when nothing says where they are. */
  readonly defaultMetrics: string;
  readonly parameters: string | undefined;
  readonly predictions: string | undefined;
  readonly example: string | undefined;
  readonly reference: string | undefined;
  readonly score: ScoreSettings | undefined;
  /** Files that the report of the evaluation shows; patterns. */
  readonly included: readonly string[];
  readonly paths: readonly string[];
  readonly data: readonly string[];
}

/** @throws InputError when something that the requested mode needs is missing. */
export function decideSettings(inputs: TrainInputs, { config }: SelectedModel): TrainSettings {
  const { train } = config;
  const isAsConfigured = inputs.command === undefined && inputs.mode === 'train';
  return {
    stage: inputs.stage ?? config.stage,
    command: inputs.command ?? train?.command,
    mlproject: isAsConfigured ? mlprojectRunOf(train?.mlproject) : undefined,
    dvc: isAsConfigured ? dvcRunOf(train?.dvc) : undefined,
    timeoutMs: limit(inputs.timeoutMinutes ?? train?.['timeout-minutes']),
    trainingCount: train?.seeds ?? 1,
    challengers: train?.challengers ?? [],
    modelFiles: inputs.modelFiles.length > 0 ? inputs.modelFiles : (train?.model ?? []),
    needsModel: train !== undefined,
    tracking: train?.tracking,
    metrics: inputs.metrics ?? train?.metrics,
    defaultMetrics: defaultPath(config, DEFAULT_METRICS),
    parameters: inputs.parameters ?? train?.parameters,
    predictions: inputs.predictions ?? train?.predictions,
    example: inputs.example ?? train?.example,
    reference: inputs.reference ?? train?.reference,
    score: scoreSettings(inputs, config.score),
    included: includedPatterns(config.report),
    paths: [...config.paths, ...inputs.paths],
    data: [...config.data, ...inputs.data],
  };
}

function scoreSettings(
  inputs: TrainInputs,
  configured: SelectedModel['config']['score'],
): ScoreSettings | undefined {
  const command = inputs.scoreCommand ?? configured?.command;
  const data = inputs.scoreData ?? configured?.data;
  if (command !== undefined && data !== undefined) {
    return {
      command,
      data,
      code: configured?.code ?? 'version',
      roundCount: configured?.rounds ?? 0,
      timeoutMs: limit(configured?.['timeout-minutes']),
    };
  }
  if (command === undefined && data === undefined && inputs.mode === 'train') return undefined;
  const missing = command === undefined ? 'score-command' : 'score-data';
  throw new InputError('INPUT_INVALID', `input "${missing}": expected a value, got nothing`, {
    hint: 'rows are scored by a command (`score.command`) on a table (`score.data`): both are needed',
  });
}

function limit(minutes: number | undefined): number {
  return minutes === undefined ? Infinity : minutes * MINUTE_MS;
}
