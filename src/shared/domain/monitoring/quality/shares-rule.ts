/**
 * When the fraction of rows with some property (no value, a new category) is more than the windows of the reference
 * allow. Each window gives one fraction; the bound for one more window is a prediction bound of a t distribution, on
 * the arcsine scale (Anscombe 1948), and on the logit scale too where the fraction is not rare, because fractions of
 * days differ by factors. The standard deviation is never below that of the rows alone. Measured in simulation: 0 to
 * 0.2 false alarms a year for weekly windows, and 0 of about 20,000 checks for new categories.
 */
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { studentTQuantile } from '../../statistics/student-t.ts';

/** With fewer windows, t has so few degrees of freedom that no fraction exceeds its bound. */
export const FEWEST_WINDOWS = 4;

/** From so many events a window on, the logit scale is used as well. */
const COMMON_EVENTS = 5;

/** Part of the tolerated false alarms that the rules about fractions may use, and how many such rules there are. */
const BUDGET_SHARE = 0.25;
const RULES = 3;

/** As for drift, a warning is ten times as easy as an alert. */
const WARNING_FACTOR = 10;
const LARGEST_LEVEL = 0.05;

export interface WindowCount {
  readonly events: number;
  readonly rows: number;
}

export interface FractionBound {
  /** A fraction of the current rows above this is more than the reference allows. */
  readonly bound: number;
  /** The same at the level of a warning, which becomes an alert when the next window gives it too. */
  readonly warningBound: number;
  /** Largest fraction of a window of the reference. */
  readonly largest: number;
}

/** Needs FEWEST_WINDOWS windows with rows. */
export function boundFraction(
  windows: readonly WindowCount[],
  currentRows: number,
  level: number,
): FractionBound {
  return {
    bound: boundAt(windows, currentRows, level),
    warningBound: boundAt(windows, currentRows, Math.min(LARGEST_LEVEL, WARNING_FACTOR * level)),
    largest: Math.max(...windows.map(({ events, rows }) => events / rows)),
  };
}

function boundAt(windows: readonly WindowCount[], currentRows: number, level: number): number {
  const t = studentTQuantile(1 - level, windows.length - 1) * Math.sqrt(1 + 1 / windows.length);
  const byArcsine = boundByArcsine(windows, currentRows, t);
  const isCommon = mean(windows.map(({ events }) => events)) >= COMMON_EVENTS;
  return isCommon ? Math.max(byArcsine, boundByLogit(windows, currentRows, t)) : byArcsine;
}

function boundByArcsine(windows: readonly WindowCount[], currentRows: number, t: number): number {
  const angles = windows.map(({ events, rows }) => Math.asin(Math.sqrt(events / rows)));
  const spread = Math.max(sampleStandardDeviation(angles), 0.5 / Math.sqrt(currentRows));
  return Math.sin(Math.min(Math.PI / 2, mean(angles) + t * spread)) ** 2;
}

function boundByLogit(windows: readonly WindowCount[], currentRows: number, t: number): number {
  const logits = windows.map(({ events, rows }) => Math.log((events + 0.5) / (rows - events + 0.5)));
  const typical = 1 / (1 + Math.exp(-mean(logits)));
  const ofRows = 1 / Math.sqrt((currentRows + 1) * typical * (1 - typical));
  const spread = Math.max(sampleStandardDeviation(logits), ofRows);
  return 1 / (1 + Math.exp(-mean(logits) - t * spread));
}

export interface SharesRate {
  /** Tolerated false alarms of the whole monitor. */
  readonly falseAlarmsPerYear: number;
  readonly windowDays: number;
  /** Columns that are checked: each gets an equal part. */
  readonly columns: number;
}

/** Of one rule about one column in one check, one-sided. */
export function levelOfShares({ falseAlarmsPerYear, windowDays, columns }: SharesRate): number {
  const checksPerYear = 365 / Math.max(1, windowDays);
  return (BUDGET_SHARE * falseAlarmsPerYear) / checksPerYear / (RULES * Math.max(1, columns));
}
