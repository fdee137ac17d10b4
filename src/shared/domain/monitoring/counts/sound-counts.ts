/**
 * Whether counts can be those of rows: each row of a day is in one place of each column, and what else is said of the
 * day agrees with that. And whether they are of this reference: its columns, as what it has them, in its zones. What
 * does not add up is refused like a table that cannot be read: a check of it would call fine what it never saw.
 */
import { sum } from 'simple-statistics';
import { showValue } from '../../documents/open-values.ts';
import { DataError } from '../../kernel/errors.ts';
import { countAt } from '../../statistics/vectors.ts';
import { formatDay, parseDay } from '../profile/days.ts';
import type { Profile } from '../profile/profile.ts';
import { sideOf, stepsOfValue, zonesOfValues } from './count-table.ts';
import { countedColumns } from './counted-columns.ts';
import { countedKinds, knownCounts, type CategoryCounts, type ColumnCounts, type Counts } from './counts.ts';
import { numberDayOf, type NumberDay } from './day-records.ts';
import { zoneCount, type NumberZones } from './number-zones.ts';

/** Where something stands in a document, for messages. */
interface Place {
  readonly where: string;
  readonly column?: string;
  readonly day?: string;
}

/** Whatever `isSound` is false of is no count of rows. */
function require(isSound: boolean, { where, column, day }: Place, describe: () => string): void {
  if (isSound) return;
  const ofColumn = column === undefined ? '' : ` column ${JSON.stringify(column)}:`;
  const ofDay = day === undefined ? '' : ` ${day}:`;
  throw new DataError('EVIDENCE_INVALID', `${where}:${ofColumn}${ofDay} expected ${describe()}`, {
    hint: 'count the rows again, with `operation: count` or with the query of `operation: count-sql`: these counts were cut off, put together twice, or changed by hand',
  });
}

/** Lists have their lengths, as after `parseCounts`. @throws DataError for counts that contradict themselves. */
export function requireConsistentCounts(counts: Counts, where: string): void {
  requireDays(counts, where);
  const names = new Set<string>();
  for (const column of knownCounts(counts)) {
    const place = { where, column: column.name };
    require(!names.has(column.name), place, () => 'one entry, got two');
    names.add(column.name);
    if (column.kind === 'category') requireCategories(column, place);
    counts.days.forEach((day, index) => {
      const rows = countAt(counts.rows, index);
      const counted = countedRows(column, index);
      const isSound = column.kind === 'presence' ? counted <= rows : counted === rows;
      const most = column.kind === 'presence' ? 'at most ' : '';
      require(isSound, { ...place, day }, () => `${most}${rows} rows, as the day has, got ${counted}`);
      if (column.kind === 'number') requireSums(numberDayOf(column, index), { ...place, day });
    });
  }
}

function requireDays({ days, rows }: Counts, where: string): void {
  days.forEach((day, index) => {
    const date = parseDay(day);
    const isDate = !Number.isNaN(date) && formatDay(date) === day;
    require(isDate, { where }, () => `a day of the calendar, got ${day}`);
    const before = days[index - 1];
    const isLater = before === undefined || before < day;
    require(isLater, { where }, () => `days in ascending order, each once, got ${day} after ${before}`);
    require(countAt(rows, index) > 0, { where, day }, () => 'at least one row, got 0');
  });
}

/** Of a column of which only presence is counted, the missing ones. */
function countedRows(column: ColumnCounts, day: number): number {
  const missing = countAt(column.missing, day);
  switch (column.kind) {
    case 'number':
      return missing + countAt(column.infinite, day) + sum(column.counts[day] ?? []);
    case 'category':
      return missing + sum(column.days[day]?.rows ?? []);
    case 'presence':
      return missing;
  }
}

function requireCategories({ categories, days }: CategoryCounts, place: Place): void {
  const isAscending = categories.every(
    (category, index) => index === 0 || (categories[index - 1] ?? '') < category,
  );
  require(isAscending, place, () => 'categories in ascending order, each once, got another order');
  for (const ofDay of days) {
    ofDay.categories.forEach((position, index) => {
      const least = index === 0 ? 0 : countAt(ofDay.categories, index - 1) + 1;
      const isOne = position >= least && position < categories.length;
      require(isOne, place, () => `positions from ${least} to ${categories.length - 1}, got ${position}`);
      const rows = countAt(ofDay.rows, index);
      require(rows > 0, place, () => `a row of each category of a day, got ${rows}`);
    });
  }
}

/** Squares are at least what their sum asks for (Cauchy and Schwarz): both are exact. */
function requireSums({ counts, sum: total, squares, min, max }: NumberDay, place: Place): void {
  const values = sum([...counts]);
  if (values === 0) {
    const isEmpty = total === 0n && squares === 0n && min === null && max === null;
    require(isEmpty, place, () => `no sums of no values, got ${total}, ${squares}, ${min} and ${max}`);
    return;
  }
  const isRange = min !== null && max !== null && min <= max;
  require(isRange, place, () => `a smallest and a largest of ${values} values, got ${min} and ${max}`);
  const isPossible = BigInt(values) * squares >= total * total;
  require(isPossible, place, () =>
    `sums of squares of ${values} values, got ${squares} with a sum of ${total}`);
}

interface OfReference {
  readonly where: string;
  readonly profile: Profile;
}

/** @throws DataError for columns that are not counted as `countTable` counts them for this reference. */
export function requireCountsOfReference(counts: Counts, { where, profile }: OfReference): void {
  const expected = new Map(countedColumns(profile).map((counted) => [counted.name, counted]));
  requireKnownKinds(counts, where);
  for (const column of knownCounts(counts)) {
    const counted = expected.get(column.name);
    const place = { where, column: column.name };
    require(counted !== undefined, place, () => 'a column of the reference, got another');
    require(counted?.kind === column.kind, place, () =>
      `kind ${counted?.kind}, as of the reference, got ${column.kind}`);
    if (column.kind !== 'number' || counted?.kind !== 'number') continue;
    const { zones } = counted;
    const isOfSteps = column.stepsPerUnit === zones.stepsPerUnit;
    require(isOfSteps, place, () => `${zones.stepsPerUnit} steps a unit, got ${column.stepsPerUnit}`);
    const edges = [column.min, column.max].map((list) =>
      zonesOfValues(
        Float64Array.from(list, (value) => value ?? NaN),
        zones,
      ),
    );
    counts.days.forEach((day, index) =>
      requireZones(numberDayOf(column, index), zones, {
        place: { ...place, day },
        edges: edges.map((list) => countAt(list, index)),
      }),
    );
  }
}

/** A column that this version cannot read would go unchecked. */
function requireKnownKinds(counts: Counts, where: string): void {
  const known = new Set<unknown>(knownCounts(counts));
  const newer = counts.columns.findIndex((column) => !known.has(column));
  const column = counts.columns[newer];
  if (column === undefined) return;
  throw new DataError(
    'EVIDENCE_INVALID',
    `${where}: columns.${newer}.kind: expected one of ${countedKinds.join(', ')}, got ${showValue(column.kind)}`,
    { hint: 'a newer version of Model Steward counted these rows: use that one in this job too' },
  );
}

/** `edges`: zones of the smallest and of the largest value; without a value they mean nothing. */
function requireZones(
  { counts, outsideSums, sum: total, min, max }: NumberDay,
  zones: NumberZones,
  { place, edges }: { readonly place: Place; readonly edges: readonly number[] },
): void {
  const size = zoneCount(zones);
  require(counts.length === size, place, () => `${size} zones, as of the reference, got ${counts.length}`);
  outsideSums.forEach((steps, side) => {
    const isEmpty = counts.every((rows, zone) => rows === 0 || sideOf(zone, zones) !== side);
    require(!isEmpty || steps === 0n, place, () => `no sum of no values out of range, got ${steps}`);
  });
  if (min === null || max === null) return;
  const isFilled = (rows: number): boolean => rows > 0;
  const filled = [counts.findIndex(isFilled), counts.findLastIndex(isFilled)];
  const isInZones = edges.every((zone, index) => zone === filled[index]);
  require(isInZones, place, () =>
    `values in zones ${edges.join(' to ')}, as of ${min} and ${max}, got zones ${filled.join(' to ')}`);
  const values = BigInt(sum([...counts]));
  const [least, most] = [min, max].map((value) => values * stepsOfValue(value, zones));
  const isWithin = least !== undefined && most !== undefined && least <= total && total <= most;
  require(isWithin, place, () => `a sum from ${least} to ${most} steps, got ${total}`);
}
