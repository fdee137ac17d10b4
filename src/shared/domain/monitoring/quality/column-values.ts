/** Values of one column that the reference did not have: missing ones, numbers out of range, new categories. */
import { at } from '../../statistics/vectors.ts';
import { finiteValues } from '../profile/number-summary.ts';
import type { Finding } from '../../documents/check.ts';
import type { ColumnProfile, NumberProfile } from '../profile/profile.ts';
import type { Column, NumberColumn } from '../../table/table.ts';
import { fractionOfRows, qualityFinding, rowsEffect } from './quality-finding.ts';
import { checkInfinite } from './infinite-values.ts';
import { checkMissing } from './missing-values.ts';
import { checkCategories } from './new-categories.ts';
import type { ValuesContext } from './reference-context.ts';
import { measureValueRange, type ValueRange } from './value-range.ts';

/** Fraction of rows outside the reference's range. */
const OUTSIDE_LIMIT = 0.01;

/** Of the rows more than half a range away: more that are not a whole one away are the edge of a distribution that moved. */
const MOST_BETWEEN = 1 / 6;
/** Of all rows: a source that moved altogether, unless it writes a few values only, as one that is broken does. */
const MOST_FAR = 0.5;
const FEW_VALUES = 3;

/** Missing values, and by the kind that both have the range or the categories; nothing for what is as usual. */
export function checkValues(
  reference: ColumnProfile,
  column: Column,
  context: ValuesContext,
): readonly Finding[] {
  return [
    ...checkMissing(reference, column, context),
    ...(reference.kind === 'number' && column.kind === 'number'
      ? checkRange(reference, column, context)
      : []),
    ...(reference.kind === 'category' && column.kind === 'category'
      ? checkCategories(reference, column, context)
      : []),
  ];
}

/**
 * Values a little beyond the range belong to a distribution that moved, which is the subject of drift. Values
 * more than a whole range away (-999, infinity) are faults, where they stand apart from all others: a summer that is
 * warmer than every day of the reference reaches as far, and passes through what lies between.
 */
function checkRange(
  reference: NumberProfile,
  { values }: NumberColumn,
  context: ValuesContext,
): readonly Finding[] {
  if (reference.n === 0) return [];
  const request = { now: measureValueRange(values), currentRows: values.length };
  const countable = reference.infinite === 0 ? values : finiteValues(values);
  return chooseRangeFinding(
    reference,
    { request, beyond: checkBeyond(reference, countable, request) },
    context,
  );
}

/** Where the reference has infinite values too, they are compared with its windows; else they are out of range. */
export function chooseRangeFinding(
  reference: NumberProfile,
  { request, beyond: found }: { readonly request: RangeRequest; readonly beyond: readonly Finding[] },
  context: ValuesContext,
): readonly Finding[] {
  if (reference.infinite === 0) return found;
  const [beyond] = found;
  const [infinite] = checkInfinite(reference, request, context);
  // One finding about a column: an alert before a warning.
  return [infinite?.outcome === 'alert' ? infinite : (beyond ?? infinite ?? [])].flat();
}

/** `values`: those that the rule is about, of all current rows. */
function checkBeyond(
  reference: NumberProfile,
  values: Float64Array,
  request: RangeRequest,
): readonly Finding[] {
  const far = valuesBeyond(values, reference, 1);
  const outside = valuesBeyond(values, reference, 0).length;
  return evaluateBeyond(reference, request, {
    ...{ values: values.length, outside, far: far.length },
    standsApart: () => standApart(reference, values, far),
  });
}

export interface RangeRequest {
  readonly now: ValueRange;
  readonly currentRows: number;
}

export interface BeyondCounts {
  readonly values: number;
  /** Out of the range of the reference, and by more than its width. */
  readonly outside: number;
  readonly far: number;
  /** Asked for where many values are far. */
  readonly standsApart: () => boolean;
}

/**
 * A warning where more rows than the limit are out of the range, an alert where so many are far out and stand apart
 * from the others.
 */
export function evaluateBeyond(
  reference: NumberProfile,
  { now, currentRows }: RangeRequest,
  { outside, far, standsApart }: BeyondCounts,
): readonly Finding[] {
  const { min, max } = reference;
  const limit = outsideLimit(reference.n);
  if (!(fractionOfRows(outside, currentRows) > limit)) return [];
  const isFar = fractionOfRows(far, currentRows) > limit;
  const fraction = fractionOfRows(isFar ? far : outside, currentRows);
  return [
    qualityFinding({
      subject: reference.name,
      outcome: isFar && standsApart() ? 'alert' : 'warning',
      effect: rowsEffect(fraction, limit),
      detail: {
        code: 'out-of-range',
        outsideFraction: fraction,
        distance: isFar ? 'far' : 'near',
        referenceMin: min,
        referenceMax: max,
        ...now,
      },
    }),
  ];
}

/** Few values lie between the range and the far ones, on the side of these, and the far ones are few rows or few values. */
function standApart(reference: NumberProfile, values: Float64Array, far: Float64Array): boolean {
  const { min, max } = reference;
  const [isBelow, isAbove] = [far.some((value) => value < min), far.some((value) => value > max)];
  const isOnSide = (value: number): boolean => (value < min ? isBelow : isAbove);
  return standsApart({
    onSides: valuesBeyond(values, reference, 0.5).filter(isOnSide).length,
    ...{ far: far.length, values: values.length },
    hasFewValues: () => new Set(far).size <= FEW_VALUES,
  });
}

/** `onSides`: values more than half a width out of the range, on the sides that have far ones. */
export function standsApart({
  onSides,
  far,
  values,
  hasFewValues,
}: {
  readonly onSides: number;
  readonly far: number;
  readonly values: number;
  readonly hasFewValues: () => boolean;
}): boolean {
  const isMixed = onSides - far > MOST_BETWEEN * onSides;
  return !isMixed && (far < MOST_FAR * values || hasFewValues());
}

/** Of n + 1 values from one source, the newest is the smallest or the largest with probability 2 / (n + 1). */
export function outsideLimit(referenceValues: number): number {
  return Math.max(OUTSIDE_LIMIT, 10 / (referenceValues + 1));
}

/** Outside the range by more than so many widths of it. */
function valuesBeyond(values: Float64Array, { min, max }: NumberProfile, widths: number): Float64Array {
  const margin = widths * (max - min);
  const [lowest, highest] = [min - margin, max + margin];
  const beyond: number[] = [];
  for (let index = 0; index < values.length; index++) {
    const value = at(values, index);
    if (value < lowest || value > highest) beyond.push(value);
  }
  return Float64Array.from(beyond);
}
