/**
 * Numbers with a sign of their unit: `12.5%`, `$12.50`, `50.1 kg`. All of a column have the same unit, and the number
 * is what stands before or behind it: 12.5 % is 12.5. What is no unit, such as the `th` of `4th`, makes no number.
 */
import { isAccountSpelling, plainSpelling, withoutGroupMarks } from './number-spelling.ts';

/** A text without its unit. */
interface SignedNumber {
  readonly unit: string;
  /** The number as it is written, without blanks. */
  readonly number: string;
}

const CURRENCY = String.raw`(?:US|CA|A|NZ|HK|S|R|C)?\$|[€£¥₹₩₺₽฿₫₴₪]|[A-Z]{3}`;
const NUMBER = String.raw`(?:\d[\d.,'’\s]*|[.,]\d+)(?:(?<=\d)[eE][+-]?\d+)?`;
/** Letters, perhaps divided by others or with a power: `kg`, `km/h`, `mg/dL`, `m²`, `W/m^2`, `°C`. */
const LETTERS = String.raw`[\p{L}°µμΩ]+(?:[/·* ][\p{L}]+)?(?:[²³]|\^?-?\d)?`;
const MAGNITUDE = String.raw`(?:\s*(k|K|m|M|b|B|mn|bn|Mio|Mrd))?`;
const BEFORE = new RegExp(`^([+-]?)(${CURRENCY})\\s*([+-]?)(${NUMBER}?)${MAGNITUDE}$`, 'u');
const BEHIND = new RegExp(`^([+-]?)(${NUMBER}?)\\s*(${CURRENCY}|[%‰‱]|${LETTERS})$`, 'u');
/** As accounts write a loss. */
const IN_PARENTHESES = /^\((.+)\)$/;
/** A loss beside its unit: `$ (12.50)`, `(12,50) €`, `12,50- EUR`. */
const LOSS_BEHIND = new RegExp(`^(${CURRENCY})\\s*([(\\d.,].*)$`, 'u');
const LOSS_BEFORE = /^(.*[)−-])\s*(\S+)$/u;
/** How Excel writes nothing in an account. */
const NO_AMOUNT = new RegExp(`^(${CURRENCY})\\s*[-–—]$|^[-–—]\\s*(${CURRENCY})$`, 'u');
const NO_UNIT =
  /^(?:st|nd|rd|th|am|pm|e|[qhw]\d|jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december)$/i;
const SIGN = new RegExp(`^(?:${CURRENCY}|[%‰‱]|°.*)$`, 'u');
const ONLY_CURRENCY = new RegExp(`^(?:${CURRENCY})$`, 'u');
const LONGEST = 40;

/** Undefined for a text that is no number with a unit. */
export function splitUnit(text: string): SignedNumber | undefined {
  const trimmed = text.trim().replace(/^[−–]/u, '-');
  if (trimmed.length > LONGEST) return undefined;
  const inside = IN_PARENTHESES.exec(trimmed)?.[1];
  if (inside !== undefined) {
    const loss = splitUnit(inside);
    return loss === undefined || /^[+-]/.test(loss.number)
      ? undefined
      : { ...loss, number: `-${loss.number}` };
  }
  const account = splitAccount(trimmed);
  if (account !== undefined) return account;
  const [, outer = '', before, inner = '', first = '', magnitude = ''] = BEFORE.exec(trimmed) ?? [];
  if (before !== undefined) {
    if (first === '' || (outer !== '' && inner !== '')) return undefined;
    return signed(`${before}${magnitude}`, `${outer}${inner}`, first);
  }
  const [, sign = '', number = '', behind] = BEHIND.exec(trimmed) ?? [];
  return behind === undefined || number === '' ? undefined : signed(behind, sign, number);
}

/** Amounts with a currency, or percentages, whose minus is written as accounts do. */
function splitAccount(text: string): SignedNumber | undefined {
  const [, unitOfNothing, unitBehind = ''] = NO_AMOUNT.exec(text) ?? [text];
  const nothing = unitOfNothing ?? unitBehind;
  if (nothing !== '') return { unit: nothing, number: '0' };
  const behind = LOSS_BEHIND.exec(text);
  const before = LOSS_BEFORE.exec(text);
  const [unit = '', loss = ''] = behind === null ? [before?.[2], before?.[1]] : [behind[1], behind[2]];
  if (!isUnitSign(unit) || !isAccountSpelling(loss)) return undefined;
  const number = plainSpelling(loss);
  return number.startsWith('-') ? { unit, number } : undefined;
}

function signed(unit: string, sign: string, number: string): SignedNumber | undefined {
  if (NO_UNIT.test(unit)) return undefined;
  return { unit, number: `${sign}${withoutGroupMarks(number)}` };
}

export function isPercentage(unit: string): boolean {
  return /^[%‰‱]$/u.test(unit);
}

/** Whether amounts in this unit have no three decimals as a rule. */
export function isCurrency(unit: string): boolean {
  return ONLY_CURRENCY.test(unit);
}

/** Whether the unit is one by its sign: a currency, a percentage, degrees. Letters may be those of a code, such as `12A`. */
export function isUnitSign(unit: string): boolean {
  return SIGN.test(unit);
}

export interface CategoryCount {
  readonly text: string;
  readonly cells: number;
}

export interface CommonUnit {
  readonly unit: string;
  /** The number of each text, as it is written; undefined for a text without the unit. Zero needs none. */
  readonly numbers: readonly (string | undefined)[];
  /** Of the cells, from 0 to 1. */
  readonly withUnitFraction: number;
}

/** The unit that most cells have; undefined where none has one. @param categories present ones. O(categories). */
export function findCommonUnit(categories: readonly CategoryCount[]): CommonUnit | undefined {
  const parts = categories.map(({ text }) => splitUnit(text));
  const all = categories.reduce((sum, { cells }) => sum + cells, 0);
  const written = new Set(parts.map((part) => part?.unit));
  const cellsOf = new Map<string, number>();
  parts.forEach((part, index) => {
    for (const unit of part === undefined ? [] : [part.unit, ...pluralsOf(part)]) {
      if (written.has(unit)) cellsOf.set(unit, (cellsOf.get(unit) ?? 0) + (categories[index]?.cells ?? 0));
    }
  });
  const unit = mostOf(cellsOf);
  if (unit === undefined) return undefined;
  const numbers = categories.map(({ text }, index) => {
    const part = parts[index];
    if (part !== undefined && isOfUnit(part, unit)) return part.number;
    return isZero(text) ? text.trim() : undefined;
  });
  const known = categories.reduce(
    (sum, { cells }, index) => sum + (numbers[index] === undefined ? 0 : cells),
    0,
  );
  return { unit, numbers, withUnitFraction: known / all };
}

/** Of words of three letters or more; shorter ones have only the first. */
const PLURAL_ENDINGS = ['s', 'es', 'e', 'en', 'n'] as const;
/** Less than two, of which many languages speak in the singular. */
const LESS_THAN_TWO = /^[+-]?[01]?(?:[.,]\d{1,2}|[.,]0+)?$/;

/** Whether a word of two letters or more has an ending in addition: `days` of `day`, `Jahre` of `Jahr`. `ms` is none of `m`. */
function isPlural(plural: string, singular: string): boolean {
  if (!/^\p{L}{2,}$/u.test(singular) || !plural.startsWith(singular)) return false;
  const ending = plural.slice(singular.length);
  return PLURAL_ENDINGS.some((known) => known === ending && (known === 's' || singular.length > 2));
}

function pluralsOf(part: SignedNumber): readonly string[] {
  return PLURAL_ENDINGS.map((ending) => `${part.unit}${ending}`).filter((unit) => isOfUnit(part, unit));
}

/** `1 day` is of the unit `days`; `2 mil` is not of `mile`. */
function isOfUnit({ unit, number }: SignedNumber, common: string): boolean {
  return unit === common || (isPlural(common, unit) && LESS_THAN_TWO.test(number));
}

function mostOf(cellsOf: ReadonlyMap<string, number>): string | undefined {
  let unit: string | undefined;
  let most = 0;
  for (const [candidate, cells] of cellsOf) if (cells > most) [unit, most] = [candidate, cells];
  return unit;
}

/** Whether values in `unit` are in the plural `common` of other files: where all are 1, a file has the singular. */
export function isSingularUnit(unit: string, common: string, values: Float64Array): boolean {
  return isPlural(common, unit) && values.every((value) => Number.isNaN(value) || Math.abs(value) < 2);
}

function isZero(text: string): boolean {
  return /^0+(?:[.,]0+)?$/.test(text.trim());
}
