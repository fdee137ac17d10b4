/**
 * Why texts with digits are no numbers, where no one said that they are text: `10-20`, `00:12:30`, `1/3` and `A59B` are
 * compared as categories, or not at all, and so each such column is named. Only what a text looks like is known here, not what it means.
 */
import { hasTwoSpellings, isMissingWord, isUnknownWord } from './infer-kind.ts';
import { explainText } from './number-categories.ts';
import { plainSpelling } from './number-spelling.ts';
import { parseNumberText } from './parse-number.ts';
import { parseTimes } from './parse-time-texts.ts';
import type { CategoryColumn, NumbersInText } from './table.ts';

/** The first of the distinct texts say what the others are. */
const FIRST_CATEGORIES = 1000;
/** Longer ones are sentences. */
const LONGEST = 40;
/** Of the distinct texts. */
const MOST = 0.5;
/** With fewer different texts of one shape, they are few levels. */
const FEW_LEVELS = 3;
/** The same for texts that only have digits somewhere: `line 4` and `v2` are names. */
const FEW_CODES = 10;

const NUMBER = String.raw`[+−-]?(?:\d[\d.,]*|[.,]\d+)(?:e[+-]?\d+)?`;
const UNIT = String.raw`(?:\s*(?:%|[\p{L}°µ$€£]+))?`;
const RANGE = new RegExp(
  String.raw`^[(\[]?\s*\$?(${NUMBER})${UNIT}\s*(?:-|–|—|~|to|bis|à|\.\.+|[,;](?=.*[)\]]$))\s*\$?(${NUMBER})${UNIT}\s*[)\]]?$`,
  'iu',
);
/** The first and last level of ranges: `<10`, `40+`, `> 100`, `under 18`. */
const OPEN_RANGE = new RegExp(
  String.raw`^(?:(?:[<>≤≥]=?|under|over|below|above|up to)\s*${NUMBER}|${NUMBER}\s*(?:\+|and over|or more))$`,
  'iu',
);
const CLOCK = /^[+-]?(?:\d+\s*(?:days?|d)[,\s]\s*)?\d+:[0-5]\d(?::[0-5]\d)?(?:[.,]\d+)?$/i;
const TIME_UNIT = String.raw`(?:days?|d|hours?|hrs?|hr|h|minutes?|mins?|min|m|seconds?|secs?|sec|s|ms)`;
const WORDED_DURATION = new RegExp(
  String.raw`^(?:\d+(?:[.,]\d+)?\s*${TIME_UNIT}\b[,\s]*){2,}$|^(?:\d+[dhms]\s*){2,}$`,
  'i',
);
const ISO_DURATION = /^[+-]?P(?=.*\d)(?:\d+(?:[.,]\d+)?[YMWD])*(?:T(?:\d+(?:[.,]\d+)?[HMS])*)?$/;
/** Commas divide here, so that there is one way to read `1,2,3`. */
const ONE_OF_SEVERAL = String.raw`[+−-]?(?:\d+(?:\.\d+)?|\.\d+)`;
const SEVERAL = new RegExp(
  String.raw`^[(\[{]?\s*(?:\d+\s+(?=\d+\s*/))?${ONE_OF_SEVERAL}(?:\s*[/:|;,x×*@-]\s*${ONE_OF_SEVERAL})+\s*[)\]}]?$`,
  'iu',
);
/** Hexadecimal, powers of ten, exponents of Fortran, underscores, quotes, digits of other scripts. */
const OTHER_SPELLING =
  /^(?:[+-]?0x[\da-f]+|[+-]?\d+(?:[.,]\d+)?\s*[x×*·]\s*10\s*(?:\^|\*\*)?\s*[-+−⁻⁰¹²³⁴-⁹\d]+|[+-]?\d*[.,]?\d+[dD][+-]?\d+|[+-]?\d{1,3}(?:_\d{3})+(?:\.\d+)?|(['"‘“`])[+-]?[\d.,]+['"’”`]|="[+-]?[\d.,]+"|(?=.*[^\d.,+−-])[+−-]?[\p{Nd}.,٫٬]+)$/u;

/** Without a blank, letters may be those of a code, such as `12A-4`. */
const WITH_WORDS = new RegExp(String.raw`^[$€£]?\s*${NUMBER}((?:\s|[$€£%°'"])(?=.*[^\s\d]).*)$`, 'u');

const ROW_NAME = /^[\p{L}_#.-]+\d+$/u;

const SHAPES = [
  ['durations', isDuration],
  ['other-spelling', (text) => OTHER_SPELLING.test(text)],
  ['ranges', isRange],
  ['several-numbers', (text) => SEVERAL.test(text)],
] as const satisfies readonly (readonly [NumbersInText['reason'], (text: string) => boolean])[];

/** Undefined where the texts do not look like numbers, and where the column says so itself. O(1) in rows. */
export function explainDigits({
  codes,
  categories,
  numbersInText,
}: CategoryColumn): NumbersInText | undefined {
  if (numbersInText !== undefined) return numbersInText;
  const present = categories
    .slice(0, FIRST_CATEGORIES)
    .filter((text) => !isMissingWord(text) && !isUnknownWord(text));
  if (present.length > 2 && hasTwoSpellings(present))
    return { reason: 'two-spellings', example: present.find((text) => /\d/.test(text)) ?? present[0] ?? '' };
  const withDigits = present.filter((text) => /\p{Nd}/u.test(text) && text.length <= LONGEST);
  const [first] = withDigits;
  if (first === undefined || withDigits.length < FEW_LEVELS || withDigits.length < MOST * present.length)
    return undefined;
  // What the reference had as text, or the type of the file, stays so.
  if (present.every(isPlainNumber)) return undefined;
  return (
    findTimes(present) ??
    findShape(withDigits) ??
    findWords(withDigits) ??
    findMixed(present) ??
    findCodes(withDigits, categories.length === codes.length)
  );
}

function isPlainNumber(text: string): boolean {
  return !Number.isNaN(parseNumberText(plainSpelling(text)));
}

function findTimes(present: readonly string[]): NumbersInText | undefined {
  const [first = ''] = present;
  // Numbers may be years and seconds; that is for whoever wrote them to say.
  if (present.some(isPlainNumber) || !/\d\D+\d|\p{L}/u.test(first) || CLOCK.test(first)) return undefined;
  const { values } = parseTimes(present);
  const times = present.filter((_, index) => !Number.isNaN(values[index]));
  const [example] = times;
  return example === undefined || times.length <= MOST * present.length
    ? undefined
    : { reason: 'times', example };
}

function findShape(withDigits: readonly string[]): NumbersInText | undefined {
  for (const [reason, matches] of SHAPES) {
    const some = withDigits.filter((text) => matches(text.trim()));
    const [example] = some;
    if (example !== undefined && some.length >= FEW_LEVELS && some.length > MOST * withDigits.length) {
      return { reason, example };
    }
  }
  return undefined;
}

/** A number, and the same words behind each: `12.5 L/100km`, `4.5 out of 5`. */
function findWords(withDigits: readonly string[]): NumbersInText | undefined {
  const countOf = new Map<string, number>();
  for (const text of withDigits) {
    const [, words] = WITH_WORDS.exec(text.trim()) ?? [];
    if (words !== undefined) countOf.set(words, (countOf.get(words) ?? 0) + 1);
  }
  const most = [...countOf.values()].reduce((largest, count) => Math.max(largest, count), 0);
  const [example = ''] = withDigits;
  return most >= FEW_LEVELS && most > MOST * withDigits.length ? { reason: 'words', example } : undefined;
}

function findMixed(categories: readonly string[]): NumbersInText | undefined {
  const plain = categories.filter(isPlainNumber).length;
  return explainText({ categories, counts: new Int32Array(categories.length).fill(1) }, plain);
}

/** @param isUnique whether each row has another text: `r17` and `ID-0017` are the numbers of rows then. */
function findCodes(withDigits: readonly string[], isUnique: boolean): NumbersInText | undefined {
  const [example = ''] = withDigits;
  if (withDigits.length < FEW_CODES) return undefined;
  return isUnique && withDigits.every((text) => ROW_NAME.test(text))
    ? undefined
    : { reason: 'codes', example };
}

function isDuration(text: string): boolean {
  return CLOCK.test(text) || WORDED_DURATION.test(text) || ISO_DURATION.test(text);
}

/** From a lower to a higher number: `3-1` is no range. */
function isRange(text: string): boolean {
  const [, low, high] = RANGE.exec(text) ?? [];
  if (low === undefined || high === undefined) return OPEN_RANGE.test(text);
  return Number(low.replaceAll(',', '')) <= Number(high.replaceAll(',', ''));
}
