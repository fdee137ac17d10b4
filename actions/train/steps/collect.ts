/**
 * What the training left in the workspace, by digest. Taken once its processes have ended; `keep` copies it
 * when all commands have, and notices when a file is not the one that was taken.
 */
import { recordFile, recordFiles } from '../../../src/shared/usecases/record-files.ts';
import { setDigest, type FileRecord } from '../../../src/shared/domain/kernel/digest.ts';
import type { OutputRole, Run, RunOutput } from '../../../src/shared/domain/documents/run.ts';
import { ConflictError, DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { commonFolder } from '../../../src/shared/domain/kernel/glob.ts';
import { MODEL_FOLDER } from '../../../src/shared/domain/kernel/names.ts';
import { parseMetrics, parseParameters } from '../../../src/shared/domain/metrics/measurements.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import { checkOutputs, type LimitedOutput } from './check-limits.ts';
import { DEFAULT_METRICS, type TrainSettings } from './settings.ts';

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
  readonly metrics: Run['metrics'];
  readonly parameters: Run['parameters'];
  readonly kept: readonly Kept[];
}

/** @throws DataError for what is missing, malformed or not where it should be. */
export async function collectOutputs(workspace: Files, settings: TrainSettings): Promise<Collected> {
  const model = await collectModel(workspace, settings.modelFiles);
  const metricsPath =
    settings.metrics ?? ((await workspace.exists(DEFAULT_METRICS)) ? DEFAULT_METRICS : undefined);
  const take = async (role: OutputRole, path: string | undefined, name: string): Promise<readonly Kept[]> =>
    path === undefined ? [] : [await takeFile(workspace, role, { path, name })];
  const files = [
    await take('metrics', metricsPath, 'metrics.json'),
    await take('parameters', settings.parameters, 'parameters.json'),
    await take('example', settings.example, 'example.json'),
  ];
  const read = async <T>(path: string | undefined, parse: (bytes: Uint8Array, where: string) => T) =>
    path === undefined ? {} : parse(await workspace.read(path), path);
  return {
    modelSet: model.length === 0 ? undefined : describeSet(model),
    metrics: await read(metricsPath, parseMetrics),
    parameters: await read(settings.parameters, parseParameters),
    kept: [...model, ...files.flat()],
  };
}

async function collectModel(workspace: Files, patterns: readonly string[]): Promise<readonly Kept[]> {
  for (const pattern of patterns) {
    if ((await workspace.match([pattern])).length > 0) continue;
    throw new DataError(
      'FILES_INVALID',
      `model: expected files that match ${JSON.stringify(pattern)}, got none`,
      {
        hint: 'the training command has to write them, below the root of the checkout',
      },
    );
  }
  const paths = await workspace.match(patterns);
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
      hint: 'the training command has to write it, below the root of the checkout',
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
