/**
 * Intervals of a proportion and of the difference of two, where rows come in groups. A standard error says little
 * about a proportion near 0 or 1: with 300 rows, "at least 0.99" would pass in 15 % of the cases in which it should
 * not. So the groups only decide how many independent rows the data are worth (Korn & Graubard 1998), and the
 * interval is that of a binomial of so many rows: Clopper–Pearson for one proportion, for a difference MOVER with
 * Wilson's ends (Zou & Donner 2008; Newcombe 1998, method 10).
 */
import { clopperPearson, wilson } from '../binomial.ts';
import { normalQuantile } from '../normal.ts';
import { studentTQuantile } from '../student-t.ts';
import { sumOfSquares, total } from '../vectors.ts';
import type { Bounds } from './bounds.ts';
import type { ErrorEstimate } from './jackknife.ts';
import { addEstimates, scaleEstimate } from './mover.ts';
import type { PairedCounts } from './statistic.ts';

/** Where the rows come from. */
export type RowSource =
  | { readonly kind: 'independent' }
  /** `error`: of the proportion by groups. G* = 1 / Σ weight². */
  | {
      readonly kind: 'groups';
      readonly error: ErrorEstimate;
      readonly effectiveGroups: number;
      readonly kinds: GroupKinds;
    };

/** `crossed`: two groupings at once, the first of them without order. */
export type GroupKinds = 'unordered' | 'ordered' | 'crossed';

export interface ProportionInterval {
  readonly bounds: Bounds;
  /** So many independent rows carry as much information. */
  readonly effectiveRows: number;
  /** Of the proportion of so many independent rows. */
  readonly standardError: number;
}

/** @param hits, counted G numbers each: rows of each group. */
export function computeProportionInterval(
  { hits, counted }: { readonly hits: Float64Array; readonly counted: Float64Array },
  source: RowSource,
  confidence: number,
): ProportionInterval {
  const rows = total(counted);
  const proportion = total(hits) / rows;
  const misses = counted.map((count, group) => count - (hits[group] ?? Number.NaN));
  const variance = proportion * (1 - proportion);
  const effectiveRows = countEffectiveRows(source, {
    rows,
    variance,
    rarer: proportion > 0.5 ? misses : hits,
    confidence,
  });
  return {
    bounds: clopperPearson(proportion * effectiveRows, effectiveRows, confidence),
    effectiveRows,
    standardError: Math.sqrt(variance / effectiveRows),
  };
}

/** Wins minus losses, as a part of the counted rows. Where nothing differs, ± z² / (n + z²). */
export function computePairedInterval(
  { wins, losses, counted }: PairedCounts,
  source: RowSource,
  confidence: number,
): ProportionInterval {
  const rows = total(counted);
  const [won, lost] = [total(wins) / rows, total(losses) / rows];
  const variance = won + lost - (won - lost) ** 2;
  const effectiveRows = countEffectiveRows(source, {
    rows,
    variance,
    rarer: wins.map((count, group) => count + (losses[group] ?? Number.NaN)),
    confidence,
  });
  return {
    bounds: subtractProportions(won, lost, { trials: effectiveRows, confidence }),
    effectiveRows,
    standardError: Math.sqrt(variance / effectiveRows),
  };
}

interface Rows {
  readonly rows: number;
  /** Of one row. */
  readonly variance: number;
  /** The rows of each group that the uncertainty comes from: the rarer of right and wrong, or the rows that differ. */
  readonly rarer: Float64Array;
  readonly confidence: number;
}

/**
 * n = N / design effect × (z / t)², with min(G* − 1, M*) degrees of freedom for groups without order, where
 * M* = (Σ f)² / Σ f² is the effective number of groups that contribute rare rows; never more than there are rows, nor
 * fewer than G*, since the rows of a group are at worst one row.
 */
function countEffectiveRows(source: RowSource, { rows, variance, rarer, confidence }: Rows): number {
  if (source.kind === 'independent') return rows;
  const { error, effectiveGroups, kinds } = source;
  const rare = total(rarer);
  if (rare === 0 || variance === 0) return Math.min(rows, effectiveGroups);
  const designEffect = Math.max(1, error.standardError ** 2 / (variance / (rows - 1)));
  const contributing = kinds === 'ordered' ? Infinity : rare ** 2 / sumOfSquares(rarer);
  const degreesOfFreedom = Math.max(1, Math.min(error.degreesOfFreedom, contributing));
  const probability = (1 + confidence) / 2;
  const shrink = normalQuantile(probability) / studentTQuantile(probability, degreesOfFreedom);
  const effective = (rows / designEffect) * shrink ** 2;
  return Math.min(rows, Math.max(effective, kinds === 'unordered' ? effectiveGroups : 1));
}

/** MOVER: each end of the difference from the distances of both proportions to their own ends. */
function subtractProportions(
  won: number,
  lost: number,
  { trials, confidence }: { readonly trials: number; readonly confidence: number },
): Bounds {
  const [wins, losses] = [
    wilson(won * trials, trials, confidence),
    wilson(lost * trials, trials, confidence),
  ];
  // The correlation of two shares of one multinomial, of which one is subtracted.
  const correlation = won * lost === 0 ? 0 : Math.sqrt((won * lost) / ((1 - won) * (1 - lost)));
  return addEstimates(
    { estimate: won, ...wins },
    scaleEstimate({ estimate: lost, ...losses }, -1),
    correlation,
  );
}
