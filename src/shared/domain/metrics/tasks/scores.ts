/**
 * The task of applications without a label: a model answers cases, perhaps several times, and what an evaluator
 * measured of each response are numbers. A row is a case (evaluation/gather-cases.ts); its label is who measured it.
 */
import type { PredictionsConfig } from '../../config/training-section.ts';
import {
  meanMetric,
  medianMetric,
  passRateMetric,
  quantileMetric,
  spellMeasure,
  type Measure,
} from '../case-metrics.ts';
import { responsesOf, arePassed, isMeasureRole, meansOfCases, sumResponses } from '../measured-values.ts';
import type { Metric, Output } from '../metric.ts';
import {
  encodeByName,
  listDistinct,
  parseMeasurements,
  type Answers,
  type AnswerSource,
  type NamedTask,
} from './task.ts';

export const scores: NamedTask<'scores'> = {
  name: 'scores',
  hasCases: true,
  encodeClasses: ({ labels }) => listDistinct(labels),
  labels: { encode: encodeByName, check: () => undefined },
  scores: parseMeasurements('predictions'),
  readAnswers: readMeasures,
  metrics: [],
  listMetrics: (columns, rows) =>
    measuresOf(columns).map((measure) =>
      arePassed(responsesOf(rows, measure.column)) ? passRateMetric(measure) : meanMetric(measure),
    ),
  parseMetric: parseCaseMetric,
  baselines: [],
};

const METRIC_OF: Readonly<Record<string, (measure: Measure) => Metric>> = {
  mean: meanMetric,
  pass_rate: passRateMetric,
  median: medianMetric,
};

const QUANTILE = 'quantile';
const EXAMPLE_LEVEL = 0.95;

/** One of each kind, for the list of metrics. */
export function exampleMetrics(measure: Measure): readonly Metric[] {
  return [
    ...Object.values(METRIC_OF).map((create) => create(measure)),
    quantileMetric(measure, EXAMPLE_LEVEL),
  ];
}

/** Whether a name is one of a metric of a column, whatever columns there are. */
export function isMeasureMetric(name: string): boolean {
  return [...Object.keys(METRIC_OF), QUANTILE].some((kind) => name.startsWith(`${kind}:`));
}

/** `mean:quality` and `quantile:latency@0.95`, where `quality` and `latency` are measures. */
function parseCaseMetric(name: string, columns: PredictionsConfig | undefined): Metric | undefined {
  const [, kind = '', spelled = ''] = /^([a-z_]+):(.+)$/.exec(name) ?? [];
  if (kind === QUANTILE) return parseQuantile(spelled, columns);
  const create = Object.hasOwn(METRIC_OF, kind) ? METRIC_OF[kind] : undefined;
  const measure = findMeasure(spelled, columns);
  return measure === undefined ? undefined : create?.(measure);
}

/** The level is a number between 0 and 1 in its shortest spelling. */
function parseQuantile(text: string, columns: PredictionsConfig | undefined): Metric | undefined {
  const [, spelled = '', digits = ''] = /^(.+)@(0\.\d{1,10})$/.exec(text) ?? [];
  const [level, measure] = [Number(digits), findMeasure(spelled, columns)];
  if (measure === undefined || level === 0 || String(level) !== digits) return undefined;
  return quantileMetric(measure, level);
}

function findMeasure(spelled: string, columns: PredictionsConfig | undefined): Measure | undefined {
  return measuresOf(columns).find(({ column }) => spellMeasure(column) === spelled);
}

/** In the order of the configuration. */
function measuresOf(columns: PredictionsConfig | undefined): readonly Measure[] {
  return Object.entries(columns?.measures ?? {}).map(([column, better]) => ({ column, better }));
}

/** The columns of `gatherCases`, sorted by their roles so that the digest of the answers has one order. */
function readMeasures({ table, columns }: AnswerSource): Answers {
  const names = Object.keys(columns.measures ?? {}).sort();
  const wanted = new Set(names);
  const outputs = table.columns.flatMap((column): readonly Output[] =>
    column.kind === 'number' && isMeasureRole(column.name, wanted)
      ? [{ role: column.name, values: column.values }]
      : [],
  );
  const [first = ''] = names;
  return {
    scores: meansOfCases(sumResponses(responsesOf({ outputs }, first), table.rowCount)),
    outputs,
  };
}
