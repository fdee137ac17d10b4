/** Whether the ids of the rows are unique. */
import type { Finding, WarningOnlyReason } from '../../documents/check.ts';
import { countTexts } from '../../table/text-index.ts';
import { findColumn, type Table } from '../../table/table.ts';
import type { Profile } from '../profile/profile.ts';
import { fractionOfRows, qualityFinding, rowsEffect } from './quality-finding.ts';

const DUPLICATES_LIMIT = 0.001;

export interface RepeatedIds {
  /** Name of the column. */
  readonly column: string;
  /** Rows with an id. */
  readonly rows: number;
  readonly repeatedRows: number;
}

/** Undefined where the table has no such column. */
export function countRepeated(table: Table, column: string): RepeatedIds | undefined {
  const texts = table.identities?.find(({ name }) => name === column)?.texts;
  if (texts !== undefined) {
    const { distinct, present } = countTexts(texts);
    return { column, rows: present, repeatedRows: present - distinct };
  }
  const found = findColumn(table, column);
  if (found === undefined) return undefined;
  const ids = found.kind === 'category' ? found.codes : found.values;
  const seen = new Set<number>();
  let rows = 0;
  for (const id of ids) {
    if (Number.isNaN(id) || (found.kind === 'category' && id < 0)) continue;
    rows++;
    seen.add(id);
  }
  return { column, rows, repeatedRows: rows - seen.size };
}

/**
 * Rows whose id another row has too. Where all ids of the reference differ, repeated ones are no matter of chance; else
 * how many are usual is not known.
 */
export function checkDuplicates(
  { column, rows, repeatedRows: repeated }: RepeatedIds,
  reference: Profile['ids'],
): readonly Finding[] {
  if (repeated === 0) return [];
  const fraction = fractionOfRows(repeated, rows);
  const warningOnly = whyWarningOnly(column, reference);
  const usual =
    warningOnly === 'reference-repeats'
      ? fractionOfRows(reference?.repeatedRows ?? 0, reference?.rows ?? 0)
      : 0;
  const limit = usual + DUPLICATES_LIMIT;
  const isMore = fraction > limit;
  if (warningOnly === 'reference-repeats' && !isMore) return [];
  return [
    qualityFinding({
      subject: column,
      outcome: isMore && warningOnly === undefined ? 'alert' : 'warning',
      ...(warningOnly !== undefined && { warningOnly }),
      effect: rowsEffect(fraction, limit),
      detail: { code: 'duplicate-ids', rows, repeatedRows: repeated },
    }),
  ];
}

function whyWarningOnly(column: string, reference: Profile['ids']): WarningOnlyReason | undefined {
  if (reference?.column !== column) return 'reference-unknown';
  return reference.repeatedRows > 0 ? 'reference-repeats' : undefined;
}
