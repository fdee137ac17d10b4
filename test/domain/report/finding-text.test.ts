/** A finding is codes and numbers; its sentence and its row of the table have to show each of them. */
import { describe, expect, it } from 'vitest';
import type { Finding, FindingTest } from '../../../src/shared/domain/documents/check.ts';
import type { FindingDetail, Obstacle } from '../../../src/shared/domain/documents/finding-detail.ts';
import { renderFindingTable } from '../../../src/shared/domain/report/finding-table.ts';
import { describeFinding } from '../../../src/shared/domain/report/finding-text.ts';
import {
  formatCount,
  formatNumber,
  formatP,
  formatShare,
} from '../../../src/shared/domain/text/number-text.ts';

type Samples<Union extends { readonly code: string }> = {
  readonly [Code in Union['code']]: Extract<Union, { code: Code }>;
};

/** One of each code. Numbers differ in every digit, so that none stands for another. */
const details: Samples<FindingDetail> = {
  'no-data': { code: 'no-data', path: 'data/week.csv', cause: 'no-file' },
  'unreadable-data': { code: 'unreadable-data', source: 'labels' },
  'stale-data': { code: 'stale-data', newest: '2026-01-02T03:04:05.000Z', ageHours: 240, maxAgeHours: 31 },
  'missing-time-column': { code: 'missing-time-column', standIn: 'event_date' },
  'undated-rows': {
    code: 'undated-rows',
    ...{ rows: 4321, missingRows: 17, unreadableRows: 26, examples: ['n/a'], referenceFraction: 0.0123 },
    dayOrder: { expected: 'month-first', found: 'day-first' },
  },
  'implausible-times': {
    code: 'implausible-times',
    ...{ rows: 4325, futureRows: 18, earlierRows: 27, examples: ['9999-12-31T00:00:00Z'] },
    referenceFraction: 0.0127,
  },
  'partial-day': { code: 'partial-day', day: '2026-05-04', from: '00:00', to: '05:17' },
  'unknown-age': { code: 'unknown-age', maxAgeHours: 47 },
  'missing-column': { code: 'missing-column', lookalike: 'amo\u0301unt' },
  'signature-mismatch': { code: 'signature-mismatch', expected: 'long', found: 'fraction', rows: 4331 },
  'not-in-signature': { code: 'not-in-signature' },
  'new-column': { code: 'new-column' },
  'other-unit': { code: 'other-unit', expectedUnit: 'kg', foundUnit: 'lb' },
  'changed-type': { code: 'changed-type', expected: 'number', found: 'category', example: 'n/a' },
  'missing-values': {
    code: 'missing-values',
    ...{ missingFraction: 0.231, referenceMissingFraction: 0.045, referenceSpan: 'worst-day' },
  },
  'out-of-range': {
    code: 'out-of-range',
    ...{ outsideFraction: 0.171, distance: 'far', referenceMin: -5.25, referenceMax: 86.5 },
    ...{ currentMin: -999, currentMax: 431, infiniteRows: 12 },
  },
  'new-categories': {
    code: 'new-categories',
    ...{ newFraction: 0.261, usualFraction: 0.0337, categoryCount: 17 },
    examples: ['a', 'b', 'c'],
  },
  'contract-broken': {
    code: 'contract-broken',
    rule: 'range',
    expected: '0 to 5417',
    rows: 8107,
    brokenRows: 94,
  },
  'duplicate-ids': { code: 'duplicate-ids', rows: 8000, repeatedRows: 93 },
  'changed-unit': {
    code: 'changed-unit',
    ...{ factor: 1.61, conversion: 'miles-to-kilometers', reversed: false, since: '2026-05-04' },
    ...{ offset: 32, evidence: 'arithmetic' },
  },
  'row-coverage': {
    code: 'row-coverage',
    ...{ role: 'label', rows: 4329, coveredRows: 19 },
    join: {
      ...{ idColumn: 'key', source: 'labels.csv', sourceRows: 28, joinedRows: 29, spelledDifferently: true },
      ...{ currentForms: ['9000'], sourceForms: ['00009000'] },
    },
  },
  'missing-prediction-column': {
    code: 'missing-prediction-column',
    ...{ role: 'score', knownFrom: 'earlier-check', standIn: 'p_new' },
  },
  'numeric-shift': {
    code: 'numeric-shift',
    ...{ referenceMean: 726, currentMean: 1169, referenceMedian: 314, currentMedian: 582 },
  },
  'category-shift': {
    code: 'category-shift',
    ...{ category: 'AA', referenceFraction: 0.121, currentFraction: 0.345 },
  },
  'stuck-values': {
    code: 'stuck-values',
    ...{ stuckDays: 3, days: 8, distinctValues: 4, usualDistinctValues: 29 },
  },
  'far-times': {
    code: 'far-times',
    ...{ outsideFraction: 0.873, referenceMinDays: -31.5, referenceMaxDays: 2.25 },
    ...{ currentMinDays: -20567, currentMaxDays: 5.5 },
  },
  'category-rise': {
    code: 'category-rise',
    ...{ category: 'AB', isBucket: false, referenceFraction: 0.0123, currentFraction: 0.346 },
  },
  'no-values': { code: 'no-values', side: 'current' },
  'metric-change': { code: 'metric-change', referenceMean: 0.712, currentMean: 0.653, worse: true },
  'lasting-loss': {
    code: 'lasting-loss',
    ...{
      referenceMean: 0.812,
      currentMean: 0.793,
      worse: true,
      windowCount: 11,
      since: '2026-03-02T00:00:00.000Z',
    },
  },
  'undefined-metric': { code: 'undefined-metric', side: 'current' },
  'no-reference-performance': { code: 'no-reference-performance' },
  'not-evaluated': { code: 'not-evaluated', cause: 'no-labels' },
  'request-objective': {
    ...{ code: 'request-objective', bad: 'latency', requestCount: 1000, badRequestCount: 20 },
    ...{ allowedFraction: 0.01, state: 'spent', days: 2, belowMs: 300, counted: 'version' },
    daily: [
      { requestCount: 0, badRequestCount: 0 },
      { requestCount: 1000, badRequestCount: 20 },
    ],
  },
  'service-value': { code: 'service-value', value: 3e9, threshold: 2e9, bound: 'at-most' },
  'objective-not-measured': { code: 'objective-not-measured', cause: 'no-series' },
};

const obstacles: Samples<Obstacle> = {
  'no-time-column': { code: 'no-time-column' },
  'no-dated-rows': { code: 'no-dated-rows' },
  'no-whole-day': { code: 'no-whole-day' },
  'too-few-reference-days': {
    code: 'too-few-reference-days',
    days: 19,
    neededDays: 28,
    enoughOn: '2026-04-11',
  },
  'window-longer-than-reference': { code: 'window-longer-than-reference', days: 45, referenceDays: 36 },
};

const findingOf = (detail: FindingDetail, change: Partial<Finding> = {}): Finding => ({
  ...{ kind: 'data-quality', subject: 'distance', outcome: 'alert', detail },
  ...change,
});

/** A number as any of the texts may write it; hours also as whole days. */
function spellings(value: number): readonly string[] {
  return [formatNumber(value), formatCount(value), formatShare(value), formatCount(value / 24)];
}

/** Values of the finding whose number, day or text stands nowhere in the sentence. */
function unshown(values: Readonly<Record<string, unknown>>, sentence: string): readonly string[] {
  const numbers: readonly string[] = sentence.match(/−?[\d,]+(?:\.\d+)?(?: %)?/g) ?? [];
  return Object.entries(values).flatMap(([key, value]) => {
    if (typeof value !== 'number') return [];
    return spellings(value).some((text) => numbers.includes(text)) ? [] : [`${key}: ${value}`];
  });
}

describe.each(Object.entries<FindingDetail>(details))('the sentence of "%s"', (code, detail) => {
  const sentence = describeFinding(findingOf(detail));

  it('shows every number of the finding', () => {
    expect(
      unshown({ ...detail }, sentence),
      `add them to describeDetail in report/finding-text.ts: ${sentence}`,
    ).toEqual([]);
  });

  it('is words, not the code', () => {
    expect(sentence).toContain(' ');
    expect(sentence).not.toContain(code);
    expect(sentence).not.toMatch(/undefined(?! on)|NaN|\[object/);
  });
});

it('no two codes have the same sentence', () => {
  const sentences = Object.values(details).map((detail) => describeFinding(findingOf(detail)));
  expect(new Set(sentences).size).toBe(sentences.length);
});

it.each(Object.entries<Obstacle>(obstacles))(
  'the obstacle "%s" shows its numbers, and the change',
  (_, obstacle) => {
    const finding = findingOf(details['numeric-shift'], { outcome: 'inconclusive', obstacle });
    const sentence = describeFinding(finding);
    expect(unshown({ ...obstacle, ...finding.detail }, sentence), sentence).toEqual([]);
    expect(sentence).toMatch(/^inconclusive: /);
  },
);

describe('a finding with a test', () => {
  const test: FindingTest = {
    ...{ name: 'rho-t', p: 0.0123, level: 0.00417, statistic: 4.5, effectiveN: 26 },
    ...{ provisional: true, minimumDetectableEffect: 0.283 },
  };
  const effect = { measure: 'wasserstein-distance', value: 0.319, threshold: 0.234 } as const;
  const finding = findingOf(details['numeric-shift'], { kind: 'drift', effect, test });

  it('has a row with its effect, threshold, p, level, minimum detectable effect and effective n', () => {
    const row = renderFindingTable([finding]).split('\n')[2] ?? '';
    const { p, level, minimumDetectableEffect, effectiveN } = test;
    expect(unshown({ ...effect, level, minimumDetectableEffect, effectiveN }, row), row).toEqual([]);
    expect(row).toContain(formatP(p).replace('p = ', ''));
  });

  it('says the p-value, the test and that it is provisional', () => {
    expect(describeFinding(finding)).toBe(
      'median 314 → 582 (mean 726 → 1,169); the distribution moved by 0.319 sd; more than the usual variation between days (p = 0.012, rho-t, provisional: few comparable days)',
    );
  });
});
