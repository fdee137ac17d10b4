/** An interval drawn in one line of monospaced text, so that a glance shows on which side of a bound it lies. */
import { largest, smallest } from '../kernel/extremes.ts';
import type { Bounds } from '../statistics/grouped/bounds.ts';

const WIDTH = 21;
/** A table cell breaks its text at ordinary spaces, and half of the drawing would stand in a second line. */
const BLANK = '\u00a0';

export interface IntervalBar extends Bounds {
  readonly estimate: number;
  /** What the rule asks for, or between which two: drawn as `┃`. */
  readonly bounds: readonly number[];
  /** Where there is no difference: drawn as `┊`, where it is not the bound itself. */
  readonly origin?: number;
  /** What the intervals beside it span, where all have one scale. */
  readonly scale?: Bounds;
}

/** Everything that the scale has to hold. */
export function marksOf({ lower, upper, estimate, bounds, origin, scale }: IntervalBar): readonly number[] {
  return [
    ...[lower, upper, estimate, ...bounds],
    ...(origin === undefined ? [] : [origin]),
    ...(scale === undefined ? [] : [scale.lower, scale.upper]),
  ];
}

/** Like `  ┊  ┃ ├──●──┤        `. The scale runs over everything that is drawn. */
export function renderIntervalBar(bar: IntervalBar): string {
  const { lower, upper, estimate, bounds, origin } = bar;
  const marks = marksOf(bar);
  const [least, most] = [smallest(marks), largest(marks)];
  const span = most - least || 1;
  const place = (value: number): number => Math.round(((value - least) / span) * (WIDTH - 1));
  const cells = new Array<string>(WIDTH).fill(BLANK);
  cells.fill('─', place(lower), place(upper) + 1);
  if (origin !== undefined) cells[place(origin)] = '┊';
  cells[place(lower)] = '├';
  cells[place(upper)] = '┤';
  cells[place(estimate)] = '●';
  for (const cell of new Set(bounds.map(place))) cells[cell] = overlay(cells[cell]);
  return cells.join('');
}

/** A bound that lies on the interval stays visible without hiding the estimate. */
function overlay(under: string | undefined): string {
  switch (under) {
    case '●':
      return '◉';
    case '─':
    case '├':
    case '┤':
      return '╂';
    default:
      return '┃';
  }
}
