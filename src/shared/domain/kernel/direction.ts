/**
 * Which way a metric is better, and the one place that knows what a difference means by it. A difference is the
 * challenger's value minus the other one; an improvement is positive where the challenger is better.
 */

/**
 * "zero": closest to zero. "nominal": closest to a value of its own, such as 0.8 of `coverage@0.8`.
 * Of both, a difference alone does not say which of two values is better.
 */
export const directions = ['higher', 'lower', 'zero', 'nominal'] as const;
export type Direction = (typeof directions)[number];

/** Those in which two values can be compared by their difference. */
export const orderedDirections = ['higher', 'lower'] as const;
export type OrderedDirection = (typeof orderedDirections)[number];

export function isOrdered(better: unknown): better is OrderedDirection {
  return better === 'higher' || better === 'lower';
}

/** In the unit of the metric; positive is better. */
export function improvementOf(difference: number, better: OrderedDirection): number {
  return better === 'higher' ? difference : -difference;
}

/** The ends of an interval of a difference as ends of the improvement, in their order. */
export function improvementRange(
  { lower, upper }: { readonly lower: number; readonly upper: number },
  better: OrderedDirection,
): { readonly lower: number; readonly upper: number } {
  return better === 'higher' ? { lower, upper } : { lower: -upper, upper: -lower };
}

/** Whether the second value is the worse one. */
export function isWorse(before: number, after: number, better: OrderedDirection): boolean {
  return improvementOf(after - before, better) < 0;
}

/** The end of a metric's range that no model can pass. */
export function bestOf(
  range: { readonly lower: number; readonly upper: number },
  better: OrderedDirection,
): number {
  return better === 'higher' ? range.upper : range.lower;
}
