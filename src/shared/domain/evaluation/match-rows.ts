/** Rows of several tables brought together by id. Every row counts: who leaves out the hard ones is found out. */
import { DataError } from '../kernel/errors.ts';
import { canonicalInstants } from '../table/instants.ts';
import { countTexts, TextIndex } from '../table/text-index.ts';
import type { Texts } from '../table/texts.ts';

const EXAMPLES = 3;
const LONGEST_EXAMPLE = 80;
const FIRST_PRINTABLE = 0x20;

/**
 * For each id of `expected` its row in `ids`. Ids are compared as they are written; where no id is written alike, and all
 * of both sides are times, as times.
 * @throws DataError DATA_MISMATCH that counts and shows missing, unexpected and repeated ids.
 */
export function matchRows(
  expected: Texts,
  ids: Texts,
  { where, reference }: { readonly where: string; readonly reference: string },
): Int32Array {
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
  throw new DataError(
    'DATA_MISMATCH',
    `${where}: expected the ids of ${reference}, got ${joined === 0 ? describeNone(expected, ids) : describeSome(expected, ids, joined)}`,
    {
      hint: 'both must hold exactly one row for each id, spelled alike: compare how the two files were written',
    },
  );
}

function findRows(texts: Texts, index: TextIndex): Int32Array {
  const rows = new Int32Array(texts.count);
  for (let row = 0; row < texts.count; row++) rows[row] = index.find(texts, row);
  return rows;
}

function describeNone(expected: Texts, ids: Texts): string {
  const [here, there] = [ids, expected].map((texts) =>
    listIds(Array.from({ length: Math.min(texts.count, EXAMPLES + 1) }, (_, row) => texts.at(row) ?? '')),
  );
  return `no id in common (here ${here}; there ${there}): 0 of ${ids.count} rows here and 0 of ${expected.count} there`;
}

function describeSome(expected: Texts, ids: Texts, joined: number): string {
  const missing = describe(idsWithout(expected, ids), expected.count - joined, 'missing');
  const unexpected = describe(idsWithout(ids, expected), ids.count - joined, 'unexpected');
  const faults = [missing, unexpected].filter((text) => text !== '').join(' and ');
  return `${faults}: ${joined} of ${ids.count} rows here and ${joined} of ${expected.count} there have a partner`;
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

/** @throws DataError for no rows, repeated ids, and ids with control characters, which no line of text can hold. */
export function indexIds(ids: Texts, where: string, hint = NAME_ANOTHER): TextIndex {
  if (ids.count === 0) throw new DataError('DATA_EMPTY', `${where}: expected rows, got none`);
  const index = new TextIndex(ids);
  const { repeated } = index;
  if (repeated.length > 0) {
    const examples = repeated.slice(0, EXAMPLES + 1).map((row) => ids.at(row) ?? '');
    throw new DataError(
      'DATA_MISMATCH',
      `${where}: expected each id once, got ${describe(examples, repeated.length, 'repeated')}`,
      { hint },
    );
  }
  const broken = ids.bytes.findIndex((byte) => byte < FIRST_PRINTABLE);
  if (broken < 0) return index;
  const row = ids.ends.findIndex((end) => end > broken) - 1;
  throw new DataError(
    'DATA_INVALID',
    `${where}: expected ids without control characters, got ${JSON.stringify((ids.at(row) ?? '').slice(0, LONGEST_EXAMPLE))}`,
  );
}

/** @param examples one more than are shown, where there are more. */
function describe(examples: readonly string[], count: number, what: string): string {
  if (count === 0) return '';
  return `${count} ${what} id${count === 1 ? '' : 's'} (${listIds(examples)})`;
}

function listIds(ids: readonly string[]): string {
  const shown = ids.slice(0, EXAMPLES).map((id) => JSON.stringify(id.slice(0, LONGEST_EXAMPLE)));
  return shown.join(', ') + (ids.length > EXAMPLES ? ', …' : '');
}
