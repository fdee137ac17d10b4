/** What a training logged to MLflow, as files of the evidence: only where no file of the workspace is named instead. */
import { MODEL_FOLDER } from '../../../src/shared/domain/kernel/names.ts';
import type { FileRecord } from '../../../src/shared/domain/kernel/digest.ts';
import type { OutputRole, Run } from '../../../src/shared/domain/documents/run.ts';
import {
  metricsOfTraining,
  parametersOfTraining,
} from '../../../src/shared/domain/interop/tracking/describe-tracking.ts';
import type { Metrics } from '../../../src/shared/domain/interop/measurements.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import { recordFile, recordFiles } from '../../../src/shared/usecases/record-files.ts';
import { checkOutputs } from './check-limits.ts';
import type { Logged } from './track-training.ts';

/** As `Kept`, which this does not import because collecting needs both. */
export interface TrackedFile {
  readonly role: OutputRole;
  readonly source: Files;
  readonly record: FileRecord;
  readonly path: string;
}

export interface LoggedMetrics {
  readonly metrics: Metrics;
  readonly kept: readonly TrackedFile[];
}

/** @returns undefined where no metric was logged. @throws DataError */
export async function collectLoggedMetrics({ training, files }: Logged): Promise<LoggedMetrics | undefined> {
  const metrics = metricsOfTraining(training);
  if (metrics === undefined) return undefined;
  return { metrics, kept: [await writeLogged(files, 'metrics', metrics.values)] };
}

export interface LoggedParameters {
  readonly parameters: Run['parameters'];
  readonly kept: readonly TrackedFile[];
}

export async function collectLoggedParameters({ training, files }: Logged): Promise<LoggedParameters> {
  const parameters = parametersOfTraining(training);
  if (Object.keys(parameters).length === 0) return { parameters, kept: [] };
  return { parameters, kept: [await writeLogged(files, 'parameters', parameters)] };
}

/** Of the run that counts; empty without one. @throws DataError for what no release can hold. */
export async function collectLoggedModel({ training, files }: Logged): Promise<readonly TrackedFile[]> {
  const { model } = training;
  if (model === undefined) return [];
  const placeOf = (path: string): string => MODEL_FOLDER + path.slice(model.folder.length + 1);
  checkOutputs(
    model.files.map(({ path, sizeBytes }) => ({ role: 'model' as const, path: placeOf(path), sizeBytes })),
  );
  const records = await recordFiles(
    files,
    model.files.map(({ path }) => path),
  );
  return records.map((record) => ({ role: 'model', source: files, record, path: placeOf(record.path) }));
}

/** Beside the artifacts, whose folders have the numbers of experiments as names. */
async function writeLogged(
  files: Files,
  role: 'metrics' | 'parameters',
  values: Readonly<Record<string, unknown>>,
): Promise<TrackedFile> {
  const path = `${role}.json`;
  await files.write(path, `${JSON.stringify(values, undefined, 2)}\n`);
  return { role, source: files, record: await recordFile(files, path), path };
}
