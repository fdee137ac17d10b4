/**
 * The task of applications without a label: a model answers cases, perhaps several times, and what an evaluator
 * measured of each response are numbers. A row is a case (evaluation/gather-cases.ts); its label is who measured it.
 */
import {
  QUANTILE_PREFIX,
  meanMetric,
  medianMetric,
  passRateMetric,
  quantileMetric,
  spellMeasure,
  type Measure,
} from '../case-metrics.ts';
import { responsesOf, arePassed, isMeasureRole, meansOfCases, sumResponses } from '../measured-values.ts';
import type { MetricForm, NamingColumns } from '../metric-form.ts';
import type { Metric, Output } from '../metric.ts';
import { isLevel } from '../quantile-metrics.ts';
import {
  encodeByName,
  listDistinct,
  parseMeasurements,
  type Answers,
  type AnswerSource,
  type NamedTask,
} from './task.ts';

/** Named after columns of the configuration: `mean:quality`. */
const measureForms: readonly MetricForm[] = [
  formOfMeasure('mean:', 'quality', meanMetric),
  formOfMeasure('pass_rate:', 'passed', passRateMetric),
  formOfMeasure('median:', 'quality', medianMetric),
  { prefix: QUANTILE_PREFIX, examples: ['quality@0.95', 'quality@0.25'], create: createQuantile },
];

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
  forms: measureForms,
  exampleColumns: { measures: { quality: 'higher', passed: 'higher' } },
  baselines: [],
};

/** Whether a name is one of a metric of a column, whatever columns there are. */
export function isMeasureMetric(name: string): boolean {
  return measureForms.some(({ prefix }) => name.startsWith(prefix));
}

function formOfMeasure(
  prefix: MetricForm['prefix'],
  example: string,
  createOf: (measure: Measure) => Metric,
): MetricForm {
  return {
    prefix,
    examples: [example],
    create: (spelled, columns) => {
      const measure = findMeasure(spelled, columns);
      return measure && createOf(measure);
    },
  };
}

/** The level is a number between 0 and 1 in its shortest spelling. */
function createQuantile(parameter: string, columns: NamingColumns | undefined): Metric | undefined {
  const [, spelled = '', level = ''] = /^(.+)@([^@]+)$/.exec(parameter) ?? [];
  const measure = findMeasure(spelled, columns);
  return measure && isLevel(level) ? quantileMetric(measure, Number(level)) : undefined;
}

function findMeasure(spelled: string, columns: NamingColumns | undefined): Measure | undefined {
  return measuresOf(columns).find(({ column }) => spellMeasure(column) === spelled);
}

/** In the order of the configuration. */
function measuresOf(columns: NamingColumns | undefined): readonly Measure[] {
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
