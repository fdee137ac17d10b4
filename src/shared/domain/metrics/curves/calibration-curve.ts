/**
 * Whether probabilities are frequencies: the share of positive rows against the mean probability, in ten bins of equal
 * width. The bins are those of the metric `ece`. Points agree with scikit-learn's `calibration_curve(n_bins=10)` where
 * no probability lies on the edge of two bins: there scikit-learn counts it to the lower one.
 */
import { at } from '../../statistics/vectors.ts';
import type { ScoredRows } from '../metric.ts';
import { CALIBRATION_BINS, calibrationBinOf } from '../decision-metrics.ts';

export interface CalibrationBin {
  readonly meanProbability: number;
  readonly positiveFraction: number;
  readonly rowCount: number;
}

/** Bins without rows are left out. Rows count by their weights, if they have some. O(N). */
export function computeCalibrationCurve({ labels, scores, weights }: ScoredRows): readonly CalibrationBin[] {
  const [counts, sums, positives, probabilities] = [
    new Float64Array(CALIBRATION_BINS),
    new Float64Array(CALIBRATION_BINS),
    new Float64Array(CALIBRATION_BINS),
    new Float64Array(CALIBRATION_BINS),
  ];
  for (let row = 0; row < labels.length; row += 1) {
    const score = at(scores, row);
    const weight = weights === undefined ? 1 : at(weights, row);
    const bin = calibrationBinOf(score);
    counts[bin] = at(counts, bin) + 1;
    sums[bin] = at(sums, bin) + weight;
    positives[bin] = at(positives, bin) + weight * at(labels, row);
    probabilities[bin] = at(probabilities, bin) + weight * score;
  }
  return Array.from({ length: CALIBRATION_BINS }, (_, bin) => ({
    meanProbability: at(probabilities, bin) / at(sums, bin),
    positiveFraction: at(positives, bin) / at(sums, bin),
    rowCount: at(counts, bin),
  })).filter(({ rowCount }) => rowCount > 0);
}
