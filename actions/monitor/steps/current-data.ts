/** The current data from the workspace. That they are absent is a finding; that they cannot be read is one too, and an error. */
import { recordFile } from '../../../src/shared/usecases/record-files.ts';
import type { ModelConfig } from '../../../src/shared/domain/config/config.ts';
import { predictionOptions, tableOptions } from '../../../src/shared/domain/evaluation/predictions.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import type { CountedData } from '../../../src/shared/domain/monitoring/evaluate-counts.ts';
import type { CurrentData } from '../../../src/shared/domain/monitoring/compute-check.ts';
import type { DataSource } from '../../../src/shared/domain/documents/finding-detail.ts';
import type {
  AbsentData,
  UnreadableTable,
} from '../../../src/shared/domain/monitoring/quality/absent-data.ts';
import type { NamedTable } from '../../../src/shared/domain/monitoring/labels/id-join.ts';
import type { Profile } from '../../../src/shared/domain/monitoring/profile/profile.ts';
import {
  currentOptions,
  keptAsText,
  spellingsAsIn,
} from '../../../src/shared/domain/monitoring/read-kinds.ts';
import type { ReadOptions } from '../../../src/shared/domain/table/read-options.ts';
import { describeReading, type ReadingIntent } from '../../../src/shared/domain/table/reading-notes.ts';
import type { Log } from '../../../src/shared/ports/runner.ts';
import type { Files, Tables } from '../../../src/shared/ports/workspace.ts';
import type { MonitorInputs } from '../inputs.ts';

interface DataPorts {
  readonly workspace: Files;
  readonly tables: Tables;
  readonly log: Pick<Log, 'warning'>;
}

/** What a check begins with. A table that cannot be read is a finding, and fails the step once the check is written. */
export interface CurrentReading {
  readonly current: CurrentData | CountedData | AbsentData;
  readonly errors: readonly DataError[];
}

/** @throws DataError when the file changes while it is read. */
export async function readCurrentData(
  ports: DataPorts,
  inputs: MonitorInputs,
  { profile, config }: { readonly profile: Profile | undefined; readonly config: ModelConfig },
): Promise<CurrentReading> {
  const { current: path, windowDays } = inputs;
  if (!(await ports.workspace.exists(path))) return { current: { path, cause: 'no-file' }, errors: [] };
  const options = profile === undefined ? tableOptions(config) : currentOptions(profile, config);
  const intent =
    profile === undefined ? { levels: config.slices?.columns } : { keptAsText: keptAsText(profile, config) };
  const read = await unlessUnreadable(() => readWithDigest(ports, { path, intent }, options));
  if (!read.ok) {
    const isEmpty = read.error.code === 'DATA_EMPTY';
    return isEmpty
      ? { current: { path, cause: 'no-rows' }, errors: [] }
      : { current: { path, cause: 'unreadable' }, errors: [read.error] };
  }
  const readAs = namedOptions(profile, config);
  const labels = await readNamed(ports, { path: inputs.labels, source: 'labels' }, readAs);
  const scores = await readNamed(ports, { path: inputs.scores, source: 'scores' }, readAs);
  const others = [labels, scores].filter((one) => one !== undefined);
  return {
    current: {
      ...{ path, ...read.value, windowDays },
      labels: labels?.table,
      scores: scores?.table,
      unreadable: others.flatMap((one) => one.unreadable ?? []),
    },
    errors: others.flatMap((one) => one.error ?? []),
  };
}

type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: DataError };

/** A file that changes under the reader says nothing of its content: that is thrown on. */
export async function unlessUnreadable<T>(work: () => T | Promise<T>): Promise<Reading<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof DataError && error.code !== 'DATA_MISMATCH') return { ok: false, error };
    throw error;
  }
}

/** The same data with ever fewer tables: without labels, without scores, without both, without anything. */
export function withoutUnreadable(data: CurrentReading['current']): readonly (CurrentData | AbsentData)[] {
  if ('cause' in data || 'counts' in data) return [];
  const { labels, scores, unreadable = [] } = data;
  const named = [
    { source: 'labels', table: labels },
    { source: 'scores', table: scores },
  ] as const;
  const given = named.flatMap(({ source, table }) =>
    table === undefined ? [] : [{ source, path: table.where }],
  );
  const without = (left: readonly UnreadableTable[]): CurrentData => ({
    ...data,
    ...Object.fromEntries(left.map(({ source }) => [source, undefined])),
    unreadable: [...unreadable, ...left],
  });
  const each = given.map((one) => without([one]));
  const both = given.length > 1 ? [without(given)] : [];
  return [...each, ...both, { path: data.path, cause: 'unreadable' }];
}

async function readWithDigest(
  ports: DataPorts,
  { path, intent }: { readonly path: string; readonly intent: ReadingIntent },
  options: ReadOptions,
): Promise<Pick<CurrentData, 'table' | 'sha256'>> {
  const { sha256 } = await recordFile(ports.workspace, path);
  const table = await ports.tables.read(ports.workspace, path, options);
  for (const note of describeReading(table, path, intent)) ports.log.warning(note);
  await requireUnchanged(ports, path, sha256);
  return { table, sha256 };
}

/** The digest stands in `check.json`: it has to be that of the rows which were read. */
async function requireUnchanged({ workspace }: DataPorts, path: string, sha256: string): Promise<void> {
  const now = await recordFile(workspace, path);
  if (now.sha256 === sha256) return;
  throw new DataError(
    'DATA_MISMATCH',
    `${path}: expected the same bytes before and after it was read, got SHA-256 ${sha256} and then ${now.sha256}`,
    { hint: 'end what writes the file before this step, or write to another file and rename it' },
  );
}

interface NamedReading {
  readonly table?: NamedTable;
  readonly unreadable?: UnreadableTable;
  readonly error?: DataError;
}

/** Days and numbers are written as in the reference here too. */
function namedOptions(profile: Profile | undefined, config: ModelConfig): ReadOptions {
  const options = predictionOptions(config);
  return profile === undefined ? options : { ...options, ...spellingsAsIn(profile, options) };
}

/** @returns undefined where no such table is named. */
async function readNamed(
  { workspace, tables, log }: DataPorts,
  { path, source }: { readonly path: string | undefined; readonly source: DataSource },
  options: ReadOptions,
): Promise<NamedReading | undefined> {
  if (path === undefined) return undefined;
  const read = await unlessUnreadable(() => tables.read(workspace, path, options));
  if (!read.ok) return { unreadable: { path, source }, error: read.error };
  for (const note of describeReading(read.value, path)) log.warning(note);
  return { table: { table: read.value, where: path } };
}
