/** Current data of which only counts by day are given: a document of `operation: count`, or what a warehouse answered to our query. */
import { recordFile } from '../../../src/shared/usecases/record-files.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { parseCounts, type Counts } from '../../../src/shared/domain/monitoring/counts/counts.ts';
import {
  readQueryResult,
  RESULT_KINDS,
} from '../../../src/shared/domain/monitoring/counts/read-query-result.ts';
import {
  requireConsistentCounts,
  requireCountsOfReference,
} from '../../../src/shared/domain/monitoring/counts/sound-counts.ts';
import type { Files, Tables } from '../../../src/shared/ports/workspace.ts';
import type { MonitorInputs } from '../inputs.ts';
import { unlessUnreadable, type CurrentReading } from './current-data.ts';
import type { MonitoredReference } from './monitored-version.ts';

interface CountsPorts {
  readonly workspace: Files;
  readonly tables: Tables;
}

/** A file that is not there, or has no rows, is a finding; one that cannot be read is one too, and an error. */
export async function readCurrentCounts(
  { workspace, tables }: CountsPorts,
  { windowDays }: Pick<MonitorInputs, 'windowDays'>,
  { path, reference }: { readonly path: string; readonly reference: MonitoredReference },
): Promise<CurrentReading> {
  if (!(await workspace.exists(path))) return { current: { path, cause: 'no-file' }, errors: [] };
  const read = await unlessUnreadable(() => readCounts({ workspace, tables }, path, reference));
  if (!read.ok) {
    const isEmpty = read.error.code === 'DATA_EMPTY';
    return {
      current: { path, cause: isEmpty ? 'no-rows' : 'unreadable' },
      errors: isEmpty ? [] : [read.error],
    };
  }
  const counts = read.value;
  if (counts.days.length === 0 && counts.undatedRows === 0)
    return { current: { path, cause: 'no-rows' }, errors: [] };
  const { sha256 } = await recordFile(workspace, path);
  const timeZone = tables.requireTimeZone(counts.timeZone);
  return { current: { path, sha256, counts, timeZone, windowDays }, errors: [] };
}

const COUNTS = '"model-steward/counts/';

/** @throws DataError for counts against another reference, and for those that cannot be of any rows. */
export async function readCounts(
  { workspace, tables }: CountsPorts,
  path: string,
  { profile, sha256 }: Pick<MonitoredReference, 'profile' | 'sha256'>,
): Promise<Counts> {
  const bytes = await workspace.read(path);
  if (!Buffer.from(bytes).includes(COUNTS)) {
    const table = await tables.read(workspace, path, { kinds: RESULT_KINDS });
    const result = readQueryResult({ table, where: path, profile, reference: sha256 });
    requireConsistentCounts(result, path);
    return result;
  }
  const counts = parseCounts(bytes, path);
  requireConsistentCounts(counts, path);
  if (counts.reference === sha256) {
    requireCountsOfReference(counts, { where: path, profile });
    return counts;
  }
  throw new DataError(
    'DATA_INVALID',
    `${path}: expected counts in the bins of the reference ${sha256}, got those of ${counts.reference}`,
    {
      hint: 'the stage has another version since: run `operation: count`, or the query of `operation: count-sql`, again',
    },
  );
}
