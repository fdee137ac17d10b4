/**
 * Rows that share two things at once, such as a user and a day. The variance by users and the variance by days both
 * contain what single rows vary by, so that of the cells is taken off once (Cameron, Gelbach & Miller 2011; Thompson
 * 2011), with the degrees of freedom of Satterthwaite 1946. Days keep the error of a sequence in time.
 */
import { studentTQuantile } from '../student-t.ts';
import { at, indexAt, sumOfSquares } from '../vectors.ts';
import type { Grouping } from './grouping.ts';
import type { ErrorEstimate } from './jackknife.ts';

const CONFIDENCE = 0.95;

/** Never narrower than by either grouping alone. @param cellVariance of the cells that both groupings make together. */
export function combineErrors(one: ErrorEstimate, other: ErrorEstimate, cellVariance: number): ErrorEstimate {
  const [first, second] = [one.standardError ** 2, other.standardError ** 2];
  const sum = first + second;
  if (sum === 0) return one;
  const both = {
    standardError: Math.sqrt(Math.max(0, sum - cellVariance)),
    degreesOfFreedom: sum ** 2 / (first ** 2 / one.degreesOfFreedom + second ** 2 / other.degreesOfFreedom),
  };
  return [one, other].reduce((widest, each) => (halfWidth(each) > halfWidth(widest) ? each : widest), both);
}

/** Up to so many cells for each row have places of their own; more are numbered as they come. */
const MOST_PLACES_PER_ROW = 4;

/** N_c / (N_c − 1) Σ u_c², where a cell is what one group of the first has in common with one of the second. */
export function computeCellVariance(
  rowInfluence: Float64Array,
  { groupOfRow, count }: Grouping,
  second: Grouping,
): number {
  const places = count * second.count;
  const isDense = places <= MOST_PLACES_PER_ROW * rowInfluence.length;
  const numberCell = isDense ? (place: number): number => place : numberInOrder();
  const size = isDense ? places : rowInfluence.length;
  const [sums, isCell] = [new Float64Array(size), new Uint8Array(size)];
  let cells = 0;
  for (let row = 0; row < rowInfluence.length; row += 1) {
    const cell = numberCell(indexAt(groupOfRow, row) * second.count + indexAt(second.groupOfRow, row));
    cells += 1 - (isCell[cell] ?? 1);
    isCell[cell] = 1;
    sums[cell] = at(sums, cell) + at(rowInfluence, row);
  }
  return cells < 2 ? 0 : (cells / (cells - 1)) * sumOfSquares(sums);
}

function numberInOrder(): (place: number) => number {
  const cellOf = new Map<number, number>();
  return (place) => {
    const cell = cellOf.get(place) ?? cellOf.size;
    cellOf.set(place, cell);
    return cell;
  };
}

function halfWidth({ standardError, degreesOfFreedom }: ErrorEstimate): number {
  return standardError * studentTQuantile((1 + CONFIDENCE) / 2, degreesOfFreedom);
}
