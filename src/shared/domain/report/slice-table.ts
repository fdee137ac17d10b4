/** Slices of an evaluation: the weakest one and what contradicts the average in a sentence each, and all of them as a table. */
import type { Evaluation } from '../documents/evaluation.ts';
import { improvementOf, isOrdered } from '../kernel/direction.ts';
import { largest, smallest } from '../kernel/extremes.ts';
import { renderTable } from '../text/markdown-table.ts';
import {
  countOf,
  formatConfidence,
  formatCount,
  formatNumber,
  formatSigned,
  formatOptional,
} from '../text/number-text.ts';
import { codeSpan } from '../text/untrusted-text.ts';
import { groupNoun } from './groups-text.ts';
import { adviseFewerSlices, nameCondition, nameSlice } from './slice-text.ts';
import { renderIntervalBar } from './interval-bar.ts';

type Slices = NonNullable<Evaluation['slices']>;
type MetricSlices = Slices['metrics'][number];
type Slice = MetricSlices['slices'][number];

const WITHOUT: Readonly<Record<NonNullable<Slice['without']>, string>> = {
  undefined: 'no value',
  'too-few-groups': 'too few groups',
  'depends-on-few-groups': 'depends on few groups',
  'out-of-reach': 'too few rows beyond',
};

/** Of columns and pairs with slices that were left out, so many are named. */
const MOST_LEFT_OUT = 5;

/** Paragraphs; empty without slices. */
export function describeSlicesFound(evaluation: Evaluation): string {
  const { slices, champion } = evaluation;
  if (slices === undefined) return '';
  if (slices.lookedAtCount === 0)
    return `**Slices.** None has ${countOf(slices.minRows, 'row')}, so none was looked at.`;
  const isCompared = champion !== undefined && champion.evidence !== 'none';
  const found = slices.metrics.flatMap((each) => [
    ...each.reversals.map((reversal) => describeReversal(each, reversal)),
    isCompared ? describeWeakest(each, slices) : describeLowest(each, slices),
    describeGaps(each, slices),
  ]);
  return [...found, describeLeftOut(slices)].filter((paragraph) => paragraph !== '').join('\n\n');
}

/** Which slices nothing is known of, although they have the rows. */
function describeLeftOut({ leftOut = [], lookedAtCount, neededMinRows }: Slices): string {
  if (leftOut.length === 0) return '';
  const shown = leftOut.slice(0, MOST_LEFT_OUT);
  const more = leftOut.length - shown.length;
  const named = shown.map(
    ({ columns, count, mostRowCount }) =>
      `${formatCount(count)} by ${columns.map((column) => codeSpan(column)).join(' and ')} (at most ${countOf(mostRowCount, 'row')} each)`,
  );
  const others = more > 0 ? [`more by ${formatCount(more)} other pairs of columns`] : [];
  return `**Slices that were not looked at**, because only the ${formatCount(lookedAtCount)} with most rows are: ${[...named, ...others].join('; ')}. To look at all of them, ${adviseFewerSlices(neededMinRows)}.`;
}

/** Which of the two is right, no statistics say: the mix of the slices decides. */
function describeReversal(
  { metric }: MetricSlices,
  { column, overall, oppositeCount, sliceCount }: MetricSlices['reversals'][number],
): string {
  const opposite = overall === 'better' ? 'worse' : 'better';
  const where =
    oppositeCount === sliceCount
      ? `all ${formatCount(sliceCount)}`
      : `${formatCount(oppositeCount)} of ${formatCount(sliceCount)}`;
  return `> [!WARNING]\n> **Simpson's paradox.** In ${codeSpan(metric)} the challenger is ${overall} over all rows, and its estimates are ${opposite} in ${where} slices by ${codeSpan(column)}. The average depends on how many rows each slice has.`;
}

function describeWeakest({ metric, slices }: MetricSlices, all: Slices): string {
  const [weakest] = slices;
  if (weakest?.interval === undefined)
    return `**Weakest slice.** None of ${countOf(all.lookedAtCount, 'slice')} has an interval of ${codeSpan(metric)}.`;
  const { interval, minimumDetectableEffect } = weakest;
  const { estimate, lower, upper } = interval;
  const hidden =
    minimumDetectableEffect === undefined || minimumDetectableEffect === 0
      ? ''
      : ` A loss of less than ${formatNumber(minimumDetectableEffect)} there is found less often than in 4 of 5 comparisons.`;
  return `**Weakest slice.** ${codeSpan(nameSlice(weakest.conditions))}: improvement of ${codeSpan(metric)} ${formatSigned(estimate)} (${formatSigned(lower)} to ${formatSigned(upper)}, ${describeCorrection(all)}).${hidden}`;
}

function describeLowest({ metric, slices }: MetricSlices, all: Slices): string {
  const [weakest] = slices;
  if (weakest?.interval === undefined) return '';
  const { estimate, lower, upper } = weakest.interval;
  return `**Weakest slice.** ${codeSpan(nameSlice(weakest.conditions))}: ${codeSpan(metric)} is ${formatNumber(estimate)} (${formatNumber(lower)} to ${formatNumber(upper)}, ${describeCorrection(all)}).`;
}

/** "99.6 % CI, corrected for 12 slices". */
function describeCorrection({ eachConfidence, lookedAtCount }: Slices): string {
  return `${formatConfidence(eachConfidence)} CI, corrected for ${countOf(lookedAtCount, 'slice')}`;
}

function describeGaps({ metric, gaps }: MetricSlices, { confidence }: Slices): string {
  const shown = gaps.map(({ column, highest, lowest, estimate, lower, upper }) => {
    const interval =
      lower === undefined || upper === undefined
        ? 'no interval'
        : `${formatSigned(lower)} to ${formatSigned(upper)}`;
    return `${codeSpan(column)} ${formatNumber(estimate)} (${interval}), from ${codeSpan(nameCondition(lowest))} to ${codeSpan(nameCondition(highest))}`;
  });
  if (shown.length === 0) return '';
  return `**Gaps** of the challenger's ${codeSpan(metric)} between slices: ${shown.join('; ')}. The intervals are right together in ${formatConfidence(confidence)} of such comparisons, whichever slices are furthest apart.`;
}

/** One table for each metric, the most significant loss first; empty without slices. */
export function renderSliceTables({ slices, metrics, groups }: Evaluation): string {
  if (slices === undefined) return '';
  return slices.metrics
    .filter((each) => each.slices.length > 0)
    .map((each) => {
      const better = metrics.find(({ metric }) => metric === each.metric)?.better;
      return renderSliceTable(each, {
        slices,
        groups,
        isLower: isOrdered(better) && improvementOf(1, better) < 0,
      });
    })
    .join('\n\n');
}

interface TableContext extends Pick<Evaluation, 'groups'> {
  readonly slices: Slices;
  readonly isLower: boolean;
}

function renderSliceTable(
  { metric, slices: shown }: MetricSlices,
  { slices, groups, isLower }: TableContext,
): string {
  const isCompared = shown.some(({ comparedValue }) => comparedValue !== undefined);
  const isGrouped = groups !== undefined && groups.unit !== 'row' && groups.unit !== 'case';
  const columns = [
    { title: 'slice' },
    { title: 'rows', align: 'right' as const },
    ...(isGrouped ? [{ title: `${groupNoun(groups)}s`, align: 'right' as const }] : []),
    ...(isCompared ? [{ title: 'champion', align: 'right' as const }] : []),
    { title: 'challenger', align: 'right' as const },
    { title: `${isCompared ? 'improvement' : 'value'} (${formatConfidence(slices.eachConfidence)} CI)` },
    { title: 'worse … better' },
  ];
  const rows = shown.map((slice) => [
    codeSpan(nameSlice(slice.conditions)),
    formatCount(slice.rowCount),
    ...(isGrouped ? [formatCount(slice.groupCount)] : []),
    ...(isCompared ? [formatOptional(slice.comparedValue)] : []),
    formatOptional(slice.challenger),
    describeInterval(slice, isCompared),
    drawInterval(slice, { isCompared, isLower }),
  ]);
  return `${renderTable(columns, rows)}\n\n<sub>${describeTable(metric, shown.length, slices)}.</sub>`;
}

/** What the intervals of a table mean, and what is not in it. */
function describeTable(metric: string, shownCount: number, slices: Slices): string {
  const { lookedAtCount, tooSmallCount, minRows, confidence, source } = slices;
  const left = lookedAtCount - shownCount;
  return [
    `${codeSpan(metric)}: all intervals are right together in ${formatConfidence(confidence)} of such comparisons (Bonferroni over ${countOf(lookedAtCount, 'slice')})`,
    ...(left > 0 ? [`${countOf(left, 'slice')} that look better are left out`] : []),
    ...(tooSmallCount > 0
      ? [
          `${countOf(tooSmallCount, 'slice')} with fewer than ${countOf(minRows, 'row')} ${tooSmallCount === 1 ? 'was' : 'were'} not looked at`,
        ]
      : []),
    ...(source === 'predictions' ? ['the columns came with the predictions, not with the labels'] : []),
  ].join('; ');
}

function describeInterval({ interval, without }: Slice, isCompared: boolean): string {
  if (interval === undefined)
    return `inconclusive: ${without === undefined ? 'no interval' : WITHOUT[without]}`;
  const format = isCompared ? formatSigned : formatNumber;
  const { estimate, lower, upper } = interval;
  return `${format(estimate)} (${format(lower)} to ${format(upper)})`;
}

/** A value that is better where it is lower is drawn from the other side; an improvement never is. */
function drawInterval(
  { interval }: Slice,
  { isCompared, isLower }: { readonly isCompared: boolean; readonly isLower: boolean },
): string {
  if (interval === undefined) return '';
  const turn = !isCompared && isLower ? -1 : 1;
  const ends = [interval.lower * turn, interval.upper * turn] as const;
  const bar = {
    lower: smallest(ends),
    upper: largest(ends),
    estimate: interval.estimate * turn,
    bounds: [],
    ...(isCompared && { origin: 0 }),
  };
  return `\`${renderIntervalBar(bar)}\``;
}
