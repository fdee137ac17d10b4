/**
 * Whether the rows say when they happened. Fixed limits without an error rate of their own: the first three cannot
 * occur by chance, and the fractions are compared with the fraction in the reference plus a margin.
 */
import type { Finding } from '../../documents/check.ts';
import { HOUR_MS } from '../../kernel/time.ts';
import { formatLocal, type TimeZone } from '../../kernel/time-zone.ts';
import { dayStart, formatDay } from '../profile/days.ts';
import type { Profile } from '../profile/profile.ts';
import type { RowTimes, TimeFaults } from '../times/row-times.ts';
import type { DaySpan } from '../times/whole-days.ts';
import { fractionOfRows, qualityFinding, rowsEffect } from './quality-finding.ts';

/** Above the fraction of the reference, of which no variation between days can be known. */
const UNDATED_MARGIN = 0.05;
const IMPLAUSIBLE_MARGIN = 0.01;

/** One or two odd rows are no fault of the source, unless they are most of the data. */
const FEWEST_ROWS = 3;
const MOST_ROWS = 0.5;

export function checkTimeColumn(rowTimes: RowTimes, { time, rows }: Profile): readonly Finding[] {
  switch (rowTimes.kind) {
    case 'not-named':
      return [];
    case 'missing': {
      const { column: subject, standIn } = rowTimes;
      const detail = { code: 'missing-time-column', ...(standIn !== undefined && { standIn }) } as const;
      return [qualityFinding({ subject, outcome: 'alert', detail })];
    }
    case 'no-times': {
      const { column: subject, found, example } = rowTimes;
      const detail = { code: 'changed-type', expected: 'time', found, example } as const;
      return [qualityFinding({ subject, outcome: 'alert', detail })];
    }
    case 'times': {
      const before = {
        undated: fractionOfRows(time?.undatedRows ?? 0, rows),
        implausible: fractionOfRows(time?.implausibleRows ?? 0, rows),
      };
      return [
        ...checkUndated(rowTimes.column, rowTimes.faults, before.undated),
        ...checkImplausible(rowTimes.column, rowTimes.faults, before.implausible),
      ];
    }
  }
}

function checkUndated(subject: string, faults: TimeFaults, referenceFraction: number): readonly Finding[] {
  const { rows, missingRows, unreadableRows, unreadableExamples } = faults;
  if (missingRows + unreadableRows === 0) return [];
  const fraction = fractionOfRows(missingRows + unreadableRows, rows);
  const limit = Math.min(1, referenceFraction + UNDATED_MARGIN);
  const examples = shownFirst(unreadableExamples, faults.dayOrder?.example);
  const { found, known } = faults.dayOrder ?? {};
  const dayOrder = found && { found, ...(known !== undefined && { expected: known.order }) };
  return [
    qualityFinding({
      subject,
      outcome: fraction > limit || fraction === 1 ? 'alert' : 'ok',
      effect: rowsEffect(fraction, limit),
      detail: {
        ...{ code: 'undated-rows', rows, missingRows, unreadableRows, examples, referenceFraction },
        ...(dayOrder !== undefined && { dayOrder }),
      },
    }),
  ];
}

/** The first rows of a month do not show what a later one does. */
function shownFirst(examples: readonly string[], example: string | undefined): string[] {
  if (example === undefined || examples.includes(example)) return [...examples];
  return [example, ...examples.slice(0, -1)];
}

function checkImplausible(
  subject: string,
  faults: TimeFaults,
  referenceFraction: number,
): readonly Finding[] {
  const { rows, futureRows, earlierRows, implausibleExamples } = faults;
  if (futureRows + earlierRows === 0) return [];
  const fraction = fractionOfRows(futureRows + earlierRows, rows);
  const limit = Math.min(1, referenceFraction + IMPLAUSIBLE_MARGIN);
  const isMany = fraction > limit && (futureRows + earlierRows >= FEWEST_ROWS || fraction > MOST_ROWS);
  const examples = [...implausibleExamples];
  return [
    qualityFinding({
      subject,
      outcome: isMany ? 'alert' : fraction > referenceFraction ? 'warning' : 'ok',
      effect: rowsEffect(fraction, limit),
      detail: { code: 'implausible-times', rows, futureRows, earlierRows, examples, referenceFraction },
    }),
  ];
}

/** Left out of the window; they count in the next one. */
export function describePartialDays(days: readonly DaySpan[]): readonly Finding[] {
  return days.map(({ day, firstSecond, lastSecond }) =>
    qualityFinding({
      outcome: 'ok',
      detail: {
        code: 'partial-day',
        day: formatDay(day),
        from: clockOf(day, firstSecond),
        to: clockOf(day, lastSecond),
      },
    }),
  );
}

/** `05:17` */
function clockOf(day: number, second: number): string {
  return new Date(dayStart(day) + second * 1000).toISOString().slice(11, 16);
}

export interface AgeRequest {
  /** Local milliseconds of the newest row; undefined where no row has a plausible time. */
  readonly newestMs: number | undefined;
  readonly nowMs: number;
  /** Whose clocks show both. */
  readonly timeZone: TimeZone | undefined;
  /** Undefined: no limit was set. */
  readonly maxAgeMs: number | undefined;
}

/** Whether the data are recent enough to describe today. A limit that cannot be applied is said. */
export function checkAge({ newestMs, nowMs, timeZone, maxAgeMs }: AgeRequest): readonly Finding[] {
  if (maxAgeMs === undefined) return [];
  const maxAgeHours = maxAgeMs / HOUR_MS;
  if (newestMs === undefined) {
    return [qualityFinding({ outcome: 'inconclusive', detail: { code: 'unknown-age', maxAgeHours } })];
  }
  if (nowMs - newestMs <= maxAgeMs) return [];
  const newest = formatLocal(timeZone, newestMs);
  const ageHours = (nowMs - newestMs) / HOUR_MS;
  return [
    qualityFinding({ outcome: 'alert', detail: { code: 'stale-data', newest, ageHours, maxAgeHours } }),
  ];
}
