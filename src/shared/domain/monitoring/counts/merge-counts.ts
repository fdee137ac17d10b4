/** The counts of shards and of days into those of all their rows: sums, and so the same in any order. */
import { sum } from 'simple-statistics';
import { describeUnknown, serializeDocument } from '../../documents/parse-document.ts';
import { DataError } from '../../kernel/errors.ts';
import { largest } from '../../kernel/extremes.ts';
import { countAt } from '../../statistics/vectors.ts';
import { countsSchema, knownCounts, type ColumnCounts, type Counts } from './counts.ts';
import {
  addCategoryDays,
  addNumberDays,
  categoryCountsOf,
  categoryDayOf,
  emptyNumberDay,
  numberCountsOf,
  numberDayOf,
} from './day-records.ts';

export interface NamedCounts {
  readonly where: string;
  readonly counts: Counts;
}

/**
 * @throws DataError for parts that are not of one reference, for one of which the rows are in others, and for one with
 * what only a newer version can add up.
 */
export function mergeCounts(first: NamedCounts, others: readonly NamedCounts[]): Counts {
  for (const other of others) requireSameBins(first, other);
  const named = [first, ...others];
  for (const part of named) requireKnown(part);
  requireDifferent(named);
  const merged = addCounts(named.map(({ counts }) => counts));
  requireNoSum(named, merged);
  return merged;
}

/** A sum without what cannot be added up would lose it. */
function requireKnown({ where, counts }: NamedCounts): void {
  const unknown = describeUnknown(countsSchema, counts);
  if (unknown === undefined) return;
  throw new DataError(
    'EVIDENCE_INVALID',
    `${where}: expected counts that this version of monitor knows how to add up, got ${unknown}`,
    {
      hint: 'a newer version wrote this part: use that one in the job with `operation: merge` too',
    },
  );
}

/** Shards of one day may have as many rows as each other, and not the same counts of all columns. */
function requireDifferent(parts: readonly NamedCounts[]): void {
  const seen = new Map<string, string>();
  for (const { where, counts } of parts) {
    if (counts.days.length === 0) continue;
    const text = textOf(counts);
    const same = seen.get(text);
    if (same !== undefined) throw rowsTwice(where, `those of ${same}`);
    seen.set(text, where);
  }
}

/** What an earlier `merge` wrote, beside the parts that it added up: half of all rows, and the sum of the others. */
function requireNoSum(parts: readonly NamedCounts[], merged: Counts): void {
  const allRows = sum(merged.rows);
  for (const part of parts) {
    if (parts.length < 3 || allRows === 0 || 2 * sum(part.counts.rows) !== allRows) continue;
    const others = parts.filter((other) => other !== part).map(({ counts }) => counts);
    if (textOf(addCounts(others)) === textOf(part.counts))
      throw rowsTwice(part.where, 'the sum of all other parts');
  }
}

function textOf(counts: Counts): string {
  return serializeDocument(countsSchema, counts);
}

function rowsTwice(where: string, found: string): DataError {
  return new DataError('DATA_INVALID', `${where}: expected rows that no other part has, got ${found}`, {
    hint: 'name each part once in `counts`, and keep what `operation: merge` wrote out of its patterns: a row in two parts counts twice',
  });
}

/** Of one reference. */
function addCounts(parts: readonly Counts[]): Counts {
  const [first] = parts;
  if (first === undefined) throw new RangeError('addCounts: expected at least one part, got none');
  const days = [...new Set(parts.flatMap((part) => part.days))].sort();
  const places = parts.map((part) => new Map(part.days.map((day, place) => [day, place])));
  const partsOf = days.map((day) =>
    parts.flatMap((part, index): readonly PartOfDay[] => {
      const place = places[index]?.get(day);
      return place === undefined ? [] : [{ part, place, rows: countAt(part.rows, place) }];
    }),
  );
  return {
    ...first,
    days,
    rows: partsOf.map((ofDay) => ofDay.reduce((total, { rows }) => total + rows, 0)),
    undatedRows: parts.reduce((total, { undatedRows }) => total + undatedRows, 0),
    columns: mostColumns(parts).map((column) => mergeColumn(column, partsOf)),
  };
}

interface PartOfDay {
  readonly part: Counts;
  /** Position of the day in the part. */
  readonly place: number;
  readonly rows: number;
}

function requireSameBins(first: NamedCounts, other: NamedCounts): void {
  const [expected, found] = [first, other].map(({ counts: { reference, timeZone = 'UTC', time } }) =>
    [`reference ${reference.slice(0, 12)}`, `days of ${timeZone}`, `times in ${JSON.stringify(time)}`].join(
      ', ',
    ),
  );
  if (expected === found) return;
  throw new DataError(
    'DATA_MISMATCH',
    `${other.where}: expected the bins and days of ${first.where} (${expected}), got ${found}`,
    { hint: 'count all parts against the same version, with the same configuration' },
  );
}

/** Columns of any part, in the order of the part that has most of them. */
function mostColumns(parts: readonly Counts[]): readonly ColumnCounts[] {
  const columns = new Map<string, ColumnCounts>();
  const byColumns = [...parts].sort((left, right) => right.columns.length - left.columns.length);
  for (const column of byColumns.flatMap(knownCounts))
    if (!columns.has(column.name)) columns.set(column.name, column);
  return [...columns.values()];
}

/** A part without the column has rows without its value, as a table of all rows would have them. */
function mergeColumn(column: ColumnCounts, partsOf: readonly (readonly PartOfDay[])[]): ColumnCounts {
  const { name, kind } = column;
  const find = ({ part }: PartOfDay): ColumnCounts | undefined =>
    knownCounts(part).find((other) => other.name === name);
  switch (kind) {
    case 'number': {
      // A part without a day does not say how many zones there are.
      const zones = largest(
        partsOf.flat().map((one) => {
          const found = find(one);
          return found?.kind === 'number' ? (found.counts[one.place]?.length ?? 0) : 0;
        }),
      );
      const days = partsOf.map((ofDay) =>
        ofDay
          .map((one) => {
            const found = find(one);
            return found?.kind === 'number' ? numberDayOf(found, one.place) : emptyNumberDay(one.rows, zones);
          })
          .reduce(addNumberDays, emptyNumberDay(0, zones)),
      );
      return numberCountsOf(column, days);
    }
    case 'category': {
      const days = partsOf.map((ofDay) =>
        ofDay
          .map((one) => {
            const found = find(one);
            const nothing = { missing: one.rows, rows: new Map<string, number>() };
            return found?.kind === 'category' ? categoryDayOf(found, one.place) : nothing;
          })
          .reduce(addCategoryDays, { missing: 0, rows: new Map() }),
      );
      return categoryCountsOf(name, days);
    }
    case 'presence': {
      const missing = partsOf.map((ofDay) =>
        ofDay.reduce((total, one) => {
          const found = find(one);
          return total + (found === undefined ? one.rows : countAt(found.missing, one.place));
        }, 0),
      );
      return { name, kind, missing };
    }
  }
}
