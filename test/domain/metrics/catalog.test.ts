/**
 * What every metric has to bring. A metric that is registered in a task and lacks something fails here, with a
 * message that says what to do; nothing else has to be remembered.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { taskNames, type TaskName } from '../../../src/shared/domain/documents/fields.ts';
import { groupByRow } from '../../../src/shared/domain/statistics/grouped/grouping.ts';
import { rangeWidth, type Metric, type ScoredRows } from '../../../src/shared/domain/metrics/metric.ts';
import { total } from '../../../src/shared/domain/statistics/vectors.ts';
import { metricsOfTask } from '../../../src/shared/domain/metrics/tasks/catalog.ts';
import { createWorld, type World } from '../statistics/grouped/simulation.ts';
import { metricRows } from '../../tools/metric-rows.ts';

const FIXTURES = 'test/domain/metrics/fixtures';
const GROUPED = 'test/domain/statistics/grouped/fixtures';
const README = 'actions/evaluate/README.md';

const catalog = taskNames.flatMap((task) =>
  metricsOfTask(task).map((metric) => ({ task, metric, name: metric.name })),
);

function read(path: string): string {
  return readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
}

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

interface TaskSample {
  /** Ground truth on which a metric has a value. */
  readonly labels: readonly number[];
  /** The prediction that is as wrong as can be. */
  readonly invert: (label: number) => number;
  readonly drawLabel: (world: World, kind: Kind) => number;
  readonly drawScore: (world: World, kind: Kind, label: number) => number;
}

/** How a table of random rows differs from the next one: good, useless and inverted models; rare and frequent classes. */
interface Kind {
  readonly seed: number;
  readonly skill: number;
  readonly prior: number;
}

const numbers: TaskSample = {
  labels: [1, 2, 4, 3, 7, 5],
  invert: (label) => -label,
  drawLabel: (world, { seed }) => 10 ** (seed % 5) * world.normal(),
  drawScore: (world, { seed, skill }, label) => (seed % 11 === 0 ? label : skill * label + world.normal()),
};

/** One sample a task: the properties below are of all metrics of all tasks. */
const samples: Readonly<Record<TaskName, TaskSample>> = {
  binary: {
    labels: [0, 1, 1, 0, 1, 0],
    invert: (label) => 1 - label,
    drawLabel: (world, { prior }) => (world.normal() > prior ? 1 : 0),
    drawScore: (world, { seed, skill }, label) => {
      const digits = 10 ** (seed % 3);
      return Math.round(digits / (1 + Math.exp(-skill * (label - 0.5) - world.normal()))) / digits;
    },
  },
  regression: numbers,
  metrics: numbers,
};

function randomRows(task: TaskName, seed: number): ScoredRows {
  const world = createWorld(seed);
  const count = 2 + Math.floor(world.uniform() * 60);
  const skill = [-3, -1, 0, 1, 3, 30, -30][seed % 7] ?? 0;
  const kind = { seed, skill, prior: world.normal() };
  const labels = Float64Array.from({ length: count }, () => samples[task].drawLabel(world, kind));
  const scores = labels.map((label) => samples[task].drawScore(world, kind, label));
  return { labels, scores, threshold: [0, 0.3, 0.5, 1][seed % 4] ?? 0.5 };
}

const isPredicted = ({ scores, threshold }: ScoredRows): boolean =>
  scores.some((score) => score >= threshold);
const hasPositive = ({ labels }: ScoredRows): boolean => labels.includes(1);
const isConstant = ({ labels }: ScoredRows): boolean => new Set(labels).size < 2;

/** When each reason holds, by the words of the metrics. */
const conditions: Readonly<Record<string, (rows: ScoredRows) => boolean>> = {
  'there are no rows': ({ labels }) => labels.length === 0,
  'the evaluated rows contain one class only': isConstant,
  'no evaluated row is positive': (rows) => !hasPositive(rows),
  'no row is predicted positive': (rows) => !isPredicted(rows),
  'no row is positive or predicted positive': (rows) => !hasPositive(rows) && !isPredicted(rows),
  // Labels that differ too little to measure: test/domain/metrics/metrics.test.ts.
  'the labels of the evaluated rows are equal, or differ too little to measure': isConstant,
};

/** Up to five rows of few values, so that every degenerate case is among them: no rows, one class, equal scores. */
function smallTables(task: TaskName): readonly ScoredRows[] {
  const world = createWorld(41);
  const pick = (values: readonly number[]): number =>
    values[Math.floor(world.uniform() * values.length)] ?? NaN;
  const [labelsOf, scoresOf] =
    task === 'binary'
      ? [
          [0, 1],
          [0, 0.25, 0.5, 1],
        ]
      : [
          [-3, 0, 7],
          [-3, 0, 0.5, 7],
        ];
  return Array.from({ length: 2000 }, (_, table) => {
    const count = table % 6;
    const threshold = pick([0, 0.5, 1]);
    const labels = Float64Array.from({ length: count }, () => pick(labelsOf));
    return { labels, scores: labels.map(() => pick(scoresOf)), threshold };
  });
}

function valuesOf(metric: Metric, task: TaskName): readonly number[] {
  return Array.from({ length: 600 }, (_, seed) => {
    const rows = randomRows(task, seed + 1);
    return metric.computeStatistic(rows, groupByRow(rows.labels.length))?.value ?? [];
  }).flat();
}

describe.each(catalog)('metric "$name" of the task "$task"', ({ task, metric, name }) => {
  it('has reference values by scikit-learn', () => {
    const has = references.cases.some((each) => each.task === task && each.values?.[name] !== undefined);
    expect(
      has,
      `metric "${name}": no reference values; add it to ${FIXTURES}/metric_values.py and run the line in its header`,
    ).toBe(true);
  });

  it('has reference differences, deletions of groups and influences by scikit-learn', () => {
    const has = differences.cases.some(
      (each) => each.task === task && each.comparisons?.some((comparison) => comparison.metric === name),
    );
    expect(
      has,
      `metric "${name}": no reference differences; add it to METRICS in ${GROUPED}/paired_differences.py and run the line in its header`,
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
    expect(metric.baseline.words, `${rule} words of the baseline that follow "one"`).toMatch(
      /^that predicts /,
    );
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
  });

  it('is best for perfect predictions, at the better end of its range, and worse for inverted ones', () => {
    const labels = Float64Array.from(samples[task].labels);
    const valueOf = (scores: Float64Array): number =>
      metric.computeStatistic({ labels, scores, threshold: 0.5 }, groupByRow(labels.length))?.value ?? NaN;
    const perfect = valueOf(labels);
    const inverted = valueOf(labels.map(samples[task].invert));
    const best = { higher: metric.range.upper, lower: metric.range.lower, zero: 0 }[metric.better];
    const hint = `metric "${name}": perfect predictions have ${perfect}, inverted ones ${inverted}: correct "better" or "range"`;
    expect(perfect, hint).toBeCloseTo(best, 12);
    expect(Math.abs(inverted - best), hint).toBeGreaterThan(Math.abs(perfect - best) + 0.1);
  });

  it('is the same for other scores in the same order, where it says that it depends on the order alone', () => {
    if (metric.dependsOn !== 'order') return;
    const changed = Array.from({ length: 200 }, (_, seed) => {
      const rows = randomRows(task, seed + 1);
      // Increasing, so that the order stays, ties included; no score but 0 stays what it is.
      const others = { ...rows, scores: rows.scores.map((score) => score ** 3 + 2 * score) };
      const [value, other] = [rows, others].map(
        (each) => metric.computeStatistic(each, groupByRow(rows.labels.length))?.value,
      );
      return value === other ? [] : [[value, other]];
    }).flat();
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
    const expected = references.baselines.filter((each) => each.task === task && each.metric === name);
    expect(
      expected,
      `metric "${name}": no reference baseline; add it to BASELINES in ${FIXTURES}/metric_values.py and run the line in its header`,
    ).not.toEqual([]);
    for (const { value, ...reference } of expected) {
      const labels = Float64Array.from(reference.labels);
      const challenger = { labels, scores: Float64Array.from(reference.challenger), threshold: 0.5 };
      const rule = `metric "${name}", baseline "${metric.baseline.words}": its reference has the value ${value}; choose another from metrics/baseline.ts`;
      const statistic = metric.baseline.computeStatistic(metric, challenger, groupByRow(labels.length));
      expect(statistic?.value, rule).toBeCloseTo(value, 12);
    }
  });

  it('is a proportion exactly where its terms are hits and counted rows', () => {
    for (const rows of smallTables(task)) {
      const statistic = metric.computeStatistic(rows, groupByRow(rows.labels.length));
      if (statistic?.form.kind !== 'proportion') continue;
      const { hits, counted } = statistic.form;
      const rule = `metric "${name}": \`form: 'proportion'\` needs terms of 0 and 1, hits among counted rows`;
      expect(
        counted.every((count, row) =>
          count === 1 ? [0, 1].includes(hits[row]!) : count === 0 && hits[row] === 0,
        ),
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

it('gives each metric a title of its own', () => {
  const titles = catalog.map(({ metric }) => metric.words.title);
  const repeated = titles.filter((title, index) => titles.indexOf(title) !== index);
  expect(repeated, 'reports show the title alone; give the new metric its own `words`').toEqual([]);
});

it('names each metric once, and no more rows than metrics', () => {
  const names = catalog.map(({ name }) => name);
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  expect(repeated, 'metrics of several tasks: a rule could mean either; rename one').toEqual([]);
  expect(metricRows()).toHaveLength(names.length);
});
