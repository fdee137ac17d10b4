/** What an evaluation says of forecasts besides its metrics: the series, and how far ahead which error was made. */
import { z } from 'zod';

export const seriesSchema = z.strictObject({
  count: z.number().int(),
  /** Rows of series without a scale: they are in no scaled metric. */
  unscaledRowCount: z.number().int(),
  /** Rows without a naive forecast: they weigh nothing in a comparison with the baseline. */
  unforecastRowCount: z.number().int(),
});

export const horizonsSchema = z.strictObject({
  metric: z.string(),
  /** Neighboring horizons together, the nearest first; none is left out. */
  ranges: z.array(
    z.strictObject({
      fromSteps: z.number().int(),
      toSteps: z.number().int(),
      rowCount: z.number().int(),
      /** In the unit of the metric; absent where it has no value there, as the next one. */
      challenger: z.number().optional(),
      comparedValue: z.number().optional(),
    }),
  ),
});
