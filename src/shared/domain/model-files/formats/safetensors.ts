/** Safetensors: a length, a header in JSON, numbers. https://github.com/huggingface/safetensors#format */
import { parseStrictJson, type JsonNode } from '../../kernel/strict-json.ts';
import { DataError } from '../../kernel/errors.ts';
import type { ScannedBytes } from '../content/byte-reader.ts';

/** What its own reader refuses too. */
const MAX_HEADER_BYTES = 100_000_000;
const LENGTH_BYTES = 8;

/** Bits of a value of each type. */
const BITS: Readonly<Record<string, bigint>> = {
  BOOL: 8n,
  U8: 8n,
  I8: 8n,
  F8_E5M2: 8n,
  F8_E4M3: 8n,
  F8_E8M0: 8n,
  F4: 4n,
  F6_E2M3: 6n,
  F6_E3M2: 6n,
  I16: 16n,
  U16: 16n,
  F16: 16n,
  BF16: 16n,
  I32: 32n,
  U32: 32n,
  F32: 32n,
  F64: 64n,
  I64: 64n,
  U64: 64n,
  C64: 64n,
};

interface Tensor {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** @returns what contradicts itself; undefined where every byte is where the header says. */
export async function findSafetensorsFault(bytes: ScannedBytes): Promise<string | undefined> {
  const start = await bytes.slice(0, LENGTH_BYTES);
  const headerBytes = Number(Buffer.from(start).readBigUInt64LE());
  if (headerBytes > MAX_HEADER_BYTES) return `a header of ${headerBytes} bytes`;
  if (LENGTH_BYTES + headerBytes > bytes.sizeBytes) return 'a header that ends behind the file';
  const text = Buffer.from(await bytes.slice(LENGTH_BYTES, LENGTH_BYTES + headerBytes)).toString('utf8');
  try {
    return faultOf(parseStrictJson(text, 'header'), bytes.sizeBytes - LENGTH_BYTES - headerBytes);
  } catch (error) {
    if (error instanceof DataError) return error.message;
    throw error;
  }
}

function faultOf(header: JsonNode, dataBytes: number): string | undefined {
  if (header.kind !== 'object') return 'a header that is no object';
  const tensors: Tensor[] = [];
  for (const [name, node] of header.members) {
    if (name === '__metadata__') continue;
    const tensor = readTensor(name, node);
    if (typeof tensor === 'string') return tensor;
    tensors.push(tensor);
  }
  tensors.sort((one, other) => one.start - other.start || one.end - other.end);
  let at = 0;
  for (const { name, start, end } of tensors) {
    if (start !== at) return `${name}: begins at ${start}, where ${at} was expected`;
    at = end;
  }
  return at === dataBytes ? undefined : `${dataBytes} bytes of data, of which the header names ${at}`;
}

/** @returns a sentence where it contradicts itself. */
function readTensor(name: string, node: JsonNode): Tensor | string {
  if (node.kind !== 'object') return `${name}: no object`;
  const type = node.members.get('dtype');
  const shape = numbersOf(node.members.get('shape'));
  const offsets = numbersOf(node.members.get('data_offsets'));
  const bits = type?.kind === 'scalar' && typeof type.value === 'string' ? BITS[type.value] : undefined;
  if (bits === undefined) return `${name}: an unknown type`;
  const [start, end] = offsets ?? [];
  if (shape === undefined || start === undefined || end === undefined || offsets?.length !== 2)
    return `${name}: no shape or no offsets`;
  const wanted = shape.reduce((product, side) => product * BigInt(side), bits);
  return BigInt(end - start) * 8n === wanted
    ? { name, start, end }
    : `${name}: ${end - start} bytes for a shape of ${shape.join(' × ')}`;
}

function numbersOf(node: JsonNode | undefined): readonly number[] | undefined {
  if (node?.kind !== 'array') return undefined;
  const numbers = node.items.map((item) => (item.kind === 'scalar' ? item.value : undefined));
  return numbers.every((value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0)
    ? (numbers as number[])
    : undefined;
}
