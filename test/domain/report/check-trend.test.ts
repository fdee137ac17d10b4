/** The bars of an issue: which checks they are of, and what their heights mean. */
import { describe, expect, it } from 'vitest';
import type { Check, Finding } from '../../../src/shared/domain/documents/check.ts';
import { renderTrend } from '../../../src/shared/domain/report/check-trend.ts';

function checkOf(day: string, findings: readonly Finding[], other: Partial<Check> = {}): Check {
  return {
    ...{ schema: 'model-steward/check/1', model: 'm', version: '1.0.0', findings: [...findings] },
    reference: { profile: '0'.repeat(64), rows: 1, days: 1 },
    current: {
      ...{ path: 'current.csv', sha256: '0'.repeat(64), rows: 100, days: 7 },
      to: `2026-05-${day}T12:00:00+00:00`,
    },
    decision: { kind: 'none', rule: { code: 'nothing-to-act-on' } },
    openWindows: [],
    ...other,
  };
}

function moved(value: number, outcome: Finding['outcome'] = 'ok', subject = 'distance'): Finding {
  return {
    ...{ kind: 'drift', subject, outcome },
    detail: { code: 'numeric-shift', referenceMean: 1, currentMean: 1 + value },
    effect: { measure: 'wasserstein-distance', value, threshold: 0.1 },
  };
}

function metric(value: number, worse: boolean, outcome: Finding['outcome'] = 'ok'): Finding {
  return {
    ...{ kind: 'performance', subject: 'roc_auc', outcome },
    detail: { code: 'metric-change', referenceMean: 0.8, currentMean: 0.8 + value, worse },
    effect: { measure: 'metric-change', value, threshold: 0.02 },
  };
}

/** The line of the table about a subject, in its cells. */
function cellsOf(trend: string, subject: string): readonly string[] {
  const line = trend.split('\n').find((candidate) => candidate.includes(`\`${subject}\``)) ?? '';
  return line
    .split('|')
    .slice(2, -1)
    .map((cell) => cell.trim());
}

describe('how a drift developed', () => {
  const alert = checkOf('29', [moved(0.8, 'alert'), moved(0.02, 'ok', 'delay')]);

  it('is one bar a check, by the time of the data and not by the order of the ledger', () => {
    const earlier = [checkOf('08', [moved(0.1)]), checkOf('22', [moved(0.4)]), checkOf('15', [moved(0.2)])];
    expect(cellsOf(renderTrend(alert, earlier, 'drift'), 'distance')).toEqual([
      ...['▂▃▅█', '0.100 sd', '0.800 sd', '0.100 sd'],
    ]);
  });

  it('names no column that never was an alert', () => {
    const trend = renderTrend(
      alert,
      [checkOf('22', [moved(0.01), moved(0.05, 'warning', 'delay')])],
      'drift',
    );
    expect(trend).not.toContain('delay');
  });

  it('is a dot where a check did not test the column', () => {
    const earlier = [checkOf('22', []), checkOf('15', [moved(0.8)])];
    expect(cellsOf(renderTrend(alert, earlier, 'drift'), 'distance')[0]).toBe('█·█');
  });

  it.each<[string, Check]>([
    ['another version', checkOf('22', [moved(0.4)], { version: '0.9.0' })],
    [
      'another reference',
      checkOf('22', [moved(0.4)], { reference: { profile: '1'.repeat(64), rows: 1, days: 1 } }),
    ],
    ['the same data', checkOf('29', [moved(0.4)])],
    ['later data', checkOf('30', [moved(0.4)])],
    ['no data', checkOf('22', [moved(0.4)], { current: undefined })],
  ])('leaves out a check of %s', (_case, other) => {
    expect(renderTrend(alert, [other], 'drift')).toBe('');
  });

  it('stays where it recovered, with what was an alert before', () => {
    const recovered = checkOf('30', [moved(0.05)]);
    const cells = cellsOf(renderTrend(recovered, [alert], 'drift'), 'distance');
    expect(cells).toEqual(['█▁', '0.800 sd', '0.0500 sd', '0.100 sd']);
  });

  it('says of which data the bars are', () => {
    expect(renderTrend(alert, [checkOf('08', [moved(0.1)])], 'drift')).toContain('2026-05-08 … 2026-05-29');
  });
});

describe('how other problems developed', () => {
  it('of a metric is its loss: a gain is the lowest bar', () => {
    const earlier = [checkOf('22', [metric(0.3, false)]), checkOf('15', [metric(-0.05, true)])];
    const check = checkOf('29', [metric(-0.1, true, 'alert')]);
    expect(cellsOf(renderTrend(check, earlier, 'performance'), 'roc_auc')).toEqual([
      ...['▅▁█', '0.0500', '0.100', '0.0200'],
    ]);
  });

  it('of what is there or not has no sizes', () => {
    const gone: Finding = {
      ...{ kind: 'data-quality', subject: 'store', outcome: 'alert', detail: { code: 'missing-column' } },
    };
    const earlier = [checkOf('22', [gone]), checkOf('15', [])];
    const trend = renderTrend(checkOf('29', [gone]), earlier, 'data-quality');
    expect(cellsOf(trend, 'store')).toEqual(['·██', '', '', '']);
  });
});
