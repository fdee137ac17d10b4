/**
 * What the cells of a column are, all of them together: numbers, booleans, times or text. One odd spelling does not
 * make text of a column of numbers: such cells become missing values that are counted and named (`UnreadCells`).
 */
import { isZeroPadded, parseNumberText } from './parse-number.ts';

/** What pandas, NumPy, R, SQL, Hive, Spark, Excel, SAS and JavaScript write where a number or a time is missing. */
// oxfmt-ignore
const MISSING_WORDS: ReadonlySet<string> = new Set([
  'na', 'n/a', 'nan', '-nan', 'null', 'none', 'nil', 'nat', '<na>', '#n/a', '#na', '\\n', '.', '-', '--', '?',
  'undefined', '(null)', '#null!', '#div/0!', '#value!', '#ref!', '#name?', '#num!',
]);
/** As older libraries of C on Windows write what is no number, filled up with zeros: `-1.#IND`, `1.#QNAN0`. */
const NO_NUMBER_OF_C = /^[+-]?1\.#(?:ind|qnan|snan)0*$/;
/** As Stata and SAS number their kinds of missing values: `.a` to `.z`, `._`. */
const CODED_MISSING = /^\.[a-z_]$/;
const LONGEST_WORD = 12;
/** What people write for it among numbers. It is no missing value until the column is known to hold numbers. */
// oxfmt-ignore
const UNKNOWN_WORDS: ReadonlySet<string> = new Set([
  'unknown', 'unk', 'missing', 'not available', 'not applicable', 'not known', 'not reported', 'not recorded', 'not provided',
  'no data', 'nodata', 'no value', 'n.a.', 'n.a', 'n/d', 'nd', 'tbd', 'tba', 'pending', 'blank', 'empty', 'refused',
  'unspecified', 'not specified', 'undetermined', 'other', 'error', 'invalid', 'unbekannt', 'inconnu', 'desconocido', 'k.a.',
]);

/** Whether the text stands for a missing value in a column that is known to hold numbers. */
export function isUnknownWord(text: string): boolean {
  return UNKNOWN_WORDS.has(text.trim().toLowerCase().replaceAll('_', ' '));
}

/** Whether the text stands for a missing value among numbers and times. Text keeps it: `NA` is a country too. */
export function isMissingWord(text: string): boolean {
  if (text.length > LONGEST_WORD) return false;
  const word = text.trim().toLowerCase();
  if (word === '' || MISSING_WORDS.has(word)) return true;
  return (word.includes('#') && NO_NUMBER_OF_C.test(word)) || CODED_MISSING.test(word);
}

const TRUE_WORDS: ReadonlySet<string> = new Set(['true', 't']);
const FALSE_WORDS: ReadonlySet<string> = new Set(['false', 'f']);
/** Booleans only where somebody said so, else categories. */
const MORE_TRUE_WORDS: ReadonlySet<string> = new Set(['yes', 'y', 'on']);
const MORE_FALSE_WORDS: ReadonlySet<string> = new Set(['no', 'n', 'off']);

/** 1, 0, or NaN for no boolean. */
export function parseBoolean(text: string): number {
  const word = text.trim().toLowerCase();
  if (TRUE_WORDS.has(word)) return 1;
  return FALSE_WORDS.has(word) ? 0 : NaN;
}

const FULL_WORDS: ReadonlySet<string> = new Set(['true', 'false']);

/**
 * Whether all texts are booleans, some of them 0 and 1: writers of two languages, or of a file that was corrected. Letters are no
 * booleans then: `T` beside `1` may be a code.
 */
export function areMixedBooleans(texts: readonly string[]): boolean {
  const isWord = texts.map((text) => FULL_WORDS.has(text.trim().toLowerCase()));
  return isWord.includes(true) && texts.every((text, index) => isWord[index] === true || isBit(text));
}

function isBit(text: string): boolean {
  const number = parseNumberText(text);
  return number === 0 || number === 1;
}

/** Whether a boolean has more than one spelling among the texts, which no one declared to be booleans: `Y`, `yes`, `1`. */
export function hasTwoSpellings(texts: readonly string[]): boolean {
  const values = texts.map(parseDeclaredBoolean);
  return !values.some(Number.isNaN) && new Set(values).size < texts.length;
}

/** The same for a column that is declared to hold booleans: also `yes`, `no`, `on`, `off`, `1` and `0`. */
export function parseDeclaredBoolean(text: string): number {
  const word = text.trim().toLowerCase();
  if (MORE_TRUE_WORDS.has(word)) return 1;
  if (MORE_FALSE_WORDS.has(word)) return 0;
  const number = parseNumberText(word);
  return number === 0 || number === 1 ? number : parseBoolean(word);
}

/** A spelling and how many cells have it. */
export interface Spelling {
  readonly text: string;
  readonly count: number;
}

/** A column in which most cells may be numbers. */
export interface NumberEvidence {
  /** Cells that are numbers. */
  readonly numbers: number;
  /** Whether the numbers are measured ones: with a decimal point, or of more than MANY_VALUES different values. */
  readonly isMeasured: boolean;
  readonly hasPoints: boolean;
  /** Different ones, counted up to MANY_VALUES + 1. */
  readonly distinctNumbers: number;
  /** Cells that are neither numbers nor missing, by spelling. */
  readonly odd: readonly Spelling[];
}

/** Whole numbers with fewer distinct values may be codes. */
export const MANY_VALUES = 100;
/** Of the cells with a value: more odd ones than that make a column of codes text. */
const FEW_ODD = 0.05;
/** The same for measured numbers, where the odd cells have no more spellings than FEW_SPELLINGS. */
const HALF = 0.5;
const FEW_SPELLINGS = 20;
/** So many different numbers, for each odd spelling too, are measured whatever part of the cells has no value. */
const DISTINCT_NUMBERS = 20;
const DISTINCT_PER_SPELLING = 10;

export type NumberDecision = 'numbers' | 'text';

/** Whether the column holds numbers; odd cells that fit no spelling are then unread. */
export function decideNumbers(evidence: NumberEvidence): NumberDecision {
  const { numbers, isMeasured, hasPoints, distinctNumbers, odd } = evidence;
  if (odd.length === 0) return 'numbers';
  const texts = odd.map(({ text }) => text);
  if (numbers === 0) return 'text';
  if (!hasPoints && texts.some(isZeroPadded)) return 'text';
  const cells = odd.reduce((sum, { count }) => sum + count, 0);
  const fraction = cells / (cells + numbers);
  // `<0.5` and `1,5` among points are not missing at random.
  const lookingLikeNumbers = odd.reduce((sum, { text, count }) => sum + (/\p{N}/u.test(text) ? count : 0), 0);
  if (lookingLikeNumbers > FEW_ODD * (cells + numbers)) return 'text';
  const areMany =
    distinctNumbers >= DISTINCT_NUMBERS && distinctNumbers >= DISTINCT_PER_SPELLING * odd.length;
  if (isMeasured) {
    const isFewSpellings = odd.length <= FEW_SPELLINGS && (fraction <= HALF || areMany);
    return isFewSpellings || fraction <= FEW_ODD ? 'numbers' : 'text';
  }
  if (areMany && texts.every(isUnknownWord)) return 'numbers';
  // Among few whole numbers, a word that repeats is one more code.
  return fraction <= FEW_ODD && odd.every(({ count }) => count === 1) ? 'numbers' : 'text';
}
