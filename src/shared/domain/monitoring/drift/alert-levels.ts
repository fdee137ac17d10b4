/**
 * How small p has to be. A warning is a nudge, an alert opens an issue: one very small p, or two warnings in a
 * row on the same side. With weekly windows, `1 per year` means 1 % and 0.1 %: a rule that stays well below its
 * nominal rate (test/domain/monitoring/drift/false-alarms.rates.test.ts); shorter windows come more often and get
 * smaller levels.
 */

const WEEKLY_WARNING_LEVEL = 0.01;
const ALERT_SHARE = 0.1;
const LASTING_LEVEL = 0.01;
const LARGEST_WARNING_LEVEL = 0.05;

export interface AlertLevels {
  readonly warning: number;
  readonly alert: number;
}

export interface AlertRate {
  /** Tolerated false alarms of the whole monitor. */
  readonly falseAlarmsPerYear: number;
  readonly windowDays: number;
  /** Columns that are tested: each gets an equal part (Bonferroni). */
  readonly columns: number;
}

/** Levels of the p-value of one column: what is tolerated, shared equally among the columns (Bonferroni). */
export function alertLevels({ falseAlarmsPerYear, windowDays, columns }: AlertRate): AlertLevels {
  const all = Math.min(LARGEST_WARNING_LEVEL, (WEEKLY_WARNING_LEVEL * falseAlarmsPerYear * windowDays) / 7);
  const warning = all / Math.max(1, columns);
  return { warning, alert: warning * ALERT_SHARE };
}

/**
 * Of the slow clock, which looks at nearly the same windows again and again: with 1 %, 6 % of years without a change have a
 * false alert, and 15 to 20 % where neighboring windows are correlated by 0.5 (`npm run test:rates`).
 */
export function levelOfLastingLosses({ falseAlarmsPerYear, windowDays, columns }: AlertRate): number {
  const all = LASTING_LEVEL * falseAlarmsPerYear * Math.min(1, windowDays / 7);
  return Math.min(LARGEST_WARNING_LEVEL, all) / Math.max(1, columns);
}
