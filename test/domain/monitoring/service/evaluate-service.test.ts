import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../src/shared/domain/documents/check.ts';
import { evaluateService } from '../../../../src/shared/domain/monitoring/service/evaluate-service.ts';
import { readServiceRules } from '../../../../src/shared/domain/monitoring/service/objectives.ts';
import { serviceSchema } from '../../../../src/shared/domain/config/service-section.ts';

const HOURS = 28 * 24;

const rules = (objectives: Readonly<Record<string, unknown>>): ReturnType<typeof readServiceRules> =>
  readServiceRules(serviceSchema.parse({ prometheus: 'https://prometheus.example.com', objectives }));

const errors = (share: string) => ({ requests: 'r', errors: 'r{code=~"5.."}', 'at-least': share });

/** @param bad of the newest hours; 0 in all others. @param all of each hour. */
function stateOf(share: string, all: number, bad: readonly number[]): Finding {
  const [objective] = rules({ availability: errors(share) }).objectives;
  if (objective?.kind !== 'errors') throw new Error('expected an objective about errors');
  const some = new Float64Array(HOURS);
  some.set(bad);
  const counts = { all: new Float64Array(HOURS).fill(all), some };
  const [finding] = evaluateService([{ kind: 'requests', objective, counts, counted: 'all' }]);
  return finding!;
}

const stateIn = ({ outcome, detail }: Finding): unknown => [
  outcome,
  'state' in detail ? detail.state : detail,
];
const hours = (count: number, bad: number): readonly number[] => Array.from({ length: count }, () => bad);

describe('the requests of the window against an objective', () => {
  // 672 hours of 1000 requests: 99.5 % allows 3360 bad ones, by pencil.
  it.each([
    ['all that are allowed, long ago', [...hours(600, 0), 3360], ['ok', 'kept']],
    ['one more', [...hours(600, 0), 1000, 1000, 1000, 361], ['alert', 'spent']],
    // 3360 in 28 days are 120 a day, or 5 an hour.
    ['five an hour since three days', hours(72, 5), ['ok', 'kept']],
    ['six an hour since three days', hours(72, 6), ['warning', 'burning']],
    ['six an hour, but no more in the last six hours', [...hours(6, 0), ...hours(66, 6)], ['ok', 'kept']],
    // A day of b bad ones an hour leaves 3360 − 24 b; two more such days spend 48 (b − 5): above for b > 50.
    ['fifty an hour since a day', hours(24, 50), ['warning', 'burning']],
    ['fifty-one an hour since a day', hours(24, 51), ['alert', 'spent-soon']],
    ['fifty-one an hour, but less in the last two hours', [5, 5, ...hours(24, 56)], ['warning', 'burning']],
  ])('%s → %j', (_, bad, expected) => {
    expect(stateIn(stateOf('99.5 %', 1000, bad))).toEqual(expected);
  });

  it('counts exactly: one of ten is what 90 % allows', () => {
    expect(stateIn(stateOf('90 %', 10, [...hours(600, 0), ...hours(72, 10).slice(0, 67), 2]))).toEqual([
      'ok',
      'kept',
    ]);
    expect(stateIn(stateOf('90 %', 10, [...hours(600, 0), ...hours(67, 10), 3]))).toEqual(['alert', 'spent']);
  });

  it('100 % allows none', () => {
    expect(stateIn(stateOf('100 %', 10, []))).toEqual(['ok', 'kept']);
    expect(stateIn(stateOf('100 %', 10, [...hours(600, 0), 1]))).toEqual(['alert', 'spent']);
  });

  it('is not known without a request, or where more have failed than there were', () => {
    expect(stateOf('99 %', 0, [])).toMatchObject({
      ...{ kind: 'service', outcome: 'inconclusive' },
      detail: { cause: 'no-requests' },
    });
    expect(stateOf('99 %', 1, [700])).toMatchObject({
      ...{ outcome: 'inconclusive', detail: { cause: 'inconsistent-counts' } },
    });
  });

  it('spends nothing of the false alarms, and has no p-value', () => {
    const finding = stateOf('99.5 %', 1000, hours(24, 500));
    expect(finding.test).toBeUndefined();
    expect(finding.budget).toBeUndefined();
    expect(finding.effect).toEqual({
      measure: 'fraction-of-requests',
      value: 12_000 / 672_000,
      threshold: 0.005,
    });
  });
});

describe('a value', () => {
  const [memory, up] = rules({
    memory: { query: 'm', 'at-most': '2 GB' },
    up: { query: 'up', 'at-least': 1 },
  }).objectives;

  it.each([
    [memory, 2e9, 'ok'],
    [memory, 2e9 + 1, 'alert'],
    [memory, Infinity, 'alert'],
    [memory, NaN, 'inconclusive'],
    [up, 1, 'ok'],
    [up, 0, 'alert'],
  ])('%j with %d is %s', (objective, value, outcome) => {
    if (objective?.kind !== 'value') throw new Error('expected a value');
    expect(evaluateService([{ kind: 'value', objective, value }])).toMatchObject([{ outcome }]);
  });
});

describe('an objective', () => {
  it.each([
    [{ requests: 'rate(r[5m])', errors: 'r', 'at-least': '99 %' }],
    [{ requests: 'r', errors: 'r{code=~"5.."} or vector(0)', 'at-least': '99 %' }],
    [{ requests: 'r[1d]', errors: 'r', 'at-least': '99 %' }],
    [{ requests: 'r', 'at-least': '99 %' }],
    [{ requests: 'r', errors: 'e', histogram: 'h', below: '1 s', 'at-least': '99 %' }],
    [{ requests: 'r', errors: 'e', 'at-least': 0.99 }],
    [{ histogram: 'h', below: '0 ms', 'at-least': '99 %' }],
    [{ query: 'm', 'at-least': '99 %' }],
    [{ query: 'm' }],
    [{}],
  ])('%j is none', (objective) => {
    expect(() => rules({ objective })).toThrow();
  });
});
