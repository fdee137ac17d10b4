/** Points that reports draw, against scikit-learn and NumPy (fixtures/curves.py), and what thinning keeps of them. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeCalibrationCurve } from '../../../../src/shared/domain/metrics/curves/calibration-curve.ts';
import { thinCurve, type Curve } from '../../../../src/shared/domain/metrics/curves/curve.ts';
import {
  boundsOf,
  countInBins,
  countPairsInBins,
} from '../../../../src/shared/domain/metrics/curves/histogram.ts';
import {
  computePrecisionRecallCurve,
  computeRocCurve,
} from '../../../../src/shared/domain/metrics/curves/threshold-curves.ts';
import type { ScoredRows } from '../../../../src/shared/domain/metrics/metric.ts';

interface Points {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

interface CurveCase {
  readonly title: string;
  readonly labels: readonly number[];
  readonly scores: readonly number[];
  readonly weights?: readonly number[];
  readonly roc: Points;
  readonly precisionRecall: Points;
  readonly calibration?: Points;
}

interface Fixtures {
  readonly curves: readonly CurveCase[];
  readonly histogram: {
    readonly values: readonly number[];
    readonly lower: number;
    readonly upper: number;
    readonly counts: readonly number[];
  };
  readonly pairs: Points & {
    readonly lower: number;
    readonly upper: number;
    readonly counts: readonly (readonly number[])[];
  };
}

const fixtures = JSON.parse(
  readFileSync(new URL('fixtures/curves.json', import.meta.url), 'utf8'),
) as Fixtures;

function rowsOf({ labels, scores, weights }: Pick<CurveCase, 'labels' | 'scores' | 'weights'>): ScoredRows {
  return {
    labels: Float64Array.from(labels),
    scores: Float64Array.from(scores),
    threshold: 0.5,
    ...(weights !== undefined && { weights: Float64Array.from(weights) }),
  };
}

function expectPoints(curve: Curve | undefined, { x, y }: Points): void {
  expect([curve?.x.length, curve?.y.length]).toEqual([x.length, y.length]);
  x.forEach((value, index) => expect(curve?.x[index]).toBeCloseTo(value, 12));
  y.forEach((value, index) => expect(curve?.y[index]).toBeCloseTo(value, 12));
}

describe('the curves have the points of scikit-learn', () => {
  it.each(fixtures.curves.map((fixture) => [fixture.title, fixture] as const))('ROC: %s', (_, fixture) => {
    expectPoints(computeRocCurve(rowsOf(fixture)), fixture.roc);
  });

  it.each(fixtures.curves.map((fixture) => [fixture.title, fixture] as const))(
    'precision and recall: %s',
    (_, fixture) => {
      const { x, y } = fixture.precisionRecall;
      const curve = computePrecisionRecallCurve(rowsOf(fixture));
      // scikit-learn ends at the first threshold with full recall; lower thresholds only lose precision.
      const shown = curve && { x: curve.x.slice(0, x.length), y: curve.y.slice(0, y.length) };
      expectPoints(shown, { x, y });
      curve?.x.slice(x.length).forEach((recall) => expect(recall).toBe(1));
    },
  );

  it.each(
    fixtures.curves.flatMap((fixture) => (fixture.calibration ? [[fixture.title, fixture] as const] : [])),
  )('calibration: %s', (_, fixture) => {
    const bins = computeCalibrationCurve(rowsOf(fixture));
    const curve = {
      x: Float64Array.from(bins, ({ meanProbability }) => meanProbability),
      y: Float64Array.from(bins, ({ positiveFraction }) => positiveFraction),
    };
    expectPoints(curve, fixture.calibration ?? { x: [], y: [] });
    expect(bins.reduce((sum, { rowCount }) => sum + rowCount, 0)).toBe(fixture.labels.length);
  });

  it('a row of weight 3 counts like three rows', () => {
    const once = rowsOf({ labels: [0, 1, 1, 0], scores: [0.2, 0.4, 0.4, 0.7], weights: [1, 3, 1, 2] });
    const often = rowsOf({
      labels: [0, 1, 1, 1, 1, 0, 0],
      scores: [0.2, 0.4, 0.4, 0.4, 0.4, 0.7, 0.7],
    });
    expect(computeRocCurve(once)).toEqual(computeRocCurve(often));
    expect(computePrecisionRecallCurve(once)).toEqual(computePrecisionRecallCurve(often));
    const shares = (rows: ScoredRows) =>
      computeCalibrationCurve(rows).map(({ positiveFraction }) => positiveFraction);
    expect(shares(once)).toEqual(shares(often));
  });

  it('there is no ROC curve of one class, and no precision without a positive row', () => {
    const [negatives, positives] = [0, 1].map((label) =>
      rowsOf({ labels: [label, label], scores: [0.1, 0.9] }),
    );
    expect([negatives, positives].map((rows) => rows && computeRocCurve(rows))).toEqual([
      undefined,
      undefined,
    ]);
    expect(negatives && computePrecisionRecallCurve(negatives)).toBeUndefined();
  });
});

describe('histograms have the counts of NumPy', () => {
  it('of one number', () => {
    const { values, lower, upper, counts } = fixtures.histogram;
    const histogram = countInBins(Float64Array.from(values), { lower, upper }, counts.length);
    expect([...histogram.counts]).toEqual(counts);
    expect(histogram.outsideCount).toBe(values.length - counts.reduce((sum, count) => sum + count, 0));
    expect(histogram.outsideCount).toBeGreaterThan(0);
  });

  it('of two numbers', () => {
    const { x, y, lower, upper, counts } = fixtures.pairs;
    const values = { x: Float64Array.from(x), y: Float64Array.from(y) };
    const histogram = countPairsInBins(values, { lower, upper }, counts.length);
    // NumPy has x by lines, and a drawing has it by columns.
    const byRows = counts.map((_, row) => counts.map((line) => line[row]));
    expect([...histogram.counts]).toEqual(byRows.flat());
    expect(histogram.outsideCount).toBe(x.length - counts.flat().reduce((sum, count) => sum + count, 0));
  });

  it('a few far values of many do not set the scale, and many values do', () => {
    const near = Float64Array.from({ length: 2000 }, (_, index) => index / 2000);
    expect(boundsOf([near, Float64Array.of(1e9)]).upper).toBeLessThan(1);
    expect(boundsOf([near])).toEqual({ lower: 0, upper: 1999 / 2000 });
    expect(boundsOf([near.subarray(0, 20), Float64Array.of(1e9)]).upper).toBe(1e9);
    expect(boundsOf([Float64Array.of(4, 4)])).toEqual({ lower: 2, upper: 6 });
  });
});

describe('a thinned curve', () => {
  const curves = fc
    .array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: -5, max: 5, noNaN: true })),
      {
        minLength: 2,
        maxLength: 400,
      },
    )
    .map((points): Curve => {
      const sorted = points.toSorted(([left], [right]) => left - right);
      return { x: Float64Array.from(sorted, ([x]) => x), y: Float64Array.from(sorted, ([, y]) => y) };
    });

  it('has some of its points in their order, both ends, and the lowest and highest of all', () => {
    fc.assert(
      fc.property(curves, fc.integer({ min: 1, max: 40 }), (curve, stretches) => {
        const { x, y } = thinCurve(curve, stretches);
        expect(x.length).toBeLessThanOrEqual(4 * stretches);
        let place = 0;
        x.forEach((value, index) => {
          while (place < curve.x.length && (curve.x[place] !== value || curve.y[place] !== y[index]))
            place += 1;
          expect(place).toBeLessThan(curve.x.length);
          place += 1;
        });
        expect([x[0], x.at(-1)]).toEqual([curve.x[0], curve.x.at(-1)]);
        expect([Math.min(...y), Math.max(...y)]).toEqual([Math.min(...curve.y), Math.max(...curve.y)]);
      }),
      { seed: 5 },
    );
  });

  it('is the whole curve where that has few points', () => {
    const curve = { x: Float64Array.of(0, 0.5, 1), y: Float64Array.of(0, 1, 0) };
    expect(thinCurve(curve, 1)).toBe(curve);
  });
});
