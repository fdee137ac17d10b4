/**
 * The metrics of the windows of a version, carried from check to check: the newest ones, which do not overlap. A check
 * reads them from the one before, so no more than that has to be read, however long the version is in service.
 */
import { mean } from 'simple-statistics';
import type { Check, ReadCheck } from '../../documents/check.ts';
import { formatLocal, parseLocal, type TimeZone } from '../../kernel/time-zone.ts';
import type { PerformanceProfile } from '../profile/profile.ts';
import type { TimeSpan } from '../times/window.ts';
import { MOST_WINDOWS } from './lasting-loss.ts';

export type MeasuredWindow = NonNullable<Check['measuredWindows']>[number];

/** Of the newest check of the same version; oldest first. */
export function carryWindows(earlier: readonly ReadCheck[], version: string): readonly MeasuredWindow[] {
  const newest = earlier.find((check) => check.version === version && check.measuredWindows !== undefined);
  return newest?.measuredWindows ?? [];
}

/** With the current window at the end. One that begins before the last of them ends holds the same days twice. */
export function addWindow(
  before: readonly MeasuredWindow[],
  current: PerformanceProfile,
  { fromMs, toMs, timeZone }: TimeSpan & { readonly timeZone: TimeZone | undefined },
): readonly MeasuredWindow[] {
  const last = before.at(-1);
  if (last !== undefined && parseLocal(last.to) >= fromMs) return before;
  const metrics = current.metrics.flatMap(({ name, values }) => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? [] : [{ name, value: mean(known) }];
  });
  const added = { from: formatLocal(timeZone, fromMs), to: formatLocal(timeZone, toMs), metrics };
  return [...before, added].slice(-MOST_WINDOWS);
}

/** Values of one metric, window by window. */
export function valuesOf(windows: readonly MeasuredWindow[], wanted: string): readonly number[] {
  return windows.flatMap(({ metrics }) => {
    const found = metrics.find(({ name }) => name === wanted);
    return found === undefined ? [] : [found.value];
  });
}
