/** Whether rows are counted once, and whether the data are new enough to say anything about today. */
import type { Finding } from '../../documents/check.ts';
import { formatShare } from '../../text/number-text.ts';
import type { Column } from '../../table/table.ts';
import { qualityFinding, shareEffect } from './finding.ts';

const DUPLICATES_LIMIT = 0.001;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

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
  const share = repeated / rows;
  return [
    qualityFinding({
      subject: column.name,
      test: 'duplicates',
      outcome: share > DUPLICATES_LIMIT ? 'alert' : 'warning',
      effect: shareEffect('repeated ids', share, DUPLICATES_LIMIT),
      text: `${repeated} of ${rows} rows (${formatShare(share)}) repeat an id of an earlier row`,
    }),
  ];
}

export interface AgeQuestion {
  /** Epoch milliseconds of the newest row; undefined without a time column. */
  readonly newestMs: number | undefined;
  readonly nowMs: number;
  /** Undefined: no limit was set. */
  readonly maxAgeMs: number | undefined;
}

export function checkAge({ newestMs, nowMs, maxAgeMs }: AgeQuestion): readonly Finding[] {
  if (newestMs === undefined || maxAgeMs === undefined || nowMs - newestMs <= maxAgeMs) return [];
  const newest = new Date(newestMs).toISOString().slice(0, 16).replace('T', ' ');
  const text = `the newest row is ${formatAge(nowMs - newestMs)} old (${newest} UTC); expected at most ${formatAge(maxAgeMs)}`;
  return [qualityFinding({ subject: 'freshness', test: 'stale data', outcome: 'alert', text })];
}

/** A file that is not there, or has no rows, is a finding and not a crash: the data come from elsewhere. */
export function noData(reason: string): Finding {
  return qualityFinding({ subject: 'freshness', test: 'no data', outcome: 'alert', text: reason });
}

function formatAge(ms: number): string {
  return ms < 2 * DAY_MS ? `${Math.round(ms / HOUR_MS)} hours` : `${Math.floor(ms / DAY_MS)} days`;
}
