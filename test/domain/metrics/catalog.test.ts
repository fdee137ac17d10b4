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
import {
  documentedMetrics,
  exampleMetrics,
  findMetric,
  taskOf,
} from '../../../src/shared/domain/metrics/tasks/catalog.ts';
import { createWorld } from '../statistics/grouped/simulation.ts';
import { filesOfMetric } from './metric-files.ts';
import { meanings, percentOf } from './metric-meanings.ts';
import { columnsOfFixture, readTaskFixtures, rowsOfFixture, type FixtureCase } from './task-fixtures.ts';
import { samples } from './task-samples.ts';
import { conditions } from './undefined-conditions.ts';
import { metricRows } from '../../tools/metric-rows.ts';

const FIXTURES = 'test/domain/metrics/fixtures';
const GROUPED = 'test/domain/statistics/grouped/fixtures';
const README = 'actions/evaluate/README.md';

interface Entry {
  readonly task: TaskName;
  readonly metric: Metric;
  readonly name: string;
  /** Of a name with a parameter. */
  readonly prefix?: string;
}

/** Every example of a form, besides all that have a name of their own. */
const catalog = taskNames.flatMap((task): readonly Entry[] => {
  const { metrics, metricsOnRequest = [], forms = [] } = taskOf(task);
  return [
    ...[...metrics, ...metricsOnRequest].map((metric) => ({ task, metric, name: metric.name })),
    ...forms.flatMap((form) =>
      exampleMetrics(task, form).map((metric) => ({
        ...{ task, metric, name: metric.name, prefix: form.prefix },
      })),
    ),
  ];
});

function read(path: string): string {
  return readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
}

/** Of a form, any parameter will do: it is one computation. */
function namesInFixture({ task, name, prefix }: Entry, fixture: FixtureCase): readonly string[] {
  if (fixture.task !== task) return [];
  const names = Object.keys({ ...fixture.metrics, ...fixture.values });
  return names.filter((each) => each === name || (prefix !== undefined && each.startsWith(prefix)));
}

function hasTaskFixture(entry: Entry): boolean {
  return taskFixtures.some((fixture) => namesInFixture(entry, fixture).length > 0);
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

describe.each(catalog)('metric $name of the task $task', (entry) => {
  const { task, metric, name, prefix } = entry;
  const named = `metric "${name}" of ${filesOfMetric(prefix ?? name).join(' or ') || `src/shared/domain/metrics/tasks/${task}.ts`}`;

  it('has reference values by scikit-learn', () => {
    const has =
      references.cases.some((each) => each.task === task && each.values?.[name] !== undefined) ||
      hasTaskFixture(entry);
    expect(
      has,
      `${named}: no reference values; add it to ${generatorOf(task)} and run the line in its header`,
    ).toBe(true);
  });

  it('has reference differences, deletions of groups and influences by scikit-learn', () => {
    const has =
      hasTaskFixture(entry) ||
      differences.cases.some(
        (each) => each.task === task && each.comparisons?.some((comparison) => comparison.metric === name),
      );
    expect(
      has,
      `${named}: no reference differences; add it to ${generatorOf(task)} and run the line in its header`,
    ).toBe(true);
  });

  it('has a row in the metric list', () => {
    expect(
      read(README),
      `${named}: no row in ${README}; run npm run docs, which writes it from the metric's own words`,
    ).toMatch(new RegExp(`^\\| \`${prefix ?? `${name}\``}[^|]*\\| ${task} `, 'm'));
  });

  it('has words that read as "<title> is <meaning>"', () => {
    const { title, meaning } = metric.words;
    const rule = `${named}: correct its words: expected`;
    expect(title, `${rule} a title with a capital letter`).toMatch(/^[A-Z]/);
    expect(meaning, `${rule} a meaning that follows "is", without a full stop`).toMatch(
      /^the (?:[^.]|\d\.\d)+[^.]$/,
    );
    expect(metric.undefinedBecause, `${rule} a reason that follows "because"`).toMatch(/^[a-z].*[^.]$/);
    expect(
      metric.baseline?.words ?? 'that predicts nothing',
      `${rule} words of the baseline that follow "one"`,
    ).toMatch(/^that predicts /);
  });

  it('has words of its own kind and parameter', () => {
    const meaningOf = meanings[`${task} ${prefix ?? name}`];
    const parameter = prefix === undefined ? '' : name.slice(prefix.length);
    if (meaningOf !== undefined)
      expect(metric.words.meaning, `${named}: expected the meaning that metric-meanings.ts has`).toMatch(
        meaningOf(parameter),
      );
    if (prefix === undefined) return;
    const rule = `${named}: correct its words: expected`;
    const title = metric.words.title.toLowerCase();
    const kind = /^[a-z0-9_]+/.exec(name)?.[0].split('_') ?? [];
    const missing = [...kind.filter((word) => word.length > 1), ...parameter.split('@')].filter(
      (word) => !title.includes(word) && !title.includes(` ${percentOf(word)} %`),
    );
    expect(missing, `${rule} these in the title "${metric.words.title}"`).toEqual([]);
    expect(
      meaningOf,
      `form "${prefix}" of the task ${task}: expected what its meaning has to say, got none; add it to test/domain/metrics/metric-meanings.ts`,
    ).toBeDefined();
  });

  it('has a range that its values respect, and reach where it is finite', () => {
    const { lower, upper } = metric.range;
    const values = valuesOf(metric, task);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const rule = `${named}: range ${lower} to ${upper}, but seeded random rows give ${least} to ${most}; correct \`range\``;
    expect(values.length, `${named}: no value on any of 600 random tables`).toBeGreaterThan(100);
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
        `${named}: no value for perfect predictions; add \`uncertain\` rows to the sample of its task`,
      );
    const perfect = valueOf(ends.perfect);
    const inverted = valueOf(ends.inverted);
    const best = {
      ...{ higher: metric.range.upper, lower: metric.range.lower },
      // Quantiles that are all the label contain every label.
      ...{ zero: 0, nominal: NaN },
    }[metric.better];
    const { nominal = NaN } = metric;
    const hint = `${named}: perfect predictions have ${perfect}, inverted ones ${inverted}: correct "better" or "range"`;
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
      `${named}: other scores in the same order change it, so equal order is no proof of an equal metric; set dependsOn to 'scores'`,
    ).toEqual([]);
  });

  it('has a default margin of a few percent: of its range where that is finite, else of its usual value', () => {
    const { defaultMargin } = metric;
    const rule = `${named}: correct \`defaultMargin\`, a loss without a sign that people would act on: expected`;
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
    const ofTask = taskFixtures.flatMap((each) =>
      namesInFixture(entry, each).flatMap((known) => {
        const value = { ...each.metrics, ...each.values }[known]?.baseline;
        const found = known === name ? metric : findMetric(task, known, columnsOfFixture(each));
        return value === undefined ? [] : [{ found, challenger: rowsOfFixture(each), value }];
      }),
    );
    const ofScores = references.baselines
      .filter((each) => each.task === task && each.metric === name)
      .map(({ labels, challenger, value }) => ({
        value,
        found: metric,
        challenger: {
          labels: Float64Array.from(labels),
          scores: Float64Array.from(challenger),
          threshold: 0.5,
        },
      }));
    const expected = [...ofTask, ...ofScores];
    if (metric.baseline === undefined) {
      // A response has to be measured: no baseline is possible.
      if (taskOf(task).hasCases === true) return;
      const rule = `${named}: a metric by which one model is better needs a baseline; choose one from metrics/baseline.ts`;
      expect(isOrdered(metric.better), rule).toBe(false);
      return;
    }
    expect(
      expected,
      `${named}: no reference baseline; add it to ${generatorOf(task)} and run the line in its header`,
    ).not.toEqual([]);
    for (const { value, challenger, found = metric } of expected) {
      const rule = `${named}, baseline "${metric.baseline.words}": its reference has the value ${value}; choose another from metrics/baseline.ts`;
      const statistic = found.baseline?.computeStatistic(
        found,
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
      const rule = `${named}: \`form: 'proportion'\` needs hits among counted rows, of which each counts once at most`;
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
      `${named}: "${metric.undefinedBecause}" is no reason that this test knows; use one of ${Object.keys(conditions).join('; ')}, or add its condition to test/domain/metrics/undefined-conditions.ts`,
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
      `${named}: ${wrong.length} tables on which "undefined because ${metric.undefinedBecause}" is wrong; correct \`undefinedBecause\` or the value`,
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
  const names = taskNames.flatMap((task) => documentedMetrics(task).map(({ name }) => `${task} ${name}`));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  expect(metricRows()).toHaveLength(names.length);
});
