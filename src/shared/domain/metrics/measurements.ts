/**
 * The two small files that a training command leaves: metrics (numbers that gates evaluate) and parameters
 * (for people). Nested objects are read with dots: `{"test": {"auc": 0.8}}` is
 * `test.auc`.
 */
import { DataError } from '../kernel/errors.ts';
import { METRIC_NAME_PATTERN } from '../kernel/names.ts';
import { jsonError, parseStrictJson, type JsonNode } from '../kernel/strict-json.ts';

const MAX_BYTES = 1024 * 1024;
const MAX_ENTRIES = 1000;
const PARAMETER_NAME = /^[A-Za-z0-9_][^\p{Cc}]{0,199}$/u;

export type ParameterValue = string | number | boolean | null;

/** @throws DataError with line and column for anything but finite numbers under names that a gate can use. */
export function parseMetrics(bytes: Uint8Array, where: string): Readonly<Record<string, number>> {
  const text = decode(bytes, where);
  const entries = flatten(text, where).map(({ name, node }) => {
    const value = node.kind === 'scalar' && typeof node.value === 'number' ? node.value : undefined;
    if (value !== undefined && METRIC_NAME_PATTERN.test(name)) return [name, value] as const;
    const problem =
      value === undefined
        ? `metric ${JSON.stringify(name)}: expected a number, got ${describe(node)}`
        : `expected a name of letters, digits and "_.:/-" (at most 80), got ${JSON.stringify(name.slice(0, 100))}`;
    throw jsonError(text, node.offset, { where, problem });
  });
  return Object.fromEntries(entries);
}

/** Lists become JSON text. @throws DataError with line and column. */
export function parseParameters(bytes: Uint8Array, where: string): Readonly<Record<string, ParameterValue>> {
  const text = decode(bytes, where);
  const entries = flatten(text, where).map(({ name, node }) => {
    if (!PARAMETER_NAME.test(name) || name === '__proto__') {
      const problem = `expected a name of at most 200 characters, got ${JSON.stringify(name.slice(0, 100))}`;
      throw jsonError(text, node.offset, { where, problem });
    }
    return [name, node.kind === 'scalar' ? node.value : JSON.stringify(toValue(node))] as const;
  });
  return Object.fromEntries(entries);
}

function decode(bytes: Uint8Array, where: string): string {
  if (bytes.length > MAX_BYTES) {
    throw new DataError('DATA_INVALID', `${where}: expected at most 1 MiB, got ${bytes.length} bytes`);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.trim() !== '') return text;
  } catch (cause) {
    throw new DataError('DATA_INVALID', `${where}: expected text in UTF-8, got other bytes`, { cause });
  }
  throw new DataError('DATA_EMPTY', `${where}: expected a JSON object, got an empty file`);
}

interface Entry {
  readonly name: string;
  readonly node: JsonNode;
}

/** Leaves of the nested objects; each name once also when it can be written in two ways. */
function flatten(text: string, where: string): readonly Entry[] {
  const root = parseStrictJson(text, where);
  if (root.kind !== 'object')
    throw jsonError(text, root.offset, { where, problem: `expected an object, got ${describe(root)}` });
  const entries = leaves(root, '');
  if (entries.length > MAX_ENTRIES) {
    throw new DataError(
      'DATA_INVALID',
      `${where}: expected at most ${MAX_ENTRIES} values, got ${entries.length}`,
    );
  }
  const seen = new Set<string>();
  for (const { name, node } of entries) {
    if (seen.has(name)) {
      throw jsonError(text, node.offset, {
        where,
        problem: `expected each name once, got ${JSON.stringify(name)} again`,
      });
    }
    seen.add(name);
  }
  return entries;
}

function leaves(node: JsonNode, name: string): readonly Entry[] {
  if (node.kind !== 'object') return [{ name, node }];
  return [...node.members].flatMap(([key, member]) => leaves(member, name === '' ? key : `${name}.${key}`));
}

function toValue(node: JsonNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'array':
      return node.items.map(toValue);
    case 'object':
      return Object.fromEntries([...node.members].map(([key, member]) => [key, toValue(member)]));
  }
}

function describe(node: JsonNode): string {
  if (node.kind !== 'scalar') return node.kind === 'array' ? 'a list' : 'an object';
  return typeof node.value === 'string'
    ? `the text ${JSON.stringify(node.value.slice(0, 40))}`
    : String(node.value);
}
