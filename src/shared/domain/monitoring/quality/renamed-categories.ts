/**
 * Whether categories that are new are known ones under other names: then the source spells them otherwise, and no model
 * is better for being trained on it. Known ones are missing in the same amount, or the names are nearly the same. How
 * often a business that is truly new looks like that is measured by no command here.
 */
import { smallest } from '../../kernel/extremes.ts';
import { mean } from 'simple-statistics';
import { at } from '../../statistics/vectors.ts';
import type { CategorySource, CategoryRows } from '../profile/category-rows.ts';
import { countCurrent, countReference, fractionsOf } from '../profile/category-counts.ts';
import { MAX_DAILY_CATEGORIES, type CategoryProfile } from '../profile/profile.ts';
import { cutWindows } from '../profile/reference-windows.ts';
import { FEWEST_WINDOWS } from './shares-rule.ts';
import { lettersAndDigits } from '../../kernel/nearest-name.ts';

/** So much of the rows with a new category has to be explained. */
const EXPLAINED = 0.8;
/** Of a category with fewer rows, none may be there by chance. */
const FEWEST_ROWS = 5;
/** Letters that a suffix such as `_v2` adds; a shorter name is the beginning of too many others. */
const LONGEST_SUFFIX = 4;
const SHORTEST_STEM = 3;

export interface RenameRequest {
  readonly reference: CategoryProfile;
  readonly column: CategorySource;
  /** Those that the reference does not have. */
  readonly added: readonly CategoryRows[];
  /** Undefined without days: then only names are compared. */
  readonly windowDays: number | undefined;
}

/** The known categories that the new ones stand for; undefined where they are new indeed, or it cannot be known. */
export function findRenamed(request: RenameRequest): readonly string[] | undefined {
  const rows = request.added.reduce((sum, category) => sum + category.rows, 0);
  const lost = findLost(request);
  const missingRows = lost.reduce((sum, category) => sum + category.rows, 0);
  if (missingRows >= EXPLAINED * rows) return lost.map(({ category }) => category);
  const alike = findAlike(request);
  const alikeRows = alike.reduce((sum, category) => sum + category.rows, 0);
  return alikeRows >= EXPLAINED * rows ? [...new Set(alike.map(({ category }) => category))] : undefined;
}

/** Categories with less than half of the rows of their poorest window, and how many rows are missing of each. */
function findLost({ reference, column, windowDays = 0 }: RenameRequest): readonly CategoryRows[] {
  const dayCount = reference.days?.counts.length ?? 0;
  const windows = windowDays === 0 ? [] : cutWindows(dayCount, windowDays);
  if (windows.length < FEWEST_WINDOWS) return [];
  const before = windows.map((range) => fractionsOf(countReference(reference, range)));
  const { counts, rows } = countCurrent(reference, column);
  return reference.categories.slice(0, MAX_DAILY_CATEGORIES).flatMap(({ category }, bin) => {
    const fractions = before.map((window) => at(window, bin));
    const least = smallest(fractions);
    const now = at(counts, bin);
    if (least * rows < FEWEST_ROWS || now >= (least * rows) / 2) return [];
    return [{ category, rows: mean(fractions) * rows - now }];
  });
}

/** For each new category whose name is nearly that of a known one, the known one. */
function findAlike({ reference, added }: RenameRequest): readonly CategoryRows[] {
  const stems = new Map(reference.categories.map(({ category }) => [stemOf(category), category]));
  return added.flatMap(({ category, rows }) => {
    const stem = stemOf(category);
    const known = stems.get(stem) ?? findBeginning(stem, stems);
    return known === undefined || stem === '' ? [] : [{ category: known, rows }];
  });
}

/** A known name that this one begins with, or that begins with this one. */
function findBeginning(stem: string, stems: ReadonlyMap<string, string>): string | undefined {
  for (const [other, category] of stems) {
    const [short, long] = stem.length < other.length ? [stem, other] : [other, stem];
    if (short.length < SHORTEST_STEM || long.length - short.length > LONGEST_SUFFIX) continue;
    if (long.startsWith(short)) return category;
  }
  return undefined;
}

/** Letters and digits alone, whatever their case, accents and forms. */
function stemOf(name: string): string {
  return lettersAndDigits(name.normalize('NFKD').toLowerCase());
}
