/**
 * Where the frames of a Zstandard file end. A file may have many, as `cat`, parallel writers and loggers make them, and
 * the decoder of Node ends with the first one unless the bytes of each are handed to it alone: rows would be lost.
 * https://www.rfc-editor.org/rfc/rfc8878#section-3.1
 */

const MAGIC = 0xfd2fb528;
/** Frames to skip: the last four bits are free. */
const SKIPPABLE = 0x184d2a50;
const SINGLE_SEGMENT = 0x20;
const CHECKSUM = 0x04;
const CHECKSUM_BYTES = 4;
const DICTIONARY_BYTES = [0, 1, 2, 4] as const;
const CONTENT_SIZE_BYTES = [0, 2, 4, 8] as const;
/** A block that repeats one byte has its length where others have their size. */
const REPEATED_BYTE = 1;

/** What the walk over a file needs next: the values of some bytes, to pass some, or to cut here. */
type Step =
  | { readonly kind: 'read'; readonly bytes: number }
  | { readonly kind: 'pass'; readonly bytes: number }
  | { readonly kind: 'cut' };

type Walk<Result> = Generator<Step, Result, Uint8Array>;

/** Cuts consecutive pieces of a file, so that each frame begins a piece of its own. */
export class ZstdFrames {
  readonly #walk = walkFrames();
  /** Undefined behind the last frame: what follows is handed on, and is for the decoder to refuse. */
  #step: Step | undefined = start(this.#walk);
  #read: number[] = [];
  #passed = 0;

  /** @returns the piece in parts, none of them empty; views into it. */
  *cut(piece: Uint8Array): Generator<Uint8Array> {
    let begin = 0;
    let at = 0;
    while (this.#step !== undefined && (at < piece.length || this.#isReady())) {
      if (this.#step.kind === 'cut') {
        if (at > begin) yield piece.subarray(begin, at);
        begin = at;
        this.#advance();
      } else {
        at = this.#take(this.#step, piece, at);
        if (this.#isReady()) this.#advance();
      }
    }
    if (begin < piece.length) yield piece.subarray(begin);
  }

  #isReady(): boolean {
    const step = this.#step;
    if (step === undefined || step.kind === 'cut') return step !== undefined;
    return (step.kind === 'read' ? this.#read.length : this.#passed) === step.bytes;
  }

  /** @returns the position behind what was taken. */
  #take(step: Exclude<Step, { readonly kind: 'cut' }>, piece: Uint8Array, at: number): number {
    const left = step.bytes - (step.kind === 'read' ? this.#read.length : this.#passed);
    const end = Math.min(piece.length, at + left);
    if (step.kind === 'read') this.#read.push(...piece.subarray(at, end));
    else this.#passed += end - at;
    return end;
  }

  #advance(): void {
    const { done, value } = this.#walk.next(Uint8Array.from(this.#read));
    this.#step = done === true ? undefined : value;
    this.#read = [];
    this.#passed = 0;
  }
}

function start(walk: Walk<void>): Step | undefined {
  const { done, value } = walk.next();
  return done === true ? undefined : value;
}

function* walkFrames(): Walk<void> {
  for (;;) {
    const magic = littleEndian(yield { kind: 'read', bytes: 4 });
    if (Math.floor(magic / 16) === SKIPPABLE / 16) {
      yield { kind: 'pass', bytes: littleEndian(yield { kind: 'read', bytes: 4 }) };
    } else if (magic === MAGIC) {
      yield* walkFrame();
    } else return;
    yield { kind: 'cut' };
  }
}

function* walkFrame(): Walk<void> {
  const [descriptor = 0] = yield { kind: 'read', bytes: 1 };
  const isSingleSegment = (descriptor & SINGLE_SEGMENT) !== 0;
  const sizeFlag = descriptor >> 6;
  const sizeBytes = sizeFlag === 0 && isSingleSegment ? 1 : (CONTENT_SIZE_BYTES[sizeFlag] ?? 0);
  const windowBytes = isSingleSegment ? 0 : 1;
  yield { kind: 'pass', bytes: windowBytes + (DICTIONARY_BYTES[descriptor & 3] ?? 0) + sizeBytes };
  for (;;) {
    const header = littleEndian(yield { kind: 'read', bytes: 3 });
    const type = (header >> 1) & 3;
    yield { kind: 'pass', bytes: type === REPEATED_BYTE ? 1 : header >> 3 };
    if ((header & 1) === 1) break;
  }
  if ((descriptor & CHECKSUM) !== 0) yield { kind: 'pass', bytes: CHECKSUM_BYTES };
}

function littleEndian(bytes: Uint8Array): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}
