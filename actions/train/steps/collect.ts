/**
 * What the training left in the workspace, by digest. Taken once its processes have ended; `keep` copies it
 * when all commands have, and notices when a file is not the one that was taken.
 */
import { recordFile, recordFiles } from '../../../src/shared/usecases/record-files.ts';
import { setDigest, type FileRecord } from '../../../src/shared/domain/kernel/digest.ts';
import type { OutputRole, Run, RunOutput } from '../../../src/shared/domain/documents/run.ts';
import { ConflictError, DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { commonFolder, findUnmatched, includingPatterns } from '../../../src/shared/domain/kernel/glob.ts';
import { MODEL_FOLDER } from '../../../src/shared/domain/kernel/names.ts';
import { checkMeasurementSize } from '../../../src/shared/domain/interop/measurement-file.ts';
import { MAX_MLMODEL_BYTES } from '../../../src/shared/domain/interop/mlmodel.ts';
import {
  parseMetrics,
  parseParameters,
  type Metrics,
} from '../../../src/shared/domain/interop/measurements.ts';
import { describeTracking } from '../../../src/shared/domain/interop/tracking/describe-tracking.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import { checkOutputs, type LimitedOutput } from './check-limits.ts';
import { collectLoggedMetrics, collectLoggedModel, collectLoggedParameters } from './collect-logged.ts';
import { collectMetricFolder } from './collect-metric-folder.ts';
import { adviseOnAbsent } from './likely-outputs.ts';
import { describeModelFormat, requireExample } from './describe-model-format.ts';
import type { Logged } from './track-training.ts';
import type { TrainSettings } from './settings.ts';

/** A file that will be in the evidence. */
export interface Kept {
  readonly role: OutputRole;
  readonly source: Files;
  /** As it was taken, with its path in `source`. */
  readonly record: FileRecord;
  /** Its path in the evidence. */
  readonly path: string;
}

export interface Collected {
  readonly modelSet: Run['modelSet'];
  readonly format: Run['format'];
  readonly metrics: Pick<Run, 'metrics' | 'metricsFile'>;
  readonly parameters: Run['parameters'];
  readonly tracking: Run['tracking'];
  readonly kept: readonly Kept[];
  /** Plain sentences for the report. */
  readonly notes: readonly string[];
}

/**
 * A file that is named, or a `metrics.json`, comes before what was logged.
 * @param logged undefined where nothing is tracked.
 * @throws DataError for what is missing, malformed or not where it should be.
 */
export async function collectOutputs(
  workspace: Files,
  settings: TrainSettings,
  logged: Logged | undefined,
): Promise<Collected> {
  const model = await collectOwnModel(workspace, settings, logged);
  const described = await describeModelFormat(model);
  if (settings.example !== undefined && described.format !== undefined)
    await requireOwnExample(workspace, settings.example, described.format);
  const metricsPath =
    settings.metrics ??
    ((await workspace.exists(settings.defaultMetrics)) ? settings.defaultMetrics : undefined);
  const take = async (role: OutputRole, path: string | undefined, name: string): Promise<readonly Kept[]> =>
    path === undefined ? [] : [await takeFile(workspace, role, { path, name })];
  const stored =
    metricsPath === undefined
      ? logged && (await collectLoggedMetrics(logged))
      : await collectMetricFolder(workspace, metricsPath);
  const parameters =
    settings.parameters === undefined ? logged && (await collectLoggedParameters(logged)) : undefined;
  const files = [
    stored?.kept ?? (await take('metrics', metricsPath, `metrics${endingOf(metricsPath)}`)),
    parameters?.kept ??
      (await take('parameters', settings.parameters, `parameters${endingOf(settings.parameters)}`)),
    settings.example === undefined
      ? described.example
      : await take('example', settings.example, 'example.json'),
  ];
  const metrics = stored?.metrics ?? (await readMeasurements(workspace, metricsPath, parseMetrics));
  return {
    modelSet: model.length === 0 ? undefined : describeSet(model),
    format: described.format,
    metrics: metrics === undefined ? { metrics: {} } : describeMetrics(metrics),
    parameters:
      parameters?.parameters ??
      (await readMeasurements(workspace, settings.parameters, parseParameters)) ??
      {},
    tracking: logged && describeTracking(logged.training),
    kept: [...model, ...files.flat()],
    notes: described.notes,
  };
}

/** That it is missing is found when it is taken. */
async function requireOwnExample(
  workspace: Files,
  path: string,
  format: NonNullable<Run['format']>,
): Promise<void> {
  if (!(await workspace.exists(path))) return;
  const isRequest = (await workspace.open(path)).sizeBytes <= MAX_MLMODEL_BYTES;
  const text = isRequest ? new TextDecoder().decode(await workspace.read(path)) : undefined;
  requireExample(text, { path, format });
}

/** With its dot; the format of the file depends on it. */
function endingOf(path = '.json'): string {
  return /\.[a-z]{1,6}$/i.exec(path)?.[0].toLowerCase() ?? '';
}

async function readMeasurements<T>(
  workspace: Files,
  path: string | undefined,
  parse: (bytes: Uint8Array, where: string) => T,
): Promise<T | undefined> {
  if (path === undefined) return undefined;
  checkMeasurementSize((await workspace.open(path)).sizeBytes, path);
  return parse(await workspace.read(path), path);
}

function describeMetrics({ values, writtenNames, notes, lastOf, leftOut }: Metrics): Collected['metrics'] {
  const metricsFile = {
    ...(Object.keys(writtenNames).length > 0 && { writtenNames }),
    ...(Object.keys(notes).length > 0 && { notes }),
    ...(lastOf !== undefined && { lastOf }),
    ...(leftOut > 0 && { leftOut }),
  };
  return { metrics: values, ...(Object.keys(metricsFile).length > 0 && { metricsFile }) };
}

async function collectOwnModel(
  workspace: Files,
  { modelFiles, needsModel }: TrainSettings,
  logged: Logged | undefined,
): Promise<readonly Kept[]> {
  if (modelFiles.length > 0) return collectModel(workspace, modelFiles);
  const model = logged === undefined ? [] : await collectLoggedModel(logged);
  if (model.length > 0 || !needsModel) return model;
  throw new DataError(
    'FILES_INVALID',
    'model: expected files of `train.model` or a model in MLflow, got neither',
    {
      hint: 'name the files that the training command writes as `train.model`, or log the model to MLflow in the run that logs the metrics, with `train.tracking: mlflow`',
    },
  );
}

async function collectModel(workspace: Files, patterns: readonly string[]): Promise<readonly Kept[]> {
  const paths = await workspace.match(patterns);
  const unmatched = findUnmatched(patterns, paths);
  if (unmatched !== undefined) throw await noModelFiles(workspace, patterns, unmatched);
  const folder = commonFolder(patterns, paths);
  const placeOf = (path: string): string =>
    MODEL_FOLDER + (folder === '' ? path : path.slice(folder.length + 1));
  // Before the digests: those of many or of large files take minutes.
  await checkModel(workspace, paths, placeOf);
  return (await recordFiles(workspace, paths)).map((record): Kept => ({
    role: 'model',
    source: workspace,
    record,
    path: placeOf(record.path),
  }));
}

async function noModelFiles(
  workspace: Files,
  patterns: readonly string[],
  unmatched: string,
): Promise<DataError> {
  const message = `model: expected files that match ${JSON.stringify(unmatched)}, got none`;
  const leavesOut = includingPatterns(patterns).length < patterns.length;
  return new DataError('FILES_INVALID', message, {
    hint: leavesOut
      ? 'the training command has to write them, and no pattern with "!" may leave out all of them'
      : await adviseOnAbsent(workspace, 'model', unmatched),
  });
}

async function checkModel(
  workspace: Files,
  paths: readonly string[],
  placeOf: (path: string) => string,
): Promise<void> {
  const outputs: LimitedOutput[] = [];
  for (const path of paths) {
    const { sizeBytes } = await workspace.open(path);
    outputs.push({ role: 'model', path: placeOf(path), sizeBytes });
  }
  checkOutputs(outputs);
}

async function takeFile(
  source: Files,
  role: OutputRole,
  { path, name }: { readonly path: string; readonly name: string },
): Promise<Kept> {
  if (!(await source.exists(path))) {
    throw new DataError('FILES_INVALID', `${role}: expected a file at ${path}, got none`, {
      hint:
        role === 'metrics'
          ? await adviseOnAbsent(source, role, path)
          : 'the training command has to write it, below the root of the checkout',
    });
  }
  return { role, source, record: await recordFile(source, path), path: name };
}

function describeSet(model: readonly Kept[]): NonNullable<Run['modelSet']> {
  const files = model.map(({ path, record }) => ({ ...record, path: path.slice(MODEL_FOLDER.length) }));
  return { digest: setDigest(files), files };
}

/** @throws ConflictError DIGEST_MISMATCH when a file changed after it was taken. */
export async function keep(kept: readonly Kept[], target: Files): Promise<readonly RunOutput[]> {
  const outputs: RunOutput[] = [];
  for (const { role, source, record, path } of kept) {
    const content = await source.open(record.path);
    const copied = await target.writeFrom(path, content.stream(), ({ sha256 }) => {
      if (sha256 !== record.sha256) throw changed(record.path);
    });
    outputs.push({ ...copied, role });
  }
  return outputs;
}

function changed(path: string): ConflictError {
  return new ConflictError('DIGEST_MISMATCH', `${path}: expected the bytes that training left, got others`, {
    hint: 'only the training command may write it, and not the score command',
  });
}
