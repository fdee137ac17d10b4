/**
 * "The same rows", as a fact: SHA-256 of one `<id><tab><label>` line a row, sorted by id bytewise. Anybody can
 * check it: `LC_ALL=C sort rows.tsv | sha256sum`.
 */
import { createHash } from 'node:crypto';
import type { LabelCodes } from '../metrics/tasks/task.ts';

const LINES_AT_ONCE = 10_000;

/** Rows in bytewise order of their ids (in UTF-8), which is the order of the digest and of every computation. */
export function sortedRows(ids: readonly string[]): Int32Array {
  const compare = ids.some((id) => SURROGATE.test(id)) ? compareBytes : compareCodeUnits;
  return Int32Array.from(ids.keys()).sort((left, right) => compare(ids[left] ?? '', ids[right] ?? ''));
}

/** @param ids sorted, as `sortedRows` says; without control characters. */
export function rowsDigest(ids: readonly string[], labels: Float64Array, classes: LabelCodes = []): string {
  const hash = createHash('sha256');
  for (let start = 0; start < ids.length; start += LINES_AT_ONCE) {
    const lines = ids
      .slice(start, start + LINES_AT_ONCE)
      .map((id, index) => `${id}\t${nameLabel(labels[start + index], classes)}\n`);
    hash.update(lines.join(''));
  }
  return hash.digest('hex');
}

/** A label as its table has it: the name of its class, or the number. */
export function nameLabel(label: number | undefined, classes: LabelCodes): string {
  return classes[label ?? -1] ?? String(label);
}

/** UTF-16 order differs from the order of the UTF-8 bytes only where surrogates meet U+E000 to U+FFFF. */
const SURROGATE = /[\ud800-\udfff]/;

function compareCodeUnits(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
