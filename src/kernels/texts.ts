/**
 * The texts of one column that have a code already: a table of fixed size. The dictionary of the column gives the codes;
 * here a text that comes again is found sixteen bytes at once. Texts are kept in whole blocks, with zeros at their end.
 */
const SLOT_COUNT: u32 = 4096;
/** Half of the slots: a search ends soon. */
const MAX_TEXTS: u32 = 2048;
const KEPT_BYTES: u32 = 48 * 1024;

/** At the beginning: how many texts there are, and bytes of them. */
const SLOTS: usize = 16;
/** Of a slot: hash, length, place of the text, code. No text has length 0. */
const SLOT_BITS: usize = 4;
const KEPT: usize = SLOTS + ((<usize>SLOT_COUNT) << SLOT_BITS);
export const TEXTS_BYTES: usize = KEPT + KEPT_BYTES;

const BLOCK: i32 = 16;

/** @returns the code of the text, or -1. */
export function findText(table: usize, start: usize, length: i32): i32 {
  const hash = hashOf(start, length);
  let slot = hash & (SLOT_COUNT - 1);
  while (true) {
    const entry = table + SLOTS + ((<usize>slot) << SLOT_BITS);
    const known = load<i32>(entry, 4);
    if (known == 0) return -1;
    if (known == length && load<u32>(entry) == hash && isEqual(load<u32>(entry, 8), start, length)) {
      return load<i32>(entry, 12);
    }
    slot = (slot + 1) & (SLOT_COUNT - 1);
  }
}

/** A text that is known already, and one for which there is no room, changes nothing. */
export function learnText(table: usize, start: usize, length: i32, code: i32): void {
  const count = load<u32>(table);
  const used = load<u32>(table, 4);
  const size = (length + BLOCK - 1) & ~(BLOCK - 1);
  if (count == MAX_TEXTS || used + size > KEPT_BYTES || findText(table, start, length) >= 0) return;
  const hash = hashOf(start, length);
  let slot = hash & (SLOT_COUNT - 1);
  while (load<i32>(table + SLOTS + ((<usize>slot) << SLOT_BITS), 4) != 0)
    slot = (slot + 1) & (SLOT_COUNT - 1);
  const entry = table + SLOTS + ((<usize>slot) << SLOT_BITS);
  const kept = table + KEPT + used;
  store<u32>(entry, hash);
  store<i32>(entry, length, 4);
  store<u32>(entry, <u32>kept, 8);
  store<i32>(entry, code, 12);
  for (let at = 0; at < length; at += BLOCK) v128.store(kept + at, blockOf(start + at, length - at));
  store<u32>(table, count + 1);
  store<u32>(table, used + size, 4);
}

function isEqual(kept: usize, start: usize, length: i32): bool {
  for (let at = 0; at < length; at += BLOCK) {
    if (v128.any_true(v128.xor(v128.load(kept + at), blockOf(start + at, length - at)))) return false;
  }
  return true;
}

function hashOf(start: usize, length: i32): u32 {
  let hash: u64 = length;
  for (let at = 0; at < length; at += BLOCK) {
    const block = blockOf(start + at, length - at);
    hash = (hash ^ i64x2.extract_lane(block, 0)) * 0x9e3779b97f4a7c15;
    hash = (hash ^ (hash >> 32) ^ i64x2.extract_lane(block, 1)) * 0xd6e8feb86659fd93;
    hash ^= hash >> 32;
  }
  return <u32>hash;
}

/** The next sixteen bytes of a text of which `length` are left, with zeros behind it. */
function blockOf(at: usize, length: i32): v128 {
  const lanes = v128(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return v128.and(v128.load(at), i8x16.lt_s(lanes, i8x16.splat(<i8>min(length, BLOCK))));
}
