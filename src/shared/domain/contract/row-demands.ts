/** What a rule demands of whole rows: keys that are there once, and comparisons of two columns. */
import { at, indexAt } from '../statistics/vectors.ts';
import type { Column } from '../table/table.ts';
import type { ComparisonOperator } from './contract-rules.ts';
import type { CountedRows } from './value-demands.ts';

/** Rows whose values in all columns together an earlier row has too. Rows without one of the values do not count. */
export function countRepeatedKeys([first, ...others]: readonly Column[]): CountedRows {
  let keys = first === undefined ? new Int32Array(0) : numberValues(first);
  for (const column of others) keys = numberPairs(keys, numberValues(column));
  const seen = new Set<number>();
  let checkedRows = 0;
  for (const key of keys) {
    if (key < 0) continue;
    checkedRows++;
    seen.add(key);
  }
  return { checkedRows, brokenRows: checkedRows - seen.size };
}

/** The same number for equal values, from 0 on; -1 = missing. */
function numberValues(column: Column): Int32Array {
  if (column.kind === 'category') return column.codes;
  const numberOf = new Map<number, number>();
  return Int32Array.from(column.values, (value) => (Number.isNaN(value) ? -1 : numberIn(numberOf, value)));
}

/** The same number for equal pairs. */
function numberPairs(left: Int32Array, right: Int32Array): Int32Array {
  const numberOf = new Map<number, number>();
  // Categories of rows that are not in the window count too.
  const width = 1 + right.reduce((largest, one) => Math.max(largest, one), 0);
  return left.map((one, row) => {
    const other = indexAt(right, row);
    return one < 0 || other < 0 ? -1 : numberIn(numberOf, one * width + other);
  });
}

function numberIn(numberOf: Map<number, number>, value: number): number {
  const known = numberOf.get(value);
  if (known !== undefined) return known;
  numberOf.set(value, numberOf.size);
  return numberOf.size - 1;
}

/** Rows with both values of which the comparison is not true. Values of different kinds are never equal or ordered. */
export function countBrokenComparisons(
  operator: ComparisonOperator,
  left: Column,
  right: Column,
): CountedRows {
  let checkedRows = 0;
  let brokenRows = 0;
  const isText = left.kind === 'category' || right.kind === 'category';
  const rows = left.kind === 'category' ? left.codes.length : left.values.length;
  for (let row = 0; row < rows; row++) {
    const [one, other] = [valueAt(left, row), valueAt(right, row)];
    if (one === undefined || other === undefined) continue;
    checkedRows++;
    const isTrue =
      left.kind === right.kind &&
      (isText ? isEqualAs(operator, one === other) : COMPARE[operator](Number(one), Number(other)));
    if (!isTrue) brokenRows++;
  }
  return { checkedRows, brokenRows };
}

/** Texts have no order that every machine shares. */
function isEqualAs(operator: ComparisonOperator, isEqual: boolean): boolean {
  return operator === '==' ? isEqual : operator === '!=' ? !isEqual : false;
}

const COMPARE: Readonly<Record<ComparisonOperator, (left: number, right: number) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
};

function valueAt(column: Column, row: number): number | string | undefined {
  if (column.kind === 'category') return column.categories[indexAt(column.codes, row)];
  const value = at(column.values, row);
  return Number.isNaN(value) ? undefined : value;
}
