/** The current data from the workspace. That they are absent is a finding; that they are broken is an error. */
import { recordFile } from '../../../src/shared/usecases/record-files.ts';
import type { ModelConfig } from '../../../src/shared/domain/config/config.ts';
import { predictionOptions, tableOptions } from '../../../src/shared/domain/evaluation/predictions.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import type { CurrentData } from '../../../src/shared/domain/monitoring/compute-check.ts';
import type { AbsentData } from '../../../src/shared/domain/monitoring/quality/repeated-ids.ts';
import type { NamedTable } from '../../../src/shared/domain/monitoring/labels/id-join.ts';
import type { Profile } from '../../../src/shared/domain/monitoring/profile/profile.ts';
import { currentOptions } from '../../../src/shared/domain/monitoring/read-kinds.ts';
import type { ReadOptions } from '../../../src/shared/domain/table/read-options.ts';
import { describeReading } from '../../../src/shared/domain/table/reading-notes.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';
import type { Log } from '../../../src/shared/ports/runner.ts';
import type { Files, Tables } from '../../../src/shared/ports/workspace.ts';
import type { MonitorInputs } from '../inputs.ts';

interface DataPorts {
  readonly workspace: Files;
  readonly tables: Tables;
  readonly log: Pick<Log, 'warning'>;
}

/**
 * The data, or why there are none.
 * @throws DataError when the file is there and cannot be read, or its columns are not what they have to be.
 */
export async function readCurrentData(
  ports: DataPorts,
  { current: path, windowDays, labels, scores }: MonitorInputs,
  { profile, config }: { readonly profile: Profile | undefined; readonly config: ModelConfig },
): Promise<CurrentData | AbsentData> {
  if (!(await ports.workspace.exists(path))) return { path, cause: 'no-file' };
  const { sha256 } = await recordFile(ports.workspace, path);
  const options = profile === undefined ? tableOptions(config) : currentOptions(profile, config);
  const table = await readUnlessEmpty(ports, path, options);
  if (table === undefined) return { path, cause: 'no-rows' };
  for (const note of describeReading(table, path)) ports.log.warning(note);
  await requireUnchanged(ports, path, sha256);
  return {
    ...{ path, sha256, table, windowDays },
    labels: await readNamed(ports, labels, config),
    scores: await readNamed(ports, scores, config),
  };
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

async function readUnlessEmpty(
  { workspace, tables }: DataPorts,
  path: string,
  options: ReadOptions,
): Promise<Table | undefined> {
  try {
    return await tables.read(workspace, path, options);
  } catch (error) {
    if (error instanceof DataError && error.code === 'DATA_EMPTY') return undefined;
    throw error;
  }
}

async function readNamed(
  { workspace, tables, log }: DataPorts,
  path: string | undefined,
  config: ModelConfig,
): Promise<NamedTable | undefined> {
  if (path === undefined) return undefined;
  const table = await tables.read(workspace, path, predictionOptions(config));
  for (const note of describeReading(table, path)) log.warning(note);
  return { table, where: path };
}
