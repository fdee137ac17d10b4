/**
 * What every metric has to bring. A metric that is registered in a task and lacks something fails here, with a
 * message that says what to do; nothing else has to be remembered.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { taskNames, type TaskName } from '../../../src/shared/domain/documents/fields.ts';
import { isOrdered } from '../../../src/shared/domain/kernel/direction.ts';
import { groupByRow } from '../../../src/shared/domain/statistics/grouped/grouping.ts';
import { rangeWidth, type Metric, type ScoredRows } from '../../../src/shared/domain/metrics/metric.ts';
import { total } from '../../../src/shared/domain/statistics/vectors.ts';
import { documentedMetrics } from '../../../src/shared/domain/metrics/tasks/catalog.ts';
import { exampleMetrics } from '../../../src/shared/domain/metrics/tasks/scores.ts';
import { createWorld } from '../statistics/grouped/simulation.ts';
import { readTaskFixtures, rowsOfFixture } from './task-fixtures.ts';
import { samples } from './task-samples.ts';
import { metricRows } from '../../tools/metric-rows.ts';

const FIXTURES = 'test/domain/metrics/fixtures';
const GROUPED = 'test/domain/statistics/grouped/fixtures';
const README = 'actions/evaluate/README.md';

const catalog = taskNames.flatMap((task) =>
  documentedMetrics(task).map((metric) => ({ task, metric, name: metric.name })),
);

function read(path: string): string {
  return readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
}

function hasTaskFixture(task: TaskName, name: string): boolean {
  return taskFixtures.some(
    (each) => each.task === task && Object.hasOwn({ ...each.metrics, ...each.values }, name),
  );
}

const taskFixtures = readTaskFixtures();

interface Fixture {
  readonly cases: readonly {
    readonly task: string;
    readonly values?: Readonly<Record<string, number>>;
    readonly comparisons?: readonly { readonly metric: string }[];
  }[];
}

/** The value of a metric for what its first version is compared with, on the rows of a challenger. */
interface BaselineReference {
  readonly metric: string;
  readonly task: string;
  readonly labels: readonly number[];
  /** Scores. */
  readonly challenger: readonly number[];
  readonly value: number;
}

const references = JSON.parse(read(`${FIXTURES}/metric-values.json`)) as Fixture & {
  readonly baselines: readonly BaselineReference[];
};
const differences = JSON.parse(read(`${GROUPED}/paired-differences.json`)) as Fixture;

const isPredicted = ({ scores, threshold }: ScoredRows): boolean =>
  scores.some((score) => score >= threshold);
const hasPositive = ({ labels }: ScoredRows): boolean => labels.includes(1);
const isConstant = ({ labels }: ScoredRows): boolean => new Set(labels).size < 2;

/** When each reason holds, by the words of the metrics. */
const conditions: Readonly<Record<string, (rows: ScoredRows) => boolean>> = {
  'no query has a relevant item': ({ labels }) => labels.every((label) => label === 0),
  'no series is longer than a season with labels that differ': ({ byRole }) =>
    byRole?.get('scale')?.every(Number.isNaN) !== false,
  'there are no rows': ({ labels }) => labels.length === 0,
  'the evaluated rows contain one class only': isConstant,
  'no evaluated row is positive': (rows) => !hasPositive(rows),
  'no evaluated row is negative': ({ labels }) => !labels.includes(0),
  'every label is 0, or there are no rows': ({ labels }) => labels.every((label) => label === 0),
  'a label is 0, or there are no rows': ({ labels }) => labels.length === 0 || labels.includes(0),
  'a label or a prediction is below 0, or there are no rows': ({ labels, scores }) =>
    labels.length === 0 || [...labels, ...scores].some((value) => value < 0),
  'no row is predicted positive': (rows) => !isPredicted(rows),
  'no row is positive or predicted positive': (rows) => !hasPositive(rows) && !isPredicted(rows),
  'all labels and predictions are one class': ({ labels, scores }) =>
    new Set([...labels, ...scores]).size < 2,
  'the evaluated rows contain one class only, or one probability separates the classes': ({
    labels,
    scores,
  }) => {
    const [negatives, positives] = [0, 1].map((label) =>
      [...scores].filter((_, row) => labels[row] === label),
    );
    const isBelow = (some: readonly number[] = [], others: readonly number[] = []): boolean =>
      some.every((score) => others.every((other) => score <= other));
    return isBelow(negatives, positives) || isBelow(positives, negatives);
  },
  // Labels that differ too little to measure: test/domain/metrics/metrics.test.ts.
  'the labels of the evaluated rows are equal, or differ too little to measure': isConstant,
};

/** Drawn once for all metrics of a task: drawing takes longer than computing one of them. */
const smallTables = onceEach((task): readonly ScoredRows[] => {
  const world = createWorld(41);
  const pick = (values: readonly number[]): number =>
    values[Math.floor(world.uniform() * values.length)] ?? NaN;
  return Array.from({ length: 2000 }, () => samples[task].small(pick));
});
const randomTables = onceEach((task): readonly ScoredRows[] =>
  Array.from({ length: 600 }, (_, seed) => samples[task].random(seed + 1)),
);

function onceEach<T>(draw: (task: TaskName) => T): (task: TaskName) => T {
  const drawn = new Map<TaskName, T>();
  return (task) => {
    const known = drawn.get(task) ?? draw(task);
    drawn.set(task, known);
    return known;
  };
}

/** Its values, their baseline, deletions of groups and influences in one file. */
const generatorOf = (task: TaskName): string => `${FIXTURES}/tasks/${task}_values.py`;

function valuesOf(metric: Metric, task: TaskName): readonly number[] {
  return randomTables(task).flatMap(
    (rows) => metric.computeStatistic(rows, groupByRow(rows.labels.length))?.value ?? [],
  );
}

describe.each(catalog)('metric $name of the task $task', ({ task, metric, name }) => {
  it('has reference values by scikit-learn', () => {
    const has =
      references.cases.some((each) => each.task === task && each.values?.[name] !== undefined) ||
      hasTaskFixture(task, name);
    expect(
      has,
      `metric "${name}": no reference values; add it to ${generatorOf(task)} and run the line in its header`,
    ).toBe(true);
  });

  it('has reference differences, deletions of groups and influences by scikit-learn', () => {
    const has =
      hasTaskFixture(task, name) ||
      differences.cases.some(
        (each) => each.task === task && each.comparisons?.some((comparison) => comparison.metric === name),
      );
    expect(
      has,
      `metric "${name}": no reference differences; add it to ${generatorOf(task)} and run the line in its header`,
    ).toBe(true);
  });

  it('has a row in the metric list', () => {
    expect(
      read(README),
      `metric "${name}": no row in ${README}; run npm run docs, which writes it from the metric's own words`,
    ).toMatch(new RegExp(`^\\| \`${name}\` +\\| ${task} `, 'm'));
  });

  it('has words that read as "<title> is <meaning>"', () => {
    const { title, meaning } = metric.words;
    const rule = `metric "${name}": correct its words in src/shared/domain/metrics/: expected`;
    expect(title, `${rule} a title with a capital letter`).toMatch(/^[A-Z]/);
    expect(meaning, `${rule} a meaning that follows "is", without a full stop`).toMatch(/^the [^.]+[^.]$/);
    expect(metric.undefinedBecause, `${rule} a reason that follows "because"`).toMatch(/^[a-z].*[^.]$/);
    expect(
      metric.baseline?.words ?? 'that predicts nothing',
      `${rule} words of the baseline that follow "one"`,
    ).toMatch(/^that predicts /);
  });

  it('has a range that its values respect, and reach where it is finite', () => {
    const { lower, upper } = metric.range;
    const values = valuesOf(metric, task);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const rule = `metric "${name}": range ${lower} to ${upper}, but seeded random rows give ${least} to ${most}; correct \`range\``;
    expect(values.length, `metric "${name}": no value on any of 600 random tables`).toBeGreaterThan(100);
    expect(least, rule).toBeGreaterThanOrEqual(lower);
    expect(most, rule).toBeLessThanOrEqual(upper);
    if (Number.isFinite(lower)) expect(least - lower, rule).toBeLessThan(0.1);
    if (Number.isFinite(upper)) expect(upper - most, rule).toBeLessThan(0.1);
    // An end that is open although the values have one would pass all of the above.
    if (lower === -Infinity) expect(least, rule).toBeLessThan(0);
    if (upper === Infinity) expect(most, rule).toBeGreaterThan(1);
  });

  it('is best for perfect predictions, at the better end of its range, and worse for inverted ones', () => {
    const valueOf = (rows: ScoredRows): number =>
      metric.computeStatistic(rows, groupByRow(rows.labels.length))?.value ?? NaN;
    const ends =
      conditions[metric.undefinedBecause]?.(samples[task].perfect) === true
        ? samples[task].uncertain
        : samples[task];
    if (ends === undefined)
      throw new Error(
        `metric "${name}": no value for perfect predictions; add \`uncertain\` rows to the sample of its task`,
      );
    const perfect = valueOf(ends.perfect);
    const inverted = valueOf(ends.inverted);
    const best = {
      ...{ higher: metric.range.upper, lower: metric.range.lower },
      // Quantiles that are all the label contain every label.
      ...{ zero: 0, nominal: NaN },
    }[metric.better];
    const { nominal = NaN } = metric;
    const hint = `metric "${name}": perfect predictions have ${perfect}, inverted ones ${inverted}: correct "better" or "range"`;
    if (Number.isFinite(best)) expect(perfect, hint).toBeCloseTo(best, 12);
    const gap = {
      higher: perfect - inverted,
      lower: inverted - perfect,
      zero: Math.abs(inverted) - Math.abs(perfect),
      nominal: Math.abs(inverted - nominal) - Math.abs(perfect - nominal),
    }[metric.better];
    expect(gap, hint).toBeGreaterThan(0.1);
  });

  it('is the same for other scores in the same order, where it says that it depends on the order alone', () => {
    if (metric.dependsOn !== 'order') return;
    const changed = randomTables(task)
      .slice(0, 200)
      .flatMap((rows) => {
        // Increasing, so that the order stays, ties included; no score but 0 stays what it is.
        const others = { ...rows, scores: rows.scores.map((score) => score ** 3 + 2 * score) };
        const [value, other] = [rows, others].map(
          (each) => metric.computeStatistic(each, groupByRow(rows.labels.length))?.value,
        );
        return value === other ? [] : [[value, other]];
      });
    expect(
      changed,
      `metric "${name}": other scores in the same order change it, so equal order is no proof of an equal metric; set dependsOn to 'scores'`,
    ).toEqual([]);
  });

  it('has a default margin of a few percent: of its range where that is finite, else of its usual value', () => {
    const { defaultMargin } = metric;
    const rule = `metric "${name}": correct \`defaultMargin\`, a loss without a sign that people would act on: expected`;
    const kind = Number.isFinite(rangeWidth(metric)) ? 'absolute' : 'relative';
    expect(defaultMargin.kind, `${rule} "${kind}" for a range of ${rangeWidth(metric)}`).toBe(kind);
    const [size, whole] =
      defaultMargin.kind === 'absolute'
        ? [defaultMargin.value, rangeWidth(metric)]
        : [defaultMargin.fraction, 1];
    expect(size, `${rule} at least 0.5 % of ${whole}`).toBeGreaterThanOrEqual(0.005 * whole);
    expect(size, `${rule} at most 10 % of ${whole}`).toBeLessThanOrEqual(0.1 * whole);
  });

  it('has the value of its baseline, which is a dummy estimator of scikit-learn or chance', () => {
    const ofTask = taskFixtures.flatMap((each) => {
      const known = { ...each.metrics, ...each.values }[name];
      const value = each.task === task ? known?.baseline : undefined;
      return value === undefined ? [] : [{ challenger: rowsOfFixture(each), value }];
    });
    const ofScores = references.baselines
      .filter((each) => each.task === task && each.metric === name)
      .map(({ labels, challenger, value }) => ({
        value,
        challenger: {
          labels: Float64Array.from(labels),
          scores: Float64Array.from(challenger),
          threshold: 0.5,
        },
      }));
    const expected = [...ofTask, ...ofScores];
    if (metric.baseline === undefined) {
      const rule = `metric "${name}": a metric by which one model is better needs a baseline; choose one from metrics/baseline.ts`;
      expect(isOrdered(metric.better), rule).toBe(false);
      return;
    }
    expect(
      expected,
      `metric "${name}": no reference baseline; add it to ${generatorOf(task)} and run the line in its header`,
    ).not.toEqual([]);
    for (const { value, challenger } of expected) {
      const rule = `metric "${name}", baseline "${metric.baseline.words}": its reference has the value ${value}; choose another from metrics/baseline.ts`;
      const statistic = metric.baseline.computeStatistic(
        metric,
        challenger,
        groupByRow(challenger.labels.length),
      );
      expect(statistic?.value, rule).toBeCloseTo(value, 12);
    }
  });

  it('is a proportion exactly where its terms are hits and counted rows', () => {
    for (const rows of smallTables(task)) {
      const statistic = metric.computeStatistic(rows, groupByRow(rows.labels.length));
      if (statistic?.form.kind !== 'proportion') continue;
      const [hits, counted] = [statistic.form.hits, statistic.form.counted].map((counts) =>
        Float64Array.from(counts),
      ) as [Float64Array, Float64Array];
      const rule = `metric "${name}": \`form: 'proportion'\` needs hits among counted rows, of which each counts once at most`;
      expect(
        counted.every((count, row) => [0, count].includes(hits[row]!) && count >= 0 && count <= 1),
        rule,
      ).toBe(true);
      expect(statistic.value, rule).toBeCloseTo(total(hits) / total(counted), 12);
    }
  });

  it('has a finite value exactly where its reason to be undefined does not hold', () => {
    const isUndefined = conditions[metric.undefinedBecause];
    expect(
      isUndefined,
      `metric "${name}": "${metric.undefinedBecause}" is no reason that this test knows; use one of ${Object.keys(conditions).join('; ')}, or add its condition to \`conditions\``,
    ).toBeDefined();
    const wrong = smallTables(task).filter((rows) => {
      const value = metric.computeStatistic(rows, groupByRow(rows.labels.length))?.value;
      return isUndefined?.(rows) === true ? value !== undefined : !Number.isFinite(value);
    });
    const shown = wrong.slice(0, 3).map(({ labels, scores, threshold }) => ({
      ...{ labels: [...labels], scores: [...scores], threshold },
    }));
    expect(
      shown,
      `metric "${name}": ${wrong.length} tables on which "undefined because ${metric.undefinedBecause}" is wrong; correct \`undefinedBecause\` or the value`,
    ).toEqual([]);
  });
});

it('gives each name a title and a direction of its own, whatever the task', () => {
  const meanings = new Map<string, string>();
  const conflicts = catalog.filter(({ name, metric: { words, better } }) => {
    const meaning = `${words.title} ${better}`;
    const known = meanings.get(name) ?? meaning;
    meanings.set(name, meaning);
    return known !== meaning;
  });
  expect(conflicts, 'a rule could mean either: reports show the title alone').toEqual([]);
  const titles = [...new Map(catalog.map(({ name, metric }) => [name, metric.words.title])).values()];
  const repeated = titles.filter((title, index) => titles.indexOf(title) !== index);
  expect(repeated, 'reports show the title alone; give the new metric its own `words`').toEqual([]);
});

it('names each metric once in a task, and no more rows than metrics', () => {
  const names = catalog.map(({ task, name }) => `${task} ${name}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  const ofMeasures = exampleMetrics({ column: 'quality', better: 'higher' });
  expect(metricRows()).toHaveLength(names.length + ofMeasures.length);
});
