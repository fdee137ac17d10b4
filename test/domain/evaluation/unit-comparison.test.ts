/** Both models row by row and group by group, against the same sums made by hand and against the metric of those rows alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinEvidence } from '../../../src/shared/domain/evaluation/joined-evidence.ts';
import type { ComparedRows } from '../../../src/shared/domain/evaluation/compared-rows.ts';
import { computeGroupValues } from '../../../src/shared/domain/evaluation/group-values.ts';
import {
  compareUnits,
  countUnits,
  largestDifferences,
} from '../../../src/shared/domain/evaluation/unit-comparison.ts';
import type { ScoredRows } from '../../../src/shared/domain/metrics/metric.ts';
import { findMetric } from '../../../src/shared/domain/metrics/tasks/catalog.ts';
import { groupByRow } from '../../../src/shared/domain/statistics/grouped/grouping.ts';
import { goldenCases } from './golden/cases.ts';

function rowsOf(title: string): ComparedRows {
  const request = goldenCases[title]!();
  const { rows } = joinEvidence(request.config, request);
  if (rows === undefined) throw new Error(`expected rows of "${title}", got none`);
  return rows;
}

/** The rows of which `isKept` is true, as if there were no others. */
function only(rows: ScoredRows, isKept: (row: number) => boolean): ScoredRows {
  const keep = (values: Float64Array): Float64Array => values.filter((_, row) => isKept(row));
  return {
    ...rows,
    labels: keep(rows.labels),
    scores: keep(rows.scores),
    ...(rows.byRole !== undefined && {
      byRole: new Map(Array.from(rows.byRole, ([role, values]) => [role, keep(values)])),
    }),
  };
}

describe('rows one by one', () => {
  it('of a binary task are compared by their squared errors', () => {
    const { challenger, champion } = rowsOf('binary, against a champion');
    const compared = compareUnits('binary', { challenger, champion }, undefined);
    const gains = Array.from(challenger.labels, (label, row) => {
      return (champion!.scores[row]! - label) ** 2 - (challenger.scores[row]! - label) ** 2;
    });
    gains.forEach((gain, row) => expect(compared?.improvement[row]).toBeCloseTo(gain, 12));
    expect(compared && countUnits(compared)).toEqual({
      wins: gains.filter((gain) => gain > 0).length,
      losses: gains.filter((gain) => gain < 0).length,
      ties: gains.filter((gain) => gain === 0).length,
    });
  });

  it('of a regression by their absolute errors, where less is better', () => {
    const { challenger, champion } = rowsOf('regression, 28 days');
    const compared = compareUnits('regression', { challenger, champion }, undefined);
    challenger.labels.forEach((label, row) => {
      const gain = Math.abs(champion!.scores[row]! - label) - Math.abs(challenger.scores[row]! - label);
      expect(compared?.improvement[row]).toBeCloseTo(gain, 12);
    });
  });

  it('of a ranking are queries, each with the NDCG of its items alone', () => {
    const { challenger, champion } = rowsOf('ranking, by user');
    const compared = compareUnits('ranking', { challenger, champion }, undefined);
    const queries = challenger.byRole!.get('query')!;
    expect(compared?.unit).toBe('query');
    expect(compared?.firstRow.length).toBe(new Set(queries).size);
    compared?.firstRow.forEach((first, unit) => {
      expect(queries.indexOf(unit)).toBe(first);
      const alone = only(challenger, (row) => queries[row] === unit);
      const value = findMetric('ranking', 'ndcg@10')!.computeStatistic(
        alone,
        groupByRow(alone.labels.length),
      );
      if (value === undefined) expect(compared.challenger[unit]).toBeNaN();
      else expect(compared.challenger[unit]).toBeCloseTo(value.value, 12);
    });
  });

  it('there is nothing to compare without a champion', () => {
    const { challenger } = rowsOf('binary, against a champion');
    expect(compareUnits('binary', { challenger, champion: undefined }, undefined)).toBeUndefined();
  });

  it('the largest differences are those of a full sort, whatever is equal or missing', () => {
    const values = fc.array(fc.constantFrom(0, 0.5, -0.5, 1, -2, NaN, 3), { maxLength: 60 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 20 }), (list, most) => {
        const sorted = [...list.keys()]
          .filter((unit) => Math.abs(list[unit]!) > 0)
          .sort((left, right) => Math.abs(list[right]!) - Math.abs(list[left]!) || left - right);
        expect(largestDifferences({ improvement: Float64Array.from(list) }, most)).toEqual(
          sorted.slice(0, most),
        );
      }),
      { seed: 8, numRuns: 500 },
    );
  });
});

describe('groups one by one', () => {
  it.each(['roc_auc', 'log_loss', 'recall'])('%s of each is that of its rows alone', (name) => {
    const rows = rowsOf('binary, users and days');
    const metric = findMetric('binary', name)!;
    for (const grouping of [rows.grouping, rows.grouping.second!]) {
      const { groups, withoutValueCount } = computeGroupValues(metric, rows, grouping);
      expect(groups.length + withoutValueCount).toBe(grouping.count);
      expect(groups.length).toBeGreaterThan(5);
      for (const { name: group, rowCount, challenger, champion } of groups) {
        const isKept = (row: number): boolean => grouping.nameOf(grouping.groupOfRow[row]!) === group;
        const [own, other] = [only(rows.challenger, isKept), only(rows.champion!, isKept)];
        expect(rowCount).toBe(own.labels.length);
        const valueOf = (scored: ScoredRows) => metric.computeStatistic(scored, groupByRow(rowCount))?.value;
        expect(challenger).toBeCloseTo(valueOf(own)!, 12);
        expect(champion).toBeCloseTo(valueOf(other)!, 12);
      }
    }
  });
});
