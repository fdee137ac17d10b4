/**
 * Metrics in lists of objects inside of a file, as training logs, benchmarks and reports have them. Files and expected numbers:
 * `fixtures/metric_sections.py`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMetrics } from '../../../src/shared/domain/interop/measurements.ts';

const folder = join(import.meta.dirname, 'fixtures/metric-sections');
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<
  string,
  Record<string, number>
>;

const metrics = (value: unknown, where = 'metrics.json') =>
  parseMetrics(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), where);

describe('metrics in lists of a file', () => {
  it.each([
    ['catboost_training.json', 3],
    ['trainer_state.json', 5],
    ['benchmarks.json', undefined],
  ])('of %s are those that its own library gives', (name, lastOf) => {
    const read = parseMetrics(readFileSync(join(folder, name)), name);
    const numbers = expected[name] ?? {};
    expect(Object.keys(numbers).length).toBeGreaterThan(4);
    // CatBoost writes ten digits.
    for (const [metric, value] of Object.entries(numbers)) expect(read.values[metric]).toBeCloseTo(value, 8);
    expect(read.lastOf).toBe(lastOf);
  });

  it.each<readonly [string, unknown, Readonly<Record<string, number>>]>([
    [
      'a report of Evidently',
      {
        metrics: [
          { id: 'f3a', metric_id: 'Accuracy', value: 0.9 },
          { id: '1bc', metric_id: 'Share', value: { count: 3, share: 0.1 } },
        ],
      },
      { 'metrics.Accuracy': 0.9, 'metrics.Share.value.count': 3, 'metrics.Share.value.share': 0.1 },
    ],
    [
      'metrics of Kubeflow',
      {
        metrics: [
          { name: 'accuracy-score', numberValue: 0.9, format: 'PERCENTAGE' },
          { name: 'f1', numberValue: 0.8 },
        ],
      },
      { 'metrics.accuracy-score': 0.9, 'metrics.f1': 0.8 },
    ],
    [
      'classes with one metric each',
      {
        accuracy: 0.9,
        per_class: [
          { class: 'cat', f1: 0.8 },
          { class: 'dog', f1: 0.7 },
        ],
      },
      { accuracy: 0.9, 'per_class.cat.f1': 0.8, 'per_class.dog.f1': 0.7 },
    ],
    [
      'classes that are numbers',
      {
        per_class: [
          { f1: 0.8, class: 0 },
          { f1: 0.7, class: 1 },
        ],
      },
      { 'per_class.0.f1': 0.8, 'per_class.1.f1': 0.7 },
    ],
    [
      'steps of one metric',
      {
        runs: {
          auc: [
            { step: 2, value: 0.8 },
            { step: 1, value: 0.7 },
          ],
        },
      },
      { 'runs.auc.step': 2, 'runs.auc.value': 0.8 },
    ],
    [
      'commands of hyperfine',
      {
        results: [
          { command: 'python a.py', mean: 1.5 },
          { command: 'python b.py', mean: 2.5 },
        ],
      },
      { 'results.python_a.py.mean': 1.5, 'results.python_b.py.mean': 2.5 },
    ],
    [
      'rows with sections',
      [
        { name: 'a', stats: { mean: 0.1 } },
        { name: 'b', stats: { mean: 0.2 } },
      ],
      { a: 0.1, b: 0.2 },
    ],
    [
      'lines with sections, of which each has another part',
      '{"step": 1, "loss": {"train": 0.5}}\n{"step": 1, "loss": {"val": 0.6}}\n',
      { step: 1, 'loss.train': 0.5, 'loss.val': 0.6 },
    ],
    [
      'lines of which the first is a header',
      '{"spec": {"model": ["x"]}}\n{"final": {"acc": 0.9}}\n',
      { 'row-2.final.acc': 0.9 },
    ],
  ])('%s have their names', (_, file, values) => {
    expect(metrics(file).values).toEqual(values);
  });

  it.each<readonly [string, unknown]>([
    [
      'cases without a name',
      {
        cases: [
          { score: 0.5, answer: [1] },
          { score: 0.7, answer: [2] },
        ],
      },
    ],
    [
      'cases of one name',
      {
        cases: [
          { name: 'a', score: 0.5 },
          { name: 'a', score: 0.7 },
        ],
      },
    ],
    [
      'rows named by what was measured',
      {
        rows: [
          { support: 10, f1: 0.8 },
          { support: 20, f1: 0.7 },
        ],
      },
    ],
    ['many cases', { cases: Array.from({ length: 101 }, (_, row) => ({ name: `c${row}`, score: row })) }],
    ['objects beside numbers', { mixed: [{ name: 'a', score: 0.5 }, 3] }],
  ])('%s stay a note', (_, file) => {
    const { values, notes } = metrics(file);
    expect(values).toEqual({});
    expect(Object.keys(notes)).toHaveLength(1);
  });

  it('displace no other number', () => {
    const rows = Array.from({ length: 100 }, (_, row) => ({
      name: `c${row}`,
      ...Object.fromEntries(Array.from({ length: 20 }, (__, column) => [`m${column}`, column])),
    }));
    const { values, leftOut } = metrics({ rows, accuracy: 0.9 });
    expect([values.accuracy, leftOut]).toEqual([0.9, 1001]);
  });
});

describe('a history with other values beside its lists', () => {
  const lists = { train_loss: [0.9, 0.5], val_loss: [1, 0.7] };

  it.each<readonly [string, unknown, Readonly<Record<string, number>>]>([
    ['a number', { ...lists, best_epoch: 1 }, { train_loss: 0.5, val_loss: 0.7, best_epoch: 1 }],
    ['a section', { loss: [0.9, 0.5], params: { epochs: 2 } }, { loss: 0.5, 'params.epochs': 2 }],
    [
      'a matrix',
      {
        ...lists,
        confusion: [
          [1, 2],
          [3, 4],
        ],
      },
      { train_loss: 0.5, val_loss: 0.7 },
    ],
    [
      'names with a slash',
      { 'train/loss': [0.9, 0.5], 'val/loss': [1, 0.7], acc: [0.6, 0.8] },
      { 'train/loss': 0.5, 'val/loss': 0.7, acc: 0.8 },
    ],
  ])('%s', (_, file, values) => {
    expect(metrics(file)).toMatchObject({ values, lastOf: 2 });
  });

  it.each<readonly [string, unknown, Readonly<Record<string, number>>]>([
    [
      'folds of cross_validate',
      { train_score: [0.9, 0.8], test_score: [0.7, 0.6], mean: 0.65 },
      { mean: 0.65 },
    ],
    ['folds of a loss', { train_neg_log_loss: [0.9, 0.8], test_neg_log_loss: [0.7, 0.6] }, {}],
    ['lists of two lengths', { ...lists, per_class: [0.1, 0.2, 0.3] }, {}],
    [
      'a loss that is no list',
      { loss: 0.3, val_loss: 0.4, per_class: [0.1, 0.2] },
      { loss: 0.3, val_loss: 0.4 },
    ],
  ])('but not %s', (_, file, values) => {
    expect(metrics(file)).toMatchObject({ values });
    expect(metrics(file)).not.toHaveProperty('lastOf');
  });
});

describe('plain text with sections', () => {
  it.each(['accuracy = 0.9', 'accuracy: 0.9'])('in a file that ends in cfg: %s', (line) => {
    expect(metrics(`[metrics]\n${line}\nmodel = random forest\n`, 'metrics.cfg').values).toEqual({
      accuracy: 0.9,
    });
  });

  it('a list of JSON stays one', () => {
    expect(metrics('[{"name": "a", "value": 1}]', 'metrics').values).toEqual({ a: 1 });
  });

  it('YAML of two documents is refused with the place of the second', () => {
    expect(() => metrics('---\na: 1\n---\na: 2\n', 'm.yaml')).toThrow(
      'm.yaml:3:1: expected one document of YAML, got another after "---"',
    );
  });
});
