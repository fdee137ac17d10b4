/**
 * How much of a set of vectors lies in one direction: the largest eigenvalue of their matrix of inner products over its
 * trace. 1 where all are multiples of one vector, 1 / n where n of equal length are orthogonal. By the power method; where
 * the two largest eigenvalues are nearly equal it stops between them.
 */
import { largest } from '../kernel/extremes.ts';
import { addScaled, dot, sumOfSquares } from './vectors.ts';

const ITERATIONS = 60;

/** Vectors of the same length, not centered. 1 for vectors without length. O(iterations × vectors × length). */
export function principalShare(vectors: readonly Float64Array[]): number {
  const squares = vectors.map(sumOfSquares);
  const trace = squares.reduce((sum, square) => sum + square, 0);
  if (trace === 0) return 1;
  let direction = longest(vectors, squares);
  let eigenvalue = 0;
  for (let i = 0; i < ITERATIONS; i++) {
    const next = new Float64Array(direction.length);
    for (const vector of vectors) addScaled(next, dot(vector, direction), vector);
    eigenvalue = Math.sqrt(sumOfSquares(next));
    if (eigenvalue === 0) return 1;
    direction = next.map((value) => value / eigenvalue);
  }
  return Math.min(1, eigenvalue / trace);
}

/** Of length 1, in the direction of the longest vector. */
function longest(vectors: readonly Float64Array[], squares: readonly number[]): Float64Array {
  const most = largest(squares);
  const norm = Math.sqrt(most);
  return (vectors[squares.indexOf(most)] ?? new Float64Array()).map((value) => value / norm);
}
