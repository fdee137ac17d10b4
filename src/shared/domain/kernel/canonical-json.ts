/**
 * Canonical JSON (RFC 8785, JSON Canonicalization Scheme): the bytes that a document's digest is taken of.
 * ECMAScript's own number and string serialization is what the RFC prescribes; only key order is added.
 */
import { DataError } from './errors.ts';

/** @throws DataError for what JSON cannot say (NaN, Infinity, a function …); keys with `undefined` are left out. */
export function canonicalJson(value: unknown): string {
  return serialize(value, '$');
}

function serialize(value: unknown, where: string): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (Number.isFinite(value)) return JSON.stringify(value);
      break;
    case 'string':
      if (value.isWellFormed()) return JSON.stringify(value);
      throw new DataError('DATA_INVALID', `${where}: expected well-formed Unicode, got a lone surrogate`);
    case 'object':
      return value === null ? 'null' : serializeObject(value, where);
    default:
  }
  throw new DataError('DATA_INVALID', `${where}: expected a JSON value, got ${String(value)}`);
}

function serializeObject(value: object, where: string): string {
  if (Array.isArray(value)) {
    return `[${value.map((item, index) => serialize(item, `${where}[${index}]`)).join(',')}]`;
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    // RFC 8785 section 3.2.3 orders keys by UTF-16 code units, which is what `<` compares.
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${serialize(member, `${where}.${key}`)}`);
  return `{${members.join(',')}}`;
}
