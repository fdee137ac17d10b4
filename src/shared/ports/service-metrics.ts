/** What a monitoring server recorded of the service: raw samples, and single values. */

export interface SampleSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

export type SeriesLabels = Readonly<Record<string, string>>;

/** One series, its samples in order of time. */
export interface MetricSeries {
  readonly labels: SeriesLabels;
  /** Epoch milliseconds. */
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
}

/** Each method throws a StewardError where the server does not answer with what was asked. */
export interface ServiceMetrics {
  /** Of all series that have a sample in the span. */
  seriesOf(selector: string, span: SampleSpan): Promise<readonly SeriesLabels[]>;
  /** Every sample of the span as it was recorded; "too-large" where the answer is beyond the limit: ask for less. */
  samplesOf(selector: string, span: SampleSpan): Promise<readonly MetricSeries[] | 'too-large'>;
  /** One value for each series of the result; NaN where the server has one that is no number. */
  valuesAt(query: string, timeMs: number): Promise<readonly number[]>;
}
