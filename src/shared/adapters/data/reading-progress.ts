/**
 * What a long reading says of itself: every ten seconds how much of the file was read, and at its end how many rows.
 * A file that takes less says nothing.
 */
import type { Table } from '../../domain/table/table.ts';
import type { Clock, Log } from '../../ports/runner.ts';
import type { FileContent } from '../../ports/workspace.ts';

/** People take a step that is silent for longer to hang. */
const INTERVAL_MS = 10_000;
const MEGABYTE = 1_000_000;

/** Where the lines go, and the time between them. */
export interface ProgressPorts {
  readonly log: Pick<Log, 'info'>;
  readonly clock: Pick<Clock, 'monotonicMs'>;
}

export interface ReadingProgress {
  /** The same content, whose reading is counted. */
  readonly content: FileContent;
  readonly end: (table: Table) => void;
}

export function watchReading(
  content: FileContent,
  path: string,
  { log, clock }: ProgressPorts,
): ReadingProgress {
  const startedMs = clock.monotonicMs();
  let saidMs = startedMs;
  let readBytes = 0;
  const count = (piece: Uint8Array): void => {
    readBytes += piece.length;
    if (clock.monotonicMs() - saidMs < INTERVAL_MS) return;
    saidMs = clock.monotonicMs();
    const [read, all] = [readBytes, content.sizeBytes].map((bytes) => Math.round(bytes / MEGABYTE));
    log.info(`${path}: read ${Math.min(read ?? 0, all ?? 0)} of ${all} MB`);
  };
  return {
    content: {
      ...content,
      slice: async (start, end) => {
        const piece = await content.slice(start, end);
        count(piece);
        return piece;
      },
      stream: async function* (options) {
        for await (const piece of content.stream(options)) {
          count(piece);
          yield piece;
        }
      },
    },
    end: ({ rowCount }) => {
      if (saidMs === startedMs) return;
      log.info(`${path}: read ${rowCount} rows in ${Math.round((clock.monotonicMs() - startedMs) / 1000)} s`);
    },
  };
}
