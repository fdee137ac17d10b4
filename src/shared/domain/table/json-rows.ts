/**
 * JSON into a Table: flat objects, one a line or all in one array, or one object that is a table (`json-frames.ts`), keys in any order; a missing key and null are missing
 * values. A column of numbers or booleans (0 and 1) is numeric, one whose every text is an ISO 8601 time holds times,
 * anything else is text, unless something else was asked for. Columns of lists and objects are left out by name, but for
 * the fields in them that were asked for.
 */
import { DataError } from '../kernel/errors.ts';
import { countOf } from '../text/number-text.ts';
import { decideFileSign } from './decimal-sign.ts';
import { JsonCells, type JsonScalar } from './json-cells.ts';
import { JsonObjects, type JsonLayout, type JsonObject } from './json-objects.ts';
import {
  listsBesideValues,
  mayBeFrame,
  rowsOfFrame,
  type ParsedObject,
  type WrittenNumbers,
} from './json-frames.ts';
import { hasWantedFields, wantedFields, type NestedField } from './nested-fields.ts';
import { contextOfColumn, type ReadOptions } from './read-options.ts';
import { refuseRepeatedNames } from './repeated-names.ts';
import type { Column, IdentityColumn, LeftOutColumn, Table } from './table.ts';
import { isComposite } from '../kernel/unknown-value.ts';

/** Only such a line can hold a number that a double would round, or that was rounded to single precision. */
const LONG_NUMBER = /\d{16}|\d\.\d{14}|\d{8}\.0/;
/** What Python writes for numbers that JSON does not have, and texts, which are skipped. */
const NOT_FINITE = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g;

const PIECE_BYTES = 1024 * 1024;
/** Whoever writes a key twice into an object does so in each; a parser keeps the last one. */
const CHECKED_ROWS = 100;

/**
 * `where` names the file in messages.
 * @throws DataError: DATA_EMPTY without rows; DATA_INVALID, with the line, for anything but an object.
 */
export function parseJsonRows(
  bytes: Uint8Array,
  layout: JsonLayout,
  { where, ...options }: ReadOptions & { readonly where: string },
): Table {
  const reader = new JsonRowsReader(layout, { where, ...options });
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
    reader.push(bytes.subarray(start, start + PIECE_BYTES));
  }
  return reader.finish();
}

/** The rows of a log, each with its place in it; undefined for an object that is a row. */
export type ExpandLog = (
  object: object,
  where: string,
) => readonly { readonly place: string; readonly fields: object }[] | undefined;

export class JsonRowsReader {
  readonly #options: ReadOptions & { readonly where: string };
  readonly #objects: JsonObjects;
  readonly #cellsOf = new Map<string, JsonCells>();
  readonly #nested = new Set<string>();
  readonly #unrequested = new Set<string>();
  readonly #expand: ExpandLog | undefined;
  /** Whether one object may be all of the file: in an array it is a row. */
  readonly #isAlone: boolean;
  /** The first object, until another one shows that it is a row. */
  #pending: { readonly parsed: ParsedObject; readonly place: string } | undefined;
  #rowCount = 0;

  /** @param expand for the first object, which may be a log with all rows in it. */
  constructor(layout: JsonLayout, options: ReadOptions & { readonly where: string }, expand?: ExpandLog) {
    this.#options = options;
    this.#isAlone = layout === 'json-lines';
    this.#expand = layout === 'json-lines' ? expand : undefined;
    this.#objects = new JsonObjects(layout, options.where);
  }

  push(piece: Uint8Array): void {
    for (const object of this.#objects.push(piece)) this.#readRow(object);
  }

  finish(): Table {
    this.#objects.finish();
    this.#readFrame();
    if (this.#rowCount === 0) {
      throw new DataError('DATA_EMPTY', `${this.#options.where}: expected rows, got an empty file`, {
        hint: 'write at least one row; check that the step before has not failed',
      });
    }
    if (this.#rowCount === 1 && this.#nested.size > 0 && this.#nested.size === this.#cellsOf.size) {
      throw this.#noRows('one object of lists or objects');
    }
    const built = this.#build();
    const identities = built.filter((column): column is IdentityColumn => 'texts' in column);
    const leftOut = [...this.#nested].map((name): LeftOutColumn => ({ name, reason: 'lists or objects' }));
    return {
      rowCount: this.#rowCount,
      columns: built.filter((column): column is Column => !('texts' in column)),
      ...(identities.length > 0 && { identities }),
      ...(leftOut.length > 0 && { leftOut }),
      ...(this.#unrequested.size > 0 && { unrequested: [...this.#unrequested] }),
    };
  }

  #build(): readonly (Column | IdentityColumn)[] {
    const flat = [...this.#cellsOf.values()].filter(({ name }) => !this.#nested.has(name));
    const file = decideFileSign(
      flat.map((cells) => cells.signEvidence()),
      false,
    );
    return flat.map((cells) => cells.build(this.#rowCount, contextOfColumn(cells.name, this.#options, file)));
  }

  #readRow({ text, line }: JsonObject): void {
    const place = `${this.#options.where}, line ${line}`;
    const parsed = parseObject(text, place);
    const log = this.#rowCount === 0 ? this.#expand?.(parsed.row, this.#options.where) : undefined;
    if (log === undefined) {
      if (this.#rowCount < CHECKED_ROWS) refuseRepeatedNames(keysOf(text), place);
      const isFirst = this.#rowCount === 0 && this.#pending === undefined;
      if (isFirst && this.#isAlone && mayBeFrame(parsed)) {
        this.#pending = { parsed, place };
        return;
      }
      this.#addPending();
      this.#addRow(parsed, place);
      return;
    }
    for (const { place: within, fields } of log)
      this.#addRow({ row: fields, written: new Map() }, `${this.#options.where}, ${within}`);
  }

  /** The first object is a row like the others. */
  #addPending(): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending !== undefined) this.#addRow(pending.parsed, pending.place);
  }

  /** The only object of the file may be a table. @throws DataError where it may be one of several. */
  #readFrame(): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    const rows = rowsOfFrame(pending.parsed);
    if (rows === undefined) {
      const lists = listsBesideValues(pending.parsed);
      if (lists.length > 0) throw this.#noRows(`one object with the lists ${lists.join(', ')}`);
      this.#addPending();
      return;
    }
    this.#pending = undefined;
    for (const [index, row] of rows.entries()) this.#addRow(row, `${this.#options.where}, row ${index + 1}`);
  }

  #noRows(got: string): DataError {
    return new DataError(
      'DATA_INVALID',
      `${this.#options.where}: expected one JSON object a row, got ${got}`,
      {
        hint: 'write one object a row, such as pandas `to_json(path, orient="records", lines=True)` does',
      },
    );
  }

  #addRow({ written, row }: ParsedObject, place: string): void {
    for (const [name, value] of this.#fieldsOf(row)) {
      if (this.#options.columns?.includes(name) === false) {
        this.#unrequested.add(name);
        continue;
      }
      const cells = this.#cellsOf.get(name) ?? new JsonCells(name, this.#options.kinds?.get(name));
      this.#cellsOf.set(name, cells);
      // What a log says nothing of.
      if (value === null || value === undefined) continue;
      if (isScalar(value)) cells.put(this.#rowCount, value, writtenAt(row, name, written));
      else this.#leaveOut([name, value], place);
    }
    this.#rowCount++;
  }

  /** With the fields of lists and objects that were asked for, in place of those. */
  #fieldsOf(row: object): readonly NestedField[] {
    const fields: readonly NestedField[] = Object.entries(row);
    const { nested = [] } = this.#options;
    if (nested.length === 0) return fields;
    return fields.flatMap(([name, value]): readonly NestedField[] =>
      (value === null || isComposite(value)) && hasWantedFields(name, nested)
        ? wantedFields(name, value, nested)
        : [[name, value]],
    );
  }

  /** @throws DataError for a column that somebody needs. */
  #leaveOut([name, value]: NestedField, place: string): void {
    if (this.#options.kinds?.has(name) !== true) {
      this.#nested.add(name);
      return;
    }
    const fields = (isComposite(value) ? Object.keys(value) : []).map((key) => `\`${name}.${key}\``);
    const kind = Array.isArray(value) ? 'a list' : 'an object';
    throw new DataError(
      'DATA_INVALID',
      `${place}, "${name}": expected a number, a text or a boolean, got ${kind} of ${countOf(fields.length, 'field')}`,
      {
        hint:
          fields.length === 0
            ? 'write one value a row there'
            : `name a field of it as the column, such as ${fields.slice(0, MAX_FIELDS_NAMED).join(' or ')}, or write one value a row there`,
      },
    );
  }
}

const MAX_FIELDS_NAMED = 2;

/** A text of JSON, and the colon behind it where it is a key. */
const TEXT_OR_BRACKET = /"((?:[^"\\]|\\.)*)"(\s*:)?|[{}[\]]/g;

/** The keys of the outermost object, as they are written, repeated ones too. */
function keysOf(text: string): readonly string[] {
  const keys: string[] = [];
  let depth = 0;
  for (const [found, key, colon] of text.matchAll(TEXT_OR_BRACKET)) {
    if (found === '{' || found === '[') depth++;
    else if (found === '}' || found === ']') depth--;
    else if (colon !== undefined && depth === 1 && key !== undefined) keys.push(key);
  }
  return keys;
}

/** @param name of a key, or dotted for a field inside of one. */
function writtenAt(row: object, name: string, written: WrittenNumbers): string | undefined {
  if (written.size === 0) return undefined;
  const own = written.get(row)?.get(name);
  if (own !== undefined || Object.hasOwn(row, name)) return own;
  const keys = name.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce<unknown>(
    (value, key) => (isComposite(value) && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined),
    row,
  );
  return isComposite(parent) ? written.get(parent)?.get(last) : undefined;
}

/** With the NaN and the Infinity that Python writes. @throws DataError for text that is no object of JSON. @param place in the message */
export function parseObject(text: string, place: string): ParsedObject {
  try {
    return parseExactly(text);
  } catch (cause) {
    try {
      return parseExactly(text.replaceAll(NOT_FINITE, finiteSpelling));
    } catch {
      throw new DataError('DATA_INVALID', `${place}: expected one JSON object, got text that is not JSON`, {
        hint: 'write one JSON object a line, with a JSON library',
        cause,
      });
    }
  }
}

function finiteSpelling(found: string): string {
  if (found.startsWith('"')) return found;
  if (found === 'NaN') return 'null';
  return found.startsWith('-') ? '-1e999' : '1e999';
}

function parseExactly(text: string): ParsedObject {
  const written = new Map<object, Map<string, string>>();
  // A function of its own `this`: the object or list that has the key.
  // oxlint-disable-next-line max-params -- `this` is counted as one, and JSON.parse names the other three
  function keep(this: object, key: string, value: unknown, context?: { readonly source?: string }): unknown {
    const source = context?.source;
    if (typeof value === 'number' && source !== undefined && isRounded(value, source))
      written.set(this, (written.get(this) ?? new Map<string, string>()).set(key, source));
    return value;
  }
  const value: unknown = LONG_NUMBER.test(text) ? JSON.parse(text, keep) : JSON.parse(text);
  if (typeof value === 'object' && value !== null) return { row: value, written };
  throw new TypeError('expected an object');
}

/** Its `.0` says that it was a float, and is lost in a number. */
const LARGE_FLOAT = /^-?\d{8,}\.0+$/;

/** A double holds 15 digits whatever they are; with more, its shortest spelling shows whether any was lost. */
function isRounded(value: number, source: string): boolean {
  return LARGE_FLOAT.test(source) || (source.replace(/\D/g, '').length > 15 && String(value) !== source);
}

function isScalar(value: unknown): value is JsonScalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
