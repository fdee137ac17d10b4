/** What belongs to a row is the same for both models: no predictions choose which rows weigh most, or what is independent. */
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { computeEvaluation } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { predictionOptions } from '../../../src/shared/domain/evaluation/predictions.ts';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import { shareColumns } from '../../../src/shared/domain/table/share-columns.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';
import { runRecord } from '../../ground/run-record.ts';
import { errorOf, tableOf } from './tables.ts';

const COUNT = 400;
const row = Array.from({ length: COUNT }, (_, index) => index);
const id = row.map((index) => `r${index}`);
const y = row.map((index) => (index % 3 === 0 ? 1 : 0));
const p = row.map((index) => ((index * 37) % 100) / 100);

type Columns = Readonly<Record<string, readonly number[] | readonly string[]>>;

function evaluate(
  challenger: Columns,
  champion: Columns,
  { labels, source = 'scored' }: { readonly labels?: Columns; readonly source?: 'scored' | 'stored' } = {},
) {
  return computeEvaluation({
    model: 'm',
    gate: 'gate',
    config: modelConfigSchema.parse({
      task: 'binary',
      predictions: { id: 'id', label: 'y', score: 'p', weight: 'w', group: 'user' },
      gate: [{ metric: 'accuracy', 'superior-by': 0 }],
    }),
    run: runRecord(),
    challenger: tableOf(challenger),
    champion: {
      ...{ version: '1.0.0', tag: 'm@v1.0.0', modelDigest: 'a'.repeat(64), registered: {} },
      predictions: { table: tableOf(champion), source },
      metrics: undefined,
    },
    labels: labels && tableOf(labels),
  });
}

const w = row.map(() => 1);
const user = row.map((index) => `u${index % 20}`);
const usual = { id, y, p, w, user };

describe('what belongs to a row', () => {
  it('is compared where both models write it, whatever the order of the rows', () => {
    const reversed = Object.fromEntries(
      Object.entries(usual).map(([name, values]) => [name, [...values].reverse()]),
    ) as Columns;
    expect(evaluate(usual, reversed).rules[0]?.reason.code).toBe('identical-predictions');
  });

  it('other weights of the challenger are refused with the first row that differs', () => {
    const chosen = { ...usual, w: w.map((weight, index) => (index === 7 ? 1.00001 : weight)) };
    const error = errorOf(() => evaluate(chosen, usual));
    expect(error.message).toBe(
      'predictions of the champion: expected the weight of each row as in the predictions of the challenger, got another one',
    );
    expect(error.examples).toBe('id "r7" has "1.00001" there and "1" here');
  });

  it('other groups of the challenger are refused, also where there are as many', () => {
    const alone = { ...usual, user: row.map((index) => `u${index}`) };
    expect(errorOf(() => evaluate(alone, usual)).message).toBe(
      'predictions of the champion: expected the group of each row as in the predictions of the challenger, got another one',
    );
    const swapped = { ...usual, user: user.map((name, index) => (index === 3 ? 'u4' : name)) };
    expect(errorOf(() => evaluate(swapped, usual)).examples).toBe('id "r3" has "u4" there and "u3" here');
  });

  it('of stored predictions: other weights are other rows', () => {
    const stored = { ...usual, w: w.map((weight) => 2 * weight) };
    expect(evaluate(usual, stored, { source: 'stored' }).rules[0]?.reason.code).toBe('no-common-rows');
  });

  it('is not compared where the champion does not write it', () => {
    expect(evaluate(usual, { id, y, p }).rules[0]?.reason.code).toBe('identical-predictions');
  });

  it('stands with the labels where they are kept apart', () => {
    expect(() => evaluate(usual, usual, { labels: { id, y, user } })).toThrow(
      /labels: expected a column "w"/,
    );
    const kept = evaluate(
      { ...usual, w: w.map((_, index) => 1 + index) },
      { id, y, p },
      { labels: { id, y, w, user } },
    );
    expect(kept.metrics.find(({ metric }) => metric === 'accuracy')?.challenger).toBeCloseTo(
      y.reduce<number>((sum, label, index) => sum + (Number(p[index]! >= 0.5) === label ? 1 : 0), 0) / COUNT,
      12,
    );
  });

  it('days are compared where both tables share the array of their times, and not their order', () => {
    const config = modelConfigSchema.parse({
      task: 'binary',
      predictions: { id: 'id', label: 'y', score: 'p', time: 'at' },
      gate: [{ metric: 'accuracy', 'superior-by': 0 }],
    });
    const read = (shift: number): Table => {
      const lines = row.map((index) => {
        const of = (index + shift) % COUNT;
        return `r${of},${y[of]},${p[of]},2026-01-${String((index % 20) + 1).padStart(2, '0')}`;
      });
      const bytes = new TextEncoder().encode(['id,y,p,at', ...lines, ''].join('\n'));
      return parseCsv(bytes, 'rows.csv', predictionOptions(config));
    };
    const challenger = read(0);
    const compare = (other: Table) =>
      computeEvaluation({
        ...{ model: 'm', gate: 'gate', config, run: runRecord(), challenger, labels: undefined },
        champion: {
          ...{ version: '1.0.0', tag: 'm@v1.0.0', modelDigest: 'a'.repeat(64), registered: {} },
          predictions: { table: shareColumns(other, challenger), source: 'scored' },
          metrics: undefined,
        },
      });
    expect(compare(read(0)).rules[0]?.reason.code).toBe('identical-predictions');
    expect(errorOf(() => compare(read(1))).message).toMatch(/expected the group of each row as in/);
  });
});
