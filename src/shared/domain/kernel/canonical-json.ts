/**
 * Canonical JSON (RFC 8785, JSON Canonicalization Scheme): the bytes that a document's digest is taken of.
 * ECMAScript's own number and string serialization is what the RFC prescribes; only key order is added.
 */
import { DataError } from './errors.ts';
import { shortenText } from './shorten-text.ts';

/** Documents have below 20 levels. Without a limit, a forged one would exhaust the stack. */
const MAX_DEPTH = 64;
const LONGEST_PLACE = 400;

/**
 * Keys with `undefined` are left out.
 * @throws DataError for what JSON cannot say (NaN, Infinity, a function …), and for deeper nesting than `MAX_DEPTH`.
 */
export function canonicalJson(value: unknown): string {
  return serialize(value, '$', 0);
}

function serialize(value: unknown, where: string, depth: number): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (Number.isFinite(value)) return JSON.stringify(value);
      break;
    case 'string':
      return serializeText(value, where);
    case 'object':
      return value === null ? 'null' : serializeObject(value, where, depth + 1);
    default:
  }
  throw new DataError('DATA_INVALID', `${placeOf(where)}: expected a JSON value, got ${String(value)}`, {
    hint: 'write null, or leave the key out, where there is no finite number',
  });
}

/** Names are of others, as long as they like. */
function placeOf(where: string): string {
  return shortenText(where, LONGEST_PLACE);
}

/** A key or a value: half of a character has no bytes in UTF-8, so that there is nothing to take a digest of. */
function serializeText(text: string, where: string): string {
  if (text.isWellFormed()) return JSON.stringify(text);
  throw new DataError(
    'DATA_INVALID',
    `${placeOf(where)}: expected well-formed Unicode, got a lone surrogate`,
    {
      hint: 'write text as UTF-8, without halves of characters',
    },
  );
}

function serializeObject(value: object, where: string, depth: number): string {
  if (depth > MAX_DEPTH) {
    throw new DataError('DATA_INVALID', `${placeOf(where)}: expected at most ${MAX_DEPTH} levels, got more`, {
      hint: 'nest objects and lists less deeply',
    });
  }
  if (Array.isArray(value)) {
    return `[${value.map((item, index) => serialize(item, `${where}[${index}]`, depth)).join(',')}]`;
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    // RFC 8785 section 3.2.3 orders keys by UTF-16 code units, which is what `<` compares.
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([key, member]) =>
        `${serializeText(key, `${where}: a key`)}:${serialize(member, `${where}.${key}`, depth)}`,
    );
  return `{${members.join(',')}}`;
}
