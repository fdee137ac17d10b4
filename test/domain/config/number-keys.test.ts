/**
 * Every key of the configuration that is a number, or a text with one, at and beyond its ends: what the parser accepts, an
 * evaluation and a check can compute with. What it refuses, it refuses with line and column.
 */
import { stringify } from 'yaml';
import { expect, it } from 'vitest';
import type { ModelConfig } from '../../../src/shared/domain/config/config.ts';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { computeEvaluation } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { InputError, StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import { createRandomNumbers } from '../../../src/shared/domain/statistics/random-numbers.ts';
import { checkData, dailyRows, type Row } from '../../ground/check-data.ts';
import { runRecord } from '../../ground/run-record.ts';
import { listConfigKeys, type SchemaNode } from '../../tools/configuration.ts';
import { tableOf } from '../evaluation/tables.ts';

const NUMBERS = [-1e308, -1, 0, 5e-324, 0.3, 1, 20, 50, 2000, 2 ** 53, 1e308];

/** Beside the key that is tried, what has to be there for it to be read. */
const BESIDE: Readonly<Record<string, object>> = {
  gate: { metric: 'roc_auc' },
  'gate-retrain': { metric: 'roc_auc' },
  costs: { 'false-positive': 1, 'false-negative': 5 },
  train: { command: 'train', model: 'model' },
  score: { command: 'score', data: 'rows.csv' },
  predictions: { id: 'id', label: 'y', score: 'p', time: 'date' },
  slices: { columns: ['kind'] },
  comparisons: { rule: 'amount <= p' },
  service: {
    prometheus: 'https://prometheus.example.com',
    objectives: { up: { query: 'up', 'at-least': 1 } },
  },
};

/** The same beside a key of a section that has a name of its own. */
const BESIDE_NAMED: Readonly<Record<string, object>> = {
  'service.objectives.<name>.below': { histogram: 'seconds_bucket', 'at-least': '99 %' },
  'service.objectives.<name>.at-least': { requests: 'requests', errors: 'errors' },
  'service.objectives.<name>.at-most': { query: 'bytes' },
};

const numberKeys = listConfigKeys().filter(({ node }) =>
  formsOf(node).some((form) => ['number', 'integer'].includes(form.type ?? '') || amountsOf(form).length > 0),
);

function formsOf(node: SchemaNode): readonly SchemaNode[] {
  return [node, ...(node.anyOf ?? [])];
}

/** The texts with an amount that a form has, such as `<number> days`. */
function amountsOf({ title = '' }: SchemaNode): readonly string[] {
  return title.split(' or ').filter((form) => form.includes('<number>'));
}

function valuesOf(node: SchemaNode): readonly unknown[] {
  const amounts = formsOf(node).flatMap(amountsOf);
  const texts = ['', '-1', '0', '0.5', '00', '1', '7', '2000', '9999', '99999', '9'.repeat(30), '1e9', 'NaN'];
  return amounts.length > 0
    ? amounts.flatMap((form) => texts.map((text) => form.replace('<number>', text)))
    : [...NUMBERS, NaN, Infinity];
}

/** The section of a model with one value at a path such as `gate[].at-least`. */
function sectionWith(path: string, value: unknown): Record<string, unknown> {
  const below = path.split('.').reduceRight<unknown>((inner, part) => {
    const name = part.replace(/\[\]$/, '');
    if (name === '<name>')
      return { amount: { ...BESIDE_NAMED[path.replace(/^monitor\./, '')], ...(inner as object) } };
    const section = typeof inner === 'object' && inner !== null ? { ...BESIDE[name], ...inner } : inner;
    return { [name]: part.endsWith('[]') ? [section] : section };
  }, value);
  return below as Record<string, unknown>;
}

function accepted(path: string, value: unknown): ModelConfig | undefined {
  const predictions = BESIDE.predictions;
  const gate = [
    { metric: 'roc_auc', 'at-least': 0.5 },
    { metric: 'roc_auc', 'not-worse-by': 0.1 },
  ];
  const model = { task: 'binary', predictions, gate, slices: BESIDE.slices, ...sectionWith(path, value) };
  try {
    return parseConfig(stringify({ models: { m: model } }), 'c.yml').models.m;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.message).toMatch(/^c\.yml:\d+:\d+: models\.m\.[\s\S]*expected [\s\S]*, got /);
    return undefined;
  }
}

const random = createRandomNumbers(7);
const rowsOf = (from: string, days: number): readonly Row[] =>
  dailyRows({ from, days, perDay: 2 }, (row, date) => ({
    ...{ id: `${from}-${row}`, date, y: row % 2, p: random() },
    ...{ amount: random(), kind: row % 3 === 0 ? 'a' : row % 7 === 0 ? undefined : 'b' },
  }));
const reference = rowsOf('2026-01-05', 35);
const current = rowsOf('2026-02-09', 7);

/** An error of the product says what to do; anything else is one of this code. */
function computed<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof StewardError) return undefined;
    throw error;
  }
}

/** JSON has no other numbers. */
function requireNumbers(document: unknown): void {
  if (document !== undefined) expect(() => canonicalJson(document)).not.toThrow();
}

function checkWith({ monitor, contract, gate }: ModelConfig): void {
  requireNumbers(
    computed(() =>
      checkData({
        ...{ reference, current, monitor, gate, now: '2026-02-16T06:00:00Z' },
        ...(contract !== undefined && { contract }),
      }),
    ),
  );
}

function evaluateWith(config: ModelConfig): void {
  const tableWith = (shift: number) =>
    tableOf({
      id: current.map(({ id }) => String(id)),
      y: current.map(({ y }) => Number(y)),
      p: current.map(({ p }, row) => Math.min(1, Math.max(0, Number(p) + shift * (row % 2)))),
      date: current.map(({ date }) => new Date(String(date))),
      kind: current.map(({ kind }) => String(kind)),
    });
  requireNumbers(
    computed(() =>
      computeEvaluation({
        ...{ model: 'm', gate: 'gate', run: runRecord(), labels: undefined, config },
        challenger: tableWith(0.3),
        champion: {
          ...{ version: '1.0.0', tag: 'm@v1.0.0', registered: {}, metrics: {}, modelDigest: 'other' },
          predictions: { table: tableWith(0.1), source: 'scored' },
        },
      }),
    ),
  );
}

/** The values that are tried stand in order. */
function endsAndMiddle<T>(values: readonly T[]): readonly T[] {
  const places = [0, Math.floor(values.length / 2), values.length - 1];
  return values.filter((_, place) => places.includes(place));
}

it('finds them all', () => {
  const paths = numberKeys.map(({ path }) => path);
  expect(paths.length).toBeGreaterThan(30);
  expect(paths).toEqual(
    expect.arrayContaining(['monitor.false-alarms', 'contract.newest.within', 'gate[].at-least', 'looks']),
  );
});

it.each(numberKeys)('$path: what is accepted can be computed with', ({ path, node }) => {
  const configs = valuesOf(node).flatMap((value) => accepted(path, value) ?? []);
  expect(configs.length, 'values that are accepted').toBeGreaterThan(0);
  const isChecked = /^(?:monitor|contract|gate)\b/.test(path);
  const isEvaluated = /^(?:gate\[|slices|looks|predictions)/.test(path);
  for (const config of endsAndMiddle(configs)) {
    if (isChecked) checkWith(config);
    if (isEvaluated) evaluateWith(config);
  }
});
