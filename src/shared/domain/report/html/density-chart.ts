/** Pairs of numbers as shaded squares: the darker, the more rows. Aggregates only, however many rows there are. */
import type { PairHistogram } from '../../metrics/curves/histogram.ts';
import { at, extent } from '../../statistics/vectors.ts';
import { createPlot, type Drawing, type DrawingSize, type MarkRole } from './figure.ts';
import { html } from './html.ts';
import { formatPlace } from './scale.ts';

export interface DensityChart {
  readonly size: DrawingSize;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly role: MarkRole;
  readonly pairs: PairHistogram;
}

const SHADES = 9;

/** With the diagonal, on which both numbers are equal. Shades go by the logarithm of the count. */
export function drawDensity({ size, xLabel, yLabel, role, pairs }: DensityChart): Drawing {
  const { bounds, binCount, counts } = pairs;
  const plot = createPlot(size, { x: { label: xLabel, bounds }, y: { label: yLabel, bounds } });
  const edge = (bin: number): number => bounds.lower + ((bounds.upper - bounds.lower) * bin) / binCount;
  const most = extent(counts).upper;
  const squares = Array.from({ length: SHADES }, (): string[] => []);
  counts.forEach((count, bin) => {
    if (count === 0) return;
    const [column, row] = [bin % binCount, Math.floor(bin / binCount)];
    const [left, right] = [plot.x(edge(column)), plot.x(edge(column + 1))].map(formatPlace);
    const [bottom, top] = [plot.y(edge(row)), plot.y(edge(row + 1))].map(formatPlace);
    const shade = most <= 1 ? SHADES - 1 : Math.round((Math.log(count) / Math.log(most)) * (SHADES - 1));
    squares[shade]?.push(`M${left} ${bottom}V${top}H${right}V${bottom}Z`);
  });
  const shaded = squares.map((paths, shade) =>
    paths.length === 0
      ? undefined
      : html`<path
          class="shade ${role}"
          fill-opacity="${((shade + 2) / (SHADES + 1)).toFixed(1)}"
          d="${paths.join('')}"
        />`,
  );
  const [from, to] = [bounds.lower, bounds.upper];
  const diagonal = html`<path
    class="line reference"
    d="M${formatPlace(plot.x(from))} ${formatPlace(plot.y(from))}L${formatPlace(plot.x(to))} ${formatPlace(plot.y(to))}"
  />`;
  return { size, marks: html`${plot.frame}${shaded}${diagonal}`, roles: [role] };
}

/** The share of the pairs in the bins of the diagonal, for the text alternative. */
export function shareOnDiagonal({ binCount, counts }: PairHistogram): number {
  let [diagonal, all] = [0, 0];
  for (let bin = 0; bin < counts.length; bin += 1) {
    all += at(counts, bin);
    if (bin % binCount === Math.floor(bin / binCount)) diagonal += at(counts, bin);
  }
  return all === 0 ? 0 : diagonal / all;
}
