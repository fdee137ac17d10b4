/**
 * Distinct byte strings, numbered in order of first appearance: an open-addressing hash table over one
 * growing arena of bytes, so that a repeated category costs a hash and a comparison, and is decoded once.
 */

const INITIAL_SLOTS = 256;
const INITIAL_ARENA_BYTES = 4096;

/** Categories in their order: category `code` is `bytes[ends[code], ends[code + 1])`. */
export interface CategoryBytes {
  readonly bytes: Uint8Array;
  readonly ends: Int32Array;
}

export class CategoryDictionary {
  #slots = new Int32Array(INITIAL_SLOTS).fill(-1);
  #hashes = new Int32Array(INITIAL_SLOTS);
  /** Category `code` occupies arena bytes ends[code] to ends[code + 1]. */
  #ends = new Int32Array(INITIAL_SLOTS + 1);
  #arena = new Uint8Array(INITIAL_ARENA_BYTES);
  #count = 0;

  get size(): number {
    return this.#count;
  }

  /** Code of the category in `bytes[start, end)`; an unknown category is added. */
  encode(bytes: Uint8Array, start: number, end: number): number {
    const hashed = hashBytes(bytes, start, end);
    const hash = hashed ^ (hashed >>> 15);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const code = this.#slots[slot] ?? -1;
      if (code < 0) return this.#insert(slot, hash, bytes.subarray(start, end));
      if (this.#hashes[code] === hash && this.#equals(code, bytes, start, end)) return code;
      slot = (slot + 1) & mask;
    }
  }

  /** @param limit of the first ones; all by default. @throws TypeError when a category is not valid UTF-8. */
  decodeCategories(limit = this.#count): string[] {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const count = Math.min(limit, this.#count);
    const categories = new Array<string>(count);
    for (let code = 0; code < count; code++) {
      categories[code] = decoder.decode(this.#arena.subarray(this.#ends[code], this.#ends[code + 1]));
    }
    return categories;
  }

  /** The categories without their index; the dictionary is not used any more. */
  takeBytes(): CategoryBytes {
    const ends = this.#ends.subarray(0, this.#count + 1);
    return { bytes: this.#arena.subarray(0, ends[this.#count] ?? 0), ends };
  }

  #equals(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#ends[code] ?? 0;
    if ((this.#ends[code + 1] ?? 0) - from !== end - start) return false;
    for (let i = start, j = from; i < end; i++, j++) if (bytes[i] !== this.#arena[j]) return false;
    return true;
  }

  #insert(slot: number, hash: number, category: Uint8Array): number {
    const code = this.#count++;
    const from = this.#ends[code] ?? 0;
    this.#reserveArena(from + category.length);
    this.#arena.set(category, from);
    this.#slots[slot] = code;
    this.#hashes[code] = hash;
    this.#ends[code + 1] = from + category.length;
    if (2 * this.#count >= this.#slots.length) this.#rehash();
    return code;
  }

  #reserveArena(sizeBytes: number): void {
    if (sizeBytes <= this.#arena.length) return;
    const larger = new Uint8Array(Math.max(sizeBytes, 2 * this.#arena.length));
    larger.set(this.#arena);
    this.#arena = larger;
  }

  #rehash(): void {
    const slotCount = 2 * this.#slots.length;
    const mask = slotCount - 1;
    const slots = new Int32Array(slotCount).fill(-1);
    for (let code = 0; code < this.#count; code++) {
      let slot = (this.#hashes[code] ?? 0) & mask;
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
      slots[slot] = code;
    }
    this.#slots = slots;
    this.#hashes = enlarge(this.#hashes, slotCount);
    this.#ends = enlarge(this.#ends, slotCount + 1);
  }
}

function enlarge(source: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(source);
  return larger;
}

/** FNV-1a, 32 bits. A final mix has to follow where the low bits choose a slot. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_SEED;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), HASH_FACTOR);
  return hash;
}

const HASH_SEED = 0x811c9dc5 | 0;
const HASH_FACTOR = 0x01000193;
