/**
 * What later checks compare with, as `train` writes it: the profile of the training data, that of labels and
 * predictions, and the metrics by day. Labels and predictions are taken from the training data where these have them,
 * else from what the version predicted on held-out rows; so a model without `train.reference` is monitored by its
 * predictions alone.
 */
import type { ModelConfig } from '../config/config.ts';
import type { PredictionsConfig } from '../config/training-section.ts';
import { nonInputColumns, onlyIdColumn, monitoredPredictions } from '../evaluation/predictions.ts';
import { findColumn, keepColumns } from '../table/table.ts';
import type { NamedTable } from './labels/id-join.ts';
import { findLabeledRows } from './labels/labeled-rows.ts';
import { computeProfile } from './profile/compute-profile.ts';
import { computePerformance } from './profile/performance.ts';
import { countRepeated, type RepeatedIds } from './quality/repeated-ids.ts';
import type { PredictionsProfile, PerformanceProfile, Profile } from './profile/profile.ts';

export interface ReferenceData {
  readonly config: Pick<ModelConfig, 'task' | 'predictions' | 'gate' | 'report'>;
  /** Undefined where the predictions are all that is known. */
  readonly training: NamedTable | undefined;
  /** Of the version, on rows that it was not trained on. */
  readonly predictions: NamedTable | undefined;
}

/** O(rows log rows) a column. @throws DataError when a time, a label or a prediction is none. */
export function computeReference({ config, training, predictions }: ReferenceData): Profile {
  const { predictions: columns, task, gate, report } = config;
  const inputs = training === undefined ? inputsUnknown(predictions) : profileInputs(training, columns);
  if (columns === undefined) return inputs;
  const profiled = profilePredictions(columns, { training, predictions });
  const ids = countIds(columns, training) ?? countIds(columns, predictions);
  // A release is public for good: the values that an evaluation hides are in no other of its files.
  const isHidden = report === 'verdict-only';
  const performance =
    predictions === undefined || isHidden ? undefined : measureDays(predictions, { columns, task, gate });
  return {
    ...inputs,
    ...(ids !== undefined && { ids }),
    ...(profiled.length > 0 && { predictions: [...profiled] }),
    ...(performance !== undefined && { performance }),
  };
}

function countIds(columns: PredictionsConfig, from: NamedTable | undefined): RepeatedIds | undefined {
  const id = onlyIdColumn(columns);
  return id === undefined || from === undefined ? undefined : countRepeated(from.table, id);
}

function inputsUnknown(predictions: NamedTable | undefined): Profile {
  const { rowCount = 0, timeZone } = predictions?.table ?? {};
  return {
    ...{ schema: 'model-steward/profile/1', rows: rowCount, columns: [] },
    ...(timeZone !== undefined && { timeZone: timeZone.name }),
  };
}

function profileInputs(training: NamedTable, columns: PredictionsConfig | undefined): Profile {
  return computeProfile(training.table, {
    where: training.where,
    ...timeOption(training, columns),
    exclude: columns === undefined ? [] : nonInputColumns(columns),
  });
}

function timeOption(
  { table }: NamedTable,
  columns: PredictionsConfig | undefined,
): { readonly time?: string } {
  const time = columns?.time;
  return time === undefined || findColumn(table, time) === undefined ? {} : { time };
}

function profilePredictions(
  columns: PredictionsConfig,
  { training, predictions }: Pick<ReferenceData, 'training' | 'predictions'>,
): readonly PredictionsProfile[] {
  const names = [...monitoredPredictions(columns).keys()];
  const inTraining = names.filter((name) => has(training, name));
  const inPredictions = names.filter((name) => !inTraining.includes(name) && has(predictions, name));
  const profile = (
    source: PredictionsProfile['source'],
    from: NamedTable | undefined,
    wanted: readonly string[],
  ): readonly PredictionsProfile[] => {
    if (from === undefined || wanted.length === 0) return [];
    const option = timeOption(from, columns);
    const kept = keepColumns(from.table, [...wanted, ...Object.values(option)]);
    const { time, columns: found } = computeProfile(kept, { where: from.where, ...option });
    return [{ source, ...(time !== undefined && { time }), columns: found }];
  };
  return [
    ...profile('reference', training, inTraining),
    ...profile('predictions', predictions, inPredictions),
  ];
}

function has(from: NamedTable | undefined, name: string): boolean {
  return from !== undefined && findColumn(from.table, name) !== undefined;
}

function measureDays(
  current: NamedTable,
  { columns, task, gate }: { readonly columns: PredictionsConfig } & Pick<ModelConfig, 'task' | 'gate'>,
): PerformanceProfile | undefined {
  const labeled = findLabeledRows({
    ...{ task, columns, current },
    ...{ labels: undefined, scores: undefined, nowMs: Infinity, labelsAfterMs: 0 },
  });
  return labeled.kind === 'absent' || labeled.rows.labels.length === 0
    ? undefined
    : computePerformance(
        task,
        labeled.rows,
        gate.map(({ metric }) => metric),
      );
}
