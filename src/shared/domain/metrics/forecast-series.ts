/**
 * What is known of the rows of a forecast without a model: what the errors of a series are divided by, and what its
 * seasonal naive forecast would have been. Both follow from the labels, so they are the same for both models.
 * Source: Hyndman & Koehler 2006; a forecast of several seasons ahead looks back as many (Hyndman & Athanasopoulos 2021).
 */
import { DataError } from '../kernel/errors.ts';
import { at, indexAt } from '../statistics/vectors.ts';
import type { ScoredRows } from './metric.ts';

/** Numbers the series of each row. */
export const SERIES = 'series';
/** The moment that is forecast, in milliseconds since 1970. */
export const MOMENT = 'moment';
/** Steps from the last label that the model knew; absent where neither origin nor horizon is named. */
export const HORIZON = 'horizon';
/** What the errors of a series are divided by, in the unit of the label; NaN where nothing says it. */
export const SCALE = 'scale';
/** The forecast of the baseline, in the unit of the label; NaN where there is none. */
export const NAIVE = 'naive';

type Known = NonNullable<ScoredRows['byRole']>;

/** N numbers each. */
interface SeriesRows {
  readonly labels: Float64Array;
  readonly byRole: Known;
  /** Steps in a season. */
  readonly season: number;
}

/** One for each row of a series at one of the moments. */
interface Panel {
  /** Distinct moments of all series, in order: a step is from one to the next. */
  readonly moments: Float64Array;
  readonly momentOfRow: Int32Array;
  readonly seriesOfRow: Float64Array;
  readonly seriesCount: number;
  /** By series × moments + moment; NaN where there is none. */
  readonly labels: ReadonlyMap<number, number>;
}

/**
 * With the scale and the naive forecast of each row, where no column has them. O(N log N).
 * @throws DataError where one moment of a series has two labels.
 */
export function deriveFromLabels(rows: SeriesRows): Known {
  const { byRole } = rows;
  if (byRole.has(SCALE) && byRole.has(NAIVE)) return byRole;
  const panel = layOut(rows);
  return new Map([
    ...byRole,
    [SCALE, byRole.get(SCALE) ?? scaleRows(panel, rows.season)],
    [NAIVE, byRole.get(NAIVE) ?? forecastNaively(panel, rows)],
  ]);
}

/** The values of a role that `read` of the task always gives. @throws RangeError without it. */
export function valuesOfRole(byRole: ScoredRows['byRole'], role: string): Float64Array {
  const values = byRole?.get(role);
  if (values === undefined)
    throw new RangeError(`valuesOfRole: expected the column of the role "${role}" of each row, got none`);
  return values;
}

function layOut({ labels, byRole }: SeriesRows): Panel {
  const [seriesOfRow, momentsOfRows] = [valuesOfRole(byRole, SERIES), valuesOfRole(byRole, MOMENT)];
  const moments = Float64Array.from(new Set(momentsOfRows)).sort();
  const indexOf = new Map(Array.from(moments, (moment, index) => [moment, index]));
  const momentOfRow = Int32Array.from(momentsOfRows, (moment) => indexOf.get(moment) ?? -1);
  const known = new Map<number, number>();
  let seriesCount = 0;
  for (let row = 0; row < labels.length; row += 1) {
    const series = at(seriesOfRow, row);
    const label = at(labels, row);
    const key = series * moments.length + indexAt(momentOfRow, row);
    const other = known.get(key) ?? label;
    if (other !== label) throw contradiction(at(momentsOfRows, row), [other, label]);
    known.set(key, label);
    seriesCount = Math.max(seriesCount, series + 1);
  }
  return { moments, momentOfRow, seriesOfRow, seriesCount, labels: known };
}

function contradiction(moment: number, [one, other]: readonly [number, number]): DataError {
  return new DataError(
    'DATA_INVALID',
    `labels: expected one label for each time of a series, got ${one} and ${other} at ${new Date(moment).toISOString()}`,
    {
      hint: 'the label is what happened at that time, whenever it was forecast: correct it, or name the column that distinguishes the series as `predictions.series`',
    },
  );
}

/** The mean distance of labels that are one season apart, of each series; each moment counts once. */
function scaleRows({ moments, seriesOfRow, seriesCount, labels }: Panel, season: number): Float64Array {
  const [sums, counts] = [new Float64Array(seriesCount), new Float64Array(seriesCount)];
  for (const [key, label] of labels) {
    const series = Math.floor(key / moments.length);
    const before = key % moments.length < season ? undefined : labels.get(key - season);
    if (before === undefined) continue;
    sums[series] = at(sums, series) + Math.abs(label - before);
    counts[series] = at(counts, series) + 1;
  }
  return seriesOfRow.map((series) => {
    return usableScale(at(sums, series) / at(counts, series));
  });
}

/** Errors cannot be divided by 0: NaN is a series without a scale, whose rows are in no scaled metric. */
export function usableScale(scale: number): number {
  return scale > 0 ? scale : NaN;
}

/** The label of as many seasons before as the horizon spans: none that was not known yet. */
function forecastNaively(panel: Panel, { byRole, season }: SeriesRows): Float64Array {
  const { moments, momentOfRow, seriesOfRow, labels } = panel;
  const horizons = byRole.get(HORIZON);
  return seriesOfRow.map((series, row) => {
    const back = season * Math.ceil((horizons === undefined ? 1 : at(horizons, row)) / season);
    const moment = indexAt(momentOfRow, row) - back;
    return moment < 0 ? NaN : (labels.get(series * moments.length + moment) ?? NaN);
  });
}

export interface SeriesCounts {
  readonly count: number;
  /** Rows of series that have no scale: they are in no scaled metric. */
  readonly unscaledRowCount: number;
  /** Rows without a naive forecast: they are in no comparison with the baseline. */
  readonly unforecastRowCount: number;
}

/** Undefined for rows of no series. */
export function countSeries({ byRole }: Pick<ScoredRows, 'byRole'>): SeriesCounts | undefined {
  const series = byRole?.get(SERIES);
  if (series === undefined) return undefined;
  return {
    count: new Set(series).size,
    unscaledRowCount: countMissing(valuesOfRole(byRole, SCALE)),
    unforecastRowCount: countMissing(valuesOfRole(byRole, NAIVE)),
  };
}

function countMissing(values: Float64Array): number {
  return values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
}
