/**
 * One class, several spellings: pandas writes `True` and `1.0` where JSON has `true` and `1`, and a model that was given
 * 0 and 1 may answer with booleans. Other differences in spelling are other classes.
 */
import { undoSinglePrecision } from '../table/float-spelling.ts';

/** The names that are known; a map, since whoever encodes has their codes too. */
export type KnownClasses = Pick<ReadonlyMap<string, unknown>, 'has' | 'keys'>;

const WHOLE_NUMBER = /^(-?\d+)(?:\.0+)?$/;
const NEGATIVE_ZERO = /^-0+$/;
const INTEGER = /^-?\d+$/;
const BOOLEAN = /^(?:true|false)$/i;
const OTHER_SPELLING: ReadonlyMap<string, string> = new Map([
  ['true', '1'],
  ['false', '0'],
  ['1', 'true'],
  ['0', 'false'],
]);

/** `1.0` is `1`, `-0.0` is `0`, `True` is `true`, a single-precision 0.1 is `0.1`, and an accent that follows its letter is part of it. */
function normalizeClass(text: string): string {
  const whole = WHOLE_NUMBER.exec(text)?.[1];
  if (whole !== undefined) return NEGATIVE_ZERO.test(whole) ? '0' : whole;
  return BOOLEAN.test(text) ? text.toLowerCase() : undoSinglePrecision(text).normalize('NFC');
}

/** The known class that a text names, or the class that it would be. */
export function spellClass(text: string, known: KnownClasses): string {
  if (known.has(text)) return text;
  const own = normalizeClass(text);
  if (known.has(own)) return own;
  const other = OTHER_SPELLING.get(own);
  return other !== undefined && known.has(other) && areBooleans(known) ? other : own;
}

/** Among 0, 1 and 2, a 1 is no `true`. */
function areBooleans(known: KnownClasses): boolean {
  return [...known.keys()].every((name) => !INTEGER.test(name) || name === '0' || name === '1');
}
