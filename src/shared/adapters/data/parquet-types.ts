/**
 * What the leaves of a Parquet schema hold (github.com/apache/parquet-format, "Logical types"), and how one raw value
 * becomes a number, or the text that stands for it exactly: all digits of a decimal and of a 64-bit integer, a time to
 * the nanosecond.
 */
import type { SchemaElement } from 'hyparquet';
import { DAY_MS } from '../../domain/kernel/time.ts';
import { shortestSingle, spellDouble } from '../../domain/table/float-spelling.ts';
import type { Column } from '../../domain/table/table.ts';
import type { TimeBasis } from '../../domain/table/time-basis.ts';

/** As the pages have it: no logical type applied. 96-bit times are nanoseconds since 1970. */
export type RawValue = boolean | number | bigint | Uint8Array;

export interface LeafType {
  readonly kind: Column['kind'];
  /** Of times, whether the type says that they are instants. */
  readonly basis?: TimeBasis;
  /** NaN where the value is text. Times in epoch milliseconds. */
  readonly toNumber: (raw: RawValue) => number;
  readonly toText: (raw: RawValue) => string;
}

/** Why a leaf is no column of a table, or how it is read. */
export type LeafReading =
  | { readonly kind: 'read'; readonly type: LeafType }
  | { readonly kind: 'left-out'; readonly reason: string };

export function leafReading(element: SchemaElement): LeafReading {
  const { converted_type: converted, logical_type: logical } = element;
  if (converted === 'INTERVAL') return { kind: 'left-out', reason: 'intervals' };
  if (converted === 'BSON' || logical?.type === 'BSON') return { kind: 'left-out', reason: 'BSON documents' };
  if (logical?.type === 'GEOMETRY' || logical?.type === 'GEOGRAPHY') {
    return { kind: 'left-out', reason: 'geometries' };
  }
  return { kind: 'read', type: leafType(element) };
}

function leafType(element: SchemaElement): LeafType {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (logical?.type === 'DECIMAL' || converted === 'DECIMAL') return decimal(element);
  if (logical?.type === 'DATE' || converted === 'DATE') return date;
  const perSecond = timestampUnit(element);
  if (perSecond !== undefined) return { ...timestamp(perSecond), ...timestampBasis(element) };
  if (logical?.type === 'FLOAT16') return float(parseFloat16, (value) => String(value));
  switch (type) {
    case 'BOOLEAN':
      return { kind: 'number', toNumber: (raw) => Number(raw), toText: String };
    case 'FLOAT':
      return float((raw) => Number(raw), shortestSingle);
    case 'DOUBLE':
      return float((raw) => Number(raw), spellDouble);
    case 'INT32':
    case 'INT64':
      return integer(element);
    default:
      return text(element);
  }
}

const UNITS_PER_SECOND: ReadonlyMap<string, bigint> = new Map([
  ['MILLIS', 1000n],
  ['MICROS', 1_000_000n],
  ['NANOS', 1_000_000_000n],
]);

function timestampUnit({
  type,
  converted_type: converted,
  logical_type: logical,
}: SchemaElement): bigint | undefined {
  if (type === 'INT96') return UNITS_PER_SECOND.get('NANOS');
  if (logical?.type === 'TIMESTAMP') return UNITS_PER_SECOND.get(logical.unit);
  return converted?.startsWith('TIMESTAMP_') === true
    ? UNITS_PER_SECOND.get(converted.slice('TIMESTAMP_'.length))
    : undefined;
}

/**
 * As the specification says: a timestamp is an instant where it is adjusted to UTC, and that of an older writer, without a
 * logical type, is; so are 96-bit times as Spark writes them.
 */
export function timestampBasis({ logical_type: logical }: SchemaElement): { readonly basis?: TimeBasis } {
  return logical?.type === 'TIMESTAMP' && !logical.isAdjustedToUTC ? {} : { basis: 'instants' };
}

/** Exact to the unit; in milliseconds a nanosecond is a fraction that a double rounds. */
function timestamp(perSecond: bigint): LeafType {
  return {
    kind: 'time',
    toNumber: (raw) => {
      const units = toBigInt(raw);
      const seconds = units / perSecond;
      return Number(seconds) * 1000 + Number(units - seconds * perSecond) / (Number(perSecond) / 1000);
    },
    toText: (raw) => timestampText(toBigInt(raw), perSecond),
  };
}

/** `2026-01-31T09:30:00.123456Z`: with as many digits as the value has, in groups of three. */
function timestampText(units: bigint, perSecond: bigint): string {
  const rest = ((units % perSecond) + perSecond) % perSecond;
  const seconds = Number((units - rest) / perSecond);
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return `${units}`;
  const whole = date.toISOString().slice(0, -'.000Z'.length);
  if (rest === 0n) return `${whole}Z`;
  const digits = String(rest)
    .padStart(String(perSecond).length - 1, '0')
    .replace(/(?:000)+$/, '');
  return `${whole}.${digits}Z`;
}

const date: LeafType = {
  kind: 'time',
  toNumber: (raw) => Number(raw) * DAY_MS,
  toText: (raw) => {
    const day = new Date(Number(raw) * DAY_MS);
    return Number.isNaN(day.getTime()) ? String(raw) : day.toISOString().slice(0, -'T00:00:00.000Z'.length);
  },
};

function decimal({ scale = 0 }: SchemaElement): LeafType {
  const toText = (raw: RawValue): string => decimalText(toBigInt(raw), scale);
  return { kind: 'number', toNumber: (raw) => Number(toText(raw)), toText };
}

function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled * 10n ** BigInt(-scale));
  const sign = unscaled < 0n ? '-' : '';
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function integer({ type, converted_type: converted, logical_type: logical }: SchemaElement): LeafType {
  const isUnsigned =
    converted?.startsWith('UINT_') === true || (logical?.type === 'INTEGER' && !logical.isSigned);
  const bits = type === 'INT64' ? 64 : 32;
  const exact = (raw: RawValue): bigint => (isUnsigned ? BigInt.asUintN(bits, toBigInt(raw)) : toBigInt(raw));
  return { kind: 'number', toNumber: (raw) => Number(exact(raw)), toText: (raw) => String(exact(raw)) };
}

function float(toNumber: (raw: RawValue) => number, write: (value: number) => string): LeafType {
  return {
    kind: 'number',
    toNumber,
    toText: (raw) => {
      const value = toNumber(raw);
      return Number.isNaN(value) ? '' : write(value);
    },
  };
}

/** Little endian, IEEE 754 binary16. */
function parseFloat16(raw: RawValue): number {
  if (!(raw instanceof Uint8Array)) return NaN;
  const bits = (raw[0] ?? 0) | ((raw[1] ?? 0) << 8);
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function text({ logical_type: logical }: SchemaElement): LeafType {
  const toText =
    logical?.type === 'UUID' ? (raw: RawValue) => uuid(toHex(raw)) : (raw: RawValue) => decodeText(raw);
  return { kind: 'category', toNumber: () => NaN, toText };
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes that are no text are shown as hexadecimal digits. */
function decodeText(raw: RawValue): string {
  if (!(raw instanceof Uint8Array)) return String(raw);
  try {
    return UTF_8.decode(raw);
  } catch {
    return toHex(raw);
  }
}

function toHex(raw: RawValue): string {
  return raw instanceof Uint8Array ? Buffer.from(raw).toString('hex') : String(raw);
}

function uuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Bytes are a number in two's complement, big endian. */
function toBigInt(raw: RawValue): bigint {
  if (!(raw instanceof Uint8Array)) return BigInt(raw);
  const hex = toHex(raw);
  return hex === '' ? 0n : BigInt.asIntN(8 * raw.length, BigInt(`0x${hex}`));
}
