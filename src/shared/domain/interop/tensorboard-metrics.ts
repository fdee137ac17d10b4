/**
 * The metrics of a folder of event files of TensorBoard (PyTorch, Keras, Lightning and others write them): of each tag the
 * value of the greatest step, then time. Where several folders have events, their name stands before the tag.
 */
import { DataError } from '../kernel/errors.ts';
import { folderOf } from '../kernel/repository-path.ts';
import { parseMetrics, type Metrics } from './measurements.ts';
import { parseScalarEvents, type ScalarPoint } from './tensorboard-events.ts';

/** Below the folder. */
export const EVENT_FILES = '**/*tfevents*';
/** Of all event files; with pictures and histograms they grow without end. */
export const MAX_EVENT_BYTES = 64 * 1024 * 1024;

export interface EventFile {
  /** Relative to the folder. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** @param where names the folder. @throws DataError for a damaged file, or where no file has a scalar. */
export function parseTensorboardMetrics(files: readonly EventFile[], where: string): Metrics {
  const hasSeveral = new Set(files.map(({ path }) => folderOf(path))).size > 1;
  const latest = new Map<string, ScalarPoint>();
  for (const file of files) {
    const folder = folderOf(file.path);
    for (const point of parseScalarEvents(file.bytes, `${where}/${file.path}`)) {
      const name = hasSeveral && folder !== '' ? `${folder}/${point.tag}` : point.tag;
      const known = latest.get(name);
      if (known === undefined || isLater(point, known)) latest.set(name, point);
    }
  }
  if (latest.size === 0) {
    throw new DataError('DATA_EMPTY', `${where}: expected scalars in event files of TensorBoard, got none`, {
      hint: 'log metrics with `add_scalar` or `tf.summary.scalar`, and close the writer',
    });
  }
  const entries = [...latest].map(([name, { value }]) => [name, Number.isFinite(value) ? value : `${value}`]);
  return parseMetrics(new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries))), where);
}

function isLater(point: ScalarPoint, known: ScalarPoint): boolean {
  return point.step === known.step ? point.wallTimeSeconds >= known.wallTimeSeconds : point.step > known.step;
}
