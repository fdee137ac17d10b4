/** Fields of a message of protocol buffers, without its description. https://protobuf.dev/programming-guides/encoding */

export interface WireField {
  readonly number: number;
  readonly wire: 'integer' | 'bits-64' | 'bytes' | 'bits-32';
  /** Of all but an integer. */
  readonly bytes: Uint8Array;
  /** Of an integer, without its sign. */
  readonly integer: bigint;
}

/** Ends at what is no field: the fields before it stay. */
export function* readFields(message: Uint8Array): Generator<WireField> {
  let offset = 0;
  while (offset < message.length) {
    const key = readInteger(message, offset);
    if (key === undefined) return;
    const number = Number(key.value >> 3n);
    const wireType = Number(key.value & 7n);
    offset = key.end;
    if (wireType === 0) {
      const integer = readInteger(message, offset);
      if (integer === undefined) return;
      yield { number, wire: 'integer', bytes: new Uint8Array(), integer: integer.value };
      offset = integer.end;
      continue;
    }
    const size = wireType === 2 ? readInteger(message, offset) : undefined;
    const length = wireType === 1 ? 8 : wireType === 5 ? 4 : size === undefined ? -1 : Number(size.value);
    const start = size?.end ?? offset;
    if (length < 0 || start + length > message.length) return;
    const wire = wireType === 1 ? 'bits-64' : wireType === 5 ? 'bits-32' : 'bytes';
    yield { number, wire, bytes: message.subarray(start, start + length), integer: 0n };
    offset = start + length;
  }
}

/** An integer that may be negative, of 64 bits. */
export function readSignedInteger(integer: bigint): number {
  return Number(BigInt.asIntN(64, integer));
}

interface ReadInteger {
  readonly value: bigint;
  readonly end: number;
}

const MAX_INTEGER_BYTES = 10;

function readInteger(message: Uint8Array, start: number): ReadInteger | undefined {
  let value = 0n;
  for (let index = 0; index < MAX_INTEGER_BYTES; index++) {
    const byte = message[start + index];
    if (byte === undefined) return undefined;
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte < 0x80) return { value, end: start + index + 1 };
  }
  return undefined;
}
