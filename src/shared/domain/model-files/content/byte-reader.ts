/** Bytes of a large file, read forwards through a window; what is skipped is not read. */
import { viewOf } from '../../kernel/data-view.ts';

/** The content of a file, or of a part of one. */
export interface ScannedBytes {
  readonly sizeBytes: number;
  /** Bytes from `start` to before `end`; fewer where the content ends earlier. */
  readonly slice: (start: number, end: number) => Promise<Uint8Array>;
}

const WINDOW_BYTES = 2 ** 16;
const NO_BYTES: Uint8Array = new Uint8Array(0);

export class ByteReader {
  readonly #bytes: ScannedBytes;
  #window = NO_BYTES;
  #view = viewOf(NO_BYTES);
  #windowStart: number;
  #windowIndex = 0;

  constructor(bytes: ScannedBytes, position = 0) {
    this.#bytes = bytes;
    this.#windowStart = position;
  }

  /** From the start of the content. */
  get position(): number {
    return this.#windowStart + this.#windowIndex;
  }

  get sizeBytes(): number {
    return this.#bytes.sizeBytes;
  }

  /** Whether so many bytes can be read now, without waiting. */
  has(count: number): boolean {
    return this.#window.length - this.#windowIndex >= count;
  }

  /** Brings so many bytes into the window. @returns false where the content ends earlier. */
  async fill(count: number): Promise<boolean> {
    const start = this.position;
    this.#window = await this.#bytes.slice(start, start + Math.max(count, WINDOW_BYTES));
    this.#view = viewOf(this.#window);
    this.#windowStart = start;
    this.#windowIndex = 0;
    return this.has(count);
  }

  /** The next bytes; they stay valid. Needs `has(count)`. */
  take(count: number): Uint8Array {
    const taken = this.#window.subarray(this.#windowIndex, this.#windowIndex + count);
    this.#windowIndex += count;
    return taken;
  }

  /** Needs `has(1)`. */
  uint8(): number {
    const value = this.#view.getUint8(this.#windowIndex);
    this.#windowIndex += 1;
    return value;
  }

  /** A whole number of 1, 2, 4 or 8 bytes, the lowest first; one above 2^53 is rounded. Needs `has(bytes)`. */
  uint(bytes: number): number {
    const at = this.#windowIndex;
    this.#windowIndex += bytes;
    if (bytes === 1) return this.#view.getUint8(at);
    if (bytes === 2) return this.#view.getUint16(at, true);
    if (bytes === 4) return this.#view.getUint32(at, true);
    return Number(this.#view.getBigUint64(at, true));
  }

  /** How many bytes before the next line feed are in the window; undefined where there is none in it. */
  lineLength(): number | undefined {
    const end = this.#window.indexOf(0x0a, this.#windowIndex);
    return end === -1 ? undefined : end - this.#windowIndex;
  }

  /** How many bytes are in the window. */
  get availableBytes(): number {
    return this.#window.length - this.#windowIndex;
  }

  skip(count: number): void {
    if (this.has(count)) {
      this.#windowIndex += count;
      return;
    }
    this.#windowStart = this.position + count;
    this.#window = NO_BYTES;
    this.#view = viewOf(NO_BYTES);
    this.#windowIndex = 0;
  }
}

/** A part of the content; positions count from its start. */
export function partOf(bytes: ScannedBytes, start: number, sizeBytes: number): ScannedBytes {
  const available = Math.max(0, Math.min(sizeBytes, bytes.sizeBytes - start));
  return {
    sizeBytes: available,
    slice: (from, to) => bytes.slice(start + Math.min(from, available), start + Math.min(to, available)),
  };
}

const PIECE_BYTES = 2 ** 20;

/**
 * Calls `visit` with each place of the text, in Latin-1, and the bytes from there on (at most `contextBytes`). Linear; a
 * text across two pieces is found too.
 */
export async function findEach(
  bytes: ScannedBytes,
  text: string,
  {
    contextBytes,
    visit,
  }: { readonly contextBytes: number; readonly visit: (at: number, found: Buffer) => void },
): Promise<void> {
  const wanted = Buffer.from(text, 'latin1');
  for (let start = 0; start < bytes.sizeBytes; start += PIECE_BYTES) {
    const piece = Buffer.from(await bytes.slice(start, start + PIECE_BYTES + wanted.length + contextBytes));
    let at = piece.indexOf(wanted);
    while (at !== -1 && at < PIECE_BYTES) {
      visit(start + at, piece.subarray(at, at + wanted.length + contextBytes));
      at = piece.indexOf(wanted, at + 1);
    }
  }
}
