/**
 * `current-counts.json`: current data as counts by day, in the bins of one reference profile. Everything in it can be
 * added up, so the counts of shards and of days are those of all rows; and everything in it can be counted by one query
 * in a warehouse (`counts-query.ts`), so that the rows need not come here. Sums are whole numbers of steps, see
 * `number-zones.ts`: they are exact, in any order.
 */
import { z } from 'zod';
import { writtenDayField, sha256Field, countField } from '../../documents/fields.ts';
import { isKnown, openUnion } from '../../documents/open-values.ts';
import { parseDocument } from '../../documents/parse-document.ts';
import { DataError } from '../../kernel/errors.ts';

/** Too large for a number of JSON. */
const wholeNumber = z.string().regex(/^-?(?:0|[1-9]\d*)$/, 'expected a whole number in text');

/** Lists have one entry a day. */
const numberCountsSchema = z.strictObject({
  name: z.string(),
  kind: z.literal('number'),
  missing: z.array(countField),
  /** Infinite values, and those of too many steps to be summed. */
  infinite: z.array(countField),
  /** One number a zone, see `number-zones.ts`. */
  counts: z.array(z.array(countField)),
  stepsPerUnit: z.number().positive(),
  /** Of values and of their squares, in steps. */
  sums: z.array(wholeNumber),
  squares: z.array(wholeNumber),
  /** Sums of the values far below the range of the reference, below, above and far above it, in steps. */
  outsideSums: z.array(z.array(wholeNumber)),
  /** Null on a day without a value. */
  min: z.array(z.number().nullable()),
  max: z.array(z.number().nullable()),
});

const categoryCountsSchema = z.strictObject({
  name: z.string(),
  kind: z.literal('category'),
  missing: z.array(countField),
  /** All that occur, ascending. */
  categories: z.array(z.string()),
  /** Of each day the categories that occur, as positions in `categories`, and the rows of each. */
  days: z.array(z.strictObject({ categories: z.array(countField), rows: z.array(countField) })),
});

/** Times, identifiers, and columns without a value in the reference. */
const presenceCountsSchema = z.strictObject({
  name: z.string(),
  kind: z.literal('presence'),
  missing: z.array(countField),
});

export const countsSchema = z.strictObject({
  schema: z.literal('model-steward/counts/1'),
  /** SHA-256 of the profile whose bins these are. */
  reference: sha256Field,
  /** Whose days the days are; absent for those of UTC. */
  timeZone: z.string().optional(),
  /** The column that says when a row happened. */
  time: z.string(),
  /** With at least one row, ascending. */
  days: z.array(writtenDayField),
  rows: z.array(countField),
  /** Rows without a day: they are counted here and nowhere else. */
  undatedRows: countField,
  /** In the order of the reference, labels and predictions last. */
  columns: z.array(openUnion('kind', [numberCountsSchema, categoryCountsSchema, presenceCountsSchema])),
});

export type Counts = z.infer<typeof countsSchema>;
export type NumberCounts = z.infer<typeof numberCountsSchema>;
export type CategoryCounts = z.infer<typeof categoryCountsSchema>;
export type PresenceCounts = z.infer<typeof presenceCountsSchema>;
export type ColumnCounts = NumberCounts | CategoryCounts | PresenceCounts;

/** Sums outside the range of the reference: far below, below, above and far above it. */
export const OUTSIDE_SUMS = 4;

export const countedKinds = ['number', 'category', 'presence'] as const;

/** The lists of each kind; they are looked up by the kind of a column, so that one which is not here does not compile. */
const LISTS_BY_DAY = {
  number: ['missing', 'infinite', 'counts', 'sums', 'squares', 'outsideSums', 'min', 'max'],
  category: ['missing', 'days'],
  presence: ['missing'],
} as const satisfies Record<(typeof countedKinds)[number], readonly string[]>;

/** Without those of a kind that a newer version added. */
export function knownCounts({ columns }: Pick<Counts, 'columns'>): readonly ColumnCounts[] {
  return columns.filter((column): column is ColumnCounts => isKnown(countedKinds, column.kind));
}

/** @throws DataError when the bytes are no such document, or when a list of it has not one entry for each day. */
export function parseCounts(bytes: Uint8Array | string, where: string): Counts {
  const counts = parseDocument(countsSchema, bytes, where);
  requireLength({ where, list: 'rows', foundCount: counts.rows.length, expectedCount: counts.days.length });
  for (const column of knownCounts(counts)) {
    const lists: Readonly<Record<string, unknown>> = column;
    for (const name of LISTS_BY_DAY[column.kind]) {
      const list = lists[name];
      const foundCount = Array.isArray(list) ? list.length : 0;
      requireLength({
        where,
        list: `${column.name}: ${name}`,
        foundCount,
        expectedCount: counts.days.length,
      });
    }
    requireEntries(column, where);
  }
  return counts;
}

/** The lists within those of a day. */
function requireEntries(column: ColumnCounts, where: string): void {
  const require = (name: string, foundCount: number, expectedCount: number): void =>
    requireLength({ where, list: `${column.name}: ${name} of a day`, foundCount, expectedCount });
  if (column.kind === 'number') {
    const zones = column.counts[0]?.length ?? 0;
    for (const ofDay of column.counts) require('counts', ofDay.length, zones);
    for (const ofDay of column.outsideSums) require('outsideSums', ofDay.length, OUTSIDE_SUMS);
  }
  if (column.kind === 'category')
    for (const { categories, rows } of column.days) require('rows', rows.length, categories.length);
}

interface ListLength {
  readonly where: string;
  readonly list: string;
  readonly foundCount: number;
  readonly expectedCount: number;
}

/** What is not there must not count as zero. */
function requireLength({ where, list, foundCount, expectedCount }: ListLength): void {
  if (foundCount === expectedCount) return;
  throw new DataError(
    'EVIDENCE_INVALID',
    `${where}: ${list}: expected ${expectedCount} entries, got ${foundCount}`,
    {
      hint: 'count again with `operation: count`: the document was cut off or changed by hand',
    },
  );
}
