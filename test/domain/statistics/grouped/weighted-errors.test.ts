/**
 * Metrics of which few errors carry all that is uncertain: F1, balanced accuracy, correlation. Their ends are those of
 * fixtures/weighted_errors.py; how often they miss the truth is counted over all tables of errors, not simulated.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TaskName } from '../../../../src/shared/domain/documents/fields.ts';
import { rangeWidth, type Metric, type ScoredRows } from '../../../../src/shared/domain/metrics/metric.ts';
import { subtractStatistics } from '../../../../src/shared/domain/metrics/paired-statistic.ts';
import { findMetric } from '../../../../src/shared/domain/metrics/tasks/catalog.ts';
import { clopperPearson } from '../../../../src/shared/domain/statistics/binomial.ts';
import type { Bounds } from '../../../../src/shared/domain/statistics/grouped/bounds.ts';
import { groupByRow, type Grouping } from '../../../../src/shared/domain/statistics/grouped/grouping.ts';
import { computeInterval } from '../../../../src/shared/domain/statistics/grouped/interval.ts';
import { groupUnordered } from './simulation.ts';

interface Case {
  readonly task: TaskName;
  readonly metric: string;
  readonly classes: number;
  readonly labels: string;
  readonly challenger: string;
  readonly champion: string;
  readonly own: readonly number[];
  readonly difference: readonly number[] | null;
}

const PATH = join(import.meta.dirname, 'fixtures/weighted-errors.json');
const cases = JSON.parse(readFileSync(PATH, 'utf8')) as readonly Case[];

function metricOf(task: TaskName, name: string): Metric {
  const metric = findMetric(task, name, undefined);
  if (metric === undefined) throw new RangeError(`expected the metric ${name}, got none`);
  return metric;
}

function ownEnds(
  metric: Metric,
  rows: ScoredRows,
  grouping: Grouping = groupByRow(rows.labels.length),
): Bounds {
  const interval = computeInterval(metric.computeStatistic(rows, grouping)!, grouping, {
    ...{ confidence: 0.95, robust: false, identity: undefined, range: metric.range },
    largestChange: (share) => share * rangeWidth(metric),
  });
  if (interval.kind === 'none') throw new RangeError(`expected an interval, got ${interval.because}`);
  return interval;
}

function differenceEnds(metric: Metric, challenger: ScoredRows, champion: ScoredRows): Bounds {
  const grouping = groupByRow(challenger.labels.length);
  const [own, other] = [challenger, champion].map((rows) => metric.computeStatistic(rows, grouping)!);
  const width = rangeWidth(metric);
  const interval = computeInterval(subtractStatistics(own!, other!), grouping, {
    ...{ confidence: 0.95, robust: false, range: { lower: -width, upper: width }, sideRange: metric.range },
    identity: challenger.scores.every((score, row) => score === champion.scores[row])
      ? 'same-predictions'
      : undefined,
    largestChange: (share) => share * width,
  });
  if (interval.kind === 'none') throw new RangeError(`expected an interval, got ${interval.because}`);
  return interval;
}

function read(codes: string): Float64Array {
  return Float64Array.from(codes, Number);
}

describe.each(cases)('$metric of $classes classes', ({ task, metric: name, classes, labels, ...found }) => {
  const metric = metricOf(task, name);
  const of = (codes: string): ScoredRows => ({
    ...{ labels: read(labels), scores: read(codes), threshold: 0.5 },
    ...(task === 'multiclass' && { classes: Array.from({ length: classes }, (_, code) => `class-${code}`) }),
  });

  it('has the ends of scipy and of the numerical derivatives', () => {
    const { lower, upper } = ownEnds(metric, of(found.challenger));
    expect(lower).toBeCloseTo(found.own[0]!, 6);
    expect(upper).toBeCloseTo(found.own[1]!, 6);
  });

  const { difference } = found;
  if (difference !== null)
    it('so has the difference', () => {
      const { lower, upper } = differenceEnds(metric, of(found.challenger), of(found.champion));
      expect(lower).toBeCloseTo(difference[0]!, 6);
      expect(upper).toBeCloseTo(difference[1]!, 6);
    });
});

interface Errors {
  readonly rows: number;
  readonly positives: number;
  readonly missed: number;
  readonly falsePositives: number;
}

function rowsWith({ rows, positives, missed, falsePositives }: Errors): ScoredRows {
  const labels = Float64Array.from({ length: rows }, (_, row) => Number(row < positives));
  const scores = labels.map((label, row) =>
    label === 1 ? Number(row >= missed) : Number(row - positives < falsePositives),
  );
  return { labels, scores, threshold: 0.5 };
}

const BINARY = ['f1', 'f_beta@2', 'f_beta@0.5', 'balanced_accuracy', 'matthews_corrcoef'];
const SEVERAL = ['f1_macro', 'f1_weighted', 'balanced_accuracy', 'matthews_corrcoef', 'cohen_kappa'];

/** Rows of three classes of 60, 30 and 10 %, of which so many of each are taken for the next one. */
function rowsOfClasses(rows: number, wrong: readonly number[]): ScoredRows {
  const labels = Float64Array.from({ length: rows }, (_, row) => (row % 10 < 6 ? 0 : row % 10 < 9 ? 1 : 2));
  const seen = [0, 0, 0];
  const scores = labels.map((label) => ((seen[label]! += 1) <= wrong[label]! ? (label + 1) % 3 : label));
  return { labels, scores, threshold: 0.5, classes: ['a', 'b', 'c'] };
}

describe('one more error', () => {
  /** With few rows of a class the weight of its next error falls as errors of another class are seen. */
  const NEARLY = 0.005;
  const binaryErrors = fc.record({
    rows: fc.constantFrom(50, 200, 400),
    positives: fc.integer({ min: 6, max: 25 }),
    missed: fc.integer({ min: 0, max: 2 }),
    falsePositives: fc.integer({ min: 0, max: 10 }),
  });

  it.each(BINARY)('never raises the lower end of %s', (name) => {
    const metric = metricOf('binary', name);
    fc.assert(
      fc.property(binaryErrors, (errors) => {
        const { lower } = ownEnds(metric, rowsWith(errors));
        for (const more of [
          { ...errors, missed: errors.missed + 1 },
          { ...errors, falsePositives: errors.falsePositives + 1 },
        ])
          expect(ownEnds(metric, rowsWith(more)).lower).toBeLessThanOrEqual(lower + NEARLY);
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  it.each(SEVERAL)('never raises the lower end of %s of three classes', (name) => {
    const metric = metricOf('multiclass', name);
    const wrong = fc.tuple(...[8, 5, 3].map((max) => fc.integer({ min: 0, max })));
    fc.assert(
      fc.property(fc.constantFrom(100, 300), wrong, (rows, errors) => {
        const { lower } = ownEnds(metric, rowsOfClasses(rows, errors));
        for (const code of [0, 1, 2]) {
          const more = errors.map((count, index) => count + Number(index === code));
          expect(ownEnds(metric, rowsOfClasses(rows, more)).lower).toBeLessThanOrEqual(lower + NEARLY);
        }
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  it.each(BINARY)('lowers that of %s by less than eleven errors do, and so for the difference', (name) => {
    const metric = metricOf('binary', name);
    const of = (count: number): ScoredRows =>
      rowsWith({
        rows: 400,
        positives: 200,
        missed: Math.ceil(count / 2),
        falsePositives: Math.floor(count / 2),
      });
    const counts = [0, 1, 2, 3, 4, 6, 11];
    const own = counts.map((count) => ownEnds(metric, of(count)).lower);
    const difference = counts.map((count) => differenceEnds(metric, of(count), of(0)).lower);
    for (const ends of [own, difference])
      for (const [index, end] of ends.entries())
        expect(end).toBeLessThan((ends[index - 1] ?? 1) + NEARLY / 10);
    expect(own[1]).toBeGreaterThan(name === 'matthews_corrcoef' ? 0.94 : 0.97);
  });
});

it('the ends of F1 that docs/statistics.md names', () => {
  const lower = [0, 1, 6, 20].map((count) => {
    const errors = { missed: Math.ceil(count / 2), falsePositives: Math.floor(count / 2) };
    return ownEnds(
      metricOf('binary', 'f1'),
      rowsWith({ rows: 400, positives: 200, ...errors }),
    ).lower.toFixed(3);
  });
  expect(lower).toEqual(['0.991', '0.986', '0.967', '0.923']);
});

it('balanced accuracy of two classes of one size has the ends of Clopper and Pearson of all rows', () => {
  const { lower, upper } = ownEnds(
    metricOf('binary', 'balanced_accuracy'),
    rowsWith({ rows: 4000, positives: 2000, missed: 3, falsePositives: 3 }),
  );
  const exact = clopperPearson(3994, 4000, 0.95);
  expect(lower).toBeCloseTo(exact.lower, 5);
  expect(upper).toBeCloseTo(exact.upper, 5);
});

it('an error of one of 40 users does not make a bound that says nothing, and none is no proof', () => {
  const metric = metricOf('binary', 'f1');
  const users = groupUnordered(Array.from({ length: 400 }, (_, row) => row % 40));
  const lowest = [0, 1, 2, 3].map(
    (missed) =>
      ownEnds(metric, rowsWith({ rows: 400, positives: 200, missed, falsePositives: 0 }), users).lower,
  );
  expect(lowest[0]).toBeLessThan(0.95);
  for (const lower of lowest) expect(lower).toBeGreaterThan(0.85);
});

describe('at the boundary, counted', () => {
  const logFactorials = [0];
  for (let count = 1; count <= 400; count += 1)
    logFactorials.push(logFactorials[count - 1]! + Math.log(count));
  const probability = (count: number, trials: number, chance: number): number =>
    Math.exp(
      logFactorials[trials]! -
        logFactorials[count]! -
        logFactorials[trials - count]! +
        count * Math.log(chance) +
        (trials - count) * Math.log1p(-chance),
    );
  const expected: Readonly<Record<string, (hit: number, wrong: number, odds: number) => number>> = {
    // Of the shares of positives found and of negatives that are false positives; odds: negatives for each positive.
    f1: (hit, wrong, odds) => (2 * hit) / (1 + hit + odds * wrong),
    'f_beta@0.5': (hit, wrong, odds) => (1.25 * hit) / (0.25 + hit + odds * wrong),
    'f_beta@2': (hit, wrong, odds) => (5 * hit) / (4 + hit + odds * wrong),
    balanced_accuracy: (hit, wrong) => (hit + 1 - wrong) / 2,
    matthews_corrcoef: (hit, wrong, odds) => {
      const guessed = (hit + odds * wrong) / (1 + odds);
      const share = 1 / (1 + odds);
      return (hit - guessed) * Math.sqrt(share / (1 - share) / guessed / (1 - guessed));
    },
  };

  /** Who has more errors of a kind than this does not pass. */
  const MOST = 16;
  const EXPECTED_ERRORS = [0.001, 0.1, 0.7, 2, 3, 3.5, 5];

  it.each([
    { rows: 50, positives: 25 },
    { rows: 100, positives: 10 },
    { rows: 200, positives: 100 },
    { rows: 200, positives: 20 },
    { rows: 400, positives: 200 },
    { rows: 400, positives: 40 },
  ])('of $rows rows, $positives positive, at most 2.5 % pass on their truth', ({ rows, positives }) => {
    const negatives = rows - positives;
    const mostMissed = Math.min(MOST, positives - 1);
    for (const [name, valueOf] of Object.entries(expected)) {
      const metric = metricOf('binary', name);
      const lower = Array.from({ length: (mostMissed + 1) * (MOST + 1) }, (_, place) => {
        const [missed, falsePositives] = [Math.floor(place / (MOST + 1)), place % (MOST + 1)];
        return ownEnds(metric, rowsWith({ rows, positives, missed, falsePositives })).lower;
      });
      for (const ofMissed of EXPECTED_ERRORS)
        for (const ofFalse of EXPECTED_ERRORS) {
          const [missed, wrong] = [ofMissed / positives, ofFalse / negatives];
          if (missed > 0.5) continue;
          const truth = valueOf(1 - missed, wrong, negatives / positives);
          const passed = lower.reduce((sum, end, place) => {
            if (end < truth) return sum;
            const chance = probability(Math.floor(place / (MOST + 1)), positives, missed);
            return sum + chance * probability(place % (MOST + 1), negatives, wrong);
          }, 0);
          expect(passed, `${name}, ${ofMissed} missed, ${ofFalse} false`).toBeLessThanOrEqual(0.025);
        }
    }
  });

  const valueOfTable: Readonly<Record<string, (table: ClassTable) => number>> = {
    f1_macro: ({ actual, predicted, hits }) =>
      mean(hits.map((hit, code) => (2 * hit) / (actual[code]! + predicted[code]!))),
    balanced_accuracy: ({ actual, hits }) => mean(hits.map((hit, code) => hit / actual[code]!)),
    cohen_kappa: ({ actual, predicted, hits }) => {
      const byChance = sum(actual.map((count, code) => (count * predicted[code]!) / sum(actual)));
      return (sum(hits) - byChance) / (sum(actual) - byChance);
    },
  };

  it.each(Object.entries(valueOfTable))('so of %s of three classes', (name, valueOf) => {
    const [rows, actual, most] = [100, [60, 30, 10], 8];
    const metric = metricOf('multiclass', name);
    const tables = Array.from({ length: most ** 3 }, (_, place) => [
      Math.floor(place / most ** 2),
      Math.floor(place / most) % most,
      place % most,
    ]);
    const lower = tables.map((wrong) => ownEnds(metric, rowsOfClasses(rows, wrong)).lower);
    const counts = [0.1, 1, 2, 3.5];
    for (const errors of counts.flatMap((one) =>
      counts.flatMap((other) => counts.map((third) => [one, other, third])),
    )) {
      const hits = actual.map((count, code) => count - errors[code]!);
      // Each is taken for the next one.
      const predicted = hits.map((hit, code) => hit + errors[(code + 2) % 3]!);
      const truth = valueOf({ actual, predicted, hits });
      const passed = tables.reduce((all, wrong, place) => {
        if (lower[place]! < truth) return all;
        const chances = wrong.map((count, code) =>
          probability(count, actual[code]!, errors[code]! / actual[code]!),
        );
        return all + chances.reduce((product, chance) => product * chance, 1);
      }, 0);
      expect(passed, errors.join()).toBeLessThanOrEqual(0.025);
    }
  });
});

interface ClassTable {
  readonly actual: readonly number[];
  readonly predicted: readonly number[];
  readonly hits: readonly number[];
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
