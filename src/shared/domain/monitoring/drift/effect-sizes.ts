/**
 * How different two binned distributions are, whatever their sizes: effect sizes, never tests. Bins are the
 * profile's, joined until each holds at least 5 % of the reference.
 */
import { sum } from 'simple-statistics';
import { countAt } from '../../statistics/vectors.ts';

const SMALLEST_BIN_SHARE = 0.05;

/** An empty bin would make the index infinite; this is the usual floor. */
const SMALLEST_SHARE = 1e-4;

/** Below so many expected values, a bin makes chi-squared unreliable (Cochran 1954). */
const FEWEST_EXPECTED = 5;

export interface BinnedPair {
  readonly reference: readonly number[];
  readonly current: readonly number[];
  /** How many of the current ones in the first and in the last bin are beyond the range of the reference. */
  readonly outside?: { readonly below: number; readonly above: number };
}

/**
 * Both in bins that hold at least 5 % of the reference; neighbors are joined, in order. Values beyond the range of
 * the reference are bins of their own, which the reference does not fill, when there are enough of them.
 */
export function joinBins(pair: BinnedPair): BinnedPair {
  const joined = joinInner(pair);
  if (pair.outside === undefined) return joined;
  const [referenceTotal, currentTotal] = [sum(pair.reference), sum(pair.current)];
  const smaller = Math.min(referenceTotal, currentTotal) / (referenceTotal + currentTotal);
  const { below, above } = pair.outside;
  const splitsBelow = below * smaller >= FEWEST_EXPECTED;
  const splitsAbove = above * smaller >= FEWEST_EXPECTED;
  const last = joined.current.length - 1;
  const inner = joined.current.map(
    (count, bin) =>
      count - (splitsBelow && bin === 0 ? below : 0) - (splitsAbove && bin === last ? above : 0),
  );
  return {
    reference: [...(splitsBelow ? [0] : []), ...joined.reference, ...(splitsAbove ? [0] : [])],
    current: [...(splitsBelow ? [below] : []), ...inner, ...(splitsAbove ? [above] : [])],
  };
}

function joinInner({ reference, current }: BinnedPair): BinnedPair {
  const referenceTotal = sum(reference);
  const joinedReference: number[] = [];
  const joinedCurrent: number[] = [];
  let open = true;
  reference.forEach((count, bin) => {
    const last = joinedReference.length - 1;
    if (open && last >= 0) {
      joinedReference[last] = countAt(joinedReference, last) + count;
      joinedCurrent[last] = countAt(joinedCurrent, last) + countAt(current, bin);
    } else {
      joinedReference.push(count);
      joinedCurrent.push(countAt(current, bin));
    }
    open = countAt(joinedReference, joinedReference.length - 1) < SMALLEST_BIN_SHARE * referenceTotal;
  });
  return joinLast({ reference: joinedReference, current: joinedCurrent }, open);
}

/** Population stability index: the sum of (q - p) ln(q / p). Below 0.1 is usually called stable. */
export function populationStabilityIndex({ reference, current }: BinnedPair): number {
  const q = shares(current);
  return shares(reference).reduce((index, share, bin) => {
    const expected = Math.max(share, SMALLEST_SHARE);
    const found = Math.max(countAt(q, bin), SMALLEST_SHARE);
    return index + (found - expected) * Math.log(found / expected);
  }, 0);
}

/** Jensen-Shannon distance with base 2: 0 for equal, 1 for disjoint distributions. */
export function jensenShannonDistance({ reference, current }: BinnedPair): number {
  const q = shares(current);
  const divergence = shares(reference).reduce((entropy, share, bin) => {
    const other = countAt(q, bin);
    const middle = (share + other) / 2;
    return entropy + (relativeEntropy(share, middle) + relativeEntropy(other, middle)) / 2;
  }, 0);
  return Math.sqrt(Math.max(0, divergence));
}

function relativeEntropy(share: number, middle: number): number {
  return share === 0 ? 0 : share * Math.log2(share / middle);
}

/** What is left at the end goes to the bin before it. */
function joinLast({ reference, current }: BinnedPair, open: boolean): BinnedPair {
  if (!open || reference.length < 2) return { reference, current };
  const join = (counts: readonly number[]): readonly number[] => [
    ...counts.slice(0, -2),
    sum(counts.slice(-2)),
  ];
  return { reference: join(reference), current: join(current) };
}

function shares(counts: readonly number[]): readonly number[] {
  const total = sum(counts);
  return counts.map((count) => (total === 0 ? 0 : count / total));
}
