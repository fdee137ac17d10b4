/**
 * A column from its distinct texts and their codes: what every format can give, whatever the column holds. The kind
 * is the one that was asked for, or the one that the texts have.
 */
import type { KnownDayOrder } from './day-order.ts';
import { explainDigits } from './digits-in-text.ts';
import { findRoundedNumber } from './float-spelling.ts';
import { areMixedBooleans, isMissingWord, parseBoolean, parseDeclaredBoolean } from './infer-kind.ts';
import {
  findBounds,
  findNumbersInText,
  inferNumbers,
  readDeclaredNumbers,
  type DistinctTexts,
  type NumberCategories,
  type TextCategories,
} from './number-categories.ts';
import { parseNumberText } from './parse-number.ts';
import { parseTimes } from './parse-time-texts.ts';
import { parseTimeText } from './parse-time.ts';
import type { CellsContext, ReadKind } from './read-options.ts';
import type { CategoryColumn, Column, NumberColumn, TimeColumn, UnreadCells } from './table.ts';
import { basisOfTexts } from './time-basis.ts';
import { splitUnit } from './unit-signs.ts';

/** What a column of texts is read as; identities have no distinct texts. */
export type CellsKind = Exclude<ReadKind, 'identity'>;

/** @param kind undefined: what the texts are. */
export function columnOfCategories(
  cells: CategoryColumn,
  kind: CellsKind | undefined,
  context: CellsContext,
): Column {
  switch (kind) {
    case 'text':
      return cells;
    case 'category':
      return mergeWholeNumbers(cells);
    case 'number':
      return columnOfNumbers(cells, readDeclaredNumbers(countsOf(cells), context));
    case 'boolean':
      return numbersOf(cells, cells.categories.map(parseDeclaredBoolean));
    case 'time':
      return columnOfTimes(cells, context.dayOrder);
    case 'class':
      return classesOf(cells);
    case undefined:
      return withReason(inferColumn(cells, context));
  }
}

/** No one said that it is text. */
function withReason(column: Column): Column {
  return column.kind === 'category' ? explained(column, explainDigits(column)) : column;
}

/** A unit in none of so many is not looked for in the others. */
const FIRST_CATEGORIES = 10;

/** Text by the type of its file: nothing but times and numbers with a unit, which many writers have only as text, is anything else. */
export function columnOfTexts(cells: CategoryColumn, context: CellsContext): Column {
  return withReason(inferTexts(cells, context));
}

function inferTexts(cells: CategoryColumn, context: CellsContext): Column {
  const [first] = cells.categories;
  if (first === undefined) return cells;
  if (cells.categories.slice(0, FIRST_CATEGORIES).some((text) => splitUnit(text) !== undefined)) {
    const numbers = inferNumbers(countsOf(cells), context);
    if (numbers.kind === 'numbers' || numbers.numbersInText !== undefined)
      return columnOfNumbers(cells, numbers);
  }
  if (Number.isNaN(parseTimeText(first)))
    return explained(cells, findNumbersInText(cells.categories) ?? findBounds(countsOf(cells)));
  const times = cells.categories.map(parseTimeText);
  return times.some(Number.isNaN) ? cells : timesOf(cells, times);
}

function explained(cells: CategoryColumn, numbersInText: CategoryColumn['numbersInText']): CategoryColumn {
  return numbersInText === undefined ? cells : { ...cells, numbersInText };
}

function inferColumn(cells: CategoryColumn, context: CellsContext): Column {
  const { counts } = countsOf(cells);
  const isPresent = cells.categories.map((text) => !isMissingWord(text));
  const present = cells.categories.filter((_, code) => isPresent[code]);
  if (present.length === 0) return numbersOf(cells, cells.categories.map(parseNumberText));
  if (present.every((text) => !Number.isNaN(parseBoolean(text)))) {
    return numbersOf(cells, cells.categories.map(parseBoolean));
  }
  if (areMixedBooleans(present)) return numbersOf(cells, cells.categories.map(parseDeclaredBoolean));
  const numbers = inferNumbers({ categories: cells.categories, counts }, context);
  if (numbers.kind === 'numbers') return columnOfNumbers(cells, numbers);
  const times = cells.categories.map(parseTimeText);
  if (areTimes({ times, counts, isPresent })) return timesOf(cells, times);
  return explained(cells, numbers.numbersInText);
}

interface TimeEvidence {
  readonly times: readonly number[];
  readonly counts: Int32Array;
  readonly isPresent: readonly boolean[];
}

const MOST_TIMES = 0.95;

function areTimes({ times, counts, isPresent }: TimeEvidence): boolean {
  let known = 0;
  let all = 0;
  times.forEach((time, code) => {
    if (isPresent[code] !== true) return;
    all += counts[code] ?? 0;
    if (!Number.isNaN(time)) known += counts[code] ?? 0;
  });
  return known > 0 && known >= MOST_TIMES * all;
}

function columnOfNumbers(cells: CategoryColumn, numbers: NumberCategories | TextCategories): Column {
  if (numbers.kind === 'text') return explained(cells, numbers.numbersInText);
  const { values, unit, decimal, isDecimalAssumed } = numbers;
  return {
    ...numbersOf(cells, values),
    ...(unit !== undefined && { unit }),
    ...(decimal !== undefined && { decimal }),
    ...(isDecimalAssumed !== undefined && { isDecimalAssumed }),
  };
}

function countsOf(cells: CategoryColumn): DistinctTexts {
  return { categories: cells.categories, counts: countCategories(cells) };
}

function numbersOf(cells: CategoryColumn, values: readonly number[]): NumberColumn {
  return {
    kind: 'number',
    name: cells.name,
    values: spread(cells.codes, values),
    ...unreadIn(cells, values),
  };
}

/** @param known which of day and month comes first, as somebody else says. */
export function columnOfTimes(cells: CategoryColumn, known: KnownDayOrder | undefined): TimeColumn {
  const { values, dayOrderFault: fault, ...named } = parseTimes(cells.categories, known);
  const unreadDays = fault && { fault, cells };
  return { ...timesOf(cells, values), ...named, ...(unreadDays !== undefined && { unreadDays }) };
}

function timesOf(cells: CategoryColumn, values: readonly number[]): TimeColumn {
  return {
    kind: 'time',
    name: cells.name,
    values: spread(cells.codes, values),
    ...basisOfTexts(cells.categories, values),
    ...unreadIn(cells, values),
  };
}

const CANONICAL_INTEGER = /^(?:0|-?[1-9]\d*)$/;
const WHOLE_NUMBER = /^(-?(?:0|[1-9]\d*))\.0+$/;

/** Numbers where each category is one in its only spelling, and booleans; else text, so that `1E1` is not `10`. */
function classesOf(cells: CategoryColumn): Column {
  const present = cells.categories.filter((text) => !isMissingWord(text));
  if (present.every((text) => !Number.isNaN(parseBoolean(text)))) {
    return numbersOf(cells, cells.categories.map(parseBoolean));
  }
  if (areMixedBooleans(present)) return numbersOf(cells, cells.categories.map(parseDeclaredBoolean));
  const isNumeric = present.every((text) => CANONICAL_INTEGER.test(text) || WHOLE_NUMBER.test(text));
  return isNumeric ? numbersOf(cells, cells.categories.map(parseNumberText)) : cells;
}

/** `1.0` is the category `1`: writers spell whole numbers so as soon as one value of the column is missing. */
function mergeWholeNumbers({ name, codes, categories }: CategoryColumn): CategoryColumn {
  const merged = categories.map((text) => WHOLE_NUMBER.exec(text)?.[1] ?? text);
  const rounded = findRoundedNumber(categories);
  const column = { kind: 'category', name, ...(rounded !== undefined && { rounded }) } as const;
  const codeOf = new Map<string, number>();
  for (const text of merged) if (!codeOf.has(text)) codeOf.set(text, codeOf.size);
  if (codeOf.size === categories.length) return { ...column, codes, categories: merged };
  const newCodes = Int32Array.from(merged, (text) => codeOf.get(text) ?? -1);
  return { ...column, codes: codes.map((code) => newCodes[code] ?? -1), categories: [...codeOf.keys()] };
}

function spread(codes: Int32Array, values: readonly number[]): Float64Array {
  const table = Float64Array.from(values);
  const spreadValues = new Float64Array(codes.length);
  for (let row = 0; row < codes.length; row++) spreadValues[row] = table[codes[row] ?? -1] ?? NaN;
  return spreadValues;
}

const EXAMPLES = 3;

function unreadIn(
  { codes, categories }: CategoryColumn,
  values: readonly number[],
): { readonly unread?: UnreadCells } {
  const isUnread = categories.map((text, code) => Number.isNaN(values[code]) && !isMissingWord(text));
  if (!isUnread.includes(true)) return {};
  let count = 0;
  const firstRow = new Map<number, number>();
  codes.forEach((code, row) => {
    if (isUnread[code] !== true) return;
    count++;
    if (firstRow.size < EXAMPLES && !firstRow.has(code)) firstRow.set(code, row);
  });
  const examples = [...firstRow].map(([code, row]) => ({ row: row + 1, text: categories[code] ?? '' }));
  return count === 0 ? {} : { unread: { count, examples } };
}

function countCategories({ codes, categories }: CategoryColumn): Int32Array {
  const counts = new Int32Array(categories.length);
  // oxlint-disable-next-line typescript/prefer-for-of -- an iterator takes several times as long, and this sees every row
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] ?? -1;
    if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}
