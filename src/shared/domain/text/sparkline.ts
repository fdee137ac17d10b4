/** Numbers as a line of Unicode bars, where a table has room for one cell. */

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const GAP = '·';

export interface BarScale {
  /** The value of the lowest bar. */
  readonly least: number;
  /** The value of a full bar. */
  readonly greatest: number;
}

/** @param values one bar each; a dot where there is none. */
export function sparkline(values: readonly (number | undefined)[], { least, greatest }: BarScale): string {
  const spread = greatest - least;
  return values
    .map((value) => {
      if (value === undefined) return GAP;
      const height = spread > 0 ? (value - least) / spread : 0;
      return BARS[Math.max(0, Math.min(BARS.length - 1, Math.floor(height * BARS.length)))] ?? BARS[0];
    })
    .join('');
}
