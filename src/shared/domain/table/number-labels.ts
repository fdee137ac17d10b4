/**
 * The distinct texts of a column as numbers: plain ones, with commas, or all with one unit. What most texts look like
 * decides, and a column whose texts look like numbers and are read as text says why.
 */
import {
  decideNumbers,
  isMissingWord,
  isUnknownWord,
  MANY_VALUES,
  parseDeclaredBoolean,
  type Spelling,
} from './infer-kind.ts';
import {
  hasDecimalPoint,
  hasPointsBetweenThousands,
  parseDeclaredNumber,
  parseNumbersWithCommas,
  parseNumberText,
} from './parse-number.ts';
import type { NumbersInText } from './table.ts';
import { findCommonUnit, isCurrency, isUnitSign, splitUnit } from './unit-signs.ts';

export interface NumberLabels {
  readonly kind: 'numbers';
  /** One a label; NaN for one that is missing or no number. */
  readonly values: readonly number[];
  readonly unit?: string;
}

/** `numbersInText` is undefined where the texts do not look like numbers. */
export type InferredNumbers =
  NumberLabels | { readonly kind: 'text'; readonly numbersInText: NumbersInText | undefined };

/** Of the cells: more without the unit make a column of text. */
const MOST_WITH_UNIT = 0.95;
/** Of the cells, where the column is declared to hold numbers. */
const HALF = 0.5;
/** A unit of letters needs so many different numbers, or a decimal point: `30d` and `90d` are names of periods. */
const FEW_NUMBERS = 10;
/** Of the cells that look like numbers, from which on a column of text says so. */
const MANY_IN_TEXT = 0.2;

/** @param counts cells of each label. */
export function inferNumbers(labels: readonly string[], counts: Int32Array): InferredNumbers {
  const values = labels.map(parseNumberText);
  const odd: Spelling[] = [];
  let numbers = 0;
  labels.forEach((text, code) => {
    const count = counts[code] ?? 0;
    if (!Number.isNaN(values[code])) numbers += count;
    else if (!isMissingWord(text)) odd.push({ text, count });
  });
  const points = labels.filter((text, code) => !Number.isNaN(values[code]) && text.includes('.'));
  // `2.000` beside `1.250,75` is two thousand.
  const hasPoints = odd.some(({ text }) => hasPointsBetweenThousands(text))
    ? points.some(hasDecimalPoint)
    : points.length > 0;
  const distinctNumbers = values.filter((value) => !Number.isNaN(value)).length;
  const isMeasured = hasPoints || distinctNumbers > MANY_VALUES;
  switch (decideNumbers({ numbers, isMeasured, hasPoints, distinctNumbers, odd })) {
    case 'numbers':
      return { kind: 'numbers', values };
    case 'numbers-with-commas':
      return { kind: 'numbers', values: parsePlainNumbers(labels) };
    case 'text':
      return inferUnits(labels, counts, numbers);
  }
}

function inferUnits(labels: readonly string[], counts: Int32Array, plain: number): InferredNumbers {
  const common = readUnit(labels, counts, MOST_WITH_UNIT);
  if (common !== undefined) {
    const numbers = new Set(common.values.filter((value) => !Number.isNaN(value)));
    const hasPoints = [...numbers].some((value) => !Number.isInteger(value));
    const isMeasured = isUnitSign(common.unit) ? numbers.size > 1 : hasPoints || numbers.size >= FEW_NUMBERS;
    if (isMeasured) return { kind: 'numbers', values: common.values, unit: common.unit };
  }
  return { kind: 'text', numbersInText: explainText(labels, counts, plain) };
}

interface UnitLabels {
  readonly values: readonly number[];
  readonly unit: string;
}

/** Undefined where less than `share` of the cells have one unit, and where no spelling reads their numbers. */
function readUnit(labels: readonly string[], counts: Int32Array, share: number): UnitLabels | undefined {
  const present = labels.flatMap((text, code) =>
    isMissingWord(text) || isUnknownWord(text) ? [] : [{ text, cells: counts[code] ?? 0 }],
  );
  const common = findCommonUnit(present);
  if (common === undefined || common.withUnitFraction < share) return undefined;
  const written = common.numbers.map((number) => number ?? '');
  const areThousands = isCurrency(common.unit) && areAmounts(written);
  const numbers = parsePlainNumbers(areThousands ? written.map((text) => text.replaceAll(',', '')) : written);
  // What is read without those that have a comma would be the small ones.
  if (numbers.some((value, index) => Number.isNaN(value) && written[index] !== '')) return undefined;
  const valueOf = new Map(present.map(({ text }, index) => [text, numbers[index] ?? NaN]));
  return { unit: common.unit, values: labels.map((text) => valueOf.get(text) ?? NaN) };
}

const AMOUNT = /^(?:[+-]?(?:\d{1,3}|[1-9]\d{0,2}(?:,\d{3})+))?$/;

/** Whether commas stand between thousands: amounts such as 31,234 and 950 have no three decimals, as 1,659 alone may. */
function areAmounts(written: readonly string[]): boolean {
  return (
    written.every((text) => AMOUNT.test(text)) && written.some((text) => /^[+-]?(?:\d{2,3},|\d+$)/.test(text))
  );
}

/** Numbers of a column that is declared to hold them, each by the spelling of all; booleans where all are booleans. */
export function readDeclaredNumbers(labels: readonly string[], counts: Int32Array): NumberLabels {
  const present = labels.filter((text) => !isMissingWord(text));
  const booleans = present.map(parseDeclaredBoolean);
  if (!booleans.some(Number.isNaN)) return { kind: 'numbers', values: labels.map(parseDeclaredBoolean) };
  const common = readUnit(labels, counts, HALF);
  return common === undefined
    ? { kind: 'numbers', values: parsePlainNumbers(labels) }
    : { kind: 'numbers', ...common };
}

function parsePlainNumbers(labels: readonly string[]): readonly number[] {
  const values = labels.map(parseDeclaredNumber);
  const others = labels.filter(
    (text, code) => Number.isNaN(values[code]) && text !== '' && !isMissingWord(text),
  );
  const plain = labels.filter((_, code) => !Number.isNaN(values[code]));
  // Points between thousands alone, such as `1.234`, look like decimals: only commas decide.
  const hasPoints = plain.some(hasDecimalPoint);
  const spelled = hasPoints ? others : [...others, ...plain];
  const withCommas = parseNumbersWithCommas(spelled, hasPoints);
  if (withCommas === undefined) return values;
  const valueOf = new Map(spelled.map((text, index) => [text, withCommas[index]]));
  return labels.map((text, code) => valueOf.get(text) ?? values[code] ?? NaN);
}

const COMMA_BEFORE_THREE_DIGITS = /^[+-]?[1-9]\d{0,2},\d{3}$/;

/** @param plain cells that are numbers as they stand. */
function explainText(
  labels: readonly string[],
  counts: Int32Array,
  plain: number,
): NumbersInText | undefined {
  const present = labels.map((text, code) => ({
    text,
    cells: isMissingWord(text) ? 0 : (counts[code] ?? 0),
  }));
  const all = present.reduce((sum, { cells }) => sum + cells, 0);
  const split = present.map(({ text, cells }) => ({ text, cells, parts: splitUnit(text) }));
  const open = present.filter(({ text }) =>
    COMMA_BEFORE_THREE_DIGITS.test(splitUnit(text)?.number ?? text.trim()),
  );
  const withUnit = split.filter(({ parts }) => parts !== undefined);
  const isMany = (some: readonly { readonly cells: number }[]): boolean =>
    some.reduce((sum, { cells }) => sum + cells, 0) >= MANY_IN_TEXT * all && some.length >= FEW_NUMBERS;
  const exampleOf = (some: readonly { readonly text: string }[]): string => some[0]?.text ?? '';
  if (isMany(open)) return { reason: 'open-commas', example: exampleOf(open) };
  const units = new Set(withUnit.map(({ parts }) => parts?.unit));
  if (isMany(withUnit) && units.size <= FEW_NUMBERS) {
    return { reason: 'several-units', example: exampleOf(withUnit) };
  }
  const numbers = labels.filter((text) => !Number.isNaN(parseNumberText(text)));
  return plain >= MANY_IN_TEXT * all && numbers.length >= FEW_NUMBERS
    ? {
        reason: 'other-texts',
        example: exampleOf(present.filter(({ text }) => Number.isNaN(parseNumberText(text)))),
      }
    : undefined;
}

/** Text by the type of its file, of which nearly all values are numbers. */
export function findNumbersInText(labels: readonly string[]): NumbersInText | undefined {
  const isNumber = (text: string): boolean => !Number.isNaN(parseNumberText(text)) || isMissingWord(text);
  const [first] = labels;
  if (labels.length < FEW_NUMBERS || first === undefined || !labels.every(isNumber)) return undefined;
  return { reason: 'text-by-type', example: first };
}
