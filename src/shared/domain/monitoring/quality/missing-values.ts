/** Rows without a value, against the fraction of the reference's windows of the same length. */
import type { Finding } from '../../documents/check.ts';
import type { ColumnProfile } from '../profile/profile.ts';
import { sumBetween } from '../profile/reference-windows.ts';
import type { Column } from '../../table/table.ts';
import { qualityFinding, rowsEffect } from './finding.ts';
import { countWindows, referenceWindows, worstDay, type ValuesContext } from './reference-context.ts';
import { boundFraction, FEWEST_WINDOWS } from './shares-rule.ts';

/** A smaller rise is no fault of the data, however sure. */
const MARGIN = 0.05;

/** A rise of this size needs no second window. */
const OBVIOUS = 0.5;

interface UsualFraction {
  readonly span: 'worst-window' | 'worst-day' | 'all-rows';
  readonly largest: number;
  readonly limit: number;
}

export function checkMissing(
  reference: ColumnProfile,
  column: Column,
  context: ValuesContext,
): readonly Finding[] {
  const rows = column.kind === 'category' ? column.codes.length : column.values.length;
  const fraction = countMissing(column) / rows;
  const { span, largest, limit } = usualMissing(reference, rows, context);
  if (!(fraction > limit)) return [];
  return [
    qualityFinding({
      subject: reference.name,
      outcome: outcomeOf(fraction - largest, reference.name, context),
      effect: rowsEffect(fraction, limit),
      detail: {
        code: 'missing-values',
        missingFraction: fraction,
        referenceMissingFraction: largest,
        referenceSpan: span,
      },
    }),
  ];
}

/** Gaps come in bursts: single days exceed every bound too often, two in a row do not. */
function outcomeOf(rise: number, name: string, { windowDays, wasFound }: ValuesContext): Finding['outcome'] {
  const isEnough = windowDays !== 1 || rise >= OBVIOUS || wasFound('missing-values', name);
  return isEnough ? 'alert' : 'warning';
}

function usualMissing(reference: ColumnProfile, rows: number, context: ValuesContext): UsualFraction {
  const daily = reference.days?.missing;
  if (daily === undefined || context.referenceRows.length === 0) {
    const largest = missingFraction(reference);
    return { span: 'all-rows', largest, limit: largest + MARGIN };
  }
  const windows = referenceWindows(context);
  if (windows.length < FEWEST_WINDOWS) {
    const largest = worstDay(daily, context);
    return { span: 'worst-day', largest, limit: largest + MARGIN };
  }
  const counts = countWindows(context, windows, (range) => sumBetween(daily, range));
  const { bound, largest } = boundFraction(counts, rows, context.level);
  return { span: 'worst-window', largest, limit: Math.max(bound, largest + MARGIN) };
}

function missingFraction(reference: ColumnProfile): number {
  const rows = reference.missing + (reference.n ?? 0);
  return rows === 0 ? 0 : reference.missing / rows;
}

function countMissing(column: Column): number {
  let missing = 0;
  if (column.kind === 'category') for (const code of column.codes) missing += code < 0 ? 1 : 0;
  else for (const value of column.values) missing += Number.isNaN(value) ? 1 : 0;
  return missing;
}
