/** Cuts a stream of bytes into lines: two streams that are printed together must not mix within a line. */

/** A longer line is passed on in pieces: a progress bar without line breaks must not fill the memory. */
const MAX_LINE_BYTES = 64 * 1024;
const LINE_FEED = 0x0a;

export class LineSplitter {
  readonly #emit: (lines: Uint8Array) => void;
  #rest: Buffer = Buffer.alloc(0);

  /** @param emit gets whole lines, one or more at once, with the line feed at their end. */
  constructor(emit: (lines: Uint8Array) => void) {
    this.#emit = emit;
  }

  push(chunk: Uint8Array): void {
    const bytes = this.#rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#rest, chunk]);
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) this.#emit(bytes.subarray(0, end));
    this.#rest = bytes.subarray(end);
    if (this.#rest.length > MAX_LINE_BYTES) this.end();
  }

  /** Passes on what is left, with a line feed that was missing. */
  end(): void {
    if (this.#rest.length > 0) this.#emit(Buffer.concat([this.#rest, Buffer.of(LINE_FEED)]));
    this.#rest = Buffer.alloc(0);
  }
}
