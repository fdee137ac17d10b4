/**
 * What golden evaluations are made of: every task, way of grouping, kind of rule and limit that a document of an
 * evaluation can depend on. A limit has a case on each side of it.
 */
import { modelConfigSchema } from '../../../../src/shared/domain/config/config.ts';
import {
  computeEvaluation,
  type EvaluationRequest,
} from '../../../../src/shared/domain/evaluation/compute-evaluation.ts';
import type { ChampionEvidence } from '../../../../src/shared/domain/evaluation/joined-evidence.ts';
import type { Table } from '../../../../src/shared/domain/table/table.ts';
import { runRecord } from '../../../ground/run-record.ts';
import { tableOf } from '../tables.ts';
import { classCases } from './class-cases.ts';
import { crossedCases } from './crossed-cases.ts';
import { forecastCases } from './forecast-cases.ts';
import { rankingCases } from './ranking-cases.ts';
import { sliceCases } from './slice-cases.ts';
import { scoreCases } from './score-cases.ts';
import { trainingCases } from './training-cases.ts';
import { sampleRows, type SampleOptions } from './sample.ts';

type Gate = readonly Readonly<Record<string, unknown>>[];

const columns = { id: 'id', label: 'y', score: 'p' };
const byUser = { ...columns, group: 'user' };
const byDay = { ...columns, time: 'at' };

const BINARY: Gate = [
  { metric: 'roc_auc', 'at-least': 0.6 },
  { metric: 'log_loss', 'superior-by': 0.001 },
  { metric: 'recall', 'not-worse-by': 0.02 },
];
const REGRESSION: Gate = [
  { metric: 'mae', 'superior-by': 0 },
  { metric: 'bias', 'at-most': 0.5 },
];
/** `bias` has no better and no worse, and its champion may be far from zero or at it. */
const RELATIVE: Gate = [
  { metric: 'mae', 'equivalent-within': 0.2 },
  { metric: 'rmse', 'not-worse-by': 0.1, relative: true },
  { metric: 'mse', 'superior-by': 0.05, relative: true },
  { metric: 'bias', 'equivalent-within': 0.3 },
  { metric: 'bias', 'equivalent-within': 0.3, relative: true },
];
/** Of metrics whose baselines are the majority class, the prior, and the positive class. */
const AGAINST_BASELINES: Gate = [
  'accuracy',
  'balanced_accuracy',
  'matthews_corrcoef',
  'recall',
  'log_loss',
  'average_precision',
  'precision',
  'f1',
].map((metric) => ({ metric, 'superior-by': 0 }));
const REPORTED: Gate = [
  { metric: 'profit', 'at-least': 12.5 },
  { metric: 'latency', 'at-most': 79 },
  { metric: 'profit', 'not-worse-by': 1, better: 'higher' },
  { metric: 'latency', 'superior-by': 5, better: 'lower' },
  { metric: 'accuracy', 'superior-by': 0.01 },
  { metric: 'profit', 'equivalent-within': 0.05, relative: true },
];

type Change = Partial<Omit<EvaluationRequest, 'config'>> & {
  readonly config?: Readonly<Record<string, unknown>>;
};

function request({ config, ...change }: Change): EvaluationRequest {
  return {
    model: 'm',
    gate: 'gate',
    config: modelConfigSchema.parse(config),
    run: runRecord({ metrics: { profit: 12.5, latency: 80, accuracy: 0.85 } }),
    challenger: undefined,
    champion: undefined,
    labels: undefined,
    ...change,
  };
}

function championOf(table: Table | undefined, change: Partial<ChampionEvidence> = {}): ChampionEvidence {
  return {
    version: '1.0.0',
    tag: 'm@v1.0.0',
    modelDigest: 'a'.repeat(64),
    predictions: table && { table, source: 'scored' },
    registered: {},
    metrics: undefined,
    ...change,
  };
}

interface PairChange extends Partial<SampleOptions> {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly first?: boolean;
}

/** Both models on the same rows; `first`: the challenger alone. */
function pair(task: SampleOptions['task'], { config, first = false, ...change }: PairChange = {}) {
  return (): EvaluationRequest => {
    const sample = sampleRows({ task, count: 360, groupOf: (row) => (row * row) % 23, ...change });
    const gate = task === 'binary' ? BINARY : REGRESSION;
    return request({
      config: { task, predictions: byUser, gate, ...config },
      challenger: sample.challenger,
      champion: first ? undefined : championOf(sample.champion),
    });
  };
}

/** As many rows for each of so many groups. */
function even(groups: number, rowsOfGroup: number): Pick<SampleOptions, 'count' | 'groupOf'> {
  return { count: groups * rowsOfGroup, groupOf: (row) => row % groups };
}

const users = (count: number, change: PairChange = {}) =>
  pair('regression', { ...even(count, 6), correlation: 0, ...change });

const days = (count: number, correlation: number, change: PairChange = {}) =>
  pair('regression', {
    ...even(count, 12),
    correlation,
    ...change,
    config: { predictions: byDay, ...change.config },
  });

/** One user has so many rows, eleven others ten each. */
const oneLargeUser = (rows: number) =>
  pair('regression', {
    count: rows + 110,
    correlation: 0,
    groupOf: (row) => (row < rows ? 0 : 1 + ((row - rows) % 11)),
  });

const singleRows = (task: SampleOptions['task'], count: number, config: PairChange['config'] = {}) =>
  pair(task, { count, groupOf: (row) => row, first: true, config: { predictions: columns, ...config } });

const firstVersion = (change: PairChange) =>
  pair('binary', { first: true, ...change, config: { gate: AGAINST_BASELINES, ...change.config } });

function reported(champion: ChampionEvidence | undefined, unpaired: 'refuse' | 'accept') {
  return () => request({ config: { task: 'metrics', gate: REPORTED, unpaired }, champion });
}

const withReports = championOf(undefined, { metrics: { profit: 13, latency: 90 } });

function withLabelsFromElsewhere(): EvaluationRequest {
  const { config, challenger, champion, ...rest } = pair('binary')();
  if (challenger === undefined) throw new RangeError('expected predictions');
  const labels = { ...challenger, columns: challenger.columns.filter(({ name }) => name !== 'p') };
  const withoutTruth = {
    ...challenger,
    columns: challenger.columns.map((column) =>
      column.name === 'y' && column.kind === 'number'
        ? { ...column, values: new Float64Array(challenger.rowCount) }
        : column,
    ),
  };
  return { ...rest, config, champion, challenger: withoutTruth, labels };
}

function withClassWords(): EvaluationRequest {
  const { champion, challenger, labels } = sampleRows({ task: 'binary', ...even(70, 5), correlation: 0.5 });
  const named = (table: Table): Table => {
    const words = tableOf({ y: labels.map((label) => (label === 1 ? 'late' : 'on time')) });
    return { ...table, columns: [...table.columns.filter(({ name }) => name !== 'y'), ...words.columns] };
  };
  return request({
    config: { task: 'binary', predictions: { ...byDay, group: 'week', positive: 'late' }, gate: BINARY },
    challenger: named(challenger),
    champion: championOf(named(champion)),
  });
}

function withChangedScores(change: (score: number) => number): EvaluationRequest {
  const { champion, labels } = sampleRows({ task: 'binary', count: 360, groupOf: (row) => row % 12 });
  const columnsOf = (table: Table) =>
    table.columns.map((column) =>
      column.name === 'p' && column.kind === 'number'
        ? { ...column, values: column.values.map(change) }
        : column,
    );
  return request({
    config: {
      task: 'binary',
      predictions: byUser,
      gate: [...BINARY, { metric: 'accuracy', 'superior-by': 0 }],
    },
    challenger: { rowCount: labels.length, columns: columnsOf(champion) },
    champion: championOf(champion),
  });
}

/** No margin is a fraction of an error of 0. */
function againstPerfection(): EvaluationRequest {
  const { challenger, labels } = sampleRows({ task: 'regression', count: 360, groupOf: (row) => row % 12 });
  const columnsOf = challenger.columns.map((column) =>
    column.name === 'p' ? { kind: 'number' as const, name: 'p', values: Float64Array.from(labels) } : column,
  );
  return request({
    config: { task: 'regression', predictions: byUser, gate: RELATIVE },
    challenger,
    champion: championOf({ ...challenger, columns: columnsOf }),
  });
}

const otherAnchor = (change: Partial<ChampionEvidence> = {}): ChampionEvidence =>
  championOf(undefined, { version: '0.9.0', tag: 'm@v0.9.0', ...change });

function withAnchor(choose: (request: EvaluationRequest) => ChampionEvidence | undefined): EvaluationRequest {
  const made = pair('binary')();
  return { ...made, gate: 'gate-retrain', anchor: choose(made) };
}

function withStoredRowsOfAnotherDay(): EvaluationRequest {
  const { champion } = sampleRows({ task: 'binary', count: 300, groupOf: (row) => row % 12 });
  const stored = championOf(champion, { predictions: { table: champion, source: 'stored' } });
  return { ...pair('binary')(), champion: stored };
}

/** Factors of a limit on each side of it, so close that a limit changed by a third is seen. */
const [BELOW, ABOVE] = [0.8, 1.25];
/** What counts as rounding: of a score, and of a metric as a part of the width of its interval. */
const [SCORE_ROUNDING, METRIC_ROUNDING] = [1e-6, 0.01];

/** Every second score of the release differs from the champion's by a bit less than rounding, the others by a bit more. */
function withStoredScoresNearRounding(): EvaluationRequest {
  const { champion, ...rest } = pair('regression')();
  const scored = champion?.predictions?.table;
  if (champion === undefined || scored === undefined) throw new RangeError('expected a champion');
  const shift = (score: number, row: number): number =>
    score + (row % 2 === 0 ? BELOW : ABOVE) * SCORE_ROUNDING * Math.max(1, Math.abs(score));
  const columnsOf = scored.columns.map((column) =>
    column.name === 'p' && column.kind === 'number'
      ? { ...column, values: column.values.map((score, row) => shift(score, row)) }
      : column,
  );
  return { ...rest, champion: { ...champion, stored: { ...scored, columns: columnsOf } } };
}

/** On the rows of its registration, with other predictions and none stored: its metrics alone say whether it changed. */
function withRegisteredMetricsNearRounding(): EvaluationRequest {
  const metrics = ['log_loss', 'brier', 'accuracy', 'recall'] as const;
  const gate = metrics.map((metric) => ({ metric, 'superior-by': 0 }));
  const { champion, ...rest } = pair('binary', { config: { gate } })();
  if (champion === undefined) throw new RangeError('expected a champion');
  const now = computeEvaluation({ ...rest, champion });
  const valueOf = (name: string): number =>
    now.metrics.find(({ metric }) => metric === name)?.comparedValue ?? Number.NaN;
  /** With an interval of width 1. */
  const moved = (metric: string, factor: number) => {
    const value = valueOf(metric) + factor * METRIC_ROUNDING;
    return {
      metric,
      value,
      interval: { estimate: value, lower: value - 0.5, upper: value + 0.5, confidence: 0.95 },
    };
  };
  const withoutInterval = (metric: string, factor: number) => ({
    ...{ metric, value: valueOf(metric) * (1 + factor * SCORE_ROUNDING) },
  });
  const registered = {
    answers: { [now.rows?.digest ?? '']: 'b'.repeat(64) },
    metrics: [
      moved('log_loss', BELOW),
      moved('brier', ABOVE),
      withoutInterval('accuracy', BELOW),
      withoutInterval('recall', ABOVE),
    ],
  };
  return { ...rest, champion: { ...champion, registered } };
}

/** By title. Titles are keys of the golden file. */
export const goldenCases: Readonly<Record<string, () => EvaluationRequest>> = {
  'binary, against a champion': pair('binary'),
  'binary, first version': pair('binary', { first: true }),
  'binary, first version, a bit more than half of the labels positive': firstVersion({ cut: -0.12 }),
  'binary, first version, exactly half of the labels positive': firstVersion({
    labelOf: (row) => row % 2,
    config: { predictions: { ...byUser, threshold: 0.7 } },
  }),
  'binary, first version, a bit less than half of the labels positive': firstVersion({ cut: 0.12 }),
  'binary, first version, every row predicted positive': firstVersion({
    cut: 1,
    config: { predictions: { ...byUser, threshold: 0 } },
  }),
  'binary, labels of one class': pair('binary', { labelOf: () => 1 }),
  'binary, labels from elsewhere': withLabelsFromElsewhere,
  'binary, classes by name, by weeks': withClassWords,
  'binary, the same scores': () => withChangedScores((score) => score),
  'binary, the same order and classes, other scores': () => withChangedScores((score) => 0.05 + 0.9 * score),
  'binary, probabilities of 0 and 1, some of them wrong': () => withChangedScores(Math.round),
  'binary, the champion answers otherwise: its registered metrics at the limits of rounding':
    withRegisteredMetricsNearRounding,
  'regression, the champion answers otherwise: its stored scores at the limits of rounding':
    withStoredScoresNearRounding,
  'binary, stored predictions for other rows': withStoredRowsOfAnotherDay,
  'binary, by days that resemble each other': pair('binary', {
    ...even(30, 12),
    correlation: 0.6,
    config: { predictions: byDay },
  }),
  'binary, a reported value beside predictions': pair('binary', {
    config: { gate: [...BINARY, { metric: 'latency', 'at-most': 100 }] },
  }),
  'binary, retrained, the champion is the anchor': () => withAnchor(({ champion }) => champion),
  'binary, retrained, against an anchor that was scored': () =>
    withAnchor(({ challenger }) =>
      otherAnchor({ predictions: challenger && { table: challenger, source: 'scored' } }),
    ),
  'binary, retrained, against an anchor with stored predictions of other rows': () => {
    const { champion: table } = sampleRows({ task: 'binary', count: 300, groupOf: (row) => row % 12 });
    return withAnchor(() => otherAnchor({ predictions: { table, source: 'stored' } }));
  },
  'binary, retrained, against an anchor without predictions': () => withAnchor(() => otherAnchor()),
  'binary, 4,472 rows by row: each is deleted': singleRows('binary', 4472),
  'binary, 4,473 rows by row: deletions are extrapolated': singleRows('binary', 4473),
  'regression, against a champion': pair('regression'),
  'regression, equivalent, and by fractions of the champion': pair('regression', {
    config: { gate: RELATIVE },
  }),
  'regression, fractions of a champion without errors': againstPerfection,
  'regression, first version': pair('regression', { first: true }),
  'regression, 7 users': users(7),
  'regression, 8 users': users(8),
  'regression, 19 users': users(19),
  'regression, 20 users': users(20),
  'regression, one user with so many rows that G* is just below 4': oneLargeUser(101),
  'regression, one user with fewer rows, G* just above 4': oneLargeUser(98),
  'regression, a user of few rows who looks worst, and is not named': pair('regression', {
    count: 113,
    groupOf: (row) => (row < 3 ? 0 : 1 + ((row - 3) % 11)),
    errorOf: (group) => (group === 0 ? 9 : 0),
  }),
  'regression, labels that differ for one user only': users(12, {
    labelOf: (row) => (row % 12 === 3 ? row : 5),
    config: { gate: [{ metric: 'r2', 'at-least': 0 }] },
  }),
  'regression, users with a tail on one side, skewness just below 1': users(12, {
    errorOf: (group) => (group === 5 ? -2.36 : 0),
  }),
  'regression, users with a tail on one side, skewness just above 1': users(12, {
    errorOf: (group) => (group === 5 ? -2.38 : 0),
  }),
  'regression, 200 rows by row, robust': singleRows('regression', 200, { interval: 'robust' }),
  'regression, 201 rows by row, robust': singleRows('regression', 201, { interval: 'robust' }),
  'regression, 7 days': days(7, 0),
  'regression, 8 days': days(8, 0),
  'regression, 12 days that do not resemble each other': days(12, 0),
  'regression, 14 days of one trend': days(14, 0, { errorOf: (group) => group }),
  'regression, 19 days': days(19, 0),
  'regression, 20 days': days(20, 0),
  'regression, 27 days': days(27, 0.4),
  'regression, 28 days': days(28, 0.4),
  'regression, 40 days that resemble each other strongly': days(40, 0.9),
  'regression, 28 days, robust': days(28, 0.4, { config: { interval: 'robust' } }),
  ...classCases,
  ...forecastCases,
  ...rankingCases,
  ...crossedCases,
  ...sliceCases,
  ...trainingCases,
  ...scoreCases,
  'metrics, first version': reported(undefined, 'refuse'),
  'metrics, against reported values of a champion': reported(withReports, 'refuse'),
  'metrics, against reported values, accepted as they are': reported(withReports, 'accept'),
};
