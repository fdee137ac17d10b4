/** Values of one column that the reference did not have: missing ones, numbers out of range, new categories. */
import type { Finding } from '../../documents/check.ts';
import type { CategoryProfile, ColumnProfile, NumberProfile } from '../profile/profile.ts';
import type { CategoryColumn, Column, NumberColumn } from '../../table/table.ts';
import { qualityFinding, rowsEffect } from './finding.ts';

/** More missing than on the worst day of the reference, by this fraction of rows. */
const MISSING_MARGIN = 0.02;

/** Without days, the worst day is unknown. */
const MISSING_MARGIN_WITHOUT_DAYS = 0.05;

/** Fraction of rows outside the reference's range, or with categories that it did not have. */
const UNKNOWN_VALUES_LIMIT = 0.01;

/** A new category begins with a few rows: below this fraction they are no warning. */
const FEW_VALUES = 0.001;

const EXAMPLES = 3;

/** `referenceRows` are the rows of each day of the reference; empty without days. */
export function checkValues(
  reference: ColumnProfile,
  column: Column,
  referenceRows: readonly number[],
): readonly Finding[] {
  return [
    ...checkMissing(reference, column, referenceRows),
    ...(reference.kind === 'number' && column.kind === 'number' ? checkRange(reference, column) : []),
    ...(reference.kind === 'category' && column.kind === 'category'
      ? checkCategories(reference, column)
      : []),
  ];
}

function checkMissing(
  reference: ColumnProfile,
  column: Column,
  referenceRows: readonly number[],
): readonly Finding[] {
  const rows = column.kind === 'category' ? column.codes.length : column.values.length;
  const missing = countMissing(column);
  const fraction = missing / rows;
  const worst = worstFraction(reference, referenceRows);
  const margin = referenceRows.length === 0 ? MISSING_MARGIN_WITHOUT_DAYS : MISSING_MARGIN;
  if (fraction <= worst + margin) return [];
  return [
    qualityFinding({
      subject: reference.name,
      outcome: 'alert',
      effect: rowsEffect(fraction, worst + margin),
      detail: {
        code: 'missing-values',
        missingFraction: fraction,
        referenceMissingFraction: worst,
        referenceSpan: referenceRows.length === 0 ? 'all-rows' : 'worst-day',
      },
    }),
  ];
}

function countMissing(column: Column): number {
  if (column.kind === 'category') return column.codes.reduce((sum, code) => sum + (code < 0 ? 1 : 0), 0);
  return column.values.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0);
}

function worstFraction(reference: ColumnProfile, referenceRows: readonly number[]): number {
  const daily = reference.kind === 'time' ? undefined : reference.days?.missing;
  if (daily !== undefined && referenceRows.length > 0) {
    return daily.reduce((worst, missing, day) => Math.max(worst, missing / (referenceRows[day] ?? 1)), 0);
  }
  const rows = reference.kind === 'time' ? 0 : reference.missing + reference.n;
  return rows === 0 ? 0 : reference.missing / rows;
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
  // Of n + 1 values from one source, the newest is the smallest or the largest with probability 2 / (n + 1).
  const limit = Math.max(UNKNOWN_VALUES_LIMIT, 10 / (reference.n + 1));
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
    if (!Number.isFinite(value)) infiniteRows++;
    else [min, max] = [Math.min(min, value), Math.max(max, value)];
  }
  return { ...(min <= max && { currentMin: min, currentMax: max }), infiniteRows };
}

function checkCategories(reference: CategoryProfile, { codes, labels }: CategoryColumn): readonly Finding[] {
  // Where the profile leaves out rarer categories, an unlisted category need not be new.
  if (reference.identifier || reference.other > 0 || reference.n === 0) return [];
  const known = new Set(reference.categories.map(({ category }) => category));
  const isNew = labels.map((label) => !known.has(label));
  const rows = codes.reduce((sum, code) => sum + (isNew[code] === true ? 1 : 0), 0);
  if (rows === 0) return [];
  const fraction = rows / codes.length;
  const added = labels.filter((_, code) => isNew[code]);
  return [
    qualityFinding({
      subject: reference.name,
      outcome: fraction > UNKNOWN_VALUES_LIMIT ? 'alert' : fraction > FEW_VALUES ? 'warning' : 'ok',
      effect: rowsEffect(fraction, UNKNOWN_VALUES_LIMIT),
      detail: {
        code: 'new-categories',
        newFraction: fraction,
        categoryCount: added.length,
        examples: added.slice(0, EXAMPLES).map((category) => category.slice(0, 80).toWellFormed()),
      },
    }),
  ];
}
