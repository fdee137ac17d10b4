/** What an evaluation says of parts of the rows: each slice that was looked at, gaps between slices, and reversals. */
import { z } from 'zod';
import { closedList } from './open-values.ts';

const sliceIntervalSchema = z.strictObject({ estimate: z.number(), lower: z.number(), upper: z.number() });

/** One value of one column, or a range of it; with none of them, the rows without a value. */
export const sliceConditionSchema = z.strictObject({
  column: z.string(),
  value: z.string().optional(),
  /** Of numbers that were cut at their quartiles: from here on, and below the next one. */
  from: z.number().optional(),
  below: z.number().optional(),
});

const sliceSchema = z.strictObject({
  /** All of them are true in each row of the slice. */
  conditions: z.array(sliceConditionSchema),
  rowCount: z.number().int(),
  groupCount: z.number().int(),
  /** Of the challenger, in the unit of the metric; absent where it has no value there, as `comparedValue`. */
  challenger: z.number().optional(),
  comparedValue: z.number().optional(),
  /** Of the improvement, which is positive where the challenger is better; without a champion, of its own value. */
  interval: sliceIntervalSchema.optional(),
  /** In the unit of the metric, with 80 % power and the correction for all slices. */
  minimumDetectableEffect: z.number().optional(),
  /** Why it has no interval. */
  without: closedList(['undefined', 'too-few-groups', 'depends-on-few-groups', 'out-of-reach']).optional(),
});

/** How an overall improvement and those within the slices of one column contradict each other. */
const reversalSchema = z.strictObject({
  column: z.string(),
  /** `better`: better overall, and worse in these slices; `worse`: the other way round. */
  overall: closedList(['better', 'worse']),
  oppositeCount: z.number().int(),
  sliceCount: z.number().int(),
});

/** The challenger's own values in two slices of one column that are furthest apart. */
const gapSchema = z.strictObject({
  column: z.string(),
  highest: sliceConditionSchema,
  lowest: sliceConditionSchema,
  /** Highest minus lowest, in the unit of the metric; all gaps of a metric together are right with `confidence`. */
  estimate: z.number(),
  lower: z.number().optional(),
  upper: z.number().optional(),
});

export const slicesResultSchema = z.strictObject({
  /** Where their columns stood; present where labels are kept apart. */
  source: closedList(['predictions', 'labels']).optional(),
  minRows: z.number().int(),
  /** Those with so many rows: each interval is corrected for all of them. */
  lookedAtCount: z.number().int(),
  /** Those with fewer, of which nothing is said. */
  tooSmallCount: z.number().int(),
  /** Those with enough rows that were too many to be looked at, by their columns; absent where there are none. */
  leftOut: z
    .array(
      z.strictObject({
        columns: z.array(z.string()),
        count: z.number().int(),
        /** Of the largest of them. */
        mostRowCount: z.number().int(),
      }),
    )
    .optional(),
  /** The least `min-rows` by which none is left out, where some are then looked at. */
  neededMinRows: z.number().int().optional(),
  /** Of all intervals of a metric together, and of each of them alone. */
  confidence: z.number(),
  eachConfidence: z.number(),
  metrics: z.array(
    z.strictObject({
      metric: z.string(),
      /** Those that look worst, the most significant one first; not more than a reader reads. */
      slices: z.array(sliceSchema),
      gaps: z.array(gapSchema),
      reversals: z.array(reversalSchema),
    }),
  ),
});
