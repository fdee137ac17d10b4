/** The slices with enough rows to be looked at: by the values of one column, or of two together. */
import type { SlicesConfig } from '../config/slices-section.ts';
import { groupByRow, groupRows } from '../statistics/grouped/grouping.ts';
import { at, indexAt } from '../statistics/vectors.ts';
import type { SliceColumn, SliceCondition } from './read-slices.ts';

/** More than these, corrected for all of them, find nothing. */
export const MOST_SLICES = 500;

export interface Slice {
  /** All of them are true in each of its rows. */
  readonly conditions: readonly SliceCondition[];
  /** In ascending order. */
  readonly rows: Int32Array;
}

/** Slices of one column, or of two together, that have enough rows and are too many to be looked at. */
export interface SlicesLeftOut {
  readonly columns: readonly string[];
  readonly count: number;
  /** Of the largest of them. */
  readonly mostRowCount: number;
}

export interface ListedSlices {
  /** In the order of the configuration. */
  readonly slices: readonly Slice[];
  /** Those with fewer rows than asked. */
  readonly tooSmallCount: number;
  readonly leftOut: readonly SlicesLeftOut[];
  /** The least `min-rows` by which none is left out and some are looked at; undefined where there is none, or none is needed. */
  readonly neededMinRows: number | undefined;
}

/**
 * What is looked at follows from columns and numbers of rows alone, and from no prediction: only then a correction for their
 * number is one for all that was searched. Of too many, those with most rows. O(N) for each column and each pair.
 */
export function listSlices(
  columns: readonly SliceColumn[],
  { search, 'min-rows': minRows }: SlicesConfig,
): ListedSlices {
  const parts = [...columns.map(splitByOne), ...(search === 'pairs' ? columns.flatMap(pairsWithLater) : [])];
  const found = parts.flat().filter(({ rows }) => rows.length > 0);
  const enough = withoutRepeated(found.filter(({ rows }) => rows.length >= minRows));
  const largestFirst = enough.toSorted((one, other) => other.rows.length - one.rows.length);
  const kept = new Set(largestFirst.slice(0, MOST_SLICES));
  const left = largestFirst.slice(MOST_SLICES);
  return {
    slices: enough.filter((slice) => kept.has(slice)),
    tooSmallCount: found.filter(({ rows }) => rows.length < minRows).length,
    leftOut: countByColumns(left),
    neededMinRows: findMinRows(largestFirst, left),
  };
}

/** @param left the largest first, as in the result. */
function countByColumns(left: readonly Slice[]): readonly SlicesLeftOut[] {
  const found = new Map<string, SlicesLeftOut>();
  for (const { conditions, rows } of left) {
    const columns = conditions.map(({ column }) => column);
    const name = JSON.stringify(columns);
    const { count, mostRowCount } = found.get(name) ?? { count: 0, mostRowCount: rows.length };
    found.set(name, { columns, count: count + 1, mostRowCount });
  }
  return [...found.values()];
}

function findMinRows(
  [largest]: readonly Slice[],
  [firstLeft]: readonly Slice[],
): ListedSlices['neededMinRows'] {
  if (largest === undefined || firstLeft === undefined) return undefined;
  const least = firstLeft.rows.length + 1;
  return least <= largest.rows.length ? least : undefined;
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
    // Two columns of many values have more combinations than an Int32 counts, and than memory holds.
    const codes = Float64Array.from(
      one.codeOfRow,
      (code, row) => code * width + indexAt(other.codeOfRow, row),
    );
    const present = Float64Array.from(new Set(codes)).sort();
    const placeOf = new Map([...present].map((code, place) => [code, place]));
    const placeOfRow = Int32Array.from(codes, (code) => placeOf.get(code) ?? -1);
    return split(placeOfRow, present.length).map((rows, place) => {
      const code = at(present, place);
      return {
        conditions: [one.conditions[Math.floor(code / width)], other.conditions[code % width]].flatMap(
          (condition) => condition ?? [],
        ),
        rows,
      };
    });
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
