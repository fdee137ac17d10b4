/** A task is one object: labels as words, and a third task that only this test knows. */
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { taskNames } from '../../../src/shared/domain/documents/fields.ts';
import { computeEvaluation } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { joinRows, type JoinRequest } from '../../../src/shared/domain/evaluation/compared-rows.ts';
import { computeFinding } from '../../../src/shared/domain/evaluation/metric-finding.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import type { Baseline, Metric } from '../../../src/shared/domain/metrics/metric.ts';
import { createSumMetric } from '../../../src/shared/domain/metrics/sum-statistic.ts';
import { binary } from '../../../src/shared/domain/metrics/tasks/binary.ts';
import { taskOf, type TaskCatalog } from '../../../src/shared/domain/metrics/tasks/catalog.ts';
import { regression } from '../../../src/shared/domain/metrics/tasks/regression.ts';
import { checkEach } from '../../../src/shared/domain/metrics/tasks/check-each.ts';
import {
  encodeByName,
  listDistinct,
  type NamedTask,
  type Task,
} from '../../../src/shared/domain/metrics/tasks/task.ts';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';
import {
  findLabeledRows,
  type LabelResult,
} from '../../../src/shared/domain/monitoring/labels/labeled-rows.ts';
import { runRecord } from '../../ground/run-record.ts';
import { tableOf } from '../evaluation/tables.ts';
import { createWorld } from '../statistics/grouped/simulation.ts';

const columns = { id: 'id', label: 'y', score: 'p', threshold: 0.5 };
const world = createWorld(3);
const rows = Array.from({ length: 60 }, (_, row) => ({ id: `r${row}`, label: row % 3 === 0 ? 1 : 0 }));
const ids = rows.map(({ id }) => id);
const p = rows.map(({ label }) => 1 / (1 + Math.exp(-(label - 0.5) * 2 - world.normal())));
const words = rows.map(({ label }) => (label === 1 ? 'yes' : 'no'));
const numbers = rows.map(({ label }) => label);

function evaluate(y: readonly string[] | readonly number[], positive?: unknown) {
  return evaluateTable(tableOf({ id: ids, y, p }), positive);
}

function evaluateTable(challenger: Table, positive: unknown) {
  return computeEvaluation({
    model: 'm',
    config: modelConfigSchema.parse({
      task: 'binary',
      predictions: { ...columns, positive },
      gate: [{ metric: 'roc_auc', 'superior-by': 0 }],
    }),
    gate: 'gate',
    run: runRecord(),
    challenger,
    champion: undefined,
    labels: undefined,
  });
}

describe('labels and predictions of a regression', () => {
  const { labels, scores } = regression;

  it.each([
    [labels, 'labels'],
    [scores, 'predictions'],
  ] as const)('may be as large as 1e30, and no larger (%#: %s)', (parser, name) => {
    parser.check(Float64Array.of(1e30, -1e30), 'table', []);
    expect(() => {
      parser.check(Float64Array.of(1, 1.01e30, -1e300), 'table', []);
    }).toThrow(`table: expected ${name} from -1e30 to 1e30, got 1.01e+30 in row 2 (2 of 3 rows)`);
  });
});

describe('labels of a binary task', () => {
  it('may be words: the evaluation is that of 0 and 1, but for the digest of the rows', () => {
    const [named, numeric] = [evaluate(words, 'yes'), evaluate(numbers)];
    expect(named.metrics).toEqual(numeric.metrics);
    expect(named.rules).toEqual(numeric.rules);
    expect(named.rows?.digest).not.toBe(numeric.rows?.digest);
  });

  it('the named class is the positive one, whichever comes first', () => {
    const value = (positive: string) => evaluate(words, positive).metrics[0]!.challenger;
    expect(value('no')).toBeCloseTo(1 - value('yes'), 12);
  });

  it('words without a positive class are refused, and the hint says what to set', () => {
    expect(() => evaluate(words)).toThrow(
      'predictions of the challenger: column "y": expected labels 0 and 1, got "no", "yes"',
    );
    try {
      evaluate(words);
    } catch (error) {
      expect((error as DataError).hint).toBe(
        'set `predictions.positive` to the positive class, one of "no", "yes"',
      );
    }
  });

  it.each([
    ['\u00e9t\u00e9', 'e\u0301te\u0301'],
    ['e\u0301te\u0301', '\u00e9t\u00e9'],
  ])('%s is the positive class %s, however its letters are composed', (written, positive) => {
    const named = words.map((word) => (word === 'yes' ? written : 'hiver'));
    expect(evaluate(named, positive).metrics).toEqual(evaluate(numbers).metrics);
  });

  it.each([
    [['yes', 'no', 'maybe'], 'yes', 'expected "yes" and one other class, got "maybe", "no"'],
    [['late'], 'Late', 'expected "Late" and one other class, got "late"'],
    [['yes', 'no', 'no'], 'Yes', 'expected "Yes" and one other class, got "no", "yes"'],
  ])('%j with the positive class %s are refused', (cycle, positive, message) => {
    const labels = ids.map((_, row) => cycle[row % cycle.length]!);
    expect(() => evaluate(labels, positive)).toThrow(message);
  });

  it.each([
    ['true', 'false', 'true'],
    ['TRUE', 'FALSE', true],
    ['1.0', '0.0', '1.0'],
    ['1', '0', 1],
    ['2026-01-02', '2026-01-01', '2026-01-02'],
  ])('%s and %s of a file are compared with the positive class %j by value', (yes, no, positive) => {
    const lines = rows.map(({ id, label }, row) => `${id},${label === 1 ? yes : no},${p[row]!}`);
    const challenger = parseCsv(new TextEncoder().encode(['id,y,p', ...lines].join('\n')), 'challenger.csv');
    expect(evaluateTable(challenger, positive).metrics).toEqual(evaluate(numbers).metrics);
  });

  it.each<readonly [string, string, string]>([
    ['1', '-1', '"-1", "1"'],
    ['2', '1', '"1", "2"'],
    ['1.0', '-1.0', '"-1", "1"'],
    ['Yes', 'No', '"No", "Yes"'],
    ['Y', 'N', '"N", "Y"'],
  ])('%s and %s are two classes: what the hint advises works', (yes, no, classes) => {
    const lines = rows.map(({ id, label }, row) => `${id},${label === 1 ? yes : no},${p[row]!}`);
    const challenger = parseCsv(new TextEncoder().encode(['id,y,p', ...lines].join('\n')), 'challenger.csv', {
      kinds: new Map([['y', 'class']]),
    });
    expect(() => evaluateTable(challenger, undefined)).toThrow(
      expect.objectContaining({
        message: `predictions of the challenger: column "y": expected labels 0 and 1, got ${classes}`,
        hint: `set \`predictions.positive\` to the positive class, one of ${classes}`,
      }),
    );
    expect(evaluateTable(challenger, yes).metrics).toEqual(evaluate(numbers).metrics);
  });

  it('have one code over all tables: labels from elsewhere list the classes in another order', () => {
    const challenger = tableOf({ id: ids, y: words, p });
    const reversed = [...rows].reverse();
    const labels = tableOf({
      id: reversed.map(({ id }) => id),
      y: reversed.map(({ label }) => (label === 1 ? 'yes' : 'no')),
    });
    const request = { task: binary, columns: { ...columns, positive: 'yes' }, champion: undefined };
    const own = joinRows({ ...request, challenger, labels: undefined });
    const separate = joinRows({ ...request, challenger, labels });
    expect([...separate.challenger.labels]).toEqual([...own.challenger.labels]);
    expect(separate.digest).toBe(own.digest);
  });

  it.each([
    ['no', [0]],
    ['YES', 'labels: expected "yes" and one other class, got "YES"'],
  ])('of a monitored period may all be negative, but not misspelled: %s', (label, expected) => {
    const table = tableOf({ id: ['a'], y: [label], p: [0.5], at: [new Date(0)] });
    const find = () =>
      findLabeledRows({
        task: 'binary',
        columns: { ...columns, time: 'at', positive: 'yes' },
        current: { table, where: 'current.csv' },
        labels: undefined,
        scores: undefined,
        nowMs: 1,
        labelsAfterMs: 0,
      });
    if (typeof expected === 'string') expect(find).toThrow(expected);
    else expect(labelsOf(find())).toEqual(expected);
  });

  it('are read by the monitor in the same way', () => {
    const table = tableOf({ id: ids, y: words, p, at: ids.map(() => new Date(0)) });
    const labeled = findLabeledRows({
      task: 'binary',
      columns: { ...columns, time: 'at', positive: 'yes' },
      current: { table, where: 'current.csv' },
      labels: undefined,
      scores: undefined,
      nowMs: 1,
      labelsAfterMs: 0,
    });
    expect(labelsOf(labeled)).toEqual(numbers);
  });
});

const labelsOf = (result: LabelResult) => (result.kind === 'found' ? [...result.rows.labels] : undefined);

/** Three classes by name; a score is the class that is predicted. Known to this test alone. */
const macroF1: Metric = createSumMetric({
  name: 'macro_f1',
  words: { title: 'Macro F1', meaning: 'the mean of the F1 scores of all classes' },
  better: 'higher',
  range: { lower: 0, upper: 1 },
  defaultMargin: { kind: 'absolute', value: 0.02 },
  baseline: {
    words: 'that predicts the first class for every row',
    computeStatistic: (metric, challenger, grouping) =>
      metric.computeStatistic({ ...challenger, scores: challenger.scores.map(() => 0) }, grouping),
  } satisfies Baseline,
  undefinedBecause: 'a class is neither there nor predicted',
  form: 'counts',
  terms: ({ labels, scores }) => [
    ...[0, 1, 2].flatMap((code) => [
      labels.map((label, row) => (label === code && scores[row] === code ? 2 : 0)),
      labels.map((label, row) => (label === code ? 1 : 0) + (scores[row] === code ? 1 : 0)),
    ]),
    labels.map(() => 1),
  ],
  value: (sums) => {
    const scores = [0, 1, 2].map((code) => sums[2 * code]! / sums[2 * code + 1]!);
    return scores.some(Number.isNaN) ? undefined : scores.reduce((sum, score) => sum + score, 0) / 3;
  },
  gradient: (sums) => [
    ...[0, 1, 2].flatMap((code) => {
      const [hits, all] = [sums[2 * code]!, sums[2 * code + 1]!];
      return [1 / all / 3, -hits / all / all / 3];
    }),
    0,
  ],
});

const classes = {
  encode: encodeByName,
  check: (values: Float64Array, where: string) => {
    checkEach(values, Number.isInteger, { expectation: `${where}: expected a class` });
  },
};

const threeClasses: Task = {
  name: 'three-classes',
  encodeClasses: ({ labels }) => listDistinct(labels),
  scoresAreClasses: true,
  labels: classes,
  scores: classes,
  metrics: [macroF1],
  baselines: [macroF1.baseline!],
};

describe('a third task', () => {
  const animals = ['cat', 'dog', 'eel'];
  const truth = ids.map((_, row) => animals[row % 3]!);
  const predict = (errors: number) =>
    truth.map((animal, row) => (row % errors === 0 ? animals[(row + 1) % 3]! : animal));
  const request = (predicted: readonly string[]): JoinRequest => ({
    task: threeClasses,
    columns,
    challenger: tableOf({ id: ids, y: truth, p: [...predicted] }),
    champion: { table: tableOf({ id: ids, y: truth, p: predict(4) }), mustMatch: true },
    labels: undefined,
  });

  it('goes through the engine unchanged: macro F1 with an interval and a paired difference', () => {
    const finding = computeFinding(macroF1, joinRows(request(predict(10))), {
      confidence: 0.95,
      robust: false,
      againstBaseline: false,
      hasRelativeMargin: false,
      isSameModel: false,
      withinGroups: false,
    });
    // 54 of 60 right, the errors spread evenly: F1 is 0.9 in each class, by hand.
    expect(finding.challenger).toBeCloseTo(0.9, 12);
    expect(finding.own).toMatchObject({ kind: 'interval' });
    expect(finding.comparison).toMatchObject({ with: 'champion', value: 0.75 });
    expect(finding.comparison?.difference?.estimate).toBeCloseTo(0.15, 12);
  });

  it('refuses a predicted class that does not exist', () => {
    const predicted = truth.map((_, row) => (row === 7 ? 'cow' : 'cat'));
    expect(() => joinRows(request(predicted))).toThrow(DataError);
    expect(() => joinRows(request(predicted))).toThrow('expected one of "cat", "dog", "eel", got "cow"');
  });

  it('a class of 2.5 is no number of a binary task', () => {
    expect(() => {
      binary.labels.check(Float64Array.of(0, 2.5), 'labels', []);
    }).toThrow('expected labels 0 or 1, got 2.5 in row 2');
  });
});

describe('the catalog of tasks', () => {
  it('is complete by its type: a name without a task does not compile, nor does a task under another name', () => {
    // @ts-expect-error -- tasks are missing
    const missing: TaskCatalog = { binary };
    // @ts-expect-error -- the task of another name
    const swapped: NamedTask<'binary'> = regression;
    expect([missing, swapped]).toHaveLength(2);
  });

  it.each(taskNames)('%s lists the baselines of its metrics', (name) => {
    const task = taskOf(name);
    expect(task.name).toBe(name);
    const used = new Set(task.metrics.map(({ baseline }) => baseline));
    expect(new Set(task.baselines)).toEqual(used);
  });
});
