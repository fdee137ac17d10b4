/** Which parts of a file can be asked for. A negative place counts from the end of an array; for a file it has no meaning. */

/** @throws RangeError, since no data and no input lead to such a range: whoever asks computed it wrongly. */
export function requireByteRange(start: number, end: number): void {
  if (Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && end >= start) return;
  throw new RangeError(
    `slice: expected bytes from 0 on, and an end that is not before the start, got ${start} to ${end}`,
  );
}
