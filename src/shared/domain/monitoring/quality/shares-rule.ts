/**
 * When the fraction of rows with some property (no value, a new category) is more than the windows of the reference
 * allow. Each window gives one fraction; the bound for one more window is a prediction bound of a t distribution, on
 * the arcsine scale (Anscombe 1948), and on the logit scale too where the fraction is not rare, because fractions of
 * days differ by factors. The standard deviation is never below that of the rows alone. Measured in simulation, for ten
 * columns with missing values: 0 to 0.35 false alarms a year; new categories: 0 of about 20,000 checks.
 */
import { largest } from '../../kernel/extremes.ts';
import { mean, sampleVariance } from 'simple-statistics';
import { BUDGET_SHARES, FRACTION_RULES } from './false-alarm-budget.ts';
import { varianceOfMean } from './day-variance.ts';
import { studentTQuantile } from '../../statistics/student-t.ts';

/** With fewer windows, t has so few degrees of freedom that no fraction exceeds its bound. */
export const FEWEST_WINDOWS = 4;

/** From so many events a window on, the logit scale is used as well. */
const COMMON_EVENTS = 5;

/** Degrees of freedom that the variance of the days counts for, beside those of the windows (Smyth 2004). */
export const PRIOR_DEGREES = 14;

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

export interface WindowCounts {
  readonly days: readonly WindowCount[];
  readonly windowDays: number;
}

export interface BoundRequest {
  readonly currentRows: number;
  /** The false-alarm rate of the rule. */
  readonly level: number;
  /**
   * The days of the reference, where the windows are sums of them: a few windows give a poor variance, and many days a
   * better one.
   */
  readonly daily?: WindowCounts | undefined;
}

/** Needs FEWEST_WINDOWS windows with rows. */
export function boundFraction(
  windows: readonly WindowCount[],
  { currentRows, level, daily }: BoundRequest,
): FractionBound {
  const scales = [arcsine, ...(mean(windows.map(({ events }) => events)) >= COMMON_EVENTS ? [logit] : [])];
  const fitted = scales.map((scale) => fitScale(scale, { windows, currentRows, daily }));
  const boundAt = (wanted: number): number => largest(fitted.map((fit) => upperBound(fit, wanted)));
  return {
    bound: boundAt(level),
    warningBound: boundAt(Math.min(LARGEST_LEVEL, WARNING_FACTOR * level)),
    largest: largest(windows.map(({ events, rows }) => events / rows)),
  };
}

/** A scale on which fractions vary about equally, whatever their size. */
interface Scale {
  readonly of: (count: WindowCount) => number;
  readonly toFraction: (value: number) => number;
  /** Standard deviation of one window of `rows` rows, from the rows alone. */
  readonly ofRows: (center: number, rows: number) => number;
}

const arcsine: Scale = {
  of: ({ events, rows }) => Math.asin(Math.sqrt(events / rows)),
  toFraction: (angle) => Math.sin(Math.min(Math.PI / 2, angle)) ** 2,
  ofRows: (_, rows) => 0.5 / Math.sqrt(rows),
};

const logit: Scale = {
  of: ({ events, rows }) => Math.log((events + 0.5) / (rows - events + 0.5)),
  toFraction: (odds) => 1 / (1 + Math.exp(-odds)),
  ofRows: (center, rows) => {
    const fraction = logit.toFraction(center);
    return 1 / Math.sqrt((rows + 1) * fraction * (1 - fraction));
  },
};

interface FittedScale {
  readonly scale: Scale;
  readonly center: number;
  readonly spread: number;
  readonly degreesOfFreedom: number;
  readonly windows: number;
}

interface FitInput {
  readonly windows: readonly WindowCount[];
  readonly currentRows: number;
  readonly daily: WindowCounts | undefined;
}

function fitScale(scale: Scale, { windows, currentRows, daily }: FitInput): FittedScale {
  const values = windows.map(scale.of);
  const center = mean(values);
  const own = values.length - 1;
  const prior = daily === undefined ? 0 : PRIOR_DEGREES;
  const ofDays = daily === undefined ? 0 : varianceOfMean(daily.days.map(scale.of), daily.windowDays);
  const variance = (prior * ofDays + own * sampleVariance(values)) / (prior + own);
  return {
    ...{ scale, center, windows: values.length, degreesOfFreedom: prior + own },
    spread: Math.max(Math.sqrt(variance), scale.ofRows(center, currentRows)),
  };
}

function upperBound(fit: FittedScale, level: number): number {
  const { scale, center, spread, degreesOfFreedom, windows } = fit;
  const t = studentTQuantile(1 - level, degreesOfFreedom) * Math.sqrt(1 + 1 / windows);
  return scale.toFraction(center + t * spread);
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
  const level =
    (BUDGET_SHARES.fractions * falseAlarmsPerYear) / checksPerYear / (FRACTION_RULES * Math.max(1, columns));
  // Rare checks share many false alerts a year: more than one a check is no level.
  return Math.min(LARGEST_LEVEL, level);
}
