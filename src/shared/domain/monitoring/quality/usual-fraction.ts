/** How large a fraction of rows without a usable value may be, by the windows of the reference of the same length. */
import type { Finding } from '../../documents/check.ts';
import { sumBetween } from '../profile/reference-windows.ts';
import { countAt } from '../../statistics/vectors.ts';
import { countWindows, referenceWindows, worstDay, type ValuesContext } from './reference-context.ts';
import { boundFraction, FEWEST_WINDOWS } from './shares-rule.ts';

/** A rise of this size needs no second window. */
export const OBVIOUS_RISE = 0.5;

/** Where no limit has an error rate. */
const LEAST_RISE_WITHOUT_WINDOWS = 0.05;

interface UsualFraction {
  readonly span: 'worst-window' | 'worst-day' | 'all-rows';
  readonly largest: number;
  /** Above the first a warning, above the second an alert. */
  readonly warning: number;
  readonly limit: number;
  /** Whether the limit has an error rate, or the reference has no such row at all. */
  readonly mayAlert: boolean;
}

interface FractionRequest {
  /** Rows of each day of the reference with the property; undefined without days. */
  readonly byDay: readonly number[] | undefined;
  /** Fraction of all rows of the reference, for a reference without days. */
  readonly overallFraction: number;
  readonly currentRows: number;
  /** A smaller rise above the worst window is no fault of the data, however sure. */
  readonly leastRise: number;
}

/**
 * What fraction of rows is usual in a window as long as this one: of all rows without days, by the worst day with
 * fewer than four windows, else by a bound that a level gives (see boundFraction).
 */
export function usualFraction(request: FractionRequest, context: ValuesContext): UsualFraction {
  const { byDay, overallFraction, currentRows, leastRise } = request;
  if (byDay === undefined || context.referenceRows.length === 0)
    return withoutWindows('all-rows', overallFraction);
  const windows = referenceWindows(context);
  if (windows.length < FEWEST_WINDOWS) return withoutWindows('worst-day', worstDay(byDay, context));
  const counts = countWindows(context, windows, (range) => sumBetween(byDay, range));
  const days = byDay.flatMap((events, day) => {
    const ofDay = countAt(context.referenceRows, day);
    return ofDay === 0 ? [] : [{ events, rows: ofDay }];
  });
  const windowDays = context.windowDays ?? 1;
  const { bound, warningBound, largest } = boundFraction(counts, {
    ...{ currentRows, level: context.level },
    daily: { days, windowDays },
  });
  return {
    ...{ span: 'worst-window', largest },
    warning: Math.max(warningBound, largest + leastRise),
    limit: Math.max(bound, largest + leastRise),
    mayAlert: true,
  };
}

/**
 * Without windows no limit has an error rate, so such rows act only where the reference has none: then it is no matter
 * of chance. Where the reference has some, how many are usual is not known.
 */
function withoutWindows(span: 'worst-day' | 'all-rows', largest: number): UsualFraction {
  const limit = largest + LEAST_RISE_WITHOUT_WINDOWS;
  return { span, largest, warning: limit, limit, mayAlert: largest === 0 };
}

interface Circumstances {
  readonly windowDays: number | undefined;
  /** Whether no row has a usable value any more, where many had one. */
  readonly isGone: boolean;
  /** Whether the check of the window just before found the same. */
  readonly wasFound: boolean;
}

/** Of a fraction above the limit of a warning. */
export function outcomeAbove(
  fraction: number,
  { largest, limit, mayAlert }: UsualFraction,
  { windowDays, isGone, wasFound }: Circumstances,
): Pick<Finding, 'outcome' | 'warningOnly'> {
  // Such rows come in bursts: single days exceed every bound too often, two in a row do not.
  const isOneDay = windowDays === 1 && fraction - largest < OBVIOUS_RISE;
  const isSure = (fraction > limit && !isOneDay) || wasFound;
  const isWarningOnly = !mayAlert && !isGone;
  return {
    outcome: isSure && !isWarningOnly ? 'alert' : 'warning',
    ...(isWarningOnly && { warningOnly: 'too-few-windows' }),
  };
}
