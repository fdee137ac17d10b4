/**
 * Intervals of what is lost by single rows that do not all count alike: F1, balanced accuracy, correlation, areas under
 * curves, and their differences. Near the best value few errors carry all that is uncertain, so that a spread of them says
 * little, and without any error there is none. A sum of weighted errors is treated as one of equal ones: their number and their
 * weight follow from its mean, its variance and one more error of the largest weight (Fay & Feuer 1997), and the interval is that of a
 * binomial of so many rows instead of their Poisson distribution (Clopper & Pearson 1934; for a difference MOVER with the ends of Wilson 1927). Where all errors
 * weigh the same, as in accuracy, it is exactly theirs.
 */
import { clopperPearson, wilson, zeroEventsBound } from '../binomial.ts';
import { at, sumOfSquares } from '../vectors.ts';
import type { Bounds } from './bounds.ts';
import { addEstimates, scaleEstimate } from './mover.ts';
import type { ProportionInterval } from './proportions.ts';

/** Sums of ten million rows are off by less. */
const ROUNDING = 1e-9;

export interface WeightedErrors {
  /** The metric, or the difference of two. */
  readonly value: number;
  /** Of one model's metric, also where the value is a difference. */
  readonly range: Bounds;
  /** The largest change of the value by one row. */
  readonly change: number;
  /** So many rows count as one: at least 1. */
  readonly rowsPerGroup: number;
  readonly confidence: number;
  /** How many rows or units there are. */
  readonly rows: number;
  /** Of single rows on the value, N numbers. */
  readonly rowInfluence: Float64Array;
}

/** Of one model: the lower end from what is lost, the upper end from what is kept. */
export function computeOwnBounds(errors: WeightedErrors): ProportionInterval {
  const { value, range, change, rowsPerGroup, confidence, rows } = errors;
  const width = range.upper - range.lower;
  const lost = shareLost(value, range);
  const variance = varianceOfRows(errors) / width ** 2;
  const most = (share: number): number => {
    if (share === 1) return 1;
    const largest = change / width;
    const trial = rowsPerGroup * trialOf(share, variance / (1 - share), largest);
    const unseen = boundUnseen({ change: largest, rowsPerGroup, confidence }, false);
    // One more error of the largest weight counts as that many of the typical one.
    const seen = (share + rowsPerGroup * largest) / trial - 1;
    return Math.max(unseen, clopperPearson(seen, seen + (1 - share) / trial, confidence).upper);
  };
  return {
    bounds: {
      lower: range.upper - width * most(lost),
      upper: range.lower + width * most(1 - lost),
    },
    effectiveRows: rows / rowsPerGroup,
    standardError: width * Math.sqrt(rowsPerGroup * variance),
  };
}

/** Of a difference: what is won less what is lost. */
export function computeDifferenceBounds(errors: WeightedErrors): ProportionInterval {
  const { value, range, change, rowsPerGroup, confidence, rows, rowInfluence } = errors;
  const width = range.upper - range.lower;
  const variance = varianceOfRows(errors) / width ** 2;
  const difference = value / width;
  const { ofWins, ofLosses, ofBoth } = typicalSizes(rowInfluence);
  const [win, loss, size] = [ofWins / width, ofLosses / width, ofBoth / width];
  // The variance of wins less losses is that of each, and less by what their difference takes.
  const together = variance + difference * difference * size;
  const won = Math.min(1, Math.max(0, difference, (together + loss * difference) / (win + loss)));
  const lost = Math.min(1, won - difference);
  const limits = (share: number, trial: number): Bounds => {
    const [seen, more] = [rowsPerGroup * trial, rowsPerGroup * trialOf(share, trial * share, change / width)];
    return {
      lower:
        share === 0 || seen === 0 ? 0 : Math.min(share, wilson(share / seen, 1 / seen, confidence).lower),
      upper: wilson(share / more, 1 / more, confidence).upper,
    };
  };
  const [ofWon, ofLost] = [limits(won, win), limits(lost, loss)];
  const correlation = won * lost === 0 ? 0 : Math.sqrt(Math.min(1, (won * lost) / ((1 - won) * (1 - lost))));
  const { lower, upper } = addEstimates(
    { estimate: won, ...ofWon },
    scaleEstimate({ estimate: lost, ...ofLost }, -1),
    correlation,
  );
  return {
    bounds: { lower: width * lower, upper: width * upper },
    effectiveRows: rows / rowsPerGroup,
    standardError: width * Math.sqrt(rowsPerGroup * variance),
  };
}

/** @throws RangeError where the value lies outside its range by more than rounding: the metric is wrong, never the data. */
function shareLost(value: number, { lower, upper }: Bounds): number {
  const share = (upper - value) / (upper - lower);
  if (!(share >= -ROUNDING && share <= 1 + ROUNDING))
    throw new RangeError(`interval: expected a value within the range ${lower} to ${upper}, got ${value}`);
  return Math.min(1, Math.max(0, share));
}

/** Where nothing was seen that could differ: what the rows that were not drawn may change at most. */
export function boundUnseen({ change, rowsPerGroup, confidence }: Unseen, isDifference: boolean): number {
  const trials = 1 / (change * rowsPerGroup);
  return isDifference ? wilson(0, trials, confidence).upper : zeroEventsBound(trials, (1 + confidence) / 2);
}

type Unseen = Pick<WeightedErrors, 'change' | 'rowsPerGroup' | 'confidence'>;

/** The weight of an error, with one more of the largest weight. @param variance of their sum, as if they were counts. */
function trialOf(share: number, variance: number, largest: number): number {
  return (variance + largest * largest) / (share + largest);
}

function varianceOfRows({ rowInfluence, rows }: WeightedErrors): number {
  return (rows / (rows - 1)) * sumOfSquares(rowInfluence);
}

/** Σ |u|³ ÷ Σ u²: of rows that differ, whatever many rows change by a little. */
function typicalSizes(influence: Float64Array) {
  let [winSquares, winCubes, lossSquares, lossCubes] = [0, 0, 0, 0];
  for (let row = 0; row < influence.length; row += 1) {
    const size = at(influence, row);
    const square = size * size;
    if (size > 0) {
      winSquares += square;
      winCubes += square * size;
    } else {
      lossSquares += square;
      lossCubes -= square * size;
    }
  }
  const ratio = (cubes: number, squares: number): number => (squares === 0 ? 0 : cubes / squares);
  return {
    ofWins: ratio(winCubes, winSquares),
    ofLosses: ratio(lossCubes, lossSquares),
    ofBoth: ratio(winCubes + lossCubes, winSquares + lossSquares),
  };
}
