/** A metric keeps what counts of all its values, however many there are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_KEPT_POINTS,
  MetricHistory,
  type MetricPoint,
} from '../../../../src/shared/domain/interop/tracking/metric-history.ts';

function historyOf(points: readonly MetricPoint[]): MetricHistory {
  const history = new MetricHistory();
  for (const point of points) history.push(point);
  return history;
}

const at = (step: number, value: number, timestampMs = step): MetricPoint => ({ step, value, timestampMs });

describe('the history of a metric', () => {
  it('of a long training has bounded room, count and extremes of all values, and first and last of its points', () => {
    const count = 100_000;
    const history = historyOf(
      Array.from({ length: count }, (_, step) => at(step, step === 77_777 ? -5 : step)),
    );
    expect(history.count).toBe(count);
    expect(history.range).toEqual({ least: -5, greatest: count - 1 });
    expect(history.points().length).toBeLessThanOrEqual(MAX_KEPT_POINTS);
    expect(history.points().length).toBeGreaterThanOrEqual(MAX_KEPT_POINTS / 2);
    expect(history.points().at(0)?.step).toBe(0);
    expect(history.points().at(-1)?.step).toBe(count - 1);
  });

  it('has as latest value that of the greatest step, then time, in any order of arrival', () => {
    const point = fc.record({
      step: fc.integer({ min: 0, max: 3 }),
      value: fc.integer({ min: -2, max: 2 }),
      timestampMs: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1 }), (points) => {
        const [latest] = points.toSorted(
          (one, other) =>
            other.step - one.step || other.timestampMs - one.timestampMs || other.value - one.value,
        );
        expect(historyOf(points).latest).toEqual(latest);
      }),
    );
  });

  it('does not count a value that is sent again', () => {
    const history = historyOf([at(0, 1), at(1, 0.5), at(1, 0.5), at(2, NaN), at(1, 0.5), at(2, NaN)]);
    expect(history.count).toBe(4);
    expect(history.range).toEqual({ least: 0.5, greatest: 1 });
    expect(historyOf([at(0, NaN)]).range).toBeUndefined();
  });

  it('does not count an earlier value that comes again with a model, and a later one it does', () => {
    const history = historyOf([at(0, 1), at(1, 0.5)]);
    history.push(at(0, 1), true);
    expect(history.count).toBe(2);
    history.push(at(2, 0.25), true);
    expect(history.count).toBe(3);
  });
});
