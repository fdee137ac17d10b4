/** The current data from the workspace. That they are absent is a finding; that they are broken is an error. */
import { recordFile } from '../../../src/shared/usecases/record-files.ts';
import type { ModelConfig } from '../../../src/shared/domain/config/config.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import type { CurrentData } from '../../../src/shared/domain/monitoring/compute-check.ts';
import type { AbsentData } from '../../../src/shared/domain/monitoring/quality/identity-and-age.ts';
import { findLabeledRows, type NamedTable } from '../../../src/shared/domain/monitoring/labeled-rows.ts';
import { selectNewestDays } from '../../../src/shared/domain/monitoring/newest-days.ts';
import { readMonitorRules } from '../../../src/shared/domain/monitoring/rules.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';
import type { Files, Tables } from '../../../src/shared/ports/workspace.ts';
import type { MonitorInputs } from '../inputs.ts';

interface DataPorts {
  readonly workspace: Files;
  readonly tables: Tables;
}

export interface DataRequest {
  readonly inputs: MonitorInputs;
  readonly config: ModelConfig;
  /** Time column of the reference. */
  readonly time: string | undefined;
  readonly nowMs: number;
}

/**
 * The data, or why there are none.
 * @throws DataError when the file is there and cannot be read, or its columns are not what they have to be.
 */
export async function readCurrentData(
  ports: DataPorts,
  request: DataRequest,
): Promise<CurrentData | AbsentData> {
  const { current: path } = request.inputs;
  if (!(await ports.workspace.exists(path))) return { path, cause: 'no-file' };
  const table = await readUnlessEmpty(ports, path);
  if (table === undefined) return { path, cause: 'no-rows' };
  const { sha256 } = await recordFile(ports.workspace, path);
  const { inputs, config, time } = request;
  const newest = selectNewestDays(table, { time: time ?? config.predictions?.time, days: inputs.windowDays });
  return { path, sha256, table: newest, labeled: await readLabeled(ports, request, newest) };
}

async function readUnlessEmpty({ workspace, tables }: DataPorts, path: string): Promise<Table | undefined> {
  try {
    return await tables.read(workspace, path);
  } catch (error) {
    if (error instanceof DataError && error.code === 'DATA_EMPTY') return undefined;
    throw error;
  }
}

async function readLabeled(
  ports: DataPorts,
  { inputs, config, nowMs }: DataRequest,
  table: Table,
): Promise<CurrentData['labeled']> {
  if (config.predictions === undefined) return undefined;
  const named = async (path: string | undefined): Promise<NamedTable | undefined> =>
    path === undefined ? undefined : { table: await ports.tables.read(ports.workspace, path), where: path };
  return findLabeledRows({
    task: config.task,
    columns: config.predictions,
    current: { table, where: inputs.current },
    labels: await named(inputs.labels),
    scores: await named(inputs.scores),
    nowMs,
    labelsAfterMs: readMonitorRules(config).labelsAfterMs,
  });
}
