/**
 * Whether neighbors resemble each other, in groups whose names do not say that they follow each other in time. An
 * interval that takes such a sequence for users is too narrow: at a correlation of 0.6 a nominal 95 % covers 73 %
 * (docs/statistics.md).
 */
import { at, indexAt } from '../vectors.ts';
import type { Grouping } from './grouping.ts';

/** So many standard errors above zero: 2.5 % of exchangeable groups in each of two orders. */
const RESEMBLANCE_Z = 1.96;

export interface Resemblance {
  /** The groups in the order in which neighbors resemble each other. */
  readonly order: Int32Array;
  /** Lag-1 correlation in that order. */
  readonly correlation: number;
}

/**
 * The order in which neighbors resemble each other, of that of the names and that of the first rows; undefined where they do not.
 * @param influence u, and @param weights h, one a group. Source: von Neumann 1941; Moran 1948.
 */
export function findResemblance(
  influence: Float64Array,
  weights: Float64Array,
  grouping: Grouping,
): Resemblance | undefined {
  const byName = Int32Array.from({ length: grouping.count }, (_, group) => group);
  return [byName, orderOfFirstRows(grouping)]
    .map((order) => ({ order, correlation: correlateNeighbors(influence, weights, order) }))
    .filter(
      ({ correlation }) => (correlation + 1 / grouping.count) * Math.sqrt(grouping.count) > RESEMBLANCE_Z,
    )
    .reduce<Resemblance | undefined>(
      (most, each) => (most === undefined || each.correlation > most.correlation ? each : most),
      undefined,
    );
}

/** r = Σ m_g m_(g−1) / Σ m_g², where m is the mean of a group; a group counts by its weight, but not more than an average one. */
export function correlateNeighbors(
  influence: Float64Array,
  weights: Float64Array,
  order: Int32Array,
): number {
  let products = 0;
  let squares = 0;
  let before = 0;
  for (const group of order) {
    const weight = at(weights, group);
    const mean =
      weight === 0 ? 0 : (Math.sqrt(Math.min(weight, 1 / order.length)) * at(influence, group)) / weight;
    products += mean * before;
    squares += mean * mean;
    before = mean;
  }
  return squares === 0 ? 0 : products / squares;
}

function orderOfFirstRows({ groupOfRow, count }: Grouping): Int32Array {
  const order = new Int32Array(count);
  const isSeen = new Uint8Array(count);
  let seen = 0;
  for (let row = 0; row < groupOfRow.length && seen < count; row += 1) {
    const group = indexAt(groupOfRow, row);
    if (isSeen[group] === 1) continue;
    isSeen[group] = 1;
    order[seen] = group;
    seen += 1;
  }
  return order;
}
