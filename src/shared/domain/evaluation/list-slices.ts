/** The slices with enough rows to be looked at: by the values of one column, or of two together. */
import type { SlicesConfig } from '../config/slices-section.ts';
import { DataError } from '../kernel/errors.ts';
import { groupByRow, groupRows } from '../statistics/grouped/grouping.ts';
import { indexAt } from '../statistics/vectors.ts';
import type { SliceColumn, SliceCondition } from './read-slices.ts';

/** More than these, corrected for all of them, find nothing. */
const MOST_SLICES = 500;

export interface Slice {
  /** All of them are true in each of its rows. */
  readonly conditions: readonly SliceCondition[];
  /** In ascending order. */
  readonly rows: Int32Array;
}

export interface ListedSlices {
  /** In the order of the configuration, then by their rows. */
  readonly slices: readonly Slice[];
  /** Those with fewer rows than asked. */
  readonly tooSmallCount: number;
}

/**
 * What is looked at follows from columns and numbers of rows alone, and from no prediction: only then a correction for their
 * number is one for all that was searched. O(N) for each column and each pair.
 * @throws DataError for more slices than can be corrected for.
 */
export function listSlices(
  columns: readonly SliceColumn[],
  { search, 'min-rows': minRows }: SlicesConfig,
): ListedSlices {
  const parts = [...columns.map(splitByOne), ...(search === 'pairs' ? columns.flatMap(pairsWithLater) : [])];
  const found = parts.flat().filter(({ rows }) => rows.length > 0);
  const slices = withoutRepeated(found.filter(({ rows }) => rows.length >= minRows));
  if (slices.length > MOST_SLICES)
    throw new DataError(
      'DATA_INVALID',
      `slices: expected at most ${MOST_SLICES} with ${minRows} rows or more, got ${slices.length}`,
      { hint: 'name fewer columns, leave `search` out, or raise `slices.min-rows`' },
    );
  return { slices, tooSmallCount: found.filter(({ rows }) => rows.length < minRows).length };
}

function splitByOne({ codeOfRow, conditions }: SliceColumn): readonly Slice[] {
  return split(codeOfRow, conditions.length).map((rows, code) => ({
    conditions: [conditions[code]].flatMap((condition) => condition ?? []),
    rows,
  }));
}

function pairsWithLater(
  one: SliceColumn,
  index: number,
  columns: readonly SliceColumn[],
): readonly (readonly Slice[])[] {
  return columns.slice(index + 1).map((other) => {
    const width = other.conditions.length;
    const codeOfRow = one.codeOfRow.map((code, row) => code * width + indexAt(other.codeOfRow, row));
    return split(codeOfRow, one.conditions.length * width).map((rows, code) => ({
      conditions: [one.conditions[Math.floor(code / width)], other.conditions[code % width]].flatMap(
        (condition) => condition ?? [],
      ),
      rows,
    }));
  });
}

function split(codeOfRow: Int32Array, count: number): readonly Int32Array[] {
  return groupRows({ ...groupByRow(codeOfRow.length), isByRow: false, count, groupOfRow: codeOfRow });
}

/** A pair with the rows of one of its columns alone is that slice again. */
function withoutRepeated(slices: readonly Slice[]): readonly Slice[] {
  const sizes = new Set(
    slices.flatMap(({ conditions: [condition, other], rows }) =>
      other === undefined ? [`${nameCondition(condition)} ${rows.length}`] : [],
    ),
  );
  return slices.filter(
    ({ conditions, rows }) =>
      conditions.length === 1 ||
      !conditions.some((condition) => sizes.has(`${nameCondition(condition)} ${rows.length}`)),
  );
}

function nameCondition(condition: SliceCondition | undefined): string {
  return JSON.stringify(condition);
}
