/**
 * The rows of texts in bytewise order of their UTF-8, which is the order of `LC_ALL=C sort`: a radix sort from the first
 * byte on (most significant digit first), so that ten million identifiers need no comparison of strings.
 */
import type { Texts } from './texts.ts';

/** Shorter runs are sorted by insertion. */
const SHORT_RUN = 24;
/** One for each byte, and the first for a text that ends here. */
const BUCKETS = 257;

/** O(total bytes). Equal texts keep the order of their rows. */
export function sortTexts(texts: Texts): Int32Array {
  const rows = new Int32Array(texts.count);
  for (let row = 0; row < rows.length; row++) rows[row] = row;
  const spare = new Int32Array(texts.count);
  const runs: Run[] = [{ start: 0, end: texts.count, depth: 0 }];
  for (let run = runs.pop(); run !== undefined; run = runs.pop()) {
    if (run.end - run.start <= SHORT_RUN) sortShortRun(texts, rows, run);
    else splitRun(texts, run, { rows, spare, runs });
  }
  return rows;
}

/** Rows from `start` to before `end` whose texts have their first `depth` bytes in common. */
interface Run {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

interface Sorting {
  readonly rows: Int32Array;
  readonly spare: Int32Array;
  /** What is still to be sorted. */
  readonly runs: Run[];
}

/** Puts the run in the order of its next byte, and what is still alike among the runs to sort. */
function splitRun(texts: Texts, run: Run, { rows, spare, runs }: Sorting): void {
  const { start, end, depth } = run;
  const places = new Int32Array(BUCKETS + 1);
  for (let at = start; at < end; at++) {
    const bucket = bucketOf(texts, rows[at] ?? 0, depth) + 1;
    places[bucket] = (places[bucket] ?? 0) + 1;
  }
  for (let bucket = 1; bucket <= BUCKETS; bucket++) {
    const size = places[bucket] ?? 0;
    const from = places[bucket - 1] ?? 0;
    // Texts that end here are equal.
    if (bucket > 1 && size > 1)
      runs.push({ start: start + from, end: start + from + size, depth: depth + 1 });
    places[bucket] = from + size;
  }
  const isOneRun = runs.at(-1)?.start === start && runs.at(-1)?.end === end;
  if (isOneRun) return;
  for (let at = start; at < end; at++) {
    const row = rows[at] ?? 0;
    const bucket = bucketOf(texts, row, depth);
    const place = places[bucket] ?? 0;
    spare[start + place] = row;
    places[bucket] = place + 1;
  }
  rows.set(spare.subarray(start, end), start);
}

function sortShortRun(texts: Texts, rows: Int32Array, { start, end, depth }: Run): void {
  for (let at = start + 1; at < end; at++) {
    const row = rows[at] ?? 0;
    let place = at;
    while (place > start && compareFrom(texts, rows[place - 1] ?? 0, row, depth) > 0) {
      rows[place] = rows[place - 1] ?? 0;
      place--;
    }
    rows[place] = row;
  }
}

function bucketOf(texts: Texts, row: number, depth: number): number {
  const at = texts.startAt(row) + depth;
  return at < texts.endAt(row) ? (texts.bytes[at] ?? 0) + 1 : 0;
}

function compareFrom(texts: Texts, left: number, right: number, depth: number): number {
  const { bytes } = texts;
  let leftAt = texts.startAt(left) + depth;
  let rightAt = texts.startAt(right) + depth;
  const leftEnd = texts.endAt(left);
  const rightEnd = texts.endAt(right);
  for (; leftAt < leftEnd && rightAt < rightEnd; leftAt++, rightAt++) {
    const difference = (bytes[leftAt] ?? 0) - (bytes[rightAt] ?? 0);
    if (difference !== 0) return difference;
  }
  return leftEnd - leftAt - (rightEnd - rightAt);
}
