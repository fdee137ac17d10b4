/** What the document of an evaluation says of slices. */
import { improvementRange, improvementOf, isOrdered, type OrderedDirection } from '../kernel/direction.ts';
import type { Evaluation } from '../documents/evaluation.ts';
import type { IntervalEstimate, NoInterval } from '../statistics/grouped/interval.ts';
import type { ComparedRows } from './compared-rows.ts';
import { rankImprovements } from './evaluate-slice-rule.ts';
import type { MetricSlices, SliceFinding, SliceOptions, SlicesFinding } from './evaluate-slices.ts';
import type { MetricFinding } from './metric-finding.ts';
import { findGaps, slicesByColumn } from './slice-gaps.ts';

type SlicesResult = NonNullable<Evaluation['slices']>;
type MetricResult = SlicesResult['metrics'][number];
type SliceResult = MetricResult['slices'][number];

/** So many lines are read. */
const MAX_LISTED = 20;

/** @param findings of all rows, with the intervals that the report shows. */
export function describeSlices(
  finding: SlicesFinding,
  rows: ComparedRows,
  { findings, options }: { readonly findings: readonly MetricFinding[]; readonly options: SliceOptions },
): SlicesResult {
  const { slices, tooSmallCount, leftOut, neededMinRows, minRows, confidence, eachConfidence } = finding;
  return {
    ...(rows.labels === 'separate' && { source: rows.sliceSource }),
    ...{ minRows, lookedAtCount: slices.length, tooSmallCount, confidence, eachConfidence },
    ...(leftOut.length > 0 && {
      leftOut: leftOut.map(({ columns, ...counts }) => ({ columns: [...columns], ...counts })),
    }),
    ...(neededMinRows !== undefined && { neededMinRows }),
    metrics: finding.metrics.map((each) => ({
      metric: each.metric.name,
      slices: [...listWeakest(each)],
      gaps: findGaps(each, rows, options).map(({ bounds, ...gap }) => ({ ...gap, ...bounds })),
      reversals: [
        ...findReversals(
          each,
          findings.find(({ metric }) => metric.name === each.metric.name),
        ),
      ],
    })),
  };
}

/** The most significant loss first; of a first version, the lowest value. Those without an interval come last. */
function listWeakest(each: MetricSlices): readonly SliceResult[] {
  const { better } = each.metric;
  const ranked = rankImprovements(each);
  const isCompared = each.slices.some(({ finding }) => finding.comparison !== undefined);
  const first = isCompared
    ? ranked.map(({ found, estimate, lower, upper }) => ({
        ...describeValues(found),
        ...{ interval: { estimate, lower, upper } },
        ...detectable(found.finding.comparison?.difference),
      }))
    : isOrdered(better)
      ? rankValues(each.slices, better)
      : [];
  const rest = each.slices.flatMap((found) => {
    const { comparison, own, challenger } = found.finding;
    const interval = isCompared ? comparison?.difference : own;
    if (interval?.kind === 'interval') return [];
    return {
      ...describeValues(found),
      without:
        challenger === undefined || interval === undefined ? ('undefined' as const) : explain(interval),
    };
  });
  return [...first, ...rest].slice(0, MAX_LISTED);
}

function rankValues(slices: readonly SliceFinding[], better: OrderedDirection): readonly SliceResult[] {
  const worst = (own: IntervalEstimate): number => improvementRange(own, better).upper;
  return slices
    .flatMap((found) => (found.finding.own?.kind === 'interval' ? { found, own: found.finding.own } : []))
    .sort((one, other) => worst(one.own) - worst(other.own))
    .map(({ found, own }) => ({
      ...describeValues(found),
      interval: { estimate: own.estimate, lower: own.lower, upper: own.upper },
    }));
}

function describeValues({ slice, groupCount, finding }: SliceFinding): SliceResult {
  const { challenger, comparison } = finding;
  return {
    conditions: [...slice.conditions],
    ...{ rowCount: slice.rows.length, groupCount },
    ...(challenger !== undefined && { challenger }),
    ...(comparison?.value !== undefined && { comparedValue: comparison.value }),
  };
}

function detectable(
  difference: IntervalEstimate | NoInterval | undefined,
): Pick<SliceResult, 'minimumDetectableEffect'> {
  return difference?.kind === 'interval'
    ? { minimumDetectableEffect: difference.minimumDetectableEffect }
    : {};
}

function explain({ because }: NoInterval): NonNullable<SliceResult['without']> {
  switch (because) {
    case 'too-few-groups':
      return because;
    case 'too-few-effective-groups':
    case 'depends-on-one-group':
      return 'depends-on-few-groups';
    case 'quantile-out-of-reach':
      return 'out-of-reach';
  }
}

/**
 * Simpson's paradox: significantly better over all rows, and worse in most slices of a column, or the other way round. Estimates
 * of the slices are compared, whose intervals are much wider.
 */
function findReversals(
  { metric, slices }: MetricSlices,
  overall: MetricFinding | undefined,
): MetricResult['reversals'] {
  const { better } = metric;
  const difference = overall?.comparison?.difference;
  if (difference?.kind !== 'interval' || !isOrdered(better)) return [];
  if (difference.lower <= 0 && difference.upper >= 0) return [];
  const sign = Math.sign(improvementOf(difference.estimate, better));
  return [...slicesByColumn(slices)].flatMap(([column, found]) => {
    const improvements = found.flatMap(({ finding: { comparison } }) =>
      comparison?.difference === undefined ? [] : improvementOf(comparison.difference.estimate, better),
    );
    const oppositeCount = improvements.filter((improvement) => improvement * sign < 0).length;
    if (improvements.length < 2 || oppositeCount * 2 <= improvements.length) return [];
    const word = sign > 0 ? ('better' as const) : ('worse' as const);
    return { column, overall: word, oppositeCount, sliceCount: improvements.length };
  });
}
