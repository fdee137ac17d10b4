/**
 * The loop over the bytes of CSV (`src/kernels/csv.ts`), which reads rows into memory of its own: columns take from there
 * what a call has read. What it has no rule for it lists, cell by cell, for the rules of the columns.
 */
import { IDENTITY, type CellMode } from './csv-cells.ts';
import { CSV_KERNEL } from './csv-kernel-bytes.ts';
import { LINE_FEED } from './csv-rows.ts';
import type { SignEvidence } from './decimal-sign.ts';
import type { TextBytes } from './texts.ts';

/** Why the loop came back, in the order of the kernel. */
const KERNEL_STATUSES = [
  ...['needs-bytes', 'is-full'],
  ...['other-fields', 'text-behind-quote', 'open-quote', 'second-mark'],
] as const;
export type KernelStatus = (typeof KERNEL_STATUSES)[number];

/** What the cells of a call take, so that they stay in the cache of a core. */
const CELLS_BYTES = 512 * 1024;
const CELL_BYTES = 8;
const MAX_ROWS = 8192;
/** The first calls take few rows: their texts are found in the next ones. */
const FIRST_ROWS = 128;
const MORE_ROWS = 4;
/** Behind the bytes stands a line end, so that no loop needs to ask where they end. */
const SENTINEL_BYTES = 8;
/** Powers of five up to this one, and their inverses, are in the kernel. */
const MAX_POWER = 64;
const MAX_ROUNDED_UP = 27;
const KEPT_BITS = 128n;
const HALF_BITS = 64n;

/** Of a cell in the list: its column, doubled, and one more where its quotes are doubled; its row; its first byte, and the one behind it. */
export const LISTED_NUMBERS = 4;

export interface KernelLayout {
  readonly delimiter: number;
  readonly skipBlanks: boolean;
  readonly modes: readonly CellMode[];
}

export interface GatheredRows {
  readonly from: number;
  readonly to: number;
  /** Bytes of the rows before. */
  readonly base: number;
}

export class CsvKernel {
  readonly #kernel: KernelExports;
  readonly #rowLimit: number;
  #nextRows = FIRST_ROWS;
  readonly #hasIdentities: boolean;
  /** Views of the memory, others each time that it has grown. */
  #memory = new Uint8Array(0);
  #bytes = new Uint8Array(0);

  constructor({ delimiter, skipBlanks, modes }: KernelLayout) {
    const kernel = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(CSV_KERNEL, 'base64')))
      .exports;
    this.#kernel = kernel;
    this.#hasIdentities = modes.includes(IDENTITY);
    this.#rowLimit = Math.max(1, Math.min(MAX_ROWS, Math.floor(CELLS_BYTES / (CELL_BYTES * modes.length))));
    kernel.layOut(modes.length, this.#rowLimit, delimiter, skipBlanks);
    for (const [column, mode] of modes.entries()) kernel.setMode(column, mode);
    new BigUint64Array(kernel.memory.buffer, kernel.powersOfFive.value).set(powersOfFive());
    this.reserve(0);
  }

  /** For the bytes of the file; another array each time that some are reserved. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Makes place for so many bytes of the file, and keeps those that are there. @throws RangeError without memory for them. */
  reserve(sizeBytes: number): void {
    const { memory, input } = this.#kernel;
    // Behind the bytes of the file is place for a column of texts, which are a part of them.
    const end = input.value + (sizeBytes + SENTINEL_BYTES) * (this.#hasIdentities ? 2 : 1);
    if (!this.#kernel.reserve(end))
      throw new RangeError(`CsvKernel: expected memory for ${end} bytes, got none`);
    this.#memory = new Uint8Array(memory.buffer);
    this.#bytes = this.#memory.subarray(input.value, input.value + sizeBytes);
  }

  /** How a column is taken from the next call on. */
  setMode(column: number, mode: CellMode): void {
    this.#kernel.setMode(column, mode);
  }

  /**
   * Reads rows until the bytes end, or the place for cells does.
   * @param from where a row begins.
   * @param filled where the bytes end.
   * @param isLast whether the file ends there.
   */
  read(from: number, filled: number, isLast: boolean): KernelStatus {
    this.#memory[this.#kernel.input.value + filled] = LINE_FEED;
    const most = Math.min(this.#nextRows, this.#rowLimit);
    this.#nextRows = MORE_ROWS * most;
    return KERNEL_STATUSES[this.#kernel.readRows(from, filled, isLast, most)] ?? 'needs-bytes';
  }

  /** Of the last call. */
  get rowCount(): number {
    return this.#kernel.rowCount.value;
  }

  /** Behind the rows of the last call. */
  get position(): number {
    return this.#kernel.position.value;
  }

  get faultPosition(): number {
    return this.#kernel.faultAt.value;
  }

  /** Numbers or times by row; NaN for a missing one, and for one that is listed. */
  numbersOf(column: number): Float64Array {
    return new Float64Array(this.#memory.buffer, this.#cellsOf(column), this.rowCount);
  }

  /** Codes of texts by row; -1 for a missing one, and for one that is listed. */
  codesOf(column: number): Int32Array {
    return new Int32Array(this.#memory.buffer, this.#cellsOf(column), this.rowCount);
  }

  /** Cells for the rules of their columns, row by row, each of `LISTED_NUMBERS`. */
  get listed(): Int32Array {
    const { listed, listedCount } = this.#kernel;
    return new Int32Array(this.#memory.buffer, listed.value, LISTED_NUMBERS * listedCount.value);
  }

  /** From now on the text from `start` to before `end` is found in its column. */
  learn(column: number, { start, end, code }: { start: number; end: number; code: number }): void {
    this.#kernel.learn(column, start, end, code);
  }

  /** Identities of some rows, which are asked for once and in their order; those that are listed are among them. */
  gather(column: number, { from, to, base }: GatheredRows): Pick<TextBytes, 'bytes' | 'ends'> {
    const target = this.#kernel.input.value + this.#bytes.length + SENTINEL_BYTES;
    const end = this.#kernel.gather(column, from, to, target, base);
    return {
      bytes: this.#memory.subarray(target, end),
      ends: new Uint32Array(this.#memory.buffer, this.#cellsOf(column), to - from),
    };
  }

  /** What the points of its numbers show. */
  evidenceOf(column: number): SignEvidence {
    return this.#memory[this.#kernel.evidence.value + column] ?? 0;
  }

  #cellsOf(column: number): number {
    return this.#kernel.cells.value + CELL_BYTES * column * this.#rowLimit;
  }
}

/** The first 128 bits of each power, the high half first. */
function powersOfFive(): BigUint64Array {
  const halves = new BigUint64Array(2 * (2 * MAX_POWER + 1));
  for (let power = -MAX_POWER; power <= MAX_POWER; power++) {
    const whole = 5n ** BigInt(Math.abs(power));
    const bits = power < 0 ? firstBits(inverseOf(whole, -power)) : firstBits(whole);
    halves[2 * (power + MAX_POWER)] = bits >> HALF_BITS;
    halves[2 * (power + MAX_POWER) + 1] = BigInt.asUintN(64, bits);
  }
  return halves;
}

/** Rounded up; where it is taken to more bits than are kept, those that are kept are cut (Lemire 2021). */
function inverseOf(whole: bigint, power: number): bigint {
  const length = BigInt(whole.toString(2).length);
  const bits = power <= MAX_ROUNDED_UP ? length + KEPT_BITS - 1n : 2n * length + KEPT_BITS;
  return (1n << bits) / whole + 1n;
}

function firstBits(whole: bigint): bigint {
  const length = BigInt(whole.toString(2).length);
  return length > KEPT_BITS ? whole >> (length - KEPT_BITS) : whole << (KEPT_BITS - length);
}

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: KernelExports };
};

/** What `src/kernels/csv.ts` exports. */
interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly cells: KernelNumber;
  readonly evidence: KernelNumber;
  readonly input: KernelNumber;
  readonly listed: KernelNumber;
  readonly listedCount: KernelNumber;
  readonly position: KernelNumber;
  readonly faultAt: KernelNumber;
  readonly powersOfFive: KernelNumber;
  readonly rowCount: KernelNumber;
  layOut(columns: number, rows: number, delimiter: number, skipBlanks: boolean): void;
  setMode(column: number, mode: CellMode): void;
  reserve(end: number): boolean | number;
  readRows(from: number, limit: number, isLast: boolean, most: number): number;
  learn(column: number, start: number, end: number, code: number): void;
  gather(column: number, from: number, to: number, target: number, base: number): number;
}

interface KernelNumber {
  readonly value: number;
}
