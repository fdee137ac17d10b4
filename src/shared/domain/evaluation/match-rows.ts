/** Rows of several tables brought together by id. Every row counts: who leaves out the hard ones is found out. */
import { DataError } from '../kernel/errors.ts';

const EXAMPLES = 3;

/**
 * For each id of `expected` its row in `ids`.
 * @throws DataError DATA_MISMATCH that counts and shows missing, unexpected and repeated ids.
 */
export function matchRows(
  expected: readonly string[],
  ids: readonly string[],
  { where, reference }: { readonly where: string; readonly reference: string },
): Int32Array {
  const rowOf = indexIds(ids, where);
  const rows = Int32Array.from(expected, (id) => rowOf.get(id) ?? -1);
  if (ids.length === expected.length && !rows.includes(-1)) return rows;
  const known = new Set(expected);
  const missing = expected.filter((id) => !rowOf.has(id));
  const unexpected = ids.filter((id) => !known.has(id));
  const got =
    missing.length === expected.length
      ? `no id in common (here ${listIds(ids)}; there ${listIds(expected)})`
      : [describe(missing, 'missing'), describe(unexpected, 'unexpected')].filter(Boolean).join(' and ');
  throw new DataError('DATA_MISMATCH', `${where}: expected the ids of ${reference}, got ${got}`, {
    hint: 'both must hold exactly one row for each id',
  });
}

/** @throws DataError for no rows, repeated ids, and ids with control characters, which no line of text can hold. */
export function indexIds(ids: readonly string[], where: string): ReadonlyMap<string, number> {
  if (ids.length === 0) throw new DataError('DATA_EMPTY', `${where}: expected rows, got none`);
  const rowOf = new Map<string, number>();
  for (let row = 0; row < ids.length; row += 1) rowOf.set(ids[row] ?? '', row);
  if (rowOf.size < ids.length) {
    const repeated = ids.filter((id, row) => rowOf.get(id) !== row);
    throw new DataError(
      'DATA_MISMATCH',
      `${where}: expected each id once, got ${describe(repeated, 'repeated')}`,
    );
  }
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  const broken = ids.find((id) => /[\u0000-\u001f]/.test(id));
  if (broken === undefined) return rowOf;
  throw new DataError(
    'DATA_INVALID',
    `${where}: expected ids without control characters, got ${JSON.stringify(broken.slice(0, 80))}`,
  );
}

function describe(ids: readonly string[], what: string): string {
  if (ids.length === 0) return '';
  return `${ids.length} ${what} id${ids.length === 1 ? '' : 's'} (${listIds(ids)})`;
}

function listIds(ids: readonly string[]): string {
  const shown = ids.slice(0, EXAMPLES).map((id) => JSON.stringify(id.slice(0, 80)));
  return shown.join(', ') + (ids.length > EXAMPLES ? ', …' : '');
}
