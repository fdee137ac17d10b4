/**
 * Rows whose category the reference never had. A column of many categories always has some: how many is known from
 * the reference's own windows, each against all others (profile/level-spans.ts).
 */
import type { Finding } from '../../documents/check.ts';
import type { CategoryProfile } from '../profile/profile.ts';
import { LONGEST_SPAN_DAYS, rowsSeenOnlyWithin } from '../profile/level-spans.ts';
import {
  rowCountOf,
  rowsOfCategories,
  type CategorySource,
  type CategoryRows,
} from '../profile/category-rows.ts';
import { knownLevels } from '../profile/levels.ts';
import { fractionOfRows, qualityFinding, rowsEffect } from './quality-finding.ts';
import { countWindows, referenceWindows, type ValuesContext } from './reference-context.ts';
import { findRenamed } from './renamed-categories.ts';
import { boundFraction, FEWEST_WINDOWS } from './shares-rule.ts';

const MARGIN = 0.01;

/** Without windows to compare with, rare categories have an unknown spread. */
const MARGIN_WITHOUT_WINDOWS = 0.05;

const EXAMPLES = 3;
const LONGEST_EXAMPLE = 80;

/**
 * Rows with a category that the reference does not have: one finding where there is any. Nothing where the
 * categories of the reference are not all known.
 */
export function checkCategories(
  reference: CategoryProfile,
  column: CategorySource,
  context: ValuesContext,
): readonly Finding[] {
  const isKnown = knownLevels(reference);
  if (isKnown === undefined || reference.n === 0) return [];
  const added = newCategories(column, isKnown);
  const total = rowCountOf(column);
  if (added.length === 0) return [];
  const fraction = fractionOfRows(
    added.reduce((sum, { rows }) => sum + rows, 0),
    total,
  );
  const { usual, limit, mayAlert } = usualNew(reference, total, context);
  const isMore = fraction > limit;
  // Without any known category the column is another one.
  const isWarningOnly = isMore && !mayAlert && fraction < 1;
  const renamed = isMore
    ? findRenamed({ reference, column, added, windowDays: context.windowDays })?.slice(0, EXAMPLES)
    : undefined;
  return [
    qualityFinding({
      subject: reference.name,
      outcome: isWarningOnly ? 'warning' : isMore ? 'alert' : 'ok',
      ...(isWarningOnly && { warningOnly: 'too-few-windows' }),
      effect: rowsEffect(fraction, limit),
      detail: {
        code: 'new-categories',
        newFraction: fraction,
        usualFraction: usual,
        categoryCount: added.length,
        examples: added.slice(0, EXAMPLES).map(({ category }) => shorten(category)),
        ...(renamed !== undefined && { renamed: renamed.map(shorten) }),
      },
    }),
  ];
}

function shorten(category: string): string {
  return category.slice(0, LONGEST_EXAMPLE).toWellFormed();
}

/** Those that occur, the most frequent first. */
function newCategories(column: CategorySource, isKnown: (level: string) => boolean): readonly CategoryRows[] {
  return rowsOfCategories(column)
    .filter(({ category, rows }) => rows > 0 && !isKnown(category))
    .sort((left, right) => right.rows - left.rows);
}

interface UsualNew {
  readonly usual: number;
  readonly limit: number;
  /** Whether the limit has an error rate, or every category of the reference came again. */
  readonly mayAlert: boolean;
}

function usualNew(reference: CategoryProfile, rows: number, context: ValuesContext): UsualNew {
  const windows = referenceWindows(context);
  const spans = reference.days?.spans;
  const isCovered = (context.windowDays ?? Infinity) <= LONGEST_SPAN_DAYS;
  if (spans === undefined || windows.length < 2 || !isCovered) {
    return withoutWindows(reference, singletonsOf(reference) === 0);
  }
  const counts = countWindows(context, windows, ({ start, end }) => rowsSeenOnlyWithin(spans, start, end));
  if (windows.length < FEWEST_WINDOWS) {
    return withoutWindows(
      reference,
      counts.every(({ events }) => events === 0),
    );
  }
  const { bound, largest } = boundFraction(counts, { currentRows: rows, level: context.level });
  return { usual: largest, limit: Math.max(bound, largest + MARGIN), mayAlert: true };
}

/**
 * Good and Turing: as many rows have a new category as had one that occurred once. That has no error rate, so it acts
 * only where all categories of the reference came again: then a new one is no matter of chance.
 */
function withoutWindows(reference: CategoryProfile, isClosed: boolean): UsualNew {
  if (isClosed) return { usual: 0, limit: MARGIN, mayAlert: true };
  const usual = singletonsOf(reference) / reference.n;
  return { usual, limit: Math.min(1, 2 * usual + MARGIN_WITHOUT_WINDOWS), mayAlert: false };
}

function singletonsOf({ singletons, categories }: CategoryProfile): number {
  if (singletons !== undefined) return singletons;
  return categories.reduce((sum, { count }) => sum + (count === 1 ? 1 : 0), 0);
}
