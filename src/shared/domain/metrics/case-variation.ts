/**
 * Why a mean over cases is uncertain: cases differ, a model answers the same case differently, evaluators disagree.
 * Method of moments for nested effects (repeats within evaluators within cases), none below zero. Source: Searle,
 * Casella & McCulloch 1992, chapter 3.
 */
import { at, mean } from '../statistics/vectors.ts';
import type { MeasuredValues } from './measured-values.ts';

/** Standard deviations, in the unit of the measure. */
export interface CaseVariation {
  /** Of the true means of the cases. */
  readonly betweenCases: number;
  /** Of the responses to one case, as one evaluator measures them; undefined where none has several. */
  readonly betweenRepeats: number | undefined;
  /** Of the evaluators of one case; undefined where none has several. */
  readonly betweenEvaluators: number | undefined;
}

interface Cell {
  readonly count: number;
  readonly mean: number;
  /** Σ (value − mean)². */
  readonly squares: number;
}

/** The responses to each case, one cell for each evaluator. */
type CasesOfCells = readonly (readonly Cell[])[];

/** Undefined for fewer than two cases. O(responses). */
export function computeVariation(
  responses: readonly MeasuredValues[],
  caseCount: number,
): CaseVariation | undefined {
  if (caseCount < 2) return undefined;
  const cases = cellsOf(responses, caseCount);
  const repeats = repeatVariance(cases);
  const evaluators = evaluatorVariance(cases, repeats ?? 0);
  const means = cases.map((cells) => weightedMean(cells));
  const noise = mean(
    Float64Array.from(cases, (cells) =>
      noiseOf(cells, { repeats: repeats ?? 0, evaluators: evaluators ?? 0 }),
    ),
  );
  const root = (variance: number | undefined): number | undefined =>
    variance === undefined ? undefined : Math.sqrt(variance);
  return {
    betweenCases: Math.sqrt(Math.max(0, varianceOf(means) - noise)),
    betweenRepeats: root(repeats),
    betweenEvaluators: root(evaluators),
  };
}

/** One model's part of the variance of a case's mean that repeats make: now, and with one more response by each evaluator. */
export function repeatNoise(
  responses: readonly MeasuredValues[],
  caseCount: number,
): { readonly now: number; readonly withOneMore: number } | undefined {
  const cases = cellsOf(responses, caseCount);
  const variance = repeatVariance(cases);
  if (variance === undefined) return undefined;
  const part = (more: number): number =>
    mean(
      Float64Array.from(cases, (cells) => {
        const counts = cells.map(({ count }) => count + more);
        return variance / counts.reduce((sum, count) => sum + count, 0);
      }),
    );
  return { now: part(0), withOneMore: part(1) };
}

function cellsOf(responses: readonly MeasuredValues[], caseCount: number): CasesOfCells {
  const byEvaluator = [...new Set(responses.map(({ evaluator }) => evaluator))].map((evaluator) =>
    responses.filter((each) => each.evaluator === evaluator).map(({ values }) => values),
  );
  return Array.from({ length: caseCount }, (_, index) =>
    byEvaluator.flatMap((columns) => cellOf(columns, index) ?? []),
  );
}

function cellOf(columns: readonly Float64Array[], index: number): Cell | undefined {
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (const values of columns) {
    const value = at(values, index);
    if (Number.isNaN(value)) continue;
    count += 1;
    sum += value;
  }
  if (count === 0) return undefined;
  for (const values of columns) {
    const value = at(values, index);
    if (!Number.isNaN(value)) squares += (value - sum / count) ** 2;
  }
  return { count, mean: sum / count, squares };
}

function repeatVariance(cases: CasesOfCells): number | undefined {
  let squares = 0;
  let freedom = 0;
  for (const cells of cases) {
    for (const cell of cells) {
      squares += cell.squares;
      freedom += cell.count - 1;
    }
  }
  return freedom === 0 ? undefined : squares / freedom;
}

/** What the means of evaluators vary beyond what their repeats explain. */
function evaluatorVariance(cases: CasesOfCells, repeats: number): number | undefined {
  let squares = 0;
  let freedom = 0;
  let noise = 0;
  for (const cells of cases) {
    if (cells.length < 2) continue;
    squares += (cells.length - 1) * varianceOf(cells.map((cell) => cell.mean));
    freedom += cells.length - 1;
    noise +=
      ((cells.length - 1) * repeats * cells.reduce((sum, { count }) => sum + 1 / count, 0)) / cells.length;
  }
  return freedom === 0 ? undefined : Math.max(0, (squares - noise) / freedom);
}

/** The variance of the mean of a case around its true one. */
function noiseOf(
  cells: readonly Cell[],
  { repeats, evaluators }: { readonly repeats: number; readonly evaluators: number },
): number {
  const total = cells.reduce((sum, { count }) => sum + count, 0);
  const squares = cells.reduce((sum, { count }) => sum + (count / total) ** 2, 0);
  return evaluators * squares + repeats / total;
}

function weightedMean(cells: readonly Cell[]): number {
  const total = cells.reduce((sum, { count }) => sum + count, 0);
  return cells.reduce((sum, cell) => sum + cell.mean * cell.count, 0) / total;
}

function varianceOf(values: readonly number[]): number {
  const center = mean(Float64Array.from(values));
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1);
}
