/**
 * Scalars in an event file of TensorBoard: records of TFRecord (length, its checksum, bytes, their checksum), each an `Event`
 * of protocol buffers (tensorboard/compat/proto/event.proto, summary.proto, tensor.proto). Both forms of a scalar are read:
 * `simple_value`, and a tensor of one number. A last record that was not written to its end is left out, as TensorBoard does.
 */
import { viewOf } from '../kernel/data-view.ts';
import { DataError } from '../kernel/errors.ts';
import { crc32cOf, createCrc32cTable } from './crc32c.ts';
import { readFields, readSignedInteger, type WireField } from './protobuf-fields.ts';

export interface ScalarPoint {
  readonly tag: string;
  readonly step: number;
  readonly wallTimeSeconds: number;
  /** May be NaN or infinite. */
  readonly value: number;
}

const LENGTH_BYTES = 8;
const CHECKSUM_BYTES = 4;
/** Of what is added to a checksum, so that the checksum of a checksum is another one. */
const MASK = 0xa282ead8;

/** @throws DataError with the place of a record whose checksum is another one. */
export function parseScalarEvents(bytes: Uint8Array, where: string): readonly ScalarPoint[] {
  const table = createCrc32cTable();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const points: ScalarPoint[] = [];
  let offset = 0;
  while (offset + LENGTH_BYTES + CHECKSUM_BYTES <= bytes.length) {
    const start = offset + LENGTH_BYTES + CHECKSUM_BYTES;
    const length = Number(view.getBigUint64(offset, true));
    const isLengthRight =
      unmask(view.getUint32(offset + LENGTH_BYTES, true)) ===
      crc32cOf(table, bytes.subarray(offset, offset + LENGTH_BYTES));
    if (!isLengthRight) throw damaged(where, offset);
    const end = start + length;
    if (end + CHECKSUM_BYTES > bytes.length) break;
    const record = bytes.subarray(start, end);
    if (unmask(view.getUint32(end, true)) !== crc32cOf(table, record)) throw damaged(where, offset);
    addPoints(record, points);
    offset = end + CHECKSUM_BYTES;
  }
  return points;
}

function unmask(masked: number): number {
  const rotated = (masked - MASK) >>> 0;
  return ((rotated >>> 17) | (rotated << 15)) >>> 0;
}

function damaged(where: string, offset: number): DataError {
  return new DataError(
    'DATA_INVALID',
    `${where}: byte ${offset}: expected a record of an event file of TensorBoard, got another checksum`,
    {
      hint: 'name a folder of event files as `train.metrics`, and wait in the command until they are written',
    },
  );
}

function addPoints(event: Uint8Array, points: ScalarPoint[]): void {
  let wallTimeSeconds = 0;
  let step = 0;
  const summaries: Uint8Array[] = [];
  for (const { number, wire, bytes, integer } of readFields(event)) {
    if (number === 1 && wire === 'bits-64') wallTimeSeconds = viewOf(bytes).getFloat64(0, true);
    if (number === 2 && wire === 'integer') step = readSignedInteger(integer);
    if (number === 5 && wire === 'bytes') summaries.push(bytes);
  }
  for (const summary of summaries)
    for (const { number, wire, bytes } of readFields(summary)) {
      if (number !== 1 || wire !== 'bytes') continue;
      const scalar = readScalar([...readFields(bytes)]);
      if (scalar !== undefined) points.push({ ...scalar, step, wallTimeSeconds });
    }
}

/** A value of a summary: its tag is field 1, a simple value 2, a tensor 8. */
function readScalar(fields: readonly WireField[]): Pick<ScalarPoint, 'tag' | 'value'> | undefined {
  const tag = fields.find(({ number, wire }) => number === 1 && wire === 'bytes');
  const simple = fields.find(({ number, wire }) => number === 2 && wire === 'bits-32');
  const tensor = fields.find(({ number, wire }) => number === 8 && wire === 'bytes');
  if (tag === undefined) return undefined;
  const value =
    simple === undefined ? tensor && readTensor(tensor.bytes) : viewOf(simple.bytes).getFloat32(0, true);
  return value === undefined ? undefined : { tag: new TextDecoder().decode(tag.bytes), value };
}

const FLOAT = 1;
const DOUBLE = 2;

/** A tensor of one floating-point number: its type is field 1, packed bytes 4, floats 5, doubles 6. */
function readTensor(tensor: Uint8Array): number | undefined {
  const fields = [...readFields(tensor)];
  const type = fields.find(({ number, wire }) => number === 1 && wire === 'integer')?.integer;
  if (type !== BigInt(FLOAT) && type !== BigInt(DOUBLE)) return undefined;
  const isDouble = type === BigInt(DOUBLE);
  const size = isDouble ? 8 : 4;
  const values = fields.filter(({ number }) => number === 4 || number === (isDouble ? 6 : 5));
  const [content, ...others] = values.filter(({ bytes }) => bytes.length > 0);
  if (content === undefined || others.length > 0 || content.bytes.length !== size) return undefined;
  const view = viewOf(content.bytes);
  return isDouble ? view.getFloat64(0, true) : view.getFloat32(0, true);
}
