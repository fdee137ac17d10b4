/**
 * "The same rows", as a fact: SHA-256 of one `<id><tab><label>` line a row, sorted by id bytewise. Ids and names of
 * classes are spelled as their file spells them. Where rows have weights, or scales that their errors are divided by,
 * further columns have them. Anybody can check it: `LC_ALL=C sort rows.tsv | sha256sum`.
 */
import type { LabelCodes } from '../metrics/tasks/task.ts';
import type { Texts } from '../table/texts.ts';
import { linesDigest } from './lines-digest.ts';

/** What rows there are, in the order of `ids`. */
export interface DigestedRows {
  /** Sorted, as `sortTexts` does; without control characters. */
  readonly ids: Texts;
  readonly labels: Float64Array;
  readonly codes?: LabelCodes;
  readonly weights?: Float64Array | undefined;
  readonly scales?: Float64Array | undefined;
}

export function rowsDigest({ ids, labels, codes = [], weights, scales }: DigestedRows): string {
  const further = [weights, scales].flatMap((values) => (values === undefined ? [] : { values }));
  return linesDigest(ids, [{ values: labels, names: codes }, ...further]);
}

/** A label as its table has it: the name of its class, or the number. */
export function nameLabel(label: number | undefined, classes: LabelCodes): string {
  return classes[label ?? -1] ?? String(label);
}
