/**
 * What every metric has to bring. A metric that is registered in a task and lacks something fails here, with a
 * message that says what to do; nothing else has to be remembered.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { taskNames, type TaskName } from '../../../src/shared/domain/documents/fields.ts';
import { groupByRow } from '../../../src/shared/domain/statistics/grouped/grouping.ts';
import { rangeWidth, type Metric, type ScoredRows } from '../../../src/shared/domain/metrics/metric.ts';
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

const references = JSON.parse(read(`${FIXTURES}/metric-values.json`)) as Fixture;
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

  it('has a default margin that a loss within its range can reach', () => {
    const { defaultMargin } = metric;
    const size = defaultMargin.kind === 'absolute' ? defaultMargin.value : defaultMargin.fraction;
    const most = defaultMargin.kind === 'absolute' ? rangeWidth(metric) : 1;
    const rule = `metric "${name}": expected a default margin between 0 and ${most}, got ${size}; correct \`defaultMargin\`, which is a loss without a sign`;
    expect(size, rule).toBeGreaterThan(0);
    expect(size, rule).toBeLessThan(most);
  });

  it('has a baseline with a value wherever both classes occur', () => {
    const labels = Float64Array.from(samples[task].labels);
    const score = metric.baseline.score({ labels, threshold: 0.5 });
    const statistic = metric.computeStatistic(
      { labels, scores: labels.map(() => score), threshold: 0.5 },
      groupByRow(labels.length),
    );
    expect(
      statistic?.value,
      `metric "${name}": its baseline has no value, so that a first model can never be superior; choose another from metrics/baseline.ts`,
    ).toBeDefined();
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
