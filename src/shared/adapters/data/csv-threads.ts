/**
 * A CSV file read by several threads, each a part of it (`csv-worker.ts`). This thread reads the bytes and hands them
 * on, a few pieces ahead of each thread; what the threads made is joined here, equal to what one thread makes.
 */
import { on } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import {
  detectLayout,
  START_BYTES,
  type CsvLayout,
  type CsvReaderOptions,
} from '../../domain/table/csv-layout.ts';
import { findRowStart, joinReadParts, type PartRange, type ReadPart } from '../../domain/table/csv-parts.ts';
import type { CsvResult } from '../../domain/table/csv-result.ts';
import type { FileContent } from '../../ports/workspace.ts';
import type { PartRequest } from './csv-worker.ts';

const MAX_THREADS = 8;
const MIN_PROCESSORS = 4;
/** Below it a thread takes longer to start than it saves. */
const MIN_PART_BYTES = 32 * 1024 ** 2;
const PIECE_BYTES = 1024 ** 2;
const PIECES_AHEAD = 3;
/** A row is looked for in so many bytes. */
const WINDOW_BYTES = 256 * 1024;

export interface ThreadOptions {
  /** As many as the machine has processors by default; one where those are few. */
  readonly threads?: number;
  readonly minPartBytes?: number;
}

/**
 * @returns undefined where one thread has to read the file: it is small, or a row did not begin where one was guessed.
 * @throws CsvFault and DataError as `CsvReader`.
 */
export async function readCsvInThreads(
  content: FileContent,
  options: CsvReaderOptions,
  { threads = countThreads(), minPartBytes = MIN_PART_BYTES }: ThreadOptions = {},
): Promise<CsvResult | undefined> {
  const count = Math.min(threads, MAX_THREADS, Math.floor(content.sizeBytes / minPartBytes));
  if (count < 2) return undefined;
  const layout = detectLayout(await content.slice(0, START_BYTES), options);
  const ranges = await planRanges(content, layout, count);
  if (ranges.length < 2) return undefined;
  const workers: Worker[] = [];
  try {
    const reading = ranges.map((range, index) => {
      const isLast = index === ranges.length - 1;
      const worker = startWorker({ layout, isLast, sizeBytes: range.end - range.start });
      workers.push(worker);
      return readPart(worker, content, range);
    });
    return joinReadParts(await Promise.all(reading), ranges, { layout, options });
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Two threads take as long as one: each compiles the reader again, and this one has the pieces and the columns to copy. */
function countThreads(): number {
  const processors = availableParallelism();
  return processors < MIN_PROCESSORS ? 1 : processors;
}

/** Parts of about the same size. */
async function planRanges(
  content: FileContent,
  layout: CsvLayout,
  count: number,
): Promise<readonly PartRange[]> {
  const { bodyStart } = layout;
  const { sizeBytes } = content;
  const starts = [bodyStart];
  for (let part = 1; part < count; part++) {
    const from = bodyStart + Math.floor((part * (sizeBytes - bodyStart)) / count);
    const start = findRowStart(await content.slice(from, from + WINDOW_BYTES), layout);
    if (start !== undefined) starts.push(from + start);
  }
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? sizeBytes }));
}

function startWorker(request: PartRequest): Worker {
  return new Worker(new URL('./csv-worker.ts', import.meta.url), { workerData: request });
}

/** The thread asks for each piece by a message; the last of its messages is what it read. */
async function readPart(worker: Worker, content: FileContent, { start, end }: PartRange): Promise<ReadPart> {
  const messages = on(worker, 'message');
  let position = start;
  let isEnded = false;
  /** An empty piece ends the part. */
  const send = async (): Promise<void> => {
    if (isEnded) return;
    const piece = new Uint8Array(await content.slice(position, Math.min(end, position + PIECE_BYTES)));
    isEnded = piece.length === 0;
    position += piece.length;
    worker.postMessage(piece, [piece.buffer]);
  };
  for (let ahead = 0; ahead < PIECES_AHEAD; ahead++) await send();
  for await (const [message] of messages as AsyncIterable<[ReadPart | undefined]>) {
    if (message !== undefined) return message;
    await send();
  }
  throw new RangeError('readPart: expected what the thread read, got its end');
}
