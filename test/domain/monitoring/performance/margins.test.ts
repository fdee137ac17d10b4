import { expect, test } from 'vitest';
import { modelConfigSchema } from '../../../../src/shared/domain/config/config.ts';
import { evaluatePerformance } from '../../../../src/shared/domain/monitoring/performance/evaluate-performance.ts';
import { formatDay, parseDay } from '../../../../src/shared/domain/monitoring/profile/days.ts';
import type { PerformanceProfile } from '../../../../src/shared/domain/monitoring/profile/profile.ts';

/** Log loss of about 0.4 a day, and `more` of it. */
function performanceOf(from: string, days: number, more: number): PerformanceProfile {
  const places = Array.from({ length: days }, (_, place) => place);
  return {
    task: 'binary',
    threshold: 0.5,
    days: places.map((place) => formatDay(parseDay(from) + place)),
    rows: places.map(() => 200),
    metrics: [
      { name: 'log_loss', values: places.map((place) => 0.4 + more + 0.001 * Math.sin(7 * place * place)) },
    ],
  };
}

function findingOf(...gate: readonly object[]) {
  const [finding] = evaluatePerformance({
    reference: performanceOf('2026-01-05', 56, 0),
    current: performanceOf('2026-03-02', 7, 0.005),
    gate: modelConfigSchema.parse({ gate }).gate,
    falseAlarmsPerYear: 1,
    seed: 'a',
    preceding: undefined,
  });
  return finding;
}

const better = { metric: 'log_loss', 'superior-by': 0.001 };

test('a loss matters from the margin on that the gate protects, in whatever order its rules stand', () => {
  const notWorse = { metric: 'log_loss', 'not-worse-by': 0.002 };
  expect(findingOf(better, notWorse)).toMatchObject({ outcome: 'alert', effect: { threshold: 0.002 } });
  expect(findingOf(notWorse, better)).toMatchObject({ outcome: 'alert', effect: { threshold: 0.002 } });
  const equivalent = { metric: 'log_loss', 'equivalent-within': 0.25, relative: true };
  expect(findingOf(better, equivalent)?.effect?.threshold).toBeCloseTo(0.1, 3);
});

test('how much better a challenger has to be protects nothing: the margin is that of the metric', () => {
  // A tenth of the usual log loss of 0.4.
  expect(findingOf(better)?.effect?.threshold).toBeCloseTo(0.04, 3);
  expect(findingOf(better)?.outcome).toBe('ok');
});
