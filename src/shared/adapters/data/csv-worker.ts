/**
 * A thread that reads one part of a CSV file. It gets the bytes in messages, a piece each, and answers each with its
 * memory, which asks for one more; an empty piece is the end, and is answered with what was read.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { CsvFault } from '../../domain/table/csv-fault.ts';
import type { CsvLayout } from '../../domain/table/csv-layout.ts';
import type { ReadPart } from '../../domain/table/csv-parts.ts';
import { CsvReader } from '../../domain/table/csv-reader.ts';

export interface PartRequest {
  readonly layout: CsvLayout;
  /** Of the part, in the file. */
  readonly start: number;
  readonly sizeBytes: number;
  /** Whether the file ends with this part. */
  readonly isLast: boolean;
}

/** Memory of a piece that was read, or what became of the part. */
export type PartReply = ArrayBuffer | ReadPart;

serve(workerData as PartRequest);

function serve({ layout, start, sizeBytes, isLast }: PartRequest): void {
  const reader = new CsvReader({ where: 'part', sizeBytes }, { layout, start, isFirst: false });
  parentPort?.on('message', (piece: Uint8Array<ArrayBuffer>) => {
    const read = advance(reader, piece, isLast);
    const reply: PartReply = read ?? piece.buffer;
    parentPort?.postMessage(reply, read === undefined ? [piece.buffer] : buffersOf(read));
  });
}

function advance(reader: CsvReader, piece: Uint8Array, isLast: boolean): ReadPart | undefined {
  try {
    if (piece.length === 0) return { kind: 'rows', part: reader.finishPart(isLast) };
    reader.push(piece);
    return undefined;
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    const { offset, expected, got, hint } = error;
    return { kind: 'fault', offset, text: { expected, got, hint } };
  }
}

/** They are handed over, not copied. */
function buffersOf(read: ReadPart): ArrayBuffer[] {
  if (read.kind === 'fault') return [];
  const arrays = read.part.cells.flatMap((cells) =>
    cells === undefined
      ? []
      : [
          ...[cells.values, cells.codes, cells.categories.bytes, cells.categories.ends],
          ...[cells.texts?.bytes, cells.texts?.ends, cells.oddRows, cells.oddCodes],
          ...[cells.oddCategories.bytes, cells.oddCategories.ends],
        ],
  );
  return [
    ...new Set(arrays.flatMap((array) => (array?.buffer instanceof ArrayBuffer ? [array.buffer] : []))),
  ];
}
