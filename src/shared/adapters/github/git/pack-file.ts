/**
 * The objects of a pack, as git sends them: a header, then each object deflated, whole or as the difference to another
 * one of the same pack, then a checksum. https://git-scm.com/docs/gitformat-pack
 */
import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';

export interface PackedObject {
  /** SHA-1 of its bytes: the name under which it was asked for. */
  readonly sha: string;
  readonly type: 'commit' | 'tree' | 'blob' | 'tag';
  readonly content: Buffer;
}

const types = ['commit', 'tree', 'blob', 'tag'] as const;
const OFFSET_DELTA = 6;
const REFERENCE_DELTA = 7;

const HEADER_BYTES = 12;
const SHA1_BYTES = 20;
/** A tag or a commit; a pack can claim that one of its objects has gigabytes. */
const MAX_OBJECT_BYTES = 1 << 20;

/** @throws RangeError for bytes that are no whole pack. */
export function readPack(pack: Buffer): readonly PackedObject[] {
  const end = pack.length - SHA1_BYTES;
  if (end < HEADER_BYTES || pack.toString('latin1', 0, 4) !== 'PACK' || pack.readUInt32BE(4) !== 2)
    throw new RangeError('pack: expected a pack of version 2');
  const checksum = createHash('sha1').update(pack.subarray(0, end)).digest();
  if (!checksum.equals(pack.subarray(end))) throw new RangeError('pack: expected its checksum at the end');
  const count = pack.readUInt32BE(8);
  const found = new Map<string, PackedObject>();
  const byOffset = new Map<number, PackedObject>();
  let offset = HEADER_BYTES;
  for (let index = 0; index < count; index += 1) {
    const entry = readEntry(pack, offset);
    const base =
      entry.baseSha === undefined ? byOffset.get(entry.baseOffset ?? -1) : found.get(entry.baseSha);
    const object = objectOf(entry, base);
    found.set(object.sha, object);
    byOffset.set(offset, object);
    offset = entry.end;
  }
  return [...found.values()];
}

interface Entry {
  /** Undefined for a difference, which has the type of its base. */
  readonly type: PackedObject['type'] | undefined;
  readonly baseOffset?: number;
  readonly baseSha?: string;
  readonly bytes: Buffer;
  /** Where the next one begins. */
  readonly end: number;
}

/** A type of three bits and a size of many, seven in each byte after the first; then where the base is. */
function readEntry(pack: Buffer, start: number): Entry {
  const first = pack.readUInt8(start);
  const kind = (first >> 4) & 7;
  let size = first & 15;
  let at = start + 1;
  for (let shift = 4, byte = first; byte & 0x80; shift += 7) {
    byte = pack.readUInt8(at++);
    size += (byte & 0x7f) * 2 ** shift;
  }
  if (size > MAX_OBJECT_BYTES) throw new RangeError(`pack: expected a small object, got ${size} bytes`);
  if (kind === REFERENCE_DELTA) {
    const baseSha = pack.toString('hex', at, at + SHA1_BYTES);
    return { type: undefined, baseSha, ...inflate(pack, at + SHA1_BYTES, size) };
  }
  if (kind === OFFSET_DELTA) {
    const { value, next } = readDistance(pack, at);
    return { type: undefined, baseOffset: start - value, ...inflate(pack, next, size) };
  }
  const type = types[kind - 1];
  if (type === undefined) throw new RangeError(`pack: expected an object, got the type ${kind}`);
  return { type, ...inflate(pack, at, size) };
}

/** Seven bits in each byte, and one more for each byte that follows. */
function readDistance(pack: Buffer, start: number): { readonly value: number; readonly next: number } {
  let byte = pack.readUInt8(start);
  let value = byte & 0x7f;
  let next = start + 1;
  while (byte & 0x80) {
    byte = pack.readUInt8(next++);
    value = (value + 1) * 128 + (byte & 0x7f);
  }
  return { value, next };
}

interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

/** With `info`, zlib says how many bytes it took, which a pack does not. */
function inflate(pack: Buffer, start: number, size: number): Pick<Entry, 'bytes' | 'end'> {
  const options = { info: true, maxOutputLength: size + 1, chunkSize: Math.max(64, size + 1) };
  const { buffer, engine } = inflateSync(pack.subarray(start), options) as unknown as Inflated;
  if (buffer.length !== size) throw new RangeError(`pack: expected ${size} bytes, got ${buffer.length}`);
  return { bytes: buffer, end: start + engine.bytesWritten };
}

function objectOf({ type, bytes }: Entry, base: PackedObject | undefined): PackedObject {
  if (type !== undefined) return named(type, bytes);
  if (base === undefined) throw new RangeError('pack: expected the base of a difference before it');
  return named(base.type, applyDelta(base.content, bytes));
}

function named(type: PackedObject['type'], content: Buffer): PackedObject {
  const sha = createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex');
  return { sha, type, content };
}

/** Instructions: copy a range of the base, or take the bytes that follow. */
function applyDelta(base: Buffer, delta: Buffer): Buffer {
  const { next: afterBase } = readSize(delta, 0);
  let { next: at } = readSize(delta, afterBase);
  const parts: Buffer[] = [];
  while (at < delta.length) {
    const instruction = delta.readUInt8(at++);
    if (instruction & 0x80) {
      let from = 0;
      let length = 0;
      for (let bit = 0; bit < 4; bit += 1)
        if (instruction & (1 << bit)) from += delta.readUInt8(at++) * 2 ** (8 * bit);
      for (let bit = 0; bit < 3; bit += 1)
        if (instruction & (16 << bit)) length += delta.readUInt8(at++) * 2 ** (8 * bit);
      parts.push(base.subarray(from, from + (length || 0x10000)));
    } else {
      parts.push(delta.subarray(at, at + instruction));
      at += instruction;
    }
  }
  return Buffer.concat(parts);
}

function readSize(delta: Buffer, start: number): { readonly next: number } {
  let next = start;
  while (delta.readUInt8(next++) & 0x80);
  return { next };
}
