/**
 * Two models that are scored on the same rows write the same ids, labels and times. What is equal is kept once: of ten
 * million rows that is the difference between one table in memory and two.
 */
import type { Column, IdentityColumn, Table } from './table.ts';
import type { Texts } from './texts.ts';

/** The same table; columns that are bit for bit those of `other` are its arrays. O(bytes). */
export function shareColumns(table: Table, other: Table): Table {
  const { identities } = table;
  return {
    ...table,
    columns: table.columns.map((column) => shareColumn(column, other)),
    ...(identities !== undefined && { identities: identities.map((texts) => shareTexts(texts, other)) }),
  };
}

function shareColumn(column: Column, { columns }: Table): Column {
  const known = columns.find(({ name }) => name === column.name);
  if (known === undefined) return column;
  if (column.kind === 'category' || known.kind === 'category') return shareCategories(column, known);
  if (known.kind !== column.kind) return column;
  return areSameBytes(column.values, known.values) ? { ...column, values: known.values } : column;
}

function shareCategories(column: Column, known: Column): Column {
  if (column.kind !== 'category' || known.kind !== 'category') return column;
  const { codes, categories } = known;
  const isSame = areSameBytes(column.codes, codes) && areSameNames(column.categories, categories);
  return isSame ? { ...column, codes, categories } : column;
}

function areSameNames(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false;
  return true;
}

function shareTexts(column: IdentityColumn, { identities = [] }: Table): IdentityColumn {
  const known = identities.find(({ name }) => name === column.name);
  return known !== undefined && areSameTexts(column.texts, known.texts)
    ? { ...column, texts: known.texts }
    : column;
}

function areSameTexts(one: Texts, other: Texts): boolean {
  return areSameBytes(one.ends, other.ends) && areSameBytes(one.bytes, other.bytes);
}

type Bytes = Uint8Array | Int32Array | Uint32Array | Float64Array;

function areSameBytes(one: Bytes, other: Bytes): boolean {
  return one.byteLength === other.byteLength && bytesOf(one).equals(bytesOf(other));
}

function bytesOf({ buffer, byteOffset, byteLength }: Bytes): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
