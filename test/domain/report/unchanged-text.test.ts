/** What a check says of columns without a warning: a weak test is no proof that nothing changed. */
import { expect, test } from 'vitest';
import type { Finding } from '../../../src/shared/domain/documents/check.ts';
import { renderUnchanged } from '../../../src/shared/domain/report/unchanged-text.ts';

interface Drawn {
  readonly subject: string;
  readonly p: number;
  readonly minimumDetectableEffect?: number;
  readonly outcome?: Finding['outcome'];
}

const drift = ({ subject, p, minimumDetectableEffect, outcome = 'ok' }: Drawn): Finding => ({
  ...{ kind: 'drift', subject, outcome },
  detail: { code: 'numeric-shift', referenceMean: 1, currentMean: 2 },
  effect: { measure: 'wasserstein-distance', value: 0.05, threshold: 0.1 },
  test: {
    ...{ name: 'rho-t', p, level: 0.003, statistic: 1, effectiveN: 12, provisional: false },
    ...(minimumDetectableEffect !== undefined && { minimumDetectableEffect }),
  },
});

test('each column says how small a change would have been detected, and where that is above its threshold', () => {
  const findings = [
    drift({ subject: 'delay', p: 0.7, minimumDetectableEffect: 0.664 }),
    drift({ subject: 'age', p: 0.2, minimumDetectableEffect: 0.04 }),
    drift({ subject: 'fare', p: 0.3 }),
  ];
  expect(renderUnchanged(findings)).toEqual([
    'No change of distribution detected: `delay` (smallest detectable: 0.664 sd, above the threshold of 0.100 sd), `age` (smallest detectable: 0.0400 sd), `fare` (smallest detectable: unknown).',
  ]);
});

test('a change that was detected and is below the threshold is not called undetected', () => {
  const small = drift({ subject: 'age', p: 0.001, minimumDetectableEffect: 0.04 });
  expect(renderUnchanged([small])).toEqual([
    'Changed by less than the threshold: `age` (0.0500 sd, threshold 0.100 sd).',
  ]);
});

test('alerts, warnings and what is inconclusive are said elsewhere', () => {
  const outcomes = ['alert', 'warning', 'inconclusive'] as const;
  const findings = outcomes.map((outcome) => drift({ subject: outcome, p: 0.7, outcome }));
  expect(renderUnchanged(findings)).toEqual([]);
});
