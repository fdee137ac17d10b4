/** What the names of groups say of their order: numbers without gaps may be batches in time, or users. */

/** A run of numbers counts as gapless up to this multiple of the number of groups. */
const GAPLESS_UP_TO = 1.5;
/** The digits at the end of a name, up to nine. */
const LAST_DIGITS = /\d{1,9}$/;

/** Whether names are whole numbers in a nearly gapless run, alone or after one prefix: 1, 2, 3 or batch-07, batch-08. */
export function areNumbered(names: readonly string[]): boolean {
  let prefix: string | undefined;
  let lowest = Infinity;
  let highest = -Infinity;
  for (const name of names) {
    const match = LAST_DIGITS.exec(name);
    if (match === null) return false;
    prefix ??= name.slice(0, match.index);
    if (match.index !== prefix.length || !name.startsWith(prefix)) return false;
    const number = Number(match[0]);
    lowest = Math.min(lowest, number);
    highest = Math.max(highest, number);
  }
  return highest - lowest + 1 <= GAPLESS_UP_TO * names.length;
}

/** Numbers in names count as numbers: "batch-9" comes before "batch-10". Zero for equal names only. */
export function compareNaturally(left: string, right: string): number {
  if (left === right) return 0;
  let at = startOfPart(left, commonLength(left, right));
  while (at < left.length && at < right.length) {
    const [part, other] = [left.slice(at, endOfPart(left, at)), right.slice(at, endOfPart(right, at))];
    if (part !== other) {
      const difference = Number(part) - Number(other);
      if (Number.isFinite(difference) && difference !== 0) return difference;
      return part < other ? -1 : 1;
    }
    at += part.length;
  }
  return left.length - right.length;
}

/** Parts are characters that are no digits, or so many digits. */
const PART_DIGITS = 15;

function endOfPart(name: string, start: number): number {
  const isDigits = isDigit(name.charCodeAt(start));
  const limit = isDigits ? Math.min(name.length, start + PART_DIGITS) : name.length;
  let end = start + 1;
  while (end < limit && isDigit(name.charCodeAt(end)) === isDigits) end += 1;
  return end;
}

function commonLength(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left.charCodeAt(length) === right.charCodeAt(length)) length += 1;
  return length;
}

/** Where the part begins that has the last character before `end`. */
function startOfPart(name: string, end: number): number {
  const isDigits = isDigit(name.charCodeAt(end - 1));
  let start = end;
  while (start > 0 && isDigit(name.charCodeAt(start - 1)) === isDigits) start -= 1;
  return isDigits ? start + PART_DIGITS * Math.floor((end - start) / PART_DIGITS) : start;
}

const [ZERO, NINE] = [0x30, 0x39];

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}
