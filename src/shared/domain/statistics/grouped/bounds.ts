/** The two ends of an interval. */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}
