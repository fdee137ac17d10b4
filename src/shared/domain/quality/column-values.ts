/** Values of one column that the reference did not have: missing ones, numbers out of range, unknown labels. */
import type { Finding } from '../documents/check.ts';
import { formatShare } from '../drift/describe-move.ts';
import { formatNumber } from '../report/number-text.ts';
import type { CategoryProfile, ColumnProfile, NumberProfile } from '../profile/profile.ts';
import type { CategoryColumn, Column, NumberColumn } from '../table/table.ts';
import { qualityFinding, shareEffect } from './finding.ts';

/** More missing than on the worst day of the reference, by this share of rows. */
const MISSING_MARGIN = 0.02;

/** Without days, the worst day is unknown. */
const MISSING_MARGIN_WITHOUT_DAYS = 0.05;

/** Share of rows outside the reference's range, or with labels that it did not have. */
const UNKNOWN_VALUES_LIMIT = 0.01;

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
      outcome: 'alarm',
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

function checkRange(reference: NumberProfile, { values }: NumberColumn): readonly Finding[] {
  if (reference.n === 0) return [];
  const { min, max } = reference;
  let outside = 0;
  let lowest = Infinity;
  let highest = -Infinity;
  for (const value of values) {
    if (value < min || value > max) outside++;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const share = outside / values.length;
  // Of n + 1 values from one source, the newest is the smallest or the largest with probability 2 / (n + 1).
  const limit = Math.max(UNKNOWN_VALUES_LIMIT, 10 / (reference.n + 1));
  if (share <= limit) return [];
  return [
    qualityFinding({
      subject: reference.name,
      test: 'out of range',
      outcome: 'alarm',
      effect: shareEffect('out of range', share, limit),
      text: `${formatShare(share)} of rows lie outside ${formatNumber(min)} to ${formatNumber(max)}, the range of the reference; now ${formatNumber(lowest)} to ${formatNumber(highest)}`,
    }),
  ];
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
      outcome: share > UNKNOWN_VALUES_LIMIT ? 'alarm' : 'watch',
      effect: shareEffect('new labels', share, UNKNOWN_VALUES_LIMIT),
      text: `${formatShare(share)} of rows have a label that the reference does not have: ${names}`,
    }),
  ];
}
