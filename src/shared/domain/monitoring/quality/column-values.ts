/** Values of one column that the reference did not have: missing ones, numbers out of range, new categories. */
import { isFiniteValue } from '../profile/number-summary.ts';
import type { Finding } from '../../documents/check.ts';
import type { ColumnProfile, NumberProfile } from '../profile/profile.ts';
import type { Column, NumberColumn } from '../../table/table.ts';
import { qualityFinding, rowsEffect } from './finding.ts';
import { checkMissing } from './missing-values.ts';
import { checkCategories } from './new-categories.ts';
import type { ValuesContext } from './reference-context.ts';

/** Fraction of rows outside the reference's range. */
const OUTSIDE_LIMIT = 0.01;

export function checkValues(
  reference: ColumnProfile,
  column: Column,
  context: ValuesContext,
): readonly Finding[] {
  return [
    ...checkMissing(reference, column, context),
    ...(reference.kind === 'number' && column.kind === 'number' ? checkRange(reference, column) : []),
    ...(reference.kind === 'category' && column.kind === 'category'
      ? checkCategories(reference, column, context)
      : []),
  ];
}

/**
 * Values a little beyond the range belong to a distribution that moved, which is the subject of drift. Values
 * more than a whole range away (-999, infinity) are faults.
 */
function checkRange(reference: NumberProfile, { values }: NumberColumn): readonly Finding[] {
  if (reference.n === 0) return [];
  const { min, max } = reference;
  const outside = countOutside(values, min, max);
  const far = countOutside(values, min - (max - min), max + (max - min));
  const limit = outsideLimit(reference.n);
  if (outside / values.length <= limit) return [];
  const isFar = far / values.length > limit;
  const fraction = (isFar ? far : outside) / values.length;
  return [
    qualityFinding({
      subject: reference.name,
      outcome: isFar ? 'alert' : 'warning',
      effect: rowsEffect(fraction, limit),
      detail: {
        code: 'out-of-range',
        outsideFraction: fraction,
        distance: isFar ? 'far' : 'near',
        referenceMin: min,
        referenceMax: max,
        ...rangeOf(values),
      },
    }),
  ];
}

/** Of n + 1 values from one source, the newest is the smallest or the largest with probability 2 / (n + 1). */
export function outsideLimit(referenceValues: number): number {
  return Math.max(OUTSIDE_LIMIT, 10 / (referenceValues + 1));
}

function countOutside(values: Float64Array, min: number, max: number): number {
  return values.reduce((count, value) => count + (value < min || value > max ? 1 : 0), 0);
}

/** Infinite values are counted and not named: a document holds finite numbers only. */
function rangeOf(values: Float64Array): {
  readonly currentMin?: number;
  readonly currentMax?: number;
  readonly infiniteRows: number;
} {
  let [min, max, infiniteRows] = [Infinity, -Infinity, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (!isFiniteValue(value)) infiniteRows++;
    else [min, max] = [Math.min(min, value), Math.max(max, value)];
  }
  return { ...(min <= max && { currentMin: min, currentMax: max }), infiniteRows };
}
