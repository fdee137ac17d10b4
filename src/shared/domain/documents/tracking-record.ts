/** The part of `run.json` that says what a training logged to the tracking of train: claims of its command. */
import { z } from 'zod';
import { closedList } from './open-values.ts';

export const trackingTools = ['mlflow'] as const;
export const trackedStatuses = ['running', 'scheduled', 'finished', 'failed', 'killed'] as const;
export type TrackedStatus = (typeof trackedStatuses)[number];

export const trackingSchema = z.strictObject({
  tool: closedList(trackingTools),
  /** In the order in which they began. */
  runs: z.array(
    z.strictObject({
      name: z.string(),
      status: closedList(trackedStatuses),
      /** Within another run, such as a trial of a search. */
      nested: z.literal(true).optional(),
      /** Whose metrics and parameters are those of the training, and whose model is its model. */
      counts: z.literal(true).optional(),
      /** Latest finite values. */
      metrics: z.record(z.string(), z.number()),
      parameters: z.record(z.string(), z.string()),
    }),
  ),
  /** How many runs were too many to be kept. */
  leftOut: z.number().int().positive().optional(),
  /** Of the run that counts, where a metric has several values: a part of them in the order in which they came. */
  curves: z.array(
    z.strictObject({
      metric: z.string(),
      /** How many values were logged. */
      count: z.number().int().positive(),
      least: z.number(),
      greatest: z.number(),
      points: z.array(z.strictObject({ step: z.number(), value: z.number() })),
    }),
  ),
  /** Of the run that counts. */
  datasets: z.array(
    z.strictObject({
      name: z.string(),
      /** As the tool computes it; not SHA-256. */
      digest: z.string(),
      /** What it was used for, such as `training`. */
      context: z.string().optional(),
    }),
  ),
  /** Names under which the code registered models with the tool; they are no versions of this repository. */
  registered: z.array(z.strictObject({ name: z.string(), version: z.string() })),
});

export type TrackingRecord = z.infer<typeof trackingSchema>;
