/** Rows of several tables brought together by id. Every row counts: who leaves out the hard ones is found out. */
import { DataError } from '../kernel/errors.ts';
import { describeCodePoints, findIndistinguishable } from '../kernel/lookalike.ts';
import { indexAt } from '../statistics/vectors.ts';
import { canonicalInstants } from '../table/instants.ts';
import { sortTexts } from '../table/sort-texts.ts';
import { countTexts, equalTexts, TextIndex } from '../table/text-index.ts';
import type { Texts } from '../table/texts.ts';
import { maskId } from '../text/masked-id.ts';

const EXAMPLES = 3;
const LONGEST_EXAMPLE = 80;
const FIRST_PRINTABLE = 0x20;

export interface MatchOptions {
  readonly where: string;
  readonly reference: string;
  /** Where the ids are if they stand in the order of another file, as most do: then none has to be looked up. */
  readonly likelyRows?: Int32Array | undefined;
}

/**
 * For each id of `expected`, which are distinct, its row in `ids`. Ids are compared as they are written; where no id is
 * written alike, and all of both sides are times, as times.
 * @throws DataError DATA_MISMATCH that counts missing, unexpected and repeated ids, and has some of them as examples.
 */
export function matchRows(
  expected: Texts,
  ids: Texts,
  { where, reference, likelyRows }: MatchOptions,
): Int32Array {
  if (likelyRows !== undefined && areIdsAt(likelyRows, expected, ids)) return likelyRows;
  const rows = findRows(expected, indexIds(ids, where));
  if (ids.count === expected.count && !rows.includes(-1)) return rows;
  const joined = rows.reduce((count, row) => count + (row < 0 ? 0 : 1), 0);
  if (joined === 0) {
    const [expectedTimes, times] = [canonicalInstants(expected), canonicalInstants(ids)];
    const isTimes = expectedTimes !== undefined && times !== undefined;
    if (isTimes && countTexts(times).distinct === times.count) {
      const byTime = findRows(expectedTimes, new TextIndex(times));
      if (ids.count === expected.count && !byTime.includes(-1)) return byTime;
    }
  }
  const { got, examples } = joined === 0 ? describeNone(expected, ids) : describeSome(expected, ids, joined);
  throw new DataError('DATA_MISMATCH', `${where}: expected the ids of ${reference}, got ${got}`, {
    examples,
    hint: 'both must hold exactly one row for each id, spelled alike: compare how the two files were written',
  });
}

interface Described {
  /** Counts only. */
  readonly got: string;
  readonly examples: string;
}

function areIdsAt(rows: Int32Array, expected: Texts, ids: Texts): boolean {
  if (ids.count !== expected.count || rows.length !== ids.count) return false;
  for (let row = 0; row < rows.length; row++) {
    if (!equalTexts(expected, row, ids, indexAt(rows, row))) return false;
  }
  return true;
}

function findRows(texts: Texts, index: TextIndex): Int32Array {
  const rows = new Int32Array(texts.count);
  for (let row = 0; row < texts.count; row++) rows[row] = index.find(texts, row);
  return rows;
}

function describeNone(expected: Texts, ids: Texts): Described {
  const [here, there] = [firstIds(ids), firstIds(expected)];
  const forms = `here ${listForms(here)}, there ${listForms(there)}`;
  return {
    got: `no id in common (written like ${forms}): 0 of ${ids.count} rows here and 0 of ${expected.count} there`,
    examples: `here ${listIds(here)}; there ${listIds(there)}${describeAlike(here, there)}`,
  };
}

/** Ids that look the same in a message differ in their code points. */
function describeAlike(here: readonly string[], there: readonly string[]): string {
  for (const id of here) {
    const [alike] = findIndistinguishable(id, there);
    if (alike !== undefined) return `, which only looks alike: ${describeCodePoints(id, alike)} here`;
  }
  return '';
}

function firstIds(texts: Texts): readonly string[] {
  return Array.from({ length: Math.min(texts.count, EXAMPLES + 1) }, (_, row) => texts.at(row) ?? '');
}

/** Each form once. */
function listForms(ids: readonly string[]): string {
  return [...new Set(ids.map((id) => JSON.stringify(maskId(id))))].join(' or ');
}

function describeSome(expected: Texts, ids: Texts, joined: number): Described {
  const faults = [
    { what: 'missing', count: expected.count - joined, ids: idsWithout(expected, ids) },
    { what: 'unexpected', count: ids.count - joined, ids: idsWithout(ids, expected) },
  ].filter(({ count }) => count > 0);
  const counted = faults.map(({ what, count }) => describe(count, what)).join(' and ');
  return {
    got: `${counted}: ${joined} of ${ids.count} rows here and ${joined} of ${expected.count} there have a partner`,
    examples: faults.map((fault) => `${fault.what} ${listIds(fault.ids)}`).join('; '),
  };
}

/** The first ids that the others do not have. */
function idsWithout(texts: Texts, others: Texts): readonly string[] {
  const index = new TextIndex(others);
  const found: string[] = [];
  for (let row = 0; row < texts.count && found.length <= EXAMPLES; row++) {
    if (index.find(texts, row) < 0) found.push(texts.at(row) ?? '');
  }
  return found;
}

const NAME_ANOTHER = 'write one row for each id, or name another column as `predictions.id`';

/** The rows in bytewise order of their ids. @throws DataError as `indexIds`. */
export function sortIds(ids: Texts, where: string, hint = NAME_ANOTHER): Int32Array {
  const order = sortTexts(ids);
  for (let place = 1; place < order.length; place++) {
    // What is repeated is counted and shown in the order of the file.
    if (equalTexts(ids, indexAt(order, place - 1), ids, indexAt(order, place))) indexIds(ids, where, hint);
  }
  checkIds(ids, where);
  return order;
}

/** @throws DataError for no rows, repeated ids, and ids with control characters, which no line of text can hold. */
function indexIds(ids: Texts, where: string, hint = NAME_ANOTHER): TextIndex {
  const index = new TextIndex(ids);
  const { repeated } = index;
  if (repeated.length > 0) {
    const examples = repeated.slice(0, EXAMPLES + 1).map((row) => ids.at(row) ?? '');
    throw new DataError(
      'DATA_MISMATCH',
      `${where}: expected each id once, got ${describe(repeated.length, 'repeated')}`,
      { examples: listIds(examples), hint },
    );
  }
  checkIds(ids, where);
  return index;
}

function checkIds(ids: Texts, where: string): void {
  if (ids.count === 0)
    throw new DataError('DATA_EMPTY', `${where}: expected rows, got none`, {
      hint: 'write one row for each case of the evaluation',
    });
  const broken = findControl(ids.bytes);
  if (broken < 0) return;
  const row = ids.ends.findIndex((end) => end > broken) - 1;
  throw new DataError(
    'DATA_INVALID',
    `${where}: expected ids without control characters, got one in row ${row + 1}`,
    {
      hint: 'write ids without line feeds, tabs and other control characters',
      examples: listIds([ids.at(row) ?? '']),
    },
  );
}

function findControl(bytes: Uint8Array): number {
  for (let position = 0; position < bytes.length; position++) {
    const byte = bytes[position];
    if (byte !== undefined && byte < FIRST_PRINTABLE) return position;
  }
  return -1;
}

function describe(count: number, what: string): string {
  return `${count} ${what} id${count === 1 ? '' : 's'}`;
}

/** @param ids one more than are shown, where there are more. */
function listIds(ids: readonly string[]): string {
  const shown = ids.slice(0, EXAMPLES).map((id) => JSON.stringify(id.slice(0, LONGEST_EXAMPLE)));
  return shown.join(', ') + (ids.length > EXAMPLES ? ', …' : '');
}
