/** The reference profile: what monitoring compares production with, when the training data are long gone. */
import { predictionOptions, tableOptions } from '../../../src/shared/domain/evaluation/predictions.ts';
import type { ModelConfig } from '../../../src/shared/domain/config/config.ts';
import { serializeDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { computeReference } from '../../../src/shared/domain/monitoring/compute-reference.ts';
import type { NamedTable } from '../../../src/shared/domain/monitoring/labels/id-join.ts';
import { profileSchema } from '../../../src/shared/domain/monitoring/profile/profile.ts';
import type { Tables } from '../../../src/shared/ports/workspace.ts';
import { requireDeclaredKinds } from '../../../src/shared/domain/table/access.ts';
import { describeReading, type ReadingIntent } from '../../../src/shared/domain/table/reading-notes.ts';
import type { Log } from '../../../src/shared/ports/runner.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import type { TrainStep } from '../ports.ts';
import type { Kept } from './collect.ts';
import type { TrainPlan } from './plan-training.ts';
import type { Predictions } from './score-models.ts';

interface ReferenceRequest {
  readonly config: ModelConfig;
  readonly workspace: Files;
  /** Path of the reference table. */
  readonly path: string;
  /** The challenger's predictions, for its performance day by day. */
  readonly predictions: Kept | undefined;
  readonly log: Pick<Log, 'warning'>;
}

/** The text of `profile.json`. @throws DataError when a table cannot be read. */
async function renderProfile(tables: Tables, request: ReferenceRequest): Promise<string> {
  const profile = computeReference({
    config: request.config,
    training: await readTraining(tables, request),
    predictions: await readPredictions(tables, request),
  });
  return serializeDocument(profileSchema, profile);
}

async function readTraining(
  tables: Tables,
  { config, workspace, path, log }: ReferenceRequest,
): Promise<NamedTable> {
  const table = await tables.read(workspace, path, tableOptions(config));
  for (const note of describeReading(table, path, intentOf(config))) log.warning(note);
  requireDeclaredKinds(table, Object.keys(config.columns), path);
  return { table, where: path };
}

function intentOf({ slices, columns }: ModelConfig): ReadingIntent {
  return { levels: slices?.columns, declared: Object.keys(columns) };
}

async function readPredictions(
  tables: Tables,
  { config, predictions, log }: ReferenceRequest,
): Promise<NamedTable | undefined> {
  if (config.predictions === undefined || predictions === undefined) return undefined;
  const { source, record, role } = predictions;
  const table = await tables.read(source, record.path, predictionOptions(config));
  for (const note of describeReading(table, role, intentOf(config))) log.warning(note);
  return { table, where: role };
}

/** Undefined where no reference table is named. @throws as `renderProfile`. */
export async function renderReference(
  { model, ports }: TrainStep,
  { settings }: TrainPlan,
  { kept }: Predictions,
): Promise<string | undefined> {
  if (settings.reference === undefined) return undefined;
  const predictions = kept.find(({ role }) => role === 'predictions-challenger');
  const { workspace, tables, log } = ports;
  return renderProfile(tables, {
    config: model.config,
    workspace,
    path: settings.reference,
    predictions,
    log,
  });
}
