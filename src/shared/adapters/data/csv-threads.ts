/**
 * A CSV file read by several threads, each a part of it (`csv-worker.ts`). This thread reads the first part, hands the
 * bytes of the others on, a few pieces ahead of each thread, and adds what the threads made to what it has itself:
 * equal to what one thread makes.
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
import { CsvReader } from '../../domain/table/csv-reader.ts';
import { findRowStart, joinReadParts, type PartRange, type ReadPart } from '../../domain/table/csv-parts.ts';
import type { CsvResult } from '../../domain/table/csv-result.ts';
import type { FileContent } from '../../ports/workspace.ts';
import type { PartReply, PartRequest } from './csv-worker.ts';

const MAX_THREADS = 8;
/** Below it a thread takes longer to start than it saves. */
const MIN_PART_BYTES = 16 * 1024 ** 2;
/**
 * What other threads read is in memory twice while it is put together. A machine with few processors has little
 * memory as well, so one thread reads a file of this size.
 */
const LARGE_BYTES = 256 * 1024 ** 2;
const MANY_PROCESSORS = 4;
/** Of this thread, in parts of another, which has to start first: measured with two, where both end at about one time. */
const OWN_SHARE = 1.1;
const PIECES_AHEAD = 8;
/** A row is looked for in so many bytes. */
const WINDOW_BYTES = 256 * 1024;

export interface ThreadOptions {
  /** This one included; as many as the machine has processors by default, or one. */
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
  { threads = countThreads(content), minPartBytes = MIN_PART_BYTES }: ThreadOptions = {},
): Promise<CsvResult | undefined> {
  const count = Math.min(threads, MAX_THREADS, Math.floor(content.sizeBytes / minPartBytes));
  if (count < 2) return undefined;
  const layout = detectLayout(await content.slice(0, START_BYTES), options);
  const [own, ...others] = await planRanges(content, layout, count);
  if (own === undefined || others.length === 0) return undefined;
  const workers = others.map(({ start, end }) =>
    startWorker({ layout, start, sizeBytes: end - start, isLast: end === content.sizeBytes }),
  );
  const cancel = new AbortController();
  const reading = workers.map((worker, index) =>
    readPart(worker, content.stream({ isReused: true, ...others[index] }), cancel.signal),
  );
  try {
    const reader = new CsvReader(
      { ...options, sizeBytes: content.sizeBytes - own.start },
      { layout, start: own.start, isFirst: true },
    );
    // The first fault of the file is that of the first part.
    const [, ...parts] = await Promise.all([readOwn(reader, content, own), ...reading]);
    return joinReadParts(reader, parts);
  } finally {
    cancel.abort();
    await Promise.all(workers.map((worker) => worker.terminate()));
    await Promise.all(reading.map((part) => part.catch(() => undefined)));
  }
}

function countThreads({ sizeBytes }: FileContent): number {
  const processors = availableParallelism();
  return sizeBytes > LARGE_BYTES && processors < MANY_PROCESSORS ? 1 : processors;
}

/** Parts of the same size, but for the first. */
async function planRanges(
  content: FileContent,
  layout: CsvLayout,
  count: number,
): Promise<readonly PartRange[]> {
  const { bodyStart } = layout;
  const { sizeBytes } = content;
  const starts = [bodyStart];
  for (let part = 1; part < count; part++) {
    const share = (OWN_SHARE + part - 1) / (OWN_SHARE + count - 1);
    const from = bodyStart + Math.floor(share * (sizeBytes - bodyStart));
    const start = findRowStart(await content.slice(from, from + WINDOW_BYTES), layout);
    if (start !== undefined) starts.push(from + start);
  }
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? sizeBytes }));
}

function startWorker(request: PartRequest): Worker {
  return new Worker(new URL('./csv-worker.ts', import.meta.url), { workerData: request });
}

async function readOwn(reader: CsvReader, content: FileContent, { start, end }: PartRange): Promise<void> {
  for await (const piece of content.stream({ isReused: true, start, end })) reader.push(piece);
}

/**
 * The thread asks for each piece by giving back the memory of one that it has read; the last of its messages is what
 * it read.
 */
async function readPart(
  worker: Worker,
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<ReadPart> {
  const messages = on(worker, 'message', { signal, close: ['exit'] });
  const pieces = bytes[Symbol.asyncIterator]();
  let isEnded = false;
  /** An empty piece ends the part. */
  const send = async (spare?: ArrayBuffer): Promise<void> => {
    if (isEnded) return;
    const next = await pieces.next();
    isEnded = next.done === true;
    const piece = next.done === true ? new Uint8Array(0) : copyInto(spare, next.value);
    worker.postMessage(piece, [piece.buffer]);
  };
  try {
    for (let ahead = 0; ahead < PIECES_AHEAD; ahead++) await send();
    for await (const [message] of messages as AsyncIterable<[PartReply]>) {
      if (!(message instanceof ArrayBuffer)) return message;
      await send(message);
    }
  } finally {
    // The file is closed, whatever ended the reading.
    await pieces.return?.();
  }
  throw new RangeError('readPart: expected what the thread read, got its end');
}

/** What a thread is given is gone here, so it gets a copy. @param spare memory that is filled where it is large enough. */
function copyInto(spare: ArrayBuffer | undefined, piece: Uint8Array): Uint8Array<ArrayBuffer> {
  if (spare === undefined || spare.byteLength < piece.length) return new Uint8Array(piece);
  const copy = new Uint8Array(spare, 0, piece.length);
  copy.set(piece);
  return copy;
}
