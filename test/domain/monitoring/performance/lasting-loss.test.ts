/** A loss that no single window shows: values by NumPy and SciPy, and the story of a model that became worse in March. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Check, Finding } from '../../../../src/shared/domain/documents/check.ts';
import {
  detectableLoss,
  lossProbability,
  measureLastingChange,
} from '../../../../src/shared/domain/monitoring/performance/lasting-loss.ts';
import { describeFinding } from '../../../../src/shared/domain/report/finding-text.ts';
import { createRandomNumbers } from '../../../../src/shared/domain/statistics/random-numbers.ts';
import { checkData, dailyRows, dayAfter, type Row } from '../../../ground/check-data.ts';

interface Case {
  readonly reference: readonly number[];
  readonly current: readonly number[];
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly p: number;
  readonly detectable: number;
}

const path = join(import.meta.dirname, 'fixtures', 'lasting-loss.json');
const cases = JSON.parse(await readFile(path, 'utf8')) as readonly Case[];

describe('the change of a mean of windows', () => {
  it.each(cases)('has the p of SciPy: $p', ({ reference, current, ...expected }) => {
    const change = measureLastingChange(reference, current);
    if (change === undefined) throw new Error('expected a change, got none');
    expect(change.statistic).toBeCloseTo(expected.statistic, 9);
    expect(change.degreesOfFreedom).toBeCloseTo(expected.degreesOfFreedom, 9);
    expect(lossProbability(change, 1)).toBeCloseTo(expected.p, 9);
    expect(lossProbability(change, -1)).toBeCloseTo(1 - expected.p, 9);
    expect(detectableLoss(change, 0.01)).toBeCloseTo(expected.detectable, 9);
  });

  it.each<readonly [string, readonly number[], readonly number[]]>([
    ['three windows', [1, 2, 3, 4], [1, 2, 3]],
    ['a reference of three windows', [1, 2, 3], [1, 2, 3, 4]],
    ['values that never vary', [1, 1, 1, 1], [1, 1, 1, 1]],
  ])('is not measured with %s', (_, reference, current) => {
    expect(measureLastingChange(reference, current)).toBeUndefined();
  });
});

const PER_DAY = 12;

/** Labels that follow `p` in part: the smaller `skill`, the worse the model. */
function rowsOf(from: string, days: number, skill: number): readonly Row[] {
  const random = createRandomNumbers(Date.parse(from));
  return dailyRows({ from, days, perDay: PER_DAY }, (row, day) => {
    const p = 0.02 + 0.96 * random();
    const chance = 0.5 + skill * (p - 0.5);
    return { id: `${from}-${row}`, date: day, p, y: random() < chance ? 1 : 0 };
  });
}

function checkWeeks(
  weeks: number,
  skill: number,
  version: (week: number) => string = () => '1.0.0',
): readonly Check[] {
  const checks: Check[] = [];
  for (let week = 0; week < weeks; week++) {
    const from = dayAfter('2026-03-02', 7 * week);
    const check = checkData({
      ...{ reference: rowsOf('2026-01-05', 56, 1), current: rowsOf(from, 7, skill) },
      ...{ now: `${dayAfter(from, 9)}T00:00:00Z`, earlier: [...checks].reverse() },
    });
    checks.push({ ...check, version: version(week) });
  }
  return checks;
}

const lasting = ({ findings }: Check): Finding | undefined =>
  findings.find(({ detail }) => detail.code === 'lasting-loss');

describe('a loss that lasts', () => {
  const checks = checkWeeks(9, 0.55);

  it('is looked for from the fourth window on, and found although no single window is an alert', () => {
    expect(checks.map((check) => lasting(check) !== undefined)).toEqual([
      ...[false, false, false],
      ...[true, true, true, true, true, true],
    ]);
    const [first] = checks.filter((check) => lasting(check)?.outcome === 'alert');
    expect(first?.decision).toMatchObject({ kind: 'retrain' });
    const single = first?.findings.find(({ detail }) => detail.code === 'metric-change');
    expect(single?.outcome).not.toBe('alert');
  });

  it('says since when, against what, and how large', () => {
    const finding = checks.map(lasting).find((found) => found?.outcome === 'alert');
    expect(finding && describeFinding(finding)).toMatch(
      /^mean of the last \d windows \(since 2026-03-02\) 0\.\d+ → 0\.\d+; worse than the usual variation between windows \(p = [\d.]+, means of windows\)$/,
    );
  });

  it('is none of a model that stays what it was', () => {
    expect(checkWeeks(8, 1).filter((check) => lasting(check)?.outcome === 'alert')).toEqual([]);
  });

  it('begins again with another version', () => {
    const last = checkWeeks(6, 0.55, (week) => (week < 4 ? '0.9.0' : '1.0.0')).at(-1);
    expect(last?.measuredWindows).toHaveLength(2);
  });

  it('counts windows that overlap once', () => {
    const [first] = checkWeeks(1, 1);
    if (first === undefined) throw new Error('expected a check');
    const again = checkData({
      ...{ reference: rowsOf('2026-01-05', 56, 1), current: rowsOf('2026-03-03', 7, 1) },
      ...{ now: '2026-03-12T00:00:00Z', earlier: [first] },
    });
    expect(again.measuredWindows).toEqual(first.measuredWindows);
  });
});
