/** Figures of groups: the metric that decides in each of them, and how its differences are distributed. */
import { largest, smallest } from '../../kernel/extremes.ts';
import { mayNameGroups, type Grouping } from '../../statistics/grouped/grouping.ts';
import { computeGroupValues, type GroupValue, type GroupValues } from '../../evaluation/group-values.ts';
import { improvementOf, isOrdered, type OrderedDirection } from '../../kernel/direction.ts';
import { boundsOf, countInBins } from '../../metrics/curves/histogram.ts';
import { extent } from '../../statistics/vectors.ts';
import { countOf, formatCount, formatNumber } from '../../text/number-text.ts';
import { cleanText } from '../../text/untrusted-text.ts';
import { describeExtremes, drawDumbbells } from './dumbbell-chart.ts';
import { renderFigure, WIDE, type FigureText, type Tick } from './figure.ts';
import { drawHistogram } from './histogram-chart.ts';
import { html, type Html } from './html.ts';
import { drawLines, type Line } from './line-chart.ts';
import type { FigureRequest } from './report-request.ts';

const MAX_LISTED = 30;
const MAX_PERIODS = 400;
const DIFFERENCE_BINS = 30;
/** So many points are drawn each. */
const MAX_POINTS = 90;

/** By each of the groupings of the rows; none where rows are the groups. */
export function renderGroupFigures({ rows, metric, showsRows }: FigureRequest): readonly Html[] {
  if (metric === undefined) return [];
  const groupings = [rows.grouping, ...(rows.grouping.second === undefined ? [] : [rows.grouping.second])];
  return groupings
    .filter(({ unit }) => unit !== 'row' && unit !== 'case')
    .flatMap((grouping, index) => {
      const values = computeGroupValues(metric, rows, grouping);
      const named = showsRows || mayNameGroups(grouping) ? values : withoutNames(values);
      return [renderValues(named, index), renderDifferences(named, index)];
    });
}

/** A name may be that of a user. */
function withoutNames(values: GroupValues): GroupValues {
  return {
    ...values,
    groups: values.groups.map((group, index) => ({ ...group, name: `group ${index + 1}` })),
  };
}

function nounOf({ unit, column }: Grouping): string {
  if (unit !== 'value') return unit;
  return column === undefined ? 'group' : `value of ${cleanText(column, 40)}`;
}

function renderValues(values: GroupValues, index: number): Html {
  const { metric, grouping, groups } = values;
  if (groups.length === 0) return html``;
  const noun = nounOf(grouping);
  const title = `${metric.name} by ${noun}`;
  return grouping.ordered
    ? renderPeriods(values, { key: `periods-${index}`, title })
    : renderLargest(values, { key: `groups-${index}`, title });
}

type Named = Pick<FigureText, 'key' | 'title'>;

/** The newest ones, from left to right. */
function renderPeriods(values: GroupValues, { key, title }: Named): Html {
  const { metric, grouping, groups } = values;
  const shown = groups.slice(-MAX_PERIODS);
  const hasPoints = shown.length <= MAX_POINTS;
  const lineOf = (
    role: 'challenger' | 'champion',
    pick: (group: GroupValue) => number | undefined,
  ): Line => ({
    role,
    shape: 'straight',
    hasPoints,
    curve: { x: Float64Array.from(shown.keys()), y: Float64Array.from(shown, (group) => pick(group) ?? NaN) },
  });
  const own = lineOf('challenger', ({ challenger }) => challenger);
  const isCompared = shown.every(({ champion }) => champion !== undefined);
  const lines = isCompared ? [lineOf('champion', ({ champion }) => champion), own] : [own];
  const ends = lines.map(({ curve }) => extent(curve.y));
  const bounds = padded(smallest(ends.map(({ lower }) => lower)), largest(ends.map(({ upper }) => upper)));
  return renderFigure(
    {
      ...{ key, title },
      alternative: `${metric.name} of each ${nounOf(grouping)}, from ${nameAt(shown, 0)} to ${nameAt(shown, -1)}. ${describeExtremes(shown)}`,
      caption: `${countOf(shown.length, grouping.unit)} in order of time.${describeLeftOut(values, shown.length, 'earlier')}`,
    },
    drawLines({
      size: WIDE,
      x: {
        label: nounOf(grouping),
        bounds: { lower: 0, upper: Math.max(1, shown.length - 1) },
        ticks: periodTicks(shown),
      },
      y: { label: metric.name, bounds },
      lines,
    }),
  );
}

function nameAt(groups: readonly GroupValue[], index: number): string {
  return cleanText(groups.at(index)?.name ?? '', 30);
}

/** The first, the last, and up to three between. */
function periodTicks(groups: readonly GroupValue[]): readonly Tick[] {
  const last = groups.length - 1;
  const places = new Set([0, 1, 2, 3, 4].map((quarter) => Math.round((quarter * last) / 4)));
  return [...places].map((value) => ({ value, text: nameAt(groups, value) }));
}

/** Those with the most rows. */
function renderLargest(values: GroupValues, { key, title }: Named): Html {
  const { metric, groups } = values;
  const shown = groups
    .map((group, index) => ({ group, index }))
    .sort((left, right) => right.group.rowCount - left.group.rowCount || left.index - right.index)
    .slice(0, MAX_LISTED)
    .map(({ group }) => group);
  return renderFigure(
    {
      ...{ key, title },
      alternative: `${metric.name} of ${formatCount(shown.length)} groups. ${describeExtremes(shown)}`,
      caption: `The group with the most rows first.${describeLeftOut(values, shown.length, 'smaller')} Values of few rows move by chance.`,
    },
    drawDumbbells(shown, metric.name),
  );
}

function describeLeftOut(
  { groups, grouping, withoutValueCount, metric }: GroupValues,
  shownCount: number,
  which: string,
): string {
  const noun = grouping.unit === 'value' ? 'group' : grouping.unit;
  const leftOut = groups.length - shownCount;
  const missing = withoutValueCount;
  return [
    leftOut === 0 ? '' : ` ${countOf(leftOut, `${which} ${noun}`)} ${leftOut === 1 ? 'is' : 'are'} left out.`,
    missing === 0
      ? ''
      : ` ${countOf(missing, noun)} ${missing === 1 ? 'has' : 'have'} no value of ${metric.name}.`,
  ].join('');
}

/** Empty without a champion, and where nothing is better or worse. */
function renderDifferences({ metric, grouping, groups }: GroupValues, index: number): Html {
  const { better } = metric;
  if (!isOrdered(better)) return html``;
  const improvements = Float64Array.from(groups.flatMap((group) => improvementIn(group, better)));
  if (improvements.length < 2) return html``;
  const noun = grouping.unit === 'value' ? 'group' : grouping.unit;
  const wins = improvements.filter((value) => value > 0).length;
  const losses = improvements.filter((value) => value < 0).length;
  const histogram = countInBins(improvements, boundsOf([improvements]), DIFFERENCE_BINS);
  const counts = `The challenger is better for ${countOf(wins, noun)} and worse for ${formatCount(losses)} of ${formatCount(improvements.length)}.`;
  const outside =
    histogram.outsideCount === 0
      ? ''
      : ` ${formatCount(histogram.outsideCount)} beyond the axis are not drawn.`;
  return renderFigure(
    {
      key: `differences-${index}`,
      title: `Improvement of ${metric.name} by ${nounOf(grouping)}`,
      alternative: `Number of groups by the improvement of the challenger over the champion. ${counts}`,
      caption: `${counts} Right of the dotted line the challenger is better; the largest improvement is ${formatNumber(extent(improvements).upper)}, the largest loss ${formatNumber(Math.max(0, -extent(improvements).lower))}.${outside}`,
    },
    drawHistogram({
      size: WIDE,
      label: `improvement in ${metric.name}`,
      unit: `${noun}s`,
      challenger: histogram,
      champion: undefined,
      origin: 0,
    }),
  );
}

function improvementIn({ challenger, champion }: GroupValue, better: OrderedDirection): readonly number[] {
  return champion === undefined ? [] : [improvementOf(challenger - champion, better)];
}

function padded(lower: number, upper: number): { readonly lower: number; readonly upper: number } {
  const margin = (upper - lower) * 0.06 || Math.abs(lower) * 0.1 || 0.5;
  return { lower: lower - margin, upper: upper + margin };
}
