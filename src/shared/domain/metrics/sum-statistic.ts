/** Metrics that are a function of sums over rows: leaving a group out, or weighting it, is a subtraction. */
import {
  countRowsByGroup,
  sumByGroup,
  type Grouping,
  type RowCounts,
} from '../statistics/grouped/grouping.ts';
import type { ErrorScale, Statistic, StatisticForm } from '../statistics/grouped/statistic.ts';
import {
  addScaled,
  addToEach,
  at,
  countAt,
  divideEach,
  indexAt,
  multiply,
  total,
} from '../statistics/vectors.ts';
import {
  bytesOfCells,
  combineTerms,
  expandCells,
  sumCells,
  valuesOfCells,
  type CellTerms,
} from './cell-terms.ts';
import type { Metric, MetricDescription, ScoredRows } from './metric.ts';
import { rowChangeOf, rowChangeOfCells } from './row-change.ts';

/** A function of sums over rows that does not change when every sum is doubled. */
export interface SumFormula {
  /**
   * Summands, one array of N numbers a sum. The last sum is what the metric is a proportion of (rows,
   * positives …): it gives each group its weight.
   */
  readonly terms: (rows: ScoredRows) => readonly Term[] | BinnedTerms | CellTerms;
  /** The metric, from the sums; undefined where it has no value. */
  readonly value: (sums: readonly number[]) => number | undefined;
  /** Partial derivatives of `value` by each sum, where it is defined. */
  readonly gradient: (sums: readonly number[]) => readonly number[];
  /**
   * What the value is made of. `proportion`: the first term over the second, each 0 or 1 in a row. `counts`: all terms
   * are counts.
   */
  readonly form: 'proportion' | 'counts' | 'squares' | 'smooth';
  /** On which errors add up; absent where they do so in the value. */
  readonly errorScale?: ErrorScale;
}

/** One number a row, or 1 for every row, of which no array is made: of ten million rows that is a third of the memory. */
export type Term = Float64Array | typeof EVERY_ROW;

export const EVERY_ROW = 'every-row';

/** Terms of which a row has one only, by its bin, and a last one that every row has as 1: one array and not one a bin. */
export interface BinnedTerms {
  readonly binCount: number;
  readonly binOfRow: Int32Array;
  readonly values: Float64Array;
}

/** A metric from its description and its formula. */
export function createSumMetric({
  terms,
  value,
  gradient,
  form,
  errorScale,
  ...description
}: MetricDescription & SumFormula): Metric {
  const formula = { terms, value, gradient, form, ...(errorScale !== undefined && { errorScale }) };
  return {
    ...description,
    dependsOn: 'scores',
    computeStatistic: (rows, grouping) => computeSumStatistic(formula, rows, grouping),
  };
}

/** Undefined where the metric has no value on these rows. O(N). */
export function computeSumStatistic(
  formula: SumFormula,
  rows: ScoredRows,
  grouping: Grouping,
): Statistic | undefined {
  const { weights } = rows;
  const ofRows = formula.terms(rows);
  const terms = weighTerms(ofRows, weights);
  const groupSums = sumTerms(terms, grouping);
  const totals = groupSums.map(total);
  const value = formula.value(totals);
  if (value === undefined) return undefined;
  const denominators = groupSums.at(-1) ?? new Float64Array();
  const gradient = formula.gradient(totals);
  const rowChange = findRowChange(formula, ofRows, { gradient, totals, weights });
  return {
    value,
    ...(rowChange !== undefined && { rowChange }),
    ...(weights !== undefined && !isOfErrors(formula) && { rowWeights: weights }),
    ...(formula.errorScale !== undefined && { errorScale: formula.errorScale }),
    form: weights === undefined ? describeForm(formula.form, terms) : describeWeighted(formula.form),
    rowInfluence: combine(terms, gradient),
    withoutGroup: deleteGroups(formula, groupSums, totals),
    groupWeights: divideEach(denominators, totals.at(-1) ?? Number.NaN),
    withinGroup: (group) => formula.value(groupSums.map((sums) => at(sums, group))),
  };
}

/** Rows that are right or wrong. */
function isOfErrors({ form }: SumFormula): boolean {
  return form === 'proportion' || form === 'counts';
}

interface Sums {
  readonly gradient: readonly number[];
  readonly totals: readonly number[];
  readonly weights: Float64Array | undefined;
}

/** Of what is made of rows that are right or wrong. */
function findRowChange(
  { form }: SumFormula,
  terms: ReturnType<SumFormula['terms']>,
  { gradient, totals, weights }: Sums,
): number | undefined {
  if (form === 'proportion') return rowChangeOf([1 / countAt(totals, 1)], weights);
  return form === 'counts' && 'cellOfRow' in terms ? rowChangeOfCells(terms, gradient, weights) : undefined;
}

/** In one list that all groups share: rows may be the groups. */
function deleteGroups(
  formula: SumFormula,
  groupSums: readonly Float64Array[],
  totals: readonly number[],
): Float64Array | undefined {
  const left = [...totals];
  const values = new Float64Array(groupSums[0]?.length ?? 0);
  for (let group = 0; group < values.length; group += 1) {
    for (let term = 0; term < left.length; term += 1)
      left[term] = countAt(totals, term) - at(groupSums[term] ?? NO_SUMS, group);
    const value = formula.value(left);
    if (value === undefined) return undefined;
    values[group] = value;
  }
  return values;
}

const NO_SUMS = new Float64Array();

type WeightedTerms =
  | readonly Term[]
  | CellTerms
  | (BinnedTerms & { readonly weights: Float64Array | undefined });

function isOfCells(terms: WeightedTerms | BinnedTerms): terms is CellTerms {
  return 'cellOfRow' in terms;
}

function isBinned(terms: WeightedTerms): terms is Extract<WeightedTerms, BinnedTerms> {
  return 'binOfRow' in terms;
}

function weighTerms(
  terms: readonly Term[] | BinnedTerms | CellTerms,
  weights: Float64Array | undefined,
): WeightedTerms {
  if ('binOfRow' in terms) {
    return { ...terms, weights, values: weights === undefined ? terms.values : weigh(terms.values, weights) };
  }
  if (weights === undefined) return terms;
  return (isOfCells(terms) ? expandCells(terms) : terms).map((term) => weigh(term, weights));
}

/** G numbers for each term. */
function sumTerms(terms: WeightedTerms, grouping: Grouping): readonly Float64Array[] {
  if (isOfCells(terms)) return sumCells(terms, grouping);
  if (!isBinned(terms))
    return terms.map((term) =>
      term === EVERY_ROW ? countRowsByGroup(grouping) : sumByGroup(term, grouping),
    );
  const { binCount, binOfRow, values, weights } = terms;
  const { count, groupOfRow } = grouping;
  const sums = new Float64Array(binCount * count);
  const rowCounts = new Float64Array(count);
  for (let row = 0; row < values.length; row += 1) {
    const group = indexAt(groupOfRow, row);
    const place = indexAt(binOfRow, row) * count + group;
    sums[place] = at(sums, place) + at(values, row);
    rowCounts[group] = at(rowCounts, group) + (weights === undefined ? 1 : at(weights, row));
  }
  const bins = Array.from({ length: binCount }, (_, bin) => sums.subarray(bin * count, (bin + 1) * count));
  return [...bins, rowCounts];
}

function weigh(term: Term, weights: Float64Array): Float64Array {
  return term === EVERY_ROW ? weights : multiply(term, weights);
}

/** Weighted hits are no binomial counts, but few rows may carry all that is uncertain about them. */
function describeWeighted(kind: SumFormula['form']): StatisticForm {
  return { kind: kind === 'proportion' ? 'counts' : kind };
}

function describeForm(kind: SumFormula['form'], terms: WeightedTerms): StatisticForm {
  if (kind !== 'proportion') return { kind };
  if (isOfCells(terms)) return { kind, hits: bytesOfCells(terms, 0), counted: bytesOfCells(terms, 1) };
  const [hits, counted] = isBinned(terms) ? [] : terms;
  if (hits === undefined || hits === EVERY_ROW || counted === undefined)
    throw new RangeError('proportion: expected two terms, the first one by row');
  return {
    kind,
    hits: compactCounts(hits),
    counted: counted === EVERY_ROW ? new Uint8Array(hits.length).fill(1) : compactCounts(counted),
  };
}

/** As bytes where each is 0 or 1: they are kept until both models have been compared. */
function compactCounts(values: Float64Array): RowCounts {
  const counts = new Uint8Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    const value = at(values, row);
    if (value !== 0 && value !== 1) return values;
    counts[row] = value;
  }
  return counts;
}

/** Row by row, the sum of terms times their slopes. */
function combine(terms: WeightedTerms, slopes: readonly number[]): Float64Array {
  if (isBinned(terms)) return combineBins(terms, slopes);
  if (isOfCells(terms)) return valuesOfCells(terms, combineTerms(terms, slopes));
  const [first] = terms;
  const sums = new Float64Array(first === EVERY_ROW ? 0 : (first?.length ?? 0));
  terms.forEach((term, index) => {
    const slope = slopes[index] ?? Number.NaN;
    if (term === EVERY_ROW) addToEach(sums, slope);
    else addScaled(sums, slope, term);
  });
  return sums;
}

function combineBins(
  { values, binOfRow, binCount, weights }: Extract<WeightedTerms, BinnedTerms>,
  slopes: readonly number[],
): Float64Array {
  const ofEvery = countAt(slopes, binCount);
  const sums = new Float64Array(values.length);
  for (let row = 0; row < sums.length; row += 1) {
    const slope = countAt(slopes, indexAt(binOfRow, row));
    sums[row] = slope * at(values, row) + ofEvery * (weights === undefined ? 1 : at(weights, row));
  }
  return sums;
}

/** Value and gradient of numerator / denominator. */
export const ratio: Pick<SumFormula, 'value' | 'gradient'> = {
  // By index: it is called for each group, and rows may be the groups.
  value: (sums) => {
    const denominator = countAt(sums, 1);
    return denominator > 0 ? countAt(sums, 0) / denominator : undefined;
  },
  gradient: ([numerator = 0, denominator = 1]) => [1 / denominator, -numerator / denominator / denominator],
};

/** One number a row, computed from its label and score. */
export function perRow(
  rows: ScoredRows,
  compute: (label: number, score: number, threshold: number) => number,
): Float64Array {
  const { labels, scores, threshold } = rows;
  const values = new Float64Array(labels.length);
  for (let row = 0; row < values.length; row += 1) {
    values[row] = compute(at(labels, row), at(scores, row), threshold);
  }
  return values;
}

/** One a row: the sum counts them. */
export function ones(rows: ScoredRows): Float64Array {
  return new Float64Array(rows.labels.length).fill(1);
}
