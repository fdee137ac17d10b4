/**
 * Whether times are instants or what the clocks of a place showed. A text with a zone is an instant, and so are numbers
 * since 1970; a text without one, a date and the name of a month are local. One column may have both by mistake.
 */
import { parseEpoch } from './epoch-times.ts';
import { namesZone, withoutHarmlessEnd } from './time-words.ts';

/** Absent where a column has local times only, or none. */
export type TimeBasis = 'instants' | 'mixed';

/** As bits, so that parts of a file can be joined. */
export type TimeEvidence = number;
const INSTANT = 1;
const LOCAL = 2;

export function basisOfEvidence(evidence: TimeEvidence): { readonly basis?: TimeBasis } {
  if ((evidence & INSTANT) === 0) return {};
  return { basis: evidence === INSTANT ? 'instants' : 'mixed' };
}

/** @param values of the texts; NaN for one that is no time and shows nothing. O(texts). */
export function basisOfTexts(
  texts: readonly string[],
  values: readonly number[],
): { readonly basis?: TimeBasis } {
  let evidence = 0;
  texts.forEach((text, index) => {
    const valueMs = values[index] ?? NaN;
    if (!Number.isNaN(valueMs)) evidence |= isInstant(text, valueMs) ? INSTANT : LOCAL;
  });
  return basisOfEvidence(evidence);
}

const LETTER_Z = 0x5a;
const PLUS = 0x2b;
const DASH = 0x2d;
/** `2026-11-22T09:30`: a sign behind it belongs to a zone. */
const SHORTEST_CLOCK = 16;

/** Of a text that `parseTime` reads, in `bytes[start, end)`. */
export function evidenceOfTime(bytes: Uint8Array, start: number, end: number): TimeEvidence {
  if (bytes[end - 1] === LETTER_Z) return INSTANT;
  const isZoned =
    end - start > SHORTEST_CLOCK &&
    (isSign(bytes[end - 3]) || isSign(bytes[end - 5]) || isSign(bytes[end - 6]));
  return isZoned ? INSTANT : LOCAL;
}

function isSign(byte: number | undefined): boolean {
  return byte === PLUS || byte === DASH;
}

const CLOCK_WITH_OFFSET =
  /(?:\d[Tt]\d{1,2}(?::?\d{2}){0,2}|\d:\d{2}|[ap]\.?m\.?)(?:[.,]\d+)? ?(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?$/i;
/** As git writes a time. */
const YEAR_BEFORE_OFFSET = /\d:\d{2} \d{4} (?:[+-]\d{2}:?\d{2}|[A-Z]{3,4})$/;
const CLOCK = /\d[Tt:]\d|[ap]\.?m\.?/i;
/** What a zone may be followed by: `[Europe/Berlin]`, `(CET)`, and the year where it comes last. */
const BEHIND_ZONE = /\[[\w/+-]+\]$| \([^)]*\)$| \d{4}$/;
const ZONE_LETTERS = /(?<![A-Za-z])\(?([A-Z]{1,4})\)?$/;
const PLAIN_LOCAL = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/;

/** @param valueMs what the text was read as: digits are numbers since 1970, or a date and an hour. */
export function isInstant(text: string, valueMs: number): boolean {
  if (PLAIN_LOCAL.test(text)) return false;
  const trimmed = text.trim();
  if (parseEpoch(trimmed) === valueMs || CLOCK_WITH_OFFSET.test(trimmed)) return true;
  // Where every text has the same words behind it, they are read without them.
  if (CLOCK_WITH_OFFSET.test(withoutHarmlessEnd(trimmed)) || YEAR_BEFORE_OFFSET.test(trimmed)) return true;
  const plain = trimmed.replace(BEHIND_ZONE, '');
  if (CLOCK_WITH_OFFSET.test(plain)) return true;
  return CLOCK.test(plain) && [trimmed, plain].some((part) => namesZone(ZONE_LETTERS.exec(part)?.[1] ?? ''));
}
