/** Slices in the comment: what a reader sees of them, on evaluations of seeded rows. */
import { describe, expect, it } from 'vitest';
import { computeEvaluation } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import type { Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import { describeVerdict } from '../../../src/shared/domain/report/headline.ts';
import { renderRuleTable } from '../../../src/shared/domain/report/rule-table.ts';
import { describeSlicesFound, renderSliceTables } from '../../../src/shared/domain/report/slice-table.ts';
import { sliceCases } from '../evaluation/golden/slice-cases.ts';

const of = (title: string): Evaluation => computeEvaluation(sliceCases[title]!());
const pairs = of('binary, slices of one and two columns');
const byUser = of('binary, slices in which users lie');
const first = of('binary, slices of a first version');

describe('slices in a comment', () => {
  it('are summed up by the weakest one, with what its interval is corrected for', () => {
    const { lookedAtCount, metrics } = pairs.slices!;
    const [weakest] = metrics[0]!.slices;
    expect(describeSlicesFound(pairs)).toContain(
      `**Weakest slice.** \`region = ${weakest!.conditions[0]!.value!}`,
    );
    expect(describeSlicesFound(pairs)).toContain(`corrected for ${lookedAtCount} slices)`);
  });

  it('have gaps of the own values of the challenger, a first version too', () => {
    expect(describeSlicesFound(first)).toMatch(
      /\*\*Gaps\*\* of the challenger's `accuracy` between slices: `region` 0\.\d+ \([+−]\d\.\d+ to \+\d\.\d+\), from `region = north` to/,
    );
    expect(describeSlicesFound(first)).toMatch(
      /\*\*Weakest slice\.\*\* `region = north`: `accuracy` is 0\.\d+/,
    );
  });

  it('have a table for each metric that a rule asks of them, the most significant loss first', () => {
    const [accuracy, auc, ...others] = renderSliceTables(byUser).split('\n\n| slice');
    expect(others).toEqual([]);
    expect(accuracy).toContain('| groups |');
    expect(accuracy!.split('\n')[2]).toContain('`region = north`');
    expect(auc).toContain('`roc_auc`: all intervals are right together in 95 % of such comparisons');
  });

  it('say how many are left out, and how many were too small', () => {
    const table = renderSliceTables(pairs);
    const { lookedAtCount, tooSmallCount } = pairs.slices!;
    expect(lookedAtCount + tooSmallCount).toBe(3 + 4 + 3 * 4);
    if (tooSmallCount > 0) expect(table).toContain('with fewer than 60 rows');
    if (lookedAtCount > 20) expect(table).toContain('that look better are left out');
  });

  it('decide the headline and the line of their rule, with the confidence of one slice', () => {
    expect(describeVerdict(byUser)).toBe('the challenger is worse than the champion 1.0.0 in a slice');
    const each = (byUser.rules[1]!.reason as { confidence: number }).confidence;
    expect(each).toBeCloseTo(1 - 0.05 / 7, 12);
    expect(renderRuleTable(byUser)).toContain('99.286 % CI) |');
  });

  it('flag a reversal as what it is', () => {
    const [metric] = byUser.slices!.metrics;
    const reversal = { column: 'region', overall: 'better' as const, oppositeCount: 2, sliceCount: 3 };
    const metrics = [{ ...metric!, reversals: [reversal] }];
    expect(describeSlicesFound({ ...byUser, slices: { ...byUser.slices!, metrics } })).toContain(
      "> **Simpson's paradox.** In `accuracy` the challenger is better over all rows, and its estimates are worse in 2 of 3 slices by `region`.",
    );
  });

  it('are not there without the key', () => {
    const { slices, ...without } = byUser;
    expect(slices).toBeDefined();
    expect(describeSlicesFound(without) + renderSliceTables(without)).toBe('');
  });
});
