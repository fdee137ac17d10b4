/**
 * The distinct texts of a column as numbers: plain ones, with commas, or all with one unit. What most texts look like
 * decides, and a column whose texts look like numbers and are read as text says why.
 */
import type { DecimalSign } from '../config/decimal-signs.ts';
import {
  decideSign,
  describeSign,
  ONE_COMMA,
  OPEN_COMMA,
  OPEN_POINT,
  parseWithSign,
  signEvidenceOf,
  signEvidenceOfAll,
  type SignContext,
  type SignDecision,
  type SignEvidence,
} from './decimal-sign.ts';
import {
  decideNumbers,
  isMissingWord,
  isUnknownWord,
  MANY_VALUES,
  parseDeclaredBoolean,
  type Spelling,
} from './infer-kind.ts';
import { isAccountSpelling, plainSpelling } from './number-spelling.ts';
import { isLeadingZero, parseDeclaredNumber, parseNumberText } from './parse-number.ts';
import type { NumbersInText } from './table.ts';
import { findCommonUnit, isCurrency, isPercentage, isUnitSign, splitUnit } from './unit-signs.ts';

export interface NumberCategories {
  readonly kind: 'numbers';
  /** One a category; NaN for one that is missing or no number. */
  readonly values: readonly number[];
  readonly unit?: string;
  readonly decimal?: DecimalSign;
  readonly isDecimalAssumed?: true;
}

/** `numbersInText` is undefined where the texts do not look like numbers. */
export interface TextCategories {
  readonly kind: 'text';
  readonly numbersInText: NumbersInText | undefined;
}

/** Of the cells: more without the unit make a column of text. */
const MOST_WITH_UNIT = 0.95;
/** Of the cells, where the column is declared to hold numbers. */
const HALF = 0.5;
/** A unit of letters needs so many different numbers, or a decimal point: `30d` and `90d` are names of periods. */
const FEW_NUMBERS = 10;
/** Of the cells that look like numbers, from which on a column of text says so. */
const MANY_IN_TEXT = 0.2;

/** The categories of a column, and how many cells each has. */
export interface DistinctTexts {
  readonly categories: readonly string[];
  readonly counts: Int32Array;
}

export function inferNumbers(
  { categories, counts }: DistinctTexts,
  context: SignContext,
): NumberCategories | TextCategories {
  const { evidence, decision } = decideSignOfTexts(categories, context);
  const read = categories.map((text) => (isLeadingZero(text) ? NaN : parseSpelling(text, decision.sign)));
  const isAccount = categories.map(isAccountSpelling);
  const hasPlain = read.some((value, code) => isAccount[code] === false && !Number.isNaN(value));
  const values = hasPlain ? read : read.map((value, code) => (isAccount[code] === true ? NaN : value));
  const odd: Spelling[] = [];
  let numbers = 0;
  categories.forEach((text, code) => {
    const count = counts[code] ?? 0;
    if (!Number.isNaN(values[code])) numbers += count;
    else if (!isMissingWord(text)) odd.push({ text, count });
  });
  const hasPoints = values.some((value) => !Number.isNaN(value) && !Number.isInteger(value));
  const distinctNumbers = values.filter((value) => !Number.isNaN(value)).length;
  const isMeasured = hasPoints || distinctNumbers > MANY_VALUES;
  switch (decideNumbers({ numbers, isMeasured, hasPoints, distinctNumbers, odd })) {
    case 'numbers':
      return decision.sign === 'open'
        ? { kind: 'text', numbersInText: openSign(categories) }
        : { kind: 'numbers', values, ...describeSign(evidence, decision) };
    case 'text':
      return inferUnits({ categories, counts }, numbers, context);
  }
}

interface SignOfTexts {
  readonly evidence: SignEvidence;
  readonly decision: SignDecision;
}

function decideSignOfTexts(categories: readonly string[], context: SignContext): SignOfTexts {
  const evidence = signEvidenceOfAll(categories.filter((text) => !isMissingWord(text)).map(plainSpelling));
  return { evidence, decision: decideSign(evidence, context) };
}

/** What cells show that most others are numbers beside, with or without a unit; nothing where most are other texts. */
export function evidenceOfTexts(categories: readonly string[]): SignEvidence {
  const present = categories.filter((text) => !isMissingWord(text) && !isUnknownWord(text));
  const shown = present.map((text) => {
    const plain = plainSpelling(text);
    return signEvidenceOf(plain) ?? signEvidenceOf(splitUnit(text)?.number ?? '');
  });
  const known = shown.filter((evidence) => evidence !== undefined);
  return 2 * known.length < shown.length ? 0 : known.reduce((all, evidence) => all | evidence, 0);
}

/** With the sign of the column; where it is open, as if points were decimal. */
export function parseSpelling(text: string, sign: SignDecision['sign']): number {
  const hasSign = text.includes(',') || text.includes('.');
  const value = sign === 'comma' && hasSign ? NaN : parseDeclaredNumber(text);
  if (!Number.isNaN(value) || isMissingWord(text)) return value;
  const plain = plainSpelling(text);
  if (sign === 'mixed' && plain.includes(',')) return NaN;
  return parseWithSign(plain, sign === 'comma' ? 'comma' : 'point');
}

/** Why a column is no column of numbers although each of its cells is one. */
function openSign(categories: readonly string[]): NumbersInText {
  const find = (open: SignEvidence): string | undefined =>
    categories.find((text) => signEvidenceOf(plainSpelling(splitUnit(text)?.number ?? text)) === open);
  const point = find(OPEN_POINT);
  return point === undefined
    ? { reason: 'open-commas', example: find(OPEN_COMMA) ?? '' }
    : { reason: 'open-points', example: point };
}

function inferUnits(
  cells: DistinctTexts,
  plain: number,
  context: SignContext,
): NumberCategories | TextCategories {
  const common = readUnit(cells, MOST_WITH_UNIT, context);
  if (common !== undefined) {
    const numbers = new Set(common.values.filter((value) => !Number.isNaN(value)));
    const hasPoints = [...numbers].some((value) => !Number.isInteger(value));
    const isMeasured = isUnitSign(common.unit) ? numbers.size > 1 : hasPoints || numbers.size >= FEW_NUMBERS;
    if (isMeasured && common.isOpen) return { kind: 'text', numbersInText: openSign(cells.categories) };
    if (isMeasured) return common.numbers;
  }
  return { kind: 'text', numbersInText: explainText(cells, plain) };
}

interface UnitCategories {
  readonly values: readonly number[];
  readonly unit: string;
  /** Whether the values are a guess at what points and commas mean. */
  readonly isOpen: boolean;
  readonly numbers: NumberCategories;
}

/** Undefined where less than `share` of the cells have one unit, and where no spelling reads their numbers. */
function readUnit(
  { categories, counts }: DistinctTexts,
  share: number,
  context: SignContext,
): UnitCategories | undefined {
  const present = categories.flatMap((text, code) =>
    isMissingWord(text) || isUnknownWord(text) ? [] : [{ text, cells: counts[code] ?? 0 }],
  );
  const common = findCommonUnit(present);
  if (common === undefined || common.withUnitFraction < share) return undefined;
  const { unit } = common;
  const written = common.numbers.map((number) => number ?? '');
  const { evidence, decision } = decideSignOfTexts(written, signOfUnit(unit, written, context));
  const numbers = written.map((text) => (text === '' ? NaN : parseSpelling(text, decision.sign)));
  // What is read without those that have a comma would be the small ones.
  if (numbers.some((value, index) => Number.isNaN(value) && written[index] !== '')) return undefined;
  const valueOf = new Map(present.map(({ text }, index) => [text, numbers[index] ?? NaN]));
  const values = categories.map((text) => valueOf.get(text) ?? NaN);
  return {
    ...{ values, unit, isOpen: decision.sign === 'open' },
    numbers: { kind: 'numbers', values, unit, ...describeSign(evidence, decision) },
  };
}

/** No percentage is a thousand, and amounts of money have no three decimals as a rule. */
function signOfUnit(unit: string, written: readonly string[], context: SignContext): SignContext {
  const { configured } = context;
  if (isPercentage(unit)) return { ...context, configured: configured ?? signOfPercentages(written) };
  if (!isCurrency(unit)) return context;
  const file = context.file && { ...context.file, isCommaDelimited: false };
  if (areAmounts(written, ',')) return { ...context, file, configured: configured ?? 'point' };
  return { ...context, file, configured: areAmounts(written, '.') ? (configured ?? 'comma') : configured };
}

function signOfPercentages(written: readonly string[]): DecimalSign | undefined {
  const evidence = signEvidenceOfAll(written);
  if ((evidence & OPEN_COMMA) === 0) return 'point';
  return (evidence & OPEN_POINT) === 0 ? 'comma' : undefined;
}

const AMOUNTS = {
  ',': /^(?:[+-]?(?:\d{1,3}|[1-9]\d{0,2}(?:,\d{3})+))?$/,
  '.': /^(?:[+-]?(?:\d{1,3}|[1-9]\d{0,2}(?:\.\d{3})+))?$/,
} as const;
const THOUSANDS = { ',': /^[+-]?(?:\d{2,3},|\d+$)/, '.': /^[+-]?(?:\d{2,3}\.|\d+$)/ } as const;

/** Whether the sign stands between thousands: amounts such as 31,234 and 950 have no three decimals, as 1,659 alone may. */
function areAmounts(written: readonly string[], sign: keyof typeof AMOUNTS): boolean {
  return (
    written.some((text) => text.includes(sign)) &&
    written.every((text) => AMOUNTS[sign].test(text)) &&
    written.some((text) => THOUSANDS[sign].test(text))
  );
}

/** Numbers of a column that is declared to hold them, each by the spelling of all; booleans where all are booleans. */
export function readDeclaredNumbers(
  cells: DistinctTexts,
  context: SignContext,
): NumberCategories | TextCategories {
  const { categories } = cells;
  const present = categories.filter((text) => !isMissingWord(text));
  const booleans = present.map(parseDeclaredBoolean);
  if (!booleans.some(Number.isNaN)) return { kind: 'numbers', values: categories.map(parseDeclaredBoolean) };
  const common = readUnit(cells, HALF, context);
  if (common !== undefined) {
    return common.isOpen ? { kind: 'text', numbersInText: openSign(categories) } : common.numbers;
  }
  const { evidence, decision } = decideSignOfTexts(categories, context);
  if (decision.sign === 'open') return { kind: 'text', numbersInText: openSign(categories) };
  const values = categories.map((text) => parseSpelling(text, decision.sign));
  return { kind: 'numbers', values, ...describeSign(evidence, decision) };
}

/** @param plain cells that are numbers as they stand. */
export function explainText({ categories, counts }: DistinctTexts, plain: number): NumbersInText | undefined {
  const present = categories.map((text, code) => ({
    text,
    cells: isMissingWord(text) ? 0 : (counts[code] ?? 0),
  }));
  const all = present.reduce((sum, { cells }) => sum + cells, 0);
  const split = present.map(({ text, cells }) => ({ text, cells, parts: splitUnit(text) }));
  const open = present.filter(({ text }) => ONE_COMMA.test(splitUnit(text)?.number ?? text.trim()));
  const withUnit = split.filter(({ parts }) => parts !== undefined);
  const isMany = (some: readonly { readonly cells: number }[]): boolean =>
    some.reduce((sum, { cells }) => sum + cells, 0) >= MANY_IN_TEXT * all && some.length >= FEW_NUMBERS;
  const exampleOf = (some: readonly { readonly text: string }[]): string => some[0]?.text ?? '';
  if (isMany(open)) return { reason: 'open-commas', example: exampleOf(open) };
  const units = new Set(withUnit.map(({ parts }) => parts?.unit));
  if (isMany(withUnit) && units.size <= FEW_NUMBERS) {
    return { reason: 'several-units', example: exampleOf(withUnit) };
  }
  const bounds = findBounds({ categories, counts });
  if (bounds !== undefined) return bounds;
  const numbers = categories.filter((text) => !Number.isNaN(parseNumberText(text)));
  return plain >= MANY_IN_TEXT * all && numbers.length >= FEW_NUMBERS
    ? {
        reason: 'other-texts',
        example: exampleOf(present.filter(({ text }) => Number.isNaN(parseNumberText(text)))),
      }
    : undefined;
}

const NUMBER = String.raw`[+-]?(?:\d[\d.,]*|[.,]\d+)(?:e[+-]?\d+)?`;
/** What is said of a number beside it: `<8`, `>= 100`, `~5`, `ca. 5`, `5*`, `5 ± 1`, `3 (est)`, `10+`. */
const BOUND = new RegExp(
  `^(?:(?:[<>=]{1,2}|[≤≥≦≧≲≳~≈≃±])\\s*|(?:ca|circa|approx|about|under|over|below|above|up to|at least|at most)\\.?\\s+)${NUMBER}$` +
    `|^${NUMBER}\\s*(?:\\*{1,3}|[†‡?+<>]|±\\s*${NUMBER}|\\([^()]*\\))$`,
  'iu',
);
/** Of fewer different ones a bound is the last of some levels: 0, 1, 2, 3+. */
const FEW_LEVELS = 6;

/** Numbers of which some have a sign or a word that makes them a bound or an approximation. They are not missing at random. */
export function findBounds({ categories, counts }: DistinctTexts): NumbersInText | undefined {
  let all = 0;
  let known = 0;
  let distinct = 0;
  let example: string | undefined;
  categories.forEach((text, code) => {
    if (isMissingWord(text)) return;
    const cells = counts[code] ?? 0;
    all += cells;
    const isBound = BOUND.test(text.trim());
    if (!isBound && Number.isNaN(parseNumberText(text))) return;
    known += cells;
    distinct += 1;
    if (isBound) example ??= text;
  });
  const isMany = distinct >= FEW_LEVELS && known >= MANY_IN_TEXT * all;
  return isMany && example !== undefined ? { reason: 'bounds', example } : undefined;
}

/** Text by the type of its file, of which nearly all values are numbers. */
export function findNumbersInText(categories: readonly string[]): NumbersInText | undefined {
  const isNumber = (text: string): boolean => !Number.isNaN(parseNumberText(text)) || isMissingWord(text);
  const [first] = categories;
  if (categories.length < FEW_NUMBERS || first === undefined || !categories.every(isNumber)) return undefined;
  return { reason: 'text-by-type', example: first };
}
