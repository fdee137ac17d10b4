/**
 * What was measured of a model's responses to cases. A row of `ScoredRows` is a case then, and has one output for each
 * measure and response: a model may have answered a case several times, and several evaluators may have measured it.
 * NaN: this case has fewer responses than others.
 */
import { largest } from '../kernel/extremes.ts';
import { at } from '../statistics/vectors.ts';
import type { Output, ScoredRows } from './metric.ts';

/** Which of the responses to a case; both count from 1. */
export interface ResponsePlace {
  readonly evaluator: number;
  readonly repeat: number;
}

export interface MeasuredValues extends ResponsePlace {
  /** One number a case. */
  readonly values: Float64Array;
}

const ROLE = /^measure:(.+)#(\d+)\.(\d+)$/s;

/** The role of one response of a column: `measure:relevance#1.2` is the second repeat of the first evaluator. */
export function measureRole(column: string, { evaluator, repeat }: ResponsePlace): string {
  return `measure:${column}#${evaluator}.${repeat}`;
}

/** Whether this is the role of one of these columns, as `measureRole` writes it. */
export function isMeasureRole(role: string, columns: ReadonlySet<string>): boolean {
  return columns.has(ROLE.exec(role)?.[1] ?? '');
}

/** All responses of one column, in the order of evaluators and repeats; none where the model was not measured so. */
export function responsesOf(
  { outputs = [] }: { readonly outputs?: readonly Output[] | undefined },
  column: string,
): readonly MeasuredValues[] {
  return outputs.flatMap(({ role, values }) => {
    const [, name, evaluator, repeat] = ROLE.exec(role) ?? [];
    return name === column ? [{ evaluator: Number(evaluator), repeat: Number(repeat), values }] : [];
  });
}

/** The largest number of responses to one case. */
export function largestResponseCount(rows: Pick<ScoredRows, 'outputs'>, columns: readonly string[]): number {
  return Math.max(0, largest(columns.map((column) => responsesOf(rows, column).length)));
}

export interface CaseSums {
  /** The sum of the responses to each case. */
  readonly sums: Float64Array;
  /** How many there are. */
  readonly counts: Float64Array;
}

/** For each case the sum and the count of its responses; NaN is none. O(cases × responses). */
export function sumResponses(responses: readonly MeasuredValues[], caseCount: number): CaseSums {
  const [sums, counts] = [new Float64Array(caseCount), new Float64Array(caseCount)];
  for (const { values } of responses) {
    for (let index = 0; index < caseCount; index += 1) {
      const value = at(values, index);
      if (Number.isNaN(value)) continue;
      sums[index] = at(sums, index) + value;
      counts[index] = at(counts, index) + 1;
    }
  }
  return { sums, counts };
}

/** The mean of the responses to each case. */
export function meansOfCases({ sums, counts }: CaseSums): Float64Array {
  return sums.map((sum, index) => sum / at(counts, index));
}

/** Whether each response is 0 or 1: passed or not. */
export function arePassed(responses: readonly MeasuredValues[]): boolean {
  return (
    responses.length > 0 &&
    responses.every(({ values }) =>
      values.every((value) => value === 0 || value === 1 || Number.isNaN(value)),
    )
  );
}
