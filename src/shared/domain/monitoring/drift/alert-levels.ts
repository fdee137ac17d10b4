/**
 * How small p has to be. "Watch" is a nudge, "alarm" opens an issue: one very small p, or two watches in a
 * row on the same side. With weekly windows, `1 per year` means 1 % and 0.1 %: a rule that stays well below
 * its promise (test/domain/monitoring/drift/false-alarms.test.ts); shorter windows come more often and get smaller levels.
 */

const WEEKLY_WATCH_LEVEL = 0.01;
const ALARM_SHARE = 0.1;
const LARGEST_WATCH_LEVEL = 0.05;

export interface AlarmLevels {
  readonly watch: number;
  readonly alarm: number;
}

export interface AlarmRate {
  /** Tolerated false alarms of the whole monitor. */
  readonly falseAlarmsPerYear: number;
  readonly windowDays: number;
  /** Columns that are judged: each gets an equal share (Bonferroni). */
  readonly columns: number;
}

export function alarmLevels({ falseAlarmsPerYear, windowDays, columns }: AlarmRate): AlarmLevels {
  const all = Math.min(LARGEST_WATCH_LEVEL, (WEEKLY_WATCH_LEVEL * falseAlarmsPerYear * windowDays) / 7);
  const watch = all / Math.max(1, columns);
  return { watch, alarm: watch * ALARM_SHARE };
}
