/**
 * The largest change of a metric if one row is predicted otherwise. Near its best value nothing else says how far off the
 * truth may be, since the errors that would say it were not drawn. Where rows have weights it is that of a row of a typical
 * weight, Σ w² ÷ Σ w (Kish 1965). In the unit of the metric; undefined where nothing changes it: a constant prediction has
 * a correlation of 0, however the rows are weighted.
 */
import { largest } from '../kernel/extremes.ts';
import { sumOfSquares, total } from '../statistics/vectors.ts';
import { combineTerms, widestOutcome, type CellTerms } from './cell-terms.ts';

/** One number a row; undefined where all rows weigh the same. */
type Weights = Float64Array | undefined;

/** Of a function of counts of the four outcomes. @param gradient the derivatives of the metric by each term. */
export function rowChangeOfCells(
  terms: CellTerms,
  gradient: readonly number[],
  weights: Weights,
): number | undefined {
  return rowChangeOf([widestOutcome(combineTerms(terms, gradient))], weights);
}

/** @param changes of a row of the weight 1, by its label. */
export function rowChangeOf(changes: readonly number[], weights: Weights): number | undefined {
  const widest = largest(changes);
  return widest > 0 && Number.isFinite(widest) ? widest * typicalWeight(weights) : undefined;
}

/** As many rows of a typical weight weigh as much. */
export function countTypical(weight: number, weights: Weights): number {
  return weight / typicalWeight(weights);
}

function typicalWeight(weights: Weights): number {
  return weights === undefined ? 1 : sumOfSquares(weights) / total(weights);
}
