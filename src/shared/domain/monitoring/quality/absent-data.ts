/** Whether there are data that can be looked at. */
import type { Finding } from '../../documents/check.ts';
import type { DataSource } from '../../documents/finding-detail.ts';
import { qualityFinding } from './quality-finding.ts';

/** There is nothing to check: no file at the path, no rows in it or in the window, or none that can be read. */
export interface AbsentData {
  readonly path: string;
  readonly cause: 'no-file' | 'no-rows' | 'none-in-window' | 'unreadable';
}

/** A table that is there and cannot be read. */
export interface UnreadableTable {
  readonly path: string;
  readonly source: DataSource;
}

/** A missing or empty file is a finding and not an error: another system delivers the data. */
export function noData({ path, cause }: AbsentData): Finding {
  if (cause === 'unreadable') return unreadable({ path, source: 'current' });
  return qualityFinding({ outcome: 'alert', detail: { code: 'no-data', path, cause } });
}

/**
 * Without a row nothing is broken, and nothing is as it was either: whatever the other rules say of the file, that no
 * row was looked at is an alert.
 */
export function noneInWindow(
  { path }: Pick<AbsentData, 'path'>,
  { fileRows, rows }: { readonly fileRows: number; readonly rows: number },
): readonly Finding[] {
  if (rows > 0) return [];
  return [noData({ path, cause: fileRows === 0 ? 'no-rows' : 'none-in-window' })];
}

/** One alert for a table that could not be read. */
export function unreadable({ path, source }: UnreadableTable): Finding {
  return qualityFinding({ subject: path, outcome: 'alert', detail: { code: 'unreadable-data', source } });
}
