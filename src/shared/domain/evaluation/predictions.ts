/** A table of predictions, or of labels, as the columns that a comparison needs. */
import type { PredictionsConfig } from '../config/training-section.ts';
import type { ColumnKind } from '../config/column-kinds.ts';
import { dayOrders, type DayOrder } from '../documents/day-orders.ts';
import type { TaskName } from '../documents/fields.ts';
import { isKnown } from '../documents/open-values.ts';
import { identityColumn } from '../table/access.ts';
import type { EvaluatingConfig } from '../config/select-model.ts';
import { UTC } from '../kernel/time-zone.ts';
import type { KnownDayOrder } from '../table/day-order.ts';
import { nestedNames } from '../table/nested-fields.ts';
import type { ReadKind, ReadOptions } from '../table/read-options.ts';
import type { Table } from '../table/table.ts';
import { TextsBuilder, type Texts } from '../table/texts.ts';

/**
 * The columns that are read, so that the others need not be; undefined where a pattern names some, which only the file
 * can say.
 */
function predictionColumns(
  columns: PredictionsConfig,
  slices: readonly string[],
): readonly string[] | undefined {
  const { probabilities, top = [], score, weight, time } = columns;
  if (typeof probabilities === 'string') return undefined;
  const named = [
    labelColumn(columns),
    score,
    weight,
    time,
    ...Object.values(probabilities ?? {}),
    ...caseColumns(columns),
    ...forecastColumns(columns),
  ];
  return [...idColumns(columns), ...groupColumns(columns), ...top, ...slices, ...named].filter(
    (name) => name !== undefined,
  );
}

/** The columns that identify a row together: those that are named so, or what the task has instead. */
export function idColumns(columns: PredictionsConfig): readonly string[] {
  const { id, query, item, series, time, origin, horizon } = columns;
  const parts = series === undefined ? [query, item] : [series, time, origin, horizon];
  return [id ?? parts].flat().filter((name) => name !== undefined);
}

/** The column that identifies a row alone: of several columns each may repeat. */
export function onlyIdColumn(columns: PredictionsConfig): string | undefined {
  const ids = idColumns(columns);
  return ids.length === 1 ? ids[0] : undefined;
}

/** What to do about repeated ids, where `id` is no key of the task. */
export function hintOfIds({ query, series }: PredictionsConfig): string | undefined {
  if (series !== undefined)
    return 'write one row for each forecast of a time; where a time was forecast several times, name the column that says when or how far ahead as `predictions.origin` or `predictions.horizon`';
  return query === undefined ? undefined : 'write one row for each item of a query';
}

/** The column of the truth; `relevance` is the label of an item. */
export function labelColumn({ label, relevance }: PredictionsConfig): string | undefined {
  return label ?? relevance;
}

/** The columns that identify a row or a user, and those of its label and its prediction: nothing that a model is given. */
export function nonInputColumns(columns: PredictionsConfig): readonly string[] {
  const { user, score, top = [], probabilities } = columns;
  const named = typeof probabilities === 'object' ? Object.values(probabilities) : [];
  return [
    ...idColumns(columns),
    user,
    labelColumn(columns),
    score,
    ...top,
    ...named,
    ...caseColumns(columns),
    ...forecastColumns(columns),
  ].filter((name) => name !== undefined);
}

export type PredictionRole = 'label' | 'score';

/** The columns whose distribution is monitored although the model is not given them: labels, and what is predicted. */
export function monitoredPredictions(columns: PredictionsConfig): ReadonlyMap<string, PredictionRole> {
  const { score, top = [], probabilities, quantiles = {}, measures = {} } = columns;
  const classes = typeof probabilities === 'object' ? Object.values(probabilities) : [];
  const predicted = [score, ...top, ...classes, ...Object.values(quantiles), ...Object.keys(measures)];
  const label = labelColumn(columns);
  return new Map<string, PredictionRole>([
    ...(label === undefined ? [] : [[label, 'label'] as const]),
    ...predicted.flatMap((name) => (name === undefined ? [] : [[name, 'score'] as const])),
  ]);
}

/** Those of a task whose rows are responses to cases. */
function caseColumns({
  repeat,
  evaluator,
  measures = {},
}: PredictionsConfig): readonly (string | undefined)[] {
  return [repeat, ...[evaluator].flat(), ...Object.keys(measures)];
}

/** What is predicted besides, and what errors are measured by. */
function forecastColumns({
  scale,
  naive,
  quantiles = {},
}: PredictionsConfig): readonly (string | undefined)[] {
  return [scale, naive, ...Object.values(quantiles)];
}

function groupColumns({ group, user }: PredictionsConfig): readonly string[] {
  return [...[group].flat(), user].filter((name) => name !== undefined);
}

/** One id a row, as it is written. Several columns are joined by `|`. @throws DataError for a row without a value. */
export function readIds(table: Table, columns: PredictionsConfig, where: string): Texts {
  const parts = idColumns(columns).map((name) => identityColumn(table, name, where));
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const builder = new TextsBuilder(table.rowCount);
  for (let row = 0; row < table.rowCount; row += 1) {
    builder.appendText(parts.map((texts) => escapeSeparator(texts.at(row) ?? '')).join(SEPARATOR));
  }
  return builder.build();
}

const SEPARATOR = '|';

/** So that `a|b` and `c` are another id than `a` and `b|c`. */
function escapeSeparator(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(SEPARATOR, `\\${SEPARATOR}`);
}

/** How a table of predictions or labels is read: the columns with a role, each as its role needs it. */
export function predictionOptions(
  config: ReadingConfig & Partial<Pick<EvaluatingConfig, 'slices'>>,
): ReadOptions {
  const { kinds, ...common } = tableOptions(config);
  if (config.predictions === undefined) return { kinds, ...common };
  const columns = predictionColumns(config.predictions, config.slices?.columns ?? []);
  const { probabilities } = config.predictions;
  const pattern = typeof probabilities === 'string' ? [probabilities] : [];
  const nested = nestedNames([...kinds.keys(), ...pattern]);
  return {
    ...{ kinds, ...common },
    ...(columns !== undefined && { columns }),
    ...(nested.length > 0 && { nested }),
  };
}

/** The keys that say how tables are read. */
export type ReadingConfig = Pick<
  EvaluatingConfig,
  'task' | 'columns' | 'predictions' | 'decimal' | 'time-zone'
>;

/** How a table with all its columns is read. */
export function tableOptions(
  config: ReadingConfig,
): ReadOptions & { readonly kinds: ReadonlyMap<string, ReadKind> } {
  const { decimal, 'time-zone': timeZone } = config;
  const dayOrderOf = dayOrdersOf(config.columns);
  return {
    kinds: columnKindsOf(config),
    ...(decimal !== undefined && { decimal }),
    ...(dayOrderOf.size > 0 && { dayOrderOf }),
    ...(timeZone !== undefined && timeZone !== UTC && { timeZone }),
  };
}

/** Moments of a forecast are ids that are counted with: in any spelling they are the same id. */
function setMoments(
  kinds: Map<string, ReadKind>,
  { series, time, origin, horizon }: PredictionsConfig,
): void {
  if (series === undefined) return;
  for (const name of [time, origin]) if (name !== undefined) kinds.set(name, 'time');
  if (horizon !== undefined) kinds.set(horizon, 'number');
}

/** How labels and predictions are read. A new task does not compile without its row. */
const predictionKinds: Readonly<Record<TaskName, { readonly label: ReadKind; readonly score: ReadKind }>> = {
  binary: { label: 'class', score: 'number' },
  multiclass: { label: 'category', score: 'category' },
  regression: { label: 'number', score: 'number' },
  forecast: { label: 'number', score: 'number' },
  ranking: { label: 'number', score: 'number' },
  scores: { label: 'text', score: 'number' },
  metrics: { label: 'number', score: 'number' },
};

/**
 * What is known of columns before a file is read: `columns` of the configuration, then the roles of `predictions`.
 * Ids are compared as they are written, whatever `columns` says.
 */
function columnKindsOf({
  task,
  columns,
  predictions,
}: Pick<EvaluatingConfig, 'task' | 'columns' | 'predictions'>): ReadonlyMap<string, ReadKind> {
  const kinds = new Map<string, ReadKind>();
  if (predictions !== undefined) {
    const { score, weight, time, probabilities, top = [], measures = {} } = predictions;
    const set = (name: string | undefined, kind: ReadKind): void => {
      if (name !== undefined) kinds.set(name, kind);
    };
    set(score, predictionKinds[task].score);
    set(labelColumn(predictions), predictionKinds[task].label);
    for (const name of top) set(name, predictionKinds[task].label);
    if (typeof probabilities === 'object')
      for (const name of Object.values(probabilities)) set(name, 'number');
    for (const name of Object.keys(measures)) set(name, 'number');
    for (const name of [predictions.repeat, ...[predictions.evaluator].flat()]) set(name, 'text');
    set(weight, 'number');
    for (const name of groupColumns(predictions)) set(name, 'text');
    set(time, 'time');
    for (const name of forecastColumns(predictions)) set(name, 'number');
    for (const [name, kind] of Object.entries(columns)) kinds.set(name, kindOf(kind));
    for (const name of idColumns(predictions)) set(name, 'identity');
    setMoments(kinds, predictions);
    return kinds;
  }
  for (const [name, kind] of Object.entries(columns)) kinds.set(name, kindOf(kind));
  return kinds;
}

type ColumnSetting = EvaluatingConfig['columns'][string];

function kindOf(setting: ColumnSetting): ColumnKind {
  return isDayOrder(setting) ? 'time' : setting;
}

function isDayOrder(setting: ColumnSetting): setting is DayOrder {
  return isKnown(dayOrders, setting);
}

function dayOrdersOf(columns: EvaluatingConfig['columns']): ReadonlyMap<string, KnownDayOrder> {
  return new Map(
    Object.entries(columns).flatMap(([name, setting]) =>
      isDayOrder(setting) ? [[name, { order: setting, saidBy: 'configuration' }] as const] : [],
    ),
  );
}
