/**
 * What a metric states of itself besides its values, compared with what seeded random rows give: whether it is a proportion,
 * of which rows, and how far a changed row can move it. Golden lines hold the metrics that were there when they were written;
 * these hold each metric of the catalog.
 */
import { describe, expect, it } from 'vitest';
import { taskNames, type TaskName } from '../../../src/shared/domain/documents/fields.ts';
import {
  boundChange,
  rangeWidth,
  type Metric,
  type ScoredRows,
} from '../../../src/shared/domain/metrics/metric.ts';
import { exampleMetrics, taskOf } from '../../../src/shared/domain/metrics/tasks/catalog.ts';
import { groupByRow } from '../../../src/shared/domain/statistics/grouped/grouping.ts';
import type { Statistic } from '../../../src/shared/domain/statistics/grouped/statistic.ts';
import { total } from '../../../src/shared/domain/statistics/vectors.ts';
import { filesOfMetric } from './metric-files.ts';
import { readShare, shareWords } from './meaning-of-proportion.ts';
import { samples } from './task-samples.ts';

const catalog = taskNames.flatMap((task) => {
  const { metrics, metricsOnRequest = [], forms = [] } = taskOf(task);
  return [
    ...[...metrics, ...metricsOnRequest].map((metric) => ({
      task,
      metric,
      name: metric.name,
      stem: metric.name,
    })),
    ...forms.flatMap((form) =>
      exampleMetrics(task, form).map((metric) => ({ task, metric, name: metric.name, stem: form.prefix })),
    ),
  ];
});

const tables = new Map(
  taskNames.map((task) => [task, Array.from({ length: 200 }, (_, seed) => samples[task].random(seed + 1))]),
);

function measure(metric: Metric, rows: ScoredRows): Statistic | undefined {
  return metric.computeStatistic(rows, groupByRow(rows.labels.length));
}

function measured(metric: Metric, task: TaskName) {
  return (tables.get(task) ?? []).flatMap((rows) => {
    const statistic = measure(metric, rows);
    return statistic === undefined ? [] : [{ rows, statistic }];
  });
}

/**
 * Of hits ÷ counted rows, a hit has the influence (1 − value) ÷ counted, a miss −value ÷ counted, any other row none.
 * @returns undefined where all counted rows are alike, so that none has an influence.
 */
function hasInfluencesOfProportion({ value, rowInfluence }: Statistic): boolean | undefined {
  const isNear = (one: number, other: number): boolean => Math.abs(one - other) < 1e-9;
  const counted = rowInfluence.filter((influence) => !isNear(influence, 0));
  if (counted.length === 0 || value <= 0 || value >= 1) return undefined;
  return counted.every((influence) =>
    [1 - value, -value].some((part) => isNear(influence, part / counted.length)),
  );
}

/** None states a bound, so infinity counts: what few rows can do to them is never called small. */
const WITHOUT_BOUND = ['calibration_slope', 'rmsle', 'explained_variance', 'max_error'];

/** Row `row` as the model predicts row `from`. */
function withRowOf({ row, from }: { row: number; from: number }, rows: ScoredRows): ScoredRows {
  const change = (values: Float64Array): Float64Array =>
    values.map((value, index) => (index === row ? values[from]! : value));
  const { outputs } = rows;
  return {
    ...{ ...rows, scores: change(rows.scores) },
    ...(outputs && { outputs: outputs.map((output) => ({ ...output, values: change(output.values) })) }),
  };
}

describe.each(catalog)('metric $name of the task $task', ({ task, metric, name, stem }) => {
  const named = `metric "${name}" of ${filesOfMetric(stem).join(' or ') || `src/shared/domain/metrics/tasks/${task}.ts`}`;

  it('has the form "proportion" where each row counts as a hit, a miss or not at all', () => {
    const known = measured(metric, task).flatMap(({ statistic }) => {
      const isProportion = hasInfluencesOfProportion(statistic);
      return isProportion === undefined ? [] : [{ isProportion, kind: statistic.form.kind }];
    });
    // Fewer tables may look like it by chance.
    if (known.length < 10 || !known.every(({ isProportion }) => isProportion)) return;
    expect(
      [...new Set(known.map(({ kind }) => kind))],
      `${named}: on all of ${known.length} random tables it is hits ÷ counted rows; write \`form: 'proportion'\`, whose intervals keep their rate near 0 and 1`,
    ).toEqual(['proportion']);
  });

  it('is a proportion of all rows where it says so', () => {
    if (metric.isProportionOfRows !== true) return;
    const wrong = measured(metric, task).filter(({ rows, statistic: { form, value } }) => {
      if (form.kind !== 'proportion' || rows.labels.length === 0) return true;
      const hits = total(Float64Array.from(form.hits));
      return form.counted.some((count) => count !== 1) || Math.abs(value - hits / rows.labels.length) > 1e-12;
    });
    expect(
      wrong.length,
      `${named}: on so many random tables it is no mean of hits over all rows, so no row is won or lost by it; remove \`isProportionOfRows\``,
    ).toBe(0);
  });

  it('counts the rows, and as hits those, that its meaning says', () => {
    if (task !== 'binary' || stem !== name) return;
    const known = measured(metric, task).flatMap(({ rows, statistic: { form } }) =>
      form.kind === 'proportion' ? [{ rows, form }] : [],
    );
    if (known.length === 0) return;
    const share = readShare(metric.words.meaning);
    const words = `"the share of <rows> <which>", of ${shareWords.join(', ')}`;
    const rule = `${named}: its meaning is "${metric.words.meaning}"; expected ${words}, which test/domain/metrics/meaning-of-proportion.ts has`;
    expect(share, rule).toBeDefined();
    const wrong = known.filter(({ rows: { labels, scores, threshold }, form }) =>
      labels.some((label, row) => {
        const one = { isPositive: label === 1, isPredicted: scores[row]! >= threshold };
        const isCounted = share?.isCounted(one) === true;
        return (
          (form.counted[row] !== 0) !== isCounted ||
          (isCounted && (form.hits[row] !== 0) !== share.isHit(one))
        );
      }),
    );
    expect(
      wrong.length,
      `${named}: on so many random tables it counts other rows than its meaning says, which may be that of another metric; correct its words`,
    ).toBe(0);
  });

  it('moves no farther than it says by the scores of one row, and nearly as far', () => {
    if (metric.largestChange === undefined) {
      const isBounded = Number.isFinite(rangeWidth(metric)) || WITHOUT_BOUND.includes(name);
      const rule = `${named}: its range is infinite, so that without \`largestChange\` no number bounds what a changed row does; add it, or add the metric to WITHOUT_BOUND`;
      expect(isBounded, rule).toBe(true);
      return;
    }
    const parts = measured(metric, task).flatMap(({ rows, statistic }) => {
      const count = rows.labels.length;
      // One of a few rows is no small share.
      if (count < 10) return [];
      const bound = boundChange(metric, rows, 1 / count);
      return [0, Math.floor(count / 2), count - 1].flatMap((row) => {
        const other = measure(metric, withRowOf({ row, from: (7 * row + 3) % count }, rows));
        const change = Math.abs((other?.value ?? NaN) - statistic.value);
        return change > 0 ? [change / bound] : [];
      });
    });
    const rule = `${named}: correct \`largestChange\`; a changed row moves it by this much of what it says:`;
    expect(parts.length, `${named}: no changed row of a random table moves it`).toBeGreaterThan(20);
    expect(Math.max(...parts), rule).toBeLessThanOrEqual(1 + 1e-9);
    expect(Math.max(...parts), rule).toBeGreaterThan(0.25);
  });
});

it('names only metrics of the catalog as those without a bound', () => {
  const without = catalog.filter(
    ({ metric }) => metric.largestChange === undefined && !Number.isFinite(rangeWidth(metric)),
  );
  expect([...new Set(without.map(({ name }) => name))].toSorted()).toEqual(WITHOUT_BOUND.toSorted());
});
