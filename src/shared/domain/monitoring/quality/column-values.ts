/** Values of one column that the reference did not have: missing ones, numbers out of range, unknown labels. */
import type { Finding } from '../../documents/check.ts';
import { formatShare } from '../../text/number-text.ts';
import { formatNumber } from '../../text/number-text.ts';
import type { CategoryProfile, ColumnProfile, NumberProfile } from '../profile/profile.ts';
import type { CategoryColumn, Column, NumberColumn } from '../../table/table.ts';
import { qualityFinding, shareEffect } from './finding.ts';

/** More missing than on the worst day of the reference, by this share of rows. */
const MISSING_MARGIN = 0.02;

/** Without days, the worst day is unknown. */
const MISSING_MARGIN_WITHOUT_DAYS = 0.05;

/** Share of rows outside the reference's range, or with labels that it did not have. */
const UNKNOWN_VALUES_LIMIT = 0.01;

/** A handful of rows with a new label is how new labels begin. */
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
    ...(reference.kind === 'category' && column.kind === 'category' ? checkLabels(reference, column) : []),
  ];
}

function checkMissing(
  reference: ColumnProfile,
  column: Column,
  referenceRows: readonly number[],
): readonly Finding[] {
  const rows = column.kind === 'category' ? column.codes.length : column.values.length;
  const missing = countMissing(column);
  const share = missing / rows;
  const worst = worstShare(reference, referenceRows);
  const margin = referenceRows.length === 0 ? MISSING_MARGIN_WITHOUT_DAYS : MISSING_MARGIN;
  if (share <= worst + margin) return [];
  const before = referenceRows.length === 0 ? 'in the reference' : 'on the worst day of the reference';
  return [
    qualityFinding({
      subject: reference.name,
      test: 'missing values',
      outcome: 'alert',
      effect: shareEffect('missing', share, worst + margin),
      text: `${formatShare(share)} of rows have no value; ${formatShare(worst)} ${before}`,
    }),
  ];
}

function countMissing(column: Column): number {
  if (column.kind === 'category') return column.codes.reduce((sum, code) => sum + (code < 0 ? 1 : 0), 0);
  return column.values.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0);
}

function worstShare(reference: ColumnProfile, referenceRows: readonly number[]): number {
  const daily = reference.kind === 'time' ? undefined : reference.days?.missing;
  if (daily !== undefined && referenceRows.length > 0) {
    return daily.reduce((worst, missing, day) => Math.max(worst, missing / (referenceRows[day] ?? 1)), 0);
  }
  const rows = reference.kind === 'time' ? 0 : reference.missing + reference.n;
  return rows === 0 ? 0 : reference.missing / rows;
}

/**
 * Values a little beyond the range belong to a distribution that moved, and drift speaks about that. Values
 * more than a whole range away (-999, infinity) are of another kind.
 */
function checkRange(reference: NumberProfile, { values }: NumberColumn): readonly Finding[] {
  if (reference.n === 0) return [];
  const { min, max } = reference;
  const outside = countOutside(values, min, max);
  const far = countOutside(values, min - (max - min), max + (max - min));
  // Of n + 1 values from one source, the newest is the smallest or the largest with probability 2 / (n + 1).
  const limit = Math.max(UNKNOWN_VALUES_LIMIT, 10 / (reference.n + 1));
  if (outside.count / values.length <= limit) return [];
  const isFar = far.count / values.length > limit;
  const share = (isFar ? far : outside).count / values.length;
  const place = isFar ? 'far outside' : 'outside';
  return [
    qualityFinding({
      subject: reference.name,
      test: 'out of range',
      outcome: isFar ? 'alert' : 'warning',
      effect: shareEffect('out of range', share, limit),
      text: `${formatShare(share)} of rows lie ${place} ${formatNumber(min)} to ${formatNumber(max)}, the range of the reference; now ${formatNumber(outside.lowest)} to ${formatNumber(outside.highest)}`,
    }),
  ];
}

function countOutside(
  values: Float64Array,
  min: number,
  max: number,
): { readonly count: number; readonly lowest: number; readonly highest: number } {
  let count = 0;
  let lowest = Infinity;
  let highest = -Infinity;
  for (const value of values) {
    if (value < min || value > max) count++;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return { count, lowest, highest };
}

function checkLabels(reference: CategoryProfile, { codes, labels }: CategoryColumn): readonly Finding[] {
  // With rarer labels left out of the profile, an unlisted label need not be new.
  if (reference.identifier || reference.other > 0 || reference.n === 0) return [];
  const known = new Set(reference.labels.map(({ label }) => label));
  const isNew = labels.map((label) => !known.has(label));
  const rows = codes.reduce((sum, code) => sum + (isNew[code] === true ? 1 : 0), 0);
  if (rows === 0) return [];
  const share = rows / codes.length;
  const added = labels.filter((_, code) => isNew[code]);
  const examples = added.slice(0, EXAMPLES).map((label) => JSON.stringify(label.slice(0, 80)));
  const names = examples.join(', ') + (added.length > EXAMPLES ? ', …' : '');
  return [
    qualityFinding({
      subject: reference.name,
      test: 'new labels',
      outcome: share > UNKNOWN_VALUES_LIMIT ? 'alert' : share > FEW_VALUES ? 'warning' : 'ok',
      effect: shareEffect('new labels', share, UNKNOWN_VALUES_LIMIT),
      text: `${formatShare(share)} of rows have a label that the reference does not have: ${names}`,
    }),
  ];
}
