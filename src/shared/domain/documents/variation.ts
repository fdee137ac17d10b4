/** Why the value of a metric of cases is uncertain: they differ, and so do the responses to one case. */
import { z } from 'zod';

export const variationSchema = z.strictObject({
  /** Standard deviation of the cases, in the unit of the metric, as the next ones. */
  caseSd: z.number(),
  /** Of the responses to one case. */
  repeatSd: z.number().optional(),
  /** Of the evaluators of one case. */
  evaluatorSd: z.number().optional(),
  /** By what part of its width one more response to each case would narrow the interval of `precision`. */
  narrowingFraction: z.number().optional(),
});
