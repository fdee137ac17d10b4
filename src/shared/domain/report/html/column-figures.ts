/**
 * One column of a check: its distribution in the reference and now, and its days one after the other. Drawn from the
 * profile and the rows of the window; the lowest and highest hundredth of the values are left out, since they are single rows.
 */
import { largest, smallest } from '../../kernel/extremes.ts';
import { formatDay, parseDay, type RowDays } from '../../monitoring/profile/days.ts';
import { sortFinite, summaryQuantiles } from '../../monitoring/profile/number-summary.ts';
import type { CategoryProfile, NumberProfile } from '../../monitoring/profile/profile.ts';
import { at, countAt, indexAt } from '../../statistics/vectors.ts';
import type { CategoryColumn, NumberColumn } from '../../table/table.ts';
import { cleanText } from '../../text/untrusted-text.ts';
import type { Curve } from '../../metrics/curves/curve.ts';
import { drawDumbbells } from './dumbbell-chart.ts';
import { renderFigure, SQUARE, WIDE, type Axis, type Drawing, type Tick } from './figure.ts';
import { html, type Html } from './html.ts';
import { drawLines, type Line } from './line-chart.ts';

export interface ColumnDays {
  /** Of the reference, such as 2026-11-22. */
  readonly reference: readonly string[];
  readonly current: RowDays;
}

interface ColumnFigures {
  /** Unique on the page. */
  readonly key: string;
  /** Undefined without times. */
  readonly days: ColumnDays | undefined;
}

const NAMES = { challenger: 'current', champion: 'reference' };
const MOST_CATEGORIES = 15;
const MAX_NAME = 60;
const TICKS = 4;
/** With more, points hide the line. */
const MOST_POINTS = 31;

export function renderNumberFigures(
  { profile, column }: { readonly profile: NumberProfile; readonly column: NumberColumn },
  { key, days }: ColumnFigures,
): Html {
  const now = sortFinite(column.values);
  if (now.length === 0 || profile.quantiles.length === 0) return html``;
  const name = cleanText(profile.name, MAX_NAME);
  const curves = [profile.quantiles, summaryQuantiles(now)].map(innerQuantiles);
  const drawing = drawBoth(curves, {
    x: { label: name, bounds: boundsOf(curves.flatMap(({ x }) => [...x])) },
    y: { label: '% of rows at or below', bounds: { lower: 0, upper: 100 } },
  });
  const distribution = renderFigure(
    {
      ...{ key: `${key}-distribution`, title: `${name}: distribution` },
      alternative: `Percentage of rows at or below each value of ${name}, in the reference and now.`,
      caption: 'From the 1st to the 99th hundredth of the values.',
    },
    drawing,
  );
  const means = days === undefined ? [] : [referenceMeans(profile, days), currentMeans(column, days.current)];
  return html`${distribution}${renderTrend(means, { key, name, label: 'mean of the day' })}`;
}

export function renderCategoryFigures(
  { profile, column }: { readonly profile: CategoryProfile; readonly column: CategoryColumn },
  { key, days }: ColumnFigures,
): Html {
  const name = cleanText(profile.name, MAX_NAME);
  const shares = shareOfCategories(profile, column);
  if (shares.length === 0) return html``;
  const [moved] = [...shares].sort((left, right) => changeOf(right) - changeOf(left));
  const shown = shares.slice(0, MOST_CATEGORIES);
  const left = shares.length - shown.length;
  const distribution = renderFigure(
    {
      ...{ key: `${key}-distribution`, title: `${name}: categories` },
      alternative: `Percentage of rows with each category of ${name}, in the reference and now.`,
      caption: left === 0 ? 'All categories that are listed.' : `${left} rarer categories are left out.`,
    },
    {
      ...drawDumbbells(
        shown.map(({ category, current, reference }) => ({
          name: cleanText(category, MAX_NAME),
          ...{ challenger: 100 * current, champion: 100 * reference },
        })),
        '% of rows',
      ),
      names: NAMES,
    },
  );
  const trend =
    days === undefined || moved === undefined ? [] : sharesByDay({ profile, column }, days, moved);
  const category = cleanText(moved?.category ?? '', MAX_NAME);
  return html`${distribution}${renderTrend(trend, { key, name, label: '% of rows', category })}`;
}

/** Both sides in one drawing, the current one on top. */
function drawBoth(
  [reference, current]: readonly (Curve | undefined)[],
  axes: { readonly x: Axis; readonly y: Axis },
  size = SQUARE,
): Drawing {
  const isShort = (current?.x.length ?? 0) <= MOST_POINTS && size === WIDE;
  const lines: readonly Line[] = [
    ...(reference === undefined
      ? []
      : [{ role: 'champion' as const, curve: reference, shape: 'straight' as const }]),
    ...(current === undefined
      ? []
      : [{ role: 'challenger' as const, curve: current, shape: 'straight' as const, hasPoints: isShort }]),
  ];
  return { ...drawLines({ size, ...axes, lines }), names: NAMES };
}

interface TrendText {
  readonly key: string;
  readonly name: string;
  readonly label: string;
  /** Of which the rows are counted. */
  readonly category?: string;
}

/** Nothing where a side has no day. */
function renderTrend(curves: readonly Curve[], { key, name, label, category }: TrendText): Html {
  if (curves.length < 2 || curves.some(({ x }) => x.length === 0)) return html``;
  const bounds = boundsOf(curves.flatMap(({ x }) => [...x]));
  return renderFigure(
    {
      ...{
        key: `${key}-trend`,
        title: `${name}: ${category === undefined ? '' : `“${category}” `}day by day`,
      },
      alternative: `${label}${category === undefined ? '' : ` with “${category}”`} of ${name} on each day of the reference and of the current data.`,
      caption: `From ${formatDay(bounds.lower)} to ${formatDay(bounds.upper)} (UTC).`,
    },
    drawBoth(
      curves,
      {
        x: { label: 'day', bounds, ticks: dayTicks(bounds) },
        y: { label, bounds: boundsOf(curves.flatMap(({ y }) => [...y])) },
      },
      WIDE,
    ),
  );
}

function dayTicks({ lower, upper }: { readonly lower: number; readonly upper: number }): readonly Tick[] {
  const step = Math.max(1, Math.ceil((upper - lower) / TICKS));
  return Array.from({ length: Math.floor((upper - lower) / step) + 1 }, (_, tick) => {
    const value = lower + tick * step;
    return { value, text: formatDay(value) };
  });
}

/** Hundredths 1 to 99 against their values. */
function innerQuantiles(quantiles: readonly number[]): Curve {
  const inner = quantiles.slice(1, -1);
  return {
    x: Float64Array.from(inner),
    y: Float64Array.from(inner, (_, place) => (100 * (place + 1)) / (quantiles.length - 1)),
  };
}

function boundsOf(values: readonly number[]): { readonly lower: number; readonly upper: number } {
  const [lower, upper] = [smallest(values), largest(values)];
  return lower < upper ? { lower, upper } : { lower: lower - 1, upper: upper + 1 };
}

function referenceMeans({ days }: NumberProfile, { reference }: ColumnDays): Curve {
  return curveOf(
    (days?.means ?? []).flatMap((mean, place) => {
      const day = reference[place];
      return mean === null || day === undefined ? [] : [{ day: parseDay(day), value: mean }];
    }),
  );
}

function currentMeans({ values }: NumberColumn, { days, positions }: RowDays): Curve {
  const [sums, counts] = [new Float64Array(days.length), new Float64Array(days.length)];
  for (let row = 0; row < values.length; row++) {
    const [value, position] = [at(values, row), indexAt(positions, row)];
    if (position < 0 || !Number.isFinite(value)) continue;
    sums[position] = at(sums, position) + value;
    counts[position] = at(counts, position) + 1;
  }
  return curveOf(
    days.flatMap((day, position) => {
      const count = at(counts, position);
      return count === 0 ? [] : [{ day, value: at(sums, position) / count }];
    }),
  );
}

function curveOf(days: readonly { readonly day: number; readonly value: number }[]): Curve {
  return {
    x: Float64Array.from(days, ({ day }) => day),
    y: Float64Array.from(days, ({ value }) => value),
  };
}

interface CategoryShare {
  readonly category: string;
  readonly reference: number;
  readonly current: number;
}

function changeOf({ reference, current }: CategoryShare): number {
  return Math.abs(current - reference);
}

/** Fractions of the rows with a category, the largest of either side first; new categories have none before. */
function shareOfCategories(
  { categories, n }: CategoryProfile,
  column: CategoryColumn,
): readonly CategoryShare[] {
  const now = countByCategory(column);
  const rows = [...now.values()].reduce((sum, count) => sum + count, 0);
  if (rows === 0 || n === 0) return [];
  const before = new Map(categories.map(({ category, count }) => [category, count]));
  return [...new Set([...before.keys(), ...now.keys()])]
    .map((category) => ({
      category,
      reference: (before.get(category) ?? 0) / n,
      current: (now.get(category) ?? 0) / rows,
    }))
    .sort((left, right) => Math.max(right.reference, right.current) - Math.max(left.reference, left.current));
}

function countByCategory({ codes, categories }: CategoryColumn): ReadonlyMap<string, number> {
  const counts = new Float64Array(categories.length);
  for (let row = 0; row < codes.length; row++) {
    const code = indexAt(codes, row);
    if (code >= 0) counts[code] = at(counts, code) + 1;
  }
  return new Map(
    categories.flatMap((category, code) => (at(counts, code) === 0 ? [] : [[category, at(counts, code)]])),
  );
}

/** Of one category, where the profile counts it by day. */
function sharesByDay(
  { profile, column }: { readonly profile: CategoryProfile; readonly column: CategoryColumn },
  { reference, current }: ColumnDays,
  { category }: CategoryShare,
): readonly Curve[] {
  const bin = profile.categories.findIndex((listed) => listed.category === category);
  const counted = profile.days?.counts ?? [];
  if (bin < 0 || bin >= (counted[0]?.length ?? 0) - 1) return [];
  const before = counted.flatMap((counts, place) => {
    const [day, rows] = [reference[place], counts.reduce((sum, count) => sum + count, 0)];
    return day === undefined || rows === 0
      ? []
      : [{ day: parseDay(day), value: (100 * countAt(counts, bin)) / rows }];
  });
  const code = column.categories.indexOf(category);
  const values = Float64Array.from(column.codes, (own) => (own < 0 ? NaN : own === code ? 100 : 0));
  return [curveOf(before), currentMeans({ kind: 'number', name: column.name, values }, current)];
}
