/** The reference values of tasks in fixtures/tasks/: one file a task, each written by the script beside it. */
import { readdirSync, readFileSync } from 'node:fs';
import {
  predictionsSchema,
  type CostMatrix,
  type PredictionsConfig,
} from '../../../src/shared/domain/config/training-section.ts';
import type { TaskName } from '../../../src/shared/domain/documents/fields.ts';
import { deriveFromLabels } from '../../../src/shared/domain/metrics/forecast-series.ts';
import type { ScoredRows } from '../../../src/shared/domain/metrics/metric.ts';

export interface FixtureCase {
  readonly task: TaskName;
  readonly title: string;
  readonly labels: readonly number[];
  readonly scores: readonly number[];
  readonly threshold?: number;
  readonly classes?: readonly string[];
  /** Further columns, by role. */
  readonly outputs?: Readonly<Record<string, readonly (number | null)[]>>;
  /** Of the configuration, for tasks whose metrics are named after columns. */
  readonly measures?: NonNullable<PredictionsConfig['measures']>;
  /** What is known of the rows, by role. */
  readonly facts?: Readonly<Record<string, readonly number[]>>;
  /** Steps in a season: what follows from the labels of series is known too. */
  readonly season?: number;
  readonly weights?: readonly number[];
  /** One a row; rows that are numbered from 0 stand for themselves. */
  readonly groups: readonly number[];
  /** What `expected_cost` is computed from. */
  readonly costs?: CostMatrix;
  readonly metrics: Readonly<Record<string, FixtureMetric>>;
  /** Metrics without a derivative by the weights of rows: the largest error, quantiles. */
  readonly values?: Readonly<Record<string, Omit<FixtureMetric, 'groupInfluence'>>>;
}

interface FixtureMetric {
  readonly value: number;
  /** Of what a first version is compared with. */
  readonly baseline?: number;
  /** In the order of the groups, as all that follows; absent where a deletion is not computed literally. */
  readonly withoutGroup?: readonly number[];
  readonly groupInfluence: readonly number[];
}

const folder = new URL('fixtures/tasks/', import.meta.url);

export function readTaskFixtures(): readonly FixtureCase[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const { task, cases } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as {
        readonly task: TaskName;
        readonly cases: readonly Omit<FixtureCase, 'task'>[];
      };
      return cases.map((each) => ({ ...each, task }));
    });
}

export function columnsOfFixture({ measures }: FixtureCase): PredictionsConfig {
  return predictionsSchema.parse({ id: 'id', ...(measures !== undefined && { measures }) });
}

export function rowsOfFixture(test: FixtureCase): ScoredRows {
  const { scores, threshold = 0.5, classes, outputs = {}, weights, costs } = test;
  const labels = Float64Array.from(test.labels);
  const rowNumbers = roleColumnsOfFixture(test, labels);
  return {
    labels,
    scores: Float64Array.from(scores),
    threshold,
    outputs: Object.entries(outputs).map(([role, values]) => ({
      role,
      values: Float64Array.from(values, (value) => value ?? Number.NaN),
    })),
    ...(classes !== undefined && { classes }),
    ...(costs !== undefined && { costs }),
    ...(rowNumbers !== undefined && { byRole: rowNumbers }),
    ...(weights !== undefined && { weights: Float64Array.from(weights) }),
  };
}

function roleColumnsOfFixture(
  { facts: written, season }: FixtureCase,
  labels: Float64Array,
): ScoredRows['byRole'] {
  if (written === undefined) return undefined;
  const read = new Map(Object.entries(written).map(([role, values]) => [role, Float64Array.from(values)]));
  return season === undefined ? read : deriveFromLabels({ labels, byRole: read, season });
}
