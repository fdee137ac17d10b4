/**
 * `profile.json`: a data set in a few kilobytes a column, so that it can be part of a release and be
 * compared with later data when the original data are no longer available. Counts, moments and days can be added up,
 * so profiles on the same points can be merged. One source for type, schema and validator.
 *
 * Size: about 4 bytes a count, 1 KB of quantiles a column; per-day counts are kept within MAX_DAY_COUNTS
 * by taking fewer points, so a profile stays below 4 MB (5 columns and 90 days: about 100 KB).
 */
import { z } from 'zod';
import { dayField, taskField, countField } from '../../documents/fields.ts';
import { dayOrders } from '../../documents/day-orders.ts';
import { decimalSigns } from '../../config/decimal-signs.ts';
import { unitConversions } from '../../documents/finding-detail.ts';
import { closedList, isKnown, openUnion } from '../../documents/open-values.ts';
import { parseDocument } from '../../documents/parse-document.ts';
import { profiledKinds } from '../../documents/finding-detail.ts';

/** Probabilities of the quantiles: 0 %, 1 %, …, 100 %. */
export const QUANTILE_COUNT = 101;

/** Categories that a profile lists; rarer ones are "other". */
export const MAX_CATEGORIES = 1000;

/** Categories that have counts by day. */
export const MAX_DAILY_CATEGORIES = 31;

/** Days that get a summary of their own: a year, and the newest. */
export const MAX_DAYS = 366;

/** Points at which the distribution of a numeric column is kept, at most and at least. */
export const MAX_POINTS = 64;
export const MIN_POINTS = 8;
export const MAX_DAY_COUNTS = 400_000;

/** One entry a day of `time.days`. */
const daysSchema = z.strictObject({
  missing: z.array(countField),
  /** Different values of the day, counted up to 64. */
  distinct: z.array(countField).optional(),
  /** Counts of the day, in the bins or categories of the column. */
  counts: z.array(z.array(countField)),
});

const numberProfileSchema = z.strictObject({
  name: z.string(),
  kind: z.literal('number'),
  /** That every number is written with; absent where they are written alone. */
  unit: z.string().optional(),
  /** What stands before the decimals in the texts of the file; absent where no text has a point or comma. */
  decimal: closedList(decimalSigns).optional(),
  missing: countField,
  /** Infinite values: counted here and nowhere else. */
  infinite: countField,
  /** Moments of the finite values; sd with n - 1. Zeros when there are none. */
  n: countField,
  min: z.number(),
  max: z.number(),
  mean: z.number(),
  sd: z.number(),
  /** Quantiles by rank (inverted distribution function); empty without values. */
  quantiles: z.array(z.number()),
  /** Ascending values of the data; the first is the minimum, the last the maximum. */
  points: z.array(z.number()),
  /** Whether `points` are all the values that occur. */
  discrete: z.boolean(),
  /** Values <= points[0], in (points[k - 1], points[k]], and above the last: points.length + 1 numbers. */
  counts: z.array(countField),
  /** What all values are multiples of, see `findGrid`; absent where there is none. */
  grid: z
    .strictObject({
      step: z.number().positive(),
      /** Changes of unit that explain more values of a day or a week than chance does, see `measureLattices`. */
      lattices: z.array(
        z.strictObject({
          conversion: closedList(unitConversions),
          reversed: z.boolean(),
          largestFraction: z.number(),
        }),
      ),
    })
    .optional(),
  days: daysSchema.extend({ means: z.array(z.number().nullable()) }).optional(),
});

const categoryProfileSchema = z.strictObject({
  name: z.string(),
  kind: z.literal('category'),
  missing: countField,
  n: countField,
  distinct: countField,
  /** Nearly every row has its own category: nothing to compare. */
  identifier: z.boolean(),
  /** Most frequent first; at most MAX_CATEGORIES. */
  categories: z.array(z.strictObject({ category: z.string(), count: countField })),
  /** Rows whose category is not listed. */
  other: countField,
  /** Counts of the first MAX_DAILY_CATEGORIES categories, then of all others. */
  /** Categories of one row. */
  singletons: countField.optional(),
  /** Of all categories, where some are not listed: 32-bit hashes, see `encodeLevels`. Absent above MAX_LEVELS. */
  levels: z.string().optional(),
  days: daysSchema
    .extend({
      /** Counts of the categories without counts of their own, by hash; absent where all have some. */
      buckets: z.array(z.array(countField)).optional(),
      /** Rows of the categories that occur from one day to another, see `measureLevelSpans`. */
      spans: z
        .strictObject({ first: z.array(countField), last: z.array(countField), rows: z.array(countField) })
        .optional(),
    })
    .optional(),
});

const timeProfileSchema = z.strictObject({
  name: z.string(),
  kind: z.literal('time'),
  /** Which of day and month comes first in the texts of the file; absent where no day is written so. */
  dayOrder: closedList(dayOrders).optional(),
  missing: countField,
  /** Rows that have a value; absent in profiles of earlier versions. */
  n: countField.optional(),
  /** Days from the time of the row to this time; absent without a time column, or without both times. */
  lag: z.strictObject({ n: countField, minDays: z.number(), maxDays: z.number() }).optional(),
  days: z.strictObject({ missing: z.array(countField), distinct: z.array(countField).optional() }).optional(),
});

/** How well the model did, day by day, on rows that it was not trained on. */
const performanceProfileSchema = z.strictObject({
  task: taskField,
  threshold: z.number(),
  days: z.array(dayField),
  rows: z.array(countField),
  /** One value a day; null where the metric has no value that day. */
  metrics: z.array(z.strictObject({ name: z.string(), values: z.array(z.number().nullable()) })),
});

/** Days (of `timeZone`) with at least one row, ascending; the newest MAX_DAYS. */
const timeSchema = z.strictObject({
  column: z.string(),
  /** As in a column of times. */
  dayOrder: closedList(dayOrders).optional(),
  days: z.array(dayField).min(1),
  rows: z.array(countField),
  /** When the first and the last row of each day came, in seconds on its clock since midnight. */
  hours: z.strictObject({ firstSecond: z.array(countField), lastSecond: z.array(countField) }).optional(),
  /** Rows of all the reference without a time, and with one that is far from the others (9999-12-31). */
  undatedRows: countField.optional(),
  implausibleRows: countField.optional(),
});

const columnSchema = openUnion('kind', [numberProfileSchema, categoryProfileSchema, timeProfileSchema]);

const predictionSources = [
  /** The table of `train.reference`, with the columns that production is expected to have too. */
  'reference',
  /** What the version predicted on held-out rows. */
  'predictions',
] as const;

/** Labels and predictions: no inputs of the model, and monitored like them. */
const predictedColumnsSchema = z.strictObject({
  source: closedList(predictionSources),
  time: timeSchema.optional(),
  columns: z.array(columnSchema),
});

export const profileSchema = z.strictObject({
  schema: z.literal('model-steward/profile/1'),
  rows: countField,
  /** Whose days the days are (`time-zone`); absent for those of UTC. */
  timeZone: z.string().optional(),
  time: timeSchema.optional(),
  columns: z.array(columnSchema),
  /** Rows with an id, and those that repeat the id of an earlier row. Absent in earlier profiles, and without one id column. */
  ids: z.strictObject({ column: z.string(), rows: countField, repeatedRows: countField }).optional(),
  /** One entry a source; each column stands in one of them. Absent in earlier profiles, and without any. */
  predictions: z.array(predictedColumnsSchema).optional(),
  performance: performanceProfileSchema.optional(),
});

export type Profile = z.infer<typeof profileSchema>;
/** A column of a kind that this version knows. */
export type ColumnProfile = NumberProfile | CategoryProfile | TimeProfile;
export type TimeProfile = z.infer<typeof timeProfileSchema>;
export type NumberProfile = z.infer<typeof numberProfileSchema>;
export type CategoryProfile = z.infer<typeof categoryProfileSchema>;
export type PredictionsProfile = z.infer<typeof predictedColumnsSchema>;
export type PerformanceProfile = z.infer<typeof performanceProfileSchema>;

/** The columns that can be compared; a kind that a newer version added is left out. */
export function knownColumns({ columns }: Pick<Profile, 'columns'>): readonly ColumnProfile[] {
  return columns.filter((column): column is ColumnProfile => isKnown(profiledKinds, column.kind));
}

/** Names of all columns, also of those that cannot be compared. */
export function columnNames({ columns }: Pick<Profile, 'columns'>): readonly string[] {
  return columns.flatMap((column) =>
    'name' in column && typeof column.name === 'string' ? [column.name] : [],
  );
}

/** @throws DataError when the bytes are no profile that this version can read. */
export function parseProfile(bytes: Uint8Array | string, where: string): Profile {
  return parseDocument(profileSchema, bytes, where);
}
