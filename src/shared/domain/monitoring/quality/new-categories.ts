/**
 * Rows whose category the reference never had. A column of many categories always has some: how many is known from
 * the reference's own windows, each against all others (profile/level-spans.ts).
 */
import type { Finding } from '../../documents/check.ts';
import type { CategoryProfile } from '../profile/profile.ts';
import { LONGEST_SPAN_DAYS, rowsSeenOnlyWithin } from '../profile/level-spans.ts';
import { knownLevels } from '../profile/levels.ts';
import type { CategoryColumn } from '../../table/table.ts';
import { indexAt } from '../../statistics/vectors.ts';
import { qualityFinding, rowsEffect } from './quality-finding.ts';
import { countWindows, referenceWindows, type ValuesContext } from './reference-context.ts';
import { findRenamed, type NewCategory } from './renamed-categories.ts';
import { boundFraction, FEWEST_WINDOWS } from './shares-rule.ts';

const MARGIN = 0.01;

/** Without windows to compare with, rare categories have an unknown spread. */
const MARGIN_WITHOUT_WINDOWS = 0.05;

const EXAMPLES = 3;
const LONGEST_EXAMPLE = 80;

export function checkCategories(
  reference: CategoryProfile,
  column: CategoryColumn,
  context: ValuesContext,
): readonly Finding[] {
  const isKnown = knownLevels(reference);
  if (isKnown === undefined || reference.n === 0) return [];
  const added = newCategories(column, isKnown);
  const total = column.codes.length;
  const fraction = added.reduce((sum, { rows }) => sum + rows, 0) / total;
  if (added.length === 0) return [];
  const { usual, limit } = usualNew(reference, total, context);
  const renamed =
    fraction > limit
      ? findRenamed({ reference, column, added, windowDays: context.windowDays })?.slice(0, EXAMPLES)
      : undefined;
  return [
    qualityFinding({
      subject: reference.name,
      outcome: fraction > limit ? 'alert' : 'ok',
      effect: rowsEffect(fraction, limit),
      detail: {
        code: 'new-categories',
        newFraction: fraction,
        usualFraction: usual,
        categoryCount: added.length,
        examples: added.slice(0, EXAMPLES).map(({ label }) => shorten(label)),
        ...(renamed !== undefined && { renamed: renamed.map(shorten) }),
      },
    }),
  ];
}

function shorten(label: string): string {
  return label.slice(0, LONGEST_EXAMPLE).toWellFormed();
}

/** Those that occur, the most frequent first. */
function newCategories(
  { codes, labels }: CategoryColumn,
  isKnown: (level: string) => boolean,
): readonly NewCategory[] {
  const rows = new Int32Array(labels.length);
  for (let index = 0; index < codes.length; index++) {
    const code = indexAt(codes, index);
    if (code >= 0) rows[code] = indexAt(rows, code) + 1;
  }
  return labels
    .map((label, code) => ({ label, rows: indexAt(rows, code) }))
    .filter(({ label, rows: count }) => count > 0 && !isKnown(label))
    .sort((left, right) => right.rows - left.rows);
}

function usualNew(
  reference: CategoryProfile,
  rows: number,
  context: ValuesContext,
): { readonly usual: number; readonly limit: number } {
  const windows = referenceWindows(context);
  const spans = reference.days?.spans;
  const isCovered = (context.windowDays ?? Infinity) <= LONGEST_SPAN_DAYS;
  if (spans === undefined || windows.length < FEWEST_WINDOWS || !isCovered) return withoutWindows(reference);
  const counts = countWindows(context, windows, ({ start, end }) => rowsSeenOnlyWithin(spans, start, end));
  const { bound, largest } = boundFraction(counts, { currentRows: rows, level: context.level });
  return { usual: largest, limit: Math.max(bound, largest + MARGIN) };
}

/** Good and Turing: as many rows have a new category as had one that occurred once. */
function withoutWindows(reference: CategoryProfile): { readonly usual: number; readonly limit: number } {
  const { singletons = singletonsOf(reference), n } = reference;
  const usual = singletons / n;
  return { usual, limit: singletons === 0 ? MARGIN : Math.min(1, 2 * usual + MARGIN_WITHOUT_WINDOWS) };
}

function singletonsOf({ categories }: CategoryProfile): number {
  return categories.reduce((sum, { count }) => sum + (count === 1 ? 1 : 0), 0);
}
