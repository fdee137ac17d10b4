/** The reference profile: what monitoring compares production with, when the training data are long gone. */
import {
  answerColumns,
  columnKindsOf,
  predictionOptions,
} from '../../../src/shared/domain/evaluation/predictions.ts';
import type { ModelConfig } from '../../../src/shared/domain/config/config.ts';
import { serializeDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { findLabeledRows } from '../../../src/shared/domain/monitoring/labels/labeled-rows.ts';
import { computePerformance } from '../../../src/shared/domain/monitoring/profile/performance.ts';
import { computeProfile } from '../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import {
  profileSchema,
  type PerformanceProfile,
} from '../../../src/shared/domain/monitoring/profile/profile.ts';
import { findColumn } from '../../../src/shared/domain/table/table.ts';
import type { Tables } from '../../../src/shared/ports/workspace.ts';
import { describeReading } from '../../../src/shared/domain/table/reading-notes.ts';
import type { Log } from '../../../src/shared/ports/runner.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import type { Kept } from './collect.ts';

export interface ReferenceRequest {
  readonly config: ModelConfig;
  readonly workspace: Files;
  /** Path of the reference table. */
  readonly path: string;
  /** The challenger's predictions, for its performance day by day. */
  readonly predictions: Kept | undefined;
  readonly log: Pick<Log, 'warning'>;
}

/** The text of `profile.json`. @throws DataError when a table cannot be read. */
export async function renderProfile(tables: Tables, request: ReferenceRequest): Promise<string> {
  const { config, workspace, path } = request;
  const table = await tables.read(workspace, path, { kinds: columnKindsOf(config) });
  for (const note of describeReading(table, path)) request.log.warning(note);
  const columns = config.predictions;
  const time = columns?.time;
  const profile = computeProfile(table, {
    where: path,
    ...(time === undefined || findColumn(table, time) === undefined ? {} : { time }),
    exclude: columns === undefined ? [] : answerColumns(columns),
  });
  const performance = await readPerformance(tables, request);
  const document = { ...profile, ...(performance === undefined ? {} : { performance }) };
  return serializeDocument(profileSchema, document);
}

async function readPerformance(
  tables: Tables,
  { config, predictions }: ReferenceRequest,
): Promise<PerformanceProfile | undefined> {
  const columns = config.predictions;
  if (columns === undefined || predictions === undefined) return undefined;
  const { source, record } = predictions;
  const table = await tables.read(source, record.path, predictionOptions(config));
  const labeled = findLabeledRows({
    task: config.task,
    columns,
    current: { table, where: predictions.role },
    labels: undefined,
    scores: undefined,
    nowMs: Infinity,
    labelsAfterMs: 0,
  });
  return labeled.kind === 'absent' || labeled.rows.labels.length === 0
    ? undefined
    : computePerformance(config.task, labeled.rows);
}
