/** Times of a whole column, each text by the spelling of all of them. */
import { parseTimeText } from './parse-time.ts';

/** Epoch milliseconds of each text; NaN for one that is no time. */
export function parseTimes(texts: readonly string[]): readonly number[] {
  return texts.map(parseTimeText);
}
