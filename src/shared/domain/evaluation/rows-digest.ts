/**
 * "The same rows", as a fact: SHA-256 of one `<id><tab><label>` line a row, sorted by id bytewise. Ids and names of
 * classes are spelled as their file spells them. Anybody can check it: `LC_ALL=C sort rows.tsv | sha256sum`.
 */
import type { LabelCodes } from '../metrics/tasks/task.ts';
import type { Texts } from '../table/texts.ts';
import { linesDigest } from './lines-digest.ts';

/** @param ids sorted, as `sortTexts` does; without control characters. */
export function rowsDigest(ids: Texts, labels: Float64Array, classes: LabelCodes = []): string {
  return linesDigest(ids, (row) => nameLabel(labels[row], classes));
}

/** A label as its table has it: the name of its class, or the number. */
export function nameLabel(label: number | undefined, classes: LabelCodes): string {
  return classes[label ?? -1] ?? String(label);
}
