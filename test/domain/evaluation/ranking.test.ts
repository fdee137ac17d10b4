import { describe, expect, it } from 'vitest';
import { modelConfigSchema, type ModelConfig } from '../../../src/shared/domain/config/config.ts';
import { requirePredictionKeys } from '../../../src/shared/domain/config/prediction-keys.ts';
import { joinRows, type JoinRequest } from '../../../src/shared/domain/evaluation/compared-rows.ts';
import { computeFinding } from '../../../src/shared/domain/evaluation/metric-finding.ts';
import { computeEvaluation } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { findMetric, taskOf } from '../../../src/shared/domain/metrics/tasks/catalog.ts';
import { renderEvaluationNotes } from '../../../src/shared/domain/report/evaluation-notes.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';
import { rankingCases } from './golden/ranking-cases.ts';
import { tableOf } from './tables.ts';

const columns = { query: 'q', item: 'i', relevance: 'r', score: 's', threshold: 0.5 };

function join(challenger: Table, change: Partial<JoinRequest> = {}) {
  return joinRows({
    task: taskOf('ranking'),
    columns,
    challenger,
    champion: undefined,
    labels: undefined,
    ...change,
  });
}

/** Ten queries of three items; the second item is relevant. */
function rows(change: Readonly<Record<string, readonly number[] | readonly string[]>> = {}) {
  const numbers = Array.from({ length: 30 }, (_, row) => row);
  return {
    q: numbers.map((row) => `q${Math.floor(row / 3)}`),
    i: numbers.map((row) => `i${row % 3}`),
    r: numbers.map((row) => (row % 3 === 1 ? 2 : 0)),
    s: numbers.map(() => 0.5),
    ...change,
  };
}

function valueOf(table: Table, name: string): number | undefined {
  const compared = join(table);
  const metric = findMetric('ranking', name)!;
  return metric.computeStatistic(compared.challenger, compared.grouping)?.value;
}

describe('items with equal scores', () => {
  it('count as the mean over all their orders', () => {
    expect(valueOf(tableOf(rows()), 'mrr')).toBeCloseTo((1 + 1 / 2 + 1 / 3) / 3, 12);
    expect(valueOf(tableOf(rows()), 'hit_rate@1')).toBeCloseTo(1 / 3, 12);
  });

  it.each(['ndcg@2', 'map', 'mrr', 'recall@1', 'hit_rate@2'])(
    '%s is the same in any order of the file',
    (name) => {
      const values = rows({ s: Array.from({ length: 30 }, (_, row) => (row * 7) % 2) });
      const turned = Object.fromEntries(
        Object.entries(values).map(([column, cells]) => [
          column,
          [...cells].reverse() as string[] | number[],
        ]),
      );
      expect(valueOf(tableOf(turned), name)).toBe(valueOf(tableOf(values), name));
    },
  );
});

describe('the groups of a ranking', () => {
  const users = rows({ u: Array.from({ length: 30 }, (_, row) => `u${Math.floor(row / 6)}`) });

  it('are users where they are named, else queries, else what `group` names', () => {
    expect(join(tableOf(users), { columns: { ...columns, user: 'u' } }).grouping).toMatchObject({
      column: 'u',
      count: 5,
    });
    expect(join(tableOf(users)).grouping).toMatchObject({ column: 'q', count: 10, isByRow: false });
    expect(join(tableOf(users), { columns: { ...columns, user: 'u', group: 'q' } }).grouping).toMatchObject({
      column: 'q',
      count: 10,
    });
  });

  it('contain each query as a whole', () => {
    const split = tableOf({ ...users, u: Array.from({ length: 30 }, (_, row) => `u${row % 5}`) });
    expect(() => join(split, { columns: { ...columns, user: 'u' } })).toThrow(
      'predictions: expected all rows of one query of column "q" in one group, got "u0" and "u1"',
    );
  });

  it('may weigh differently, but not within a query', () => {
    const weighted = tableOf({ ...users, w: Array.from({ length: 30 }, (_, row) => 1 + (row % 3)) });
    expect(() => join(weighted, { columns: { ...columns, weight: 'w' } })).toThrow(
      'predictions: expected one weight for all rows of one query of column "q", got 1 and 2',
    );
  });
});

describe('queries without a relevant item', () => {
  const values = rows({ r: Array.from({ length: 30 }, (_, row) => (row >= 6 && row % 3 === 1 ? 1 : 0)) });

  it('are left out, and counted', () => {
    expect(join(tableOf(values)).units).toEqual({ column: 'q', count: 10, leftOutCount: 2 });
    const perfect = { ...values, s: values.r };
    expect(valueOf(tableOf(perfect), 'ndcg@10')).toBe(1);
  });
});

describe('rows of a ranking', () => {
  it('are identified by query and item together', () => {
    const twice = tableOf(rows({ i: Array.from({ length: 30 }, () => 'i0') }));
    expect(() => join(twice)).toThrow('expected each id once, got 20 repeated ids');
  });

  it('take the relevance from the labels where those are kept apart', () => {
    const truth = tableOf({
      ...rows({ r: Array.from({ length: 30 }, (_, row) => (row % 3 === 2 ? 1 : 0)) }),
    });
    const compared = join(tableOf(rows({ s: Array.from({ length: 30 }, (_, row) => row % 3) })), {
      labels: truth,
    });
    expect(
      findMetric('ranking', 'mrr')!.computeStatistic(compared.challenger, compared.grouping)?.value,
    ).toBe(1);
  });

  it.each([
    ['a negative relevance', { r: Array.from({ length: 30 }, () => -1) }, /expected relevances from 0/],
    [
      'a relevance that is missing',
      { r: Array.from({ length: 30 }, () => NaN) },
      /got a missing value in row 1/,
    ],
    ['a score that is missing', { s: Array.from({ length: 30 }, () => NaN) }, /got a missing value in row 1/],
    [
      'a relevance in words',
      { r: Array.from({ length: 30 }, () => 'good') },
      /expected numbers in column "r"/,
    ],
  ])('are refused with %s', (_, change, message) => {
    expect(() => join(tableOf(rows(change)))).toThrow(message);
  });

  it('are refused without the column of the query', () => {
    const { i, r, s } = rows();
    expect(() => join(tableOf({ i, r, s }))).toThrow(/expected a column "q"/);
  });
});

it('counts effective queries, never more than there are', () => {
  const compared = join(tableOf(rows({ s: Array.from({ length: 30 }, (_, row) => (row * 5) % 7) })));
  const finding = computeFinding(findMetric('ranking', 'ndcg@10')!, compared, {
    confidence: 0.95,
    robust: false,
    againstBaseline: false,
    hasRelativeMargin: false,
    isSameModel: false,
    withinGroups: false,
  });
  expect(finding.own).toMatchObject({ kind: 'interval' });
  expect(finding.own?.kind === 'interval' && finding.own.effectiveRows).toBeLessThanOrEqual(10);
});

it('says in the comment how many queries were left out, and that queries are taken for independent', () => {
  const byUser = renderEvaluationNotes(computeEvaluation(rankingCases['ranking, by user']!()));
  const byQuery = renderEvaluationNotes(computeEvaluation(rankingCases['ranking, by query']!()));
  expect(byUser).toContain('720 rows of 90 queries on 30 different values of `visitor`');
  expect(byUser).toMatch(/\*\*Left out\.\*\* 1\d of 90 queries without a relevant item, for both models/);
  expect(byUser).not.toContain('Each query');
  expect(byQuery).toContain('Each query (`search`) is taken as independent.');
});

it('names the columns that a configuration of a ranking lacks', () => {
  const config = (predictions: object): ModelConfig =>
    modelConfigSchema.parse({ task: 'ranking', predictions, gate: [] });
  expect(() => {
    requirePredictionKeys('m', config({ query: 'q', score: 's', relevance: 'r' }));
  }).toThrow('expected `item`, which the task ranking needs, got none');
  expect(() => {
    requirePredictionKeys('m', config({ query: 'q', item: 'i', score: 's', relevance: 'r', label: 'y' }));
  }).toThrow(/expected a key of the task ranking, got `label`/);
});
