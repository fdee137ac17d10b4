/**
 * The text of a small file with metrics or parameters, as a tree of values: JSON, YAML, TOML, JSON Lines, a CSV
 * table, or lines of text. The format is that of the file's ending, else that of its first character. Maps keep the order of the file.
 */
import { LineCounter, parseDocument as parseYaml } from 'yaml';
import { parse as parseToml, TomlError } from 'smol-toml';
import { DataError } from '../kernel/errors.ts';
import { parseMetricLines } from './metric-lines.ts';
import { parseStrictJson, type JsonNode } from '../kernel/strict-json.ts';
import { parseCsv } from '../table/csv.ts';
import { textAt } from '../table/access.ts';
import { decideSign, parseWithSign, signEvidenceOfAll } from '../table/decimal-sign.ts';
import { encodingOf, notUtf8 } from '../table/encoding.ts';
import { plainSpelling } from '../table/number-spelling.ts';
import type { Column, Table } from '../table/table.ts';
import { normalizeScalars } from './yaml-scalars.ts';

export type Scalar = string | number | boolean | null;
export type Tree = Scalar | readonly Tree[] | TreeMap;
export type TreeMap = ReadonlyMap<string, Tree>;

/** A header that begins with the step, and a row of as many numbers. */
const LOG_OF_STEPS = /^\ufeff?(?:epoch|step|global_step|iter|iteration|round)s?([,;\t])[^\n]*\r?\n\d+\1/i;
/** `[metrics]` alone in a line is the heading of a section, in files that end in `ini` and `cfg`. */
const START_OF_JSON = /^\s*(?:\{|\[(?![A-Za-z_][\w .-]*\]\s*\n))/;
/** Results of single test cases may stand in the same file. */
const MAX_MEASUREMENT_BYTES = 16 * 1024 * 1024;

/** @throws DataError DATA_EMPTY, or DATA_INVALID with line and column. */
export function parseMeasurementFile(bytes: Uint8Array, where: string): Tree {
  checkMeasurementSize(bytes.length, where);
  const text = decode(bytes, where);
  const encoded = encodingOf(bytes) === 'utf-8' ? bytes : new TextEncoder().encode(text);
  const ending = /\.([a-z]+)$/i.exec(where)?.[1]?.toLowerCase();
  switch (ending) {
    case 'json':
      return parseJsonTree(text, where);
    case 'jsonl':
    case 'ndjson':
      return parseJsonLines(text, where);
    case 'yaml':
    case 'yml':
      return parseYamlTree(text, where);
    case 'toml':
      return parseTomlTree(text, where);
    case 'csv':
    case 'tsv':
      return ofTable(parseCsv(encoded, where));
    default:
      // `CSVLogger` of Keras writes what people call training.log.
      if (LOG_OF_STEPS.test(text)) return ofTable(parseCsv(encoded, where));
      return START_OF_JSON.test(text) ? parseJsonTree(text, where) : parsePlainText(text, where);
  }
}

/** For a reader that knows the size before it reads. @throws DataError */
export function checkMeasurementSize(sizeBytes: number, where: string): void {
  if (sizeBytes <= MAX_MEASUREMENT_BYTES) return;
  throw new DataError('DATA_INVALID', `${where}: expected at most 16 MiB, got ${sizeBytes} bytes`, {
    hint: 'write a smaller file with the metrics alone',
  });
}

/** What an alias expands to counts as often as it is used. */
const MAX_ALIASES = 10_000;

/** The parser of YAML compares each key of a map with all others. */
const MAX_YAML_BYTES = 128 * 1024;

function decode(bytes: Uint8Array, where: string): string {
  try {
    const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
    if (text.trim() !== '') return text;
  } catch (cause) {
    throw notUtf8(where, 'text', cause);
  }
  throw new DataError('DATA_EMPTY', `${where}: expected names and values, got an empty file`, {
    hint: 'write at least one name with a number, such as {"accuracy": 0.93}',
  });
}

/** Detectron2 and MMDetection write one object a line into `metrics.json`. */
function parseJsonTree(text: string, where: string): Tree {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const areObjects = lines.length > 1 && lines.every((line) => /^\s*\{.*\}\s*$/.test(line));
  return areObjects ? parseJsonLines(text, where) : ofJson(parseStrictJson(text, where));
}

/** A list with one entry a line. */
function parseJsonLines(text: string, where: string): Tree {
  return text
    .split('\n')
    .map((line, index) => ({ line, place: `${where}: line ${index + 1}` }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, place }) => ofJson(parseStrictJson(line, place)));
}

function ofJson(node: JsonNode): Tree {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'array':
      return node.items.map(ofJson);
    case 'object':
      return new Map([...node.members].map(([name, member]) => [name, ofJson(member)]));
  }
}

/** Anchors, aliases and merge keys are read, as parameter files use them; the parser limits what they expand to. */
function parseYamlTree(text: string, where: string): Tree {
  if (text.length > MAX_YAML_BYTES) {
    throw new DataError(
      'DATA_INVALID',
      `${where}: expected at most 128 KiB of YAML, got ${text.length} bytes`,
      {
        hint: 'write the file as JSON, or the metrics alone',
      },
    );
  }
  const lines = new LineCounter();
  const document = parseYaml(text, {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
    intAsBigInt: true,
  });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    if (error.code === 'MULTIPLE_DOCS') throw severalDocuments(`${where}:${line}:${col}`);
    throw unreadable(`${where}:${line}:${col}`, 'YAML', error);
  }
  normalizeScalars(document);
  try {
    return ofValue(document.toJS({ mapAsMap: true, maxAliasCount: MAX_ALIASES }));
  } catch (cause) {
    throw unreadable(where, 'YAML', cause);
  }
}

function severalDocuments(place: string): DataError {
  return new DataError('DATA_INVALID', `${place}: expected one document of YAML, got another after "---"`, {
    hint: 'write each document into a file of its own, or one map with a name for each',
  });
}

/**
 * A file of another ending is YAML where that gives names with a number, and else lines with names and numbers:
 * `Accuracy: 0.93, F1 = 0.87` is one text in YAML.
 */
function parsePlainText(text: string, where: string): Tree {
  const yaml = attemptYaml(text, where);
  if (yaml instanceof Map && hasNumber(yaml)) return yaml;
  const lines = parseMetricLines(text, where);
  if (lines !== undefined) return lines;
  if (yaml instanceof Map && yaml.size > 0) return yaml;
  throw new DataError(
    'DATA_INVALID',
    `${where}: expected a name and a number a line, such as "accuracy: 0.9", got ${JSON.stringify(text.trim().slice(0, 60))}`,
    { hint: 'write {"accuracy": 0.9} as JSON; scikit-learn has classification_report(…, output_dict=True)' },
  );
}

function hasNumber(tree: Tree): boolean {
  if (tree instanceof Map) return [...tree.values()].some(hasNumber);
  return Array.isArray(tree) ? tree.some(hasNumber) : typeof tree === 'number';
}

/** @returns undefined for what is no YAML. */
function attemptYaml(text: string, where: string): Tree | undefined {
  try {
    return parseYamlTree(text, where);
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}

function parseTomlTree(text: string, where: string): Tree {
  try {
    return ofValue(parseToml(text, { integersAsBigInt: true }));
  } catch (cause) {
    throw unreadable(
      cause instanceof TomlError ? `${where}:${cause.line}:${cause.column}` : where,
      'TOML',
      cause,
    );
  }
}

function unreadable(place: string, format: string, cause: unknown): DataError {
  const problem = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0] ?? '';
  return new DataError('DATA_INVALID', `${place}: expected ${format}, got: ${problem}`, {
    hint: 'correct the file at this place, or write it with a library of its format',
    cause,
  });
}

/** What the parsers of YAML and TOML return: plain values, maps, and objects for dates. */
function ofValue(value: unknown): Tree {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint')
    return String(Number(value)) === String(value) ? Number(value) : String(value);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(ofValue);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [nameOf(key), ofValue(item)]));
  if (value instanceof Date) return value.toISOString();
  return typeof value !== 'object'
    ? null
    : new Map(Object.entries(value).map(([key, item]) => [key, ofValue(item)]));
}

/** Keys of YAML may be numbers, such as the classes of a report. */
function nameOf(key: unknown): string {
  if (typeof key === 'string') return key;
  return typeof key === 'object' && key !== null ? 'a key that is no text' : String(key);
}

function ofTable(table: Table): Tree {
  // The first column names the rows.
  const read = table.columns.map((column, index) => [column.name, cellReader(column, index === 0)] as const);
  return Array.from(
    { length: table.rowCount },
    (_, row) => new Map(read.map(([name, cellAt]) => [name, cellAt(row)])),
  );
}

/** Rows of a table of metrics are different quantities: a text, or a percentage, beside numbers makes no texts of them. */
function cellReader(column: Column, isName: boolean): (row: number) => Scalar {
  if (column.kind !== 'category' || isName) return (row) => cell(column, row);
  const { sign } = decideSign(signEvidenceOfAll(column.categories.map(plainSpelling)), {});
  if (sign === 'open' || sign === 'mixed') return (row) => cell(column, row);
  const values = column.categories.map((text): Scalar => {
    const value = parseWithSign(plainSpelling(text), sign);
    return Number.isFinite(value) ? value : text;
  });
  return (row) => values[column.codes[row] ?? -1] ?? null;
}

function cell(column: Column, row: number): Scalar {
  if (column.kind === 'number') {
    const value = column.values[row];
    if (value === undefined || Number.isNaN(value)) return null;
    return Number.isFinite(value) ? value : String(value);
  }
  return textAt(column, row) ?? null;
}
