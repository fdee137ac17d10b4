/** Rows without a value, against the fraction of the reference's windows of the same length. */
import type { Finding } from '../../documents/check.ts';
import type { ColumnProfile } from '../profile/profile.ts';
import { countMissing as countMissingNumbers } from '../profile/number-summary.ts';
import { sumBetween } from '../profile/reference-windows.ts';
import { countAt, indexAt } from '../../statistics/vectors.ts';
import type { Column } from '../../table/table.ts';
import { qualityFinding, rowsEffect } from './quality-finding.ts';
import { countWindows, referenceWindows, worstDay, type ValuesContext } from './reference-context.ts';
import { boundFraction, FEWEST_WINDOWS } from './shares-rule.ts';

/** A smaller rise is no fault of the data, however sure. */
const MARGIN = 0.05;

/** A rise of this size needs no second window. */
const OBVIOUS = 0.5;

/** Every row: a column without any value is as good as gone. */
const ALL = 1;

interface UsualFraction {
  readonly span: 'worst-window' | 'worst-day' | 'all-rows';
  readonly largest: number;
  /** Above the first a warning, above the second an alert. */
  readonly warning: number;
  readonly limit: number;
  /** Whether the limit has an error rate, or the reference has no gap at all. */
  readonly mayAlert: boolean;
}

export function checkMissing(
  reference: ColumnProfile,
  column: Column,
  context: ValuesContext,
): readonly Finding[] {
  const rows = column.kind === 'category' ? column.codes.length : column.values.length;
  const fraction = countMissing(column) / rows;
  const { span, largest, warning, limit, mayAlert } = usualMissing(reference, rows, context);
  if (!(fraction > warning)) return [];
  const isGone = fraction === ALL && ALL - largest >= OBVIOUS;
  // Gaps come in bursts: single days exceed every bound too often, two in a row do not.
  const isOneDay = context.windowDays === 1 && fraction - largest < OBVIOUS;
  const isSure = (fraction > limit && !isOneDay) || context.wasFound('missing-values', reference.name);
  const isWatched = !mayAlert && !isGone;
  return [
    qualityFinding({
      subject: reference.name,
      outcome: isSure && !isWatched ? 'alert' : 'warning',
      ...(isWatched && { watched: 'too-few-windows' }),
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

/**
 * Without windows no limit has an error rate, so a gap acts only where the reference has none: then it is no matter of
 * chance. Where the reference has gaps, how many are usual is not known.
 */
function withoutWindows(span: 'worst-day' | 'all-rows', largest: number): UsualFraction {
  const limit = largest + MARGIN;
  return { span, largest, warning: limit, limit, mayAlert: largest === 0 };
}

function usualMissing(reference: ColumnProfile, rows: number, context: ValuesContext): UsualFraction {
  const daily = reference.days?.missing;
  if (daily === undefined || context.referenceRows.length === 0) {
    return withoutWindows('all-rows', missingFraction(reference));
  }
  const windows = referenceWindows(context);
  if (windows.length < FEWEST_WINDOWS) return withoutWindows('worst-day', worstDay(daily, context));
  const counts = countWindows(context, windows, (range) => sumBetween(daily, range));
  const days = daily.flatMap((events, day) => {
    const ofDay = countAt(context.referenceRows, day);
    return ofDay === 0 ? [] : [{ events, rows: ofDay }];
  });
  const windowDays = context.windowDays ?? 1;
  const { bound, warningBound, largest } = boundFraction(counts, {
    ...{ currentRows: rows, level: context.level },
    daily: { days, windowDays },
  });
  return {
    ...{ span: 'worst-window', largest },
    warning: Math.max(warningBound, largest + MARGIN),
    limit: Math.max(bound, largest + MARGIN),
    mayAlert: true,
  };
}

function missingFraction(reference: ColumnProfile): number {
  const rows = reference.missing + (reference.n ?? 0);
  return rows === 0 ? 0 : reference.missing / rows;
}

function countMissing(column: Column): number {
  if (column.kind !== 'category') return countMissingNumbers(column.values);
  let missing = 0;
  for (let row = 0; row < column.codes.length; row++) if (indexAt(column.codes, row) < 0) missing++;
  return missing;
}
