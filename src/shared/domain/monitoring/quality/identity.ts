/** Whether there are data, and whether their ids are unique. */
import type { Finding } from '../../documents/check.ts';
import type { Column } from '../../table/table.ts';
import { qualityFinding, rowsEffect } from './finding.ts';

const DUPLICATES_LIMIT = 0.001;

/** Rows whose id another row has too. */
export function checkDuplicates(column: Column): readonly Finding[] {
  const ids = column.kind === 'category' ? column.codes : column.values;
  const seen = new Set<number>();
  let rows = 0;
  let repeated = 0;
  for (const id of ids) {
    if (Number.isNaN(id) || (column.kind === 'category' && id < 0)) continue;
    rows++;
    if (seen.has(id)) repeated++;
    seen.add(id);
  }
  if (repeated === 0) return [];
  const fraction = repeated / rows;
  return [
    qualityFinding({
      subject: column.name,
      outcome: fraction > DUPLICATES_LIMIT ? 'alert' : 'warning',
      effect: rowsEffect(fraction, DUPLICATES_LIMIT),
      detail: { code: 'duplicate-ids', rows, repeatedRows: repeated },
    }),
  ];
}

/** There is nothing to check: no file at the path, or no rows in it. */
export interface AbsentData {
  readonly path: string;
  readonly cause: 'no-file' | 'no-rows';
}

/** A missing or empty file is a finding and not an error: another system delivers the data. */
export function noData({ path, cause }: AbsentData): Finding {
  return qualityFinding({ outcome: 'alert', detail: { code: 'no-data', path, cause } });
}
