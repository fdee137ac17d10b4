/** How many rows have which value: the bins of the challenger filled, those of the champion as an outline over them. */
import type { Histogram } from '../../metrics/curves/histogram.ts';
import { at, extent } from '../../statistics/vectors.ts';
import { createPlot, type Drawing, type DrawingSize, type MarkRole, type Plot } from './figure.ts';
import { html, type Html } from './html.ts';
import { formatPlace } from './scale.ts';

export interface HistogramChart {
  readonly size: DrawingSize;
  readonly label: string;
  /** What is counted, such as `rows`. */
  readonly unit: string;
  readonly challenger: Histogram;
  /** With the same bounds and bins. */
  readonly champion: Histogram | undefined;
  /** A value with a meaning, drawn as a line: no difference. */
  readonly origin?: number;
}

/** Above the fullest bin, as a factor. */
const HEADROOM = 1.05;

export function drawHistogram({ size, label, unit, challenger, champion, origin }: HistogramChart): Drawing {
  const fullest = Math.max(
    extent(challenger.counts).upper,
    champion === undefined ? 0 : extent(champion.counts).upper,
  );
  const most = (fullest || 1) * HEADROOM;
  const plot = createPlot(size, {
    x: { label, bounds: challenger.bounds },
    y: { label: unit, bounds: { lower: 0, upper: most } },
  });
  const isInside =
    origin !== undefined && origin >= challenger.bounds.lower && origin <= challenger.bounds.upper;
  const roles: readonly MarkRole[] = champion === undefined ? [] : ['challenger', 'champion'];
  return {
    size,
    marks: html`${plot.frame}${drawBars(challenger, plot)}${champion && drawOutline(champion, plot)}${
      isInside ? drawOrigin(origin, plot, most) : undefined
    }`,
    roles,
  };
}

function edgesOf({ bounds: { lower, upper }, counts }: Histogram): (bin: number) => number {
  return (bin) => lower + ((upper - lower) * bin) / counts.length;
}

function drawBars(histogram: Histogram, plot: Plot): Html {
  const edge = edgesOf(histogram);
  const bars = Array.from(histogram.counts, (count, bin) => {
    if (count === 0) return '';
    const [left, right] = [formatPlace(plot.x(edge(bin))), formatPlace(plot.x(edge(bin + 1)))];
    return `M${left} ${formatPlace(plot.y(0))}V${formatPlace(plot.y(count))}H${right}V${formatPlace(plot.y(0))}Z`;
  });
  return html`<path class="bars challenger" d="${bars.join('')}" />`;
}

function drawOutline(histogram: Histogram, plot: Plot): Html {
  const edge = edgesOf(histogram);
  const steps = Array.from(
    histogram.counts,
    (count, bin) => `V${formatPlace(plot.y(count))}H${formatPlace(plot.x(edge(bin + 1)))}`,
  );
  const start = `M${formatPlace(plot.x(edge(0)))} ${formatPlace(plot.y(0))}`;
  return html`<path class="line champion" d="${start}${steps.join('')}V${formatPlace(plot.y(0))}" />`;
}

function drawOrigin(origin: number, plot: Plot, most: number): Html {
  const place = formatPlace(plot.x(origin));
  return html`<path
    class="line reference"
    d="M${place} ${formatPlace(plot.y(0))}V${formatPlace(plot.y(most))}"
  />`;
}

/** Between which values most rows are; the first of equal ones. */
export function fullestBin(histogram: Histogram): { readonly lower: number; readonly upper: number } {
  const edge = edgesOf(histogram);
  let fullest = 0;
  histogram.counts.forEach((count, bin) => {
    if (count > at(histogram.counts, fullest)) fullest = bin;
  });
  return { lower: edge(fullest), upper: edge(fullest + 1) };
}
