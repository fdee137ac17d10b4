/** From numbers of the data to places in a drawing, and the round numbers that stand at an axis. */
import type { Bounds } from '../../statistics/grouped/bounds.ts';

/** In units of the drawing. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type Scale = (value: number) => number;

export function createScale({ lower, upper }: Bounds, { from, to }: Span): Scale {
  const width = upper - lower || 1;
  return (value) => from + ((value - lower) / width) * (to - from);
}

/** With one decimal: a tenth of a unit cannot be seen, and digits are most of the bytes of a drawing. */
export function formatPlace(place: number): string {
  return String(Math.round(place * 10) / 10 + 0);
}

/** Steps that people count in. */
const STEPS = [1, 2, 5, 10] as const;
const TICKS = 5;

/** Round numbers within the bounds, about five of them, in ascending order. */
export function roundTicks({ lower, upper }: Bounds): readonly number[] {
  const rough = (upper - lower) / TICKS;
  if (!(rough > 0) || !Number.isFinite(rough)) return [lower];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (STEPS.find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10);
  const first = Math.ceil(lower / step - 1e-9);
  const count = Math.floor(upper / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => cleanProduct(first + index, step));
}

/** 3 × 0.1 without the digits of binary fractions. */
function cleanProduct(count: number, step: number): number {
  return Number((count * step).toPrecision(12)) + 0;
}
