import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinRows, type JoinRequest } from '../../../src/shared/domain/evaluation/compared-rows.ts';
import { rowsDigest } from '../../../src/shared/domain/evaluation/rows-digest.ts';
import { sortTexts } from '../../../src/shared/domain/table/sort-texts.ts';
import { Texts } from '../../../src/shared/domain/table/texts.ts';
import { taskOf } from '../../../src/shared/domain/metrics/tasks/catalog.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { errorOf, tableOf } from './tables.ts';

const columns = { id: 'id', label: 'label', score: 'score', threshold: 0.5 };
const challenger = tableOf({ id: ['b', 'a', 'c'], label: [1, 0, 1], score: [0.9, 0.2, 0.6] });

function join(change: Partial<JoinRequest>) {
  return joinRows({
    task: taskOf('binary'),
    columns,
    challenger,
    champion: undefined,
    labels: undefined,
    ...change,
  });
}

describe('rows are joined by id, whatever their order', () => {
  it('champion and separate labels in another order give the same pairs', () => {
    const champion = tableOf({ id: ['c', 'b', 'a'], label: [1, 1, 0], score: [0.3, 0.2, 0.1] });
    const labels = tableOf({ id: ['a', 'c', 'b'], label: [0, 1, 1] });
    const rows = join({ champion: { table: champion, mustMatch: true }, labels });
    expect([...rows.challenger.scores]).toEqual([0.2, 0.9, 0.6]);
    expect([...rows.champion!.scores]).toEqual([0.1, 0.2, 0.3]);
    expect([...rows.challenger.labels]).toEqual([0, 1, 1]);
    expect(rows.labels).toBe('separate');
    expect(rows.digest).toBe(join({}).digest);
  });

  it('groups come from the labels where they are there, else from the predictions', () => {
    const grouped = tableOf({
      id: ['a', 'b', 'c'],
      label: [0, 1, 1],
      score: [0, 0, 0],
      user: ['x', 'y', 'x'],
    });
    const config = { ...columns, group: 'user' };
    const reversed = tableOf({
      id: ['c', 'b', 'a'],
      label: [1, 1, 0],
      score: [0, 0, 0],
      user: ['x', 'y', 'z'],
    });
    expect([...join({ columns: config, challenger: reversed }).grouping.groupOfRow]).toEqual([2, 1, 0]);
    expect([...join({ columns: config, challenger: grouped }).grouping.groupOfRow]).toEqual([0, 1, 0]);
    const labels = tableOf({ id: ['a', 'b', 'c'], label: [0, 1, 1], user: ['y', 'y', 'x'] });
    expect([...join({ columns: config, challenger: grouped, labels }).grouping.groupOfRow]).toEqual([
      1, 1, 0,
    ]);
  });
});

describe('every mismatch is counted and shown', () => {
  const champion = (ids: readonly string[], labels = ids.map(() => 1)) => ({
    table: tableOf({ id: ids, label: labels, score: ids.map(() => 0.5) }),
    mustMatch: true,
  });

  it.each([
    [
      'missing and unexpected ids',
      { champion: champion(['a', 'b', 'd', 'e']) },
      '1 missing id and 2 unexpected ids: 2 of 4 rows here and 2 of 3 there have a partner',
      'missing "c"; unexpected "d", "e"',
    ],
    [
      'repeated ids',
      { champion: champion(['a', 'b', 'a', 'c']) },
      'expected each id once, got 1 repeated id',
      '"a"',
    ],
    [
      'no id in common',
      { champion: champion(['x', 'y']) },
      'no id in common (written like here "x", there "x"): 0 of 2 rows here and 0 of 3 there',
      'here "x", "y"; there "a", "b", "c"',
    ],
    [
      'more ids than are shown',
      { champion: champion(['v', 'w', 'x', 'y', 'z']) },
      'no id in common',
      'here "v", "w", "x", …; there "a", "b", "c"',
    ],
    [
      'other labels',
      { champion: champion(['a', 'b', 'c'], [1, 1, 1]) },
      'got 1 instead of 0',
      'the first such row has the id "a"',
    ],
    [
      'a prediction that is missing for a label',
      { labels: tableOf({ id: ['a', 'b', 'c', 'd'], label: [0, 1, 1, 0] }) },
      'predictions of the challenger: expected the ids of the labels, got 1 missing id: 3',
      'missing "d"',
    ],
    [
      'repeated ids of the challenger',
      { challenger: tableOf({ id: ['a', 'a'], label: [0, 1], score: [0, 1] }) },
      'predictions of the challenger: expected each id once',
      '"a"',
    ],
    [
      'an impossible label, by its row in the file of the predictions',
      { challenger: tableOf({ id: ['z', 'y', 'a'], label: [7, 0, 1], score: [0, 1, 1] }) },
      'column "label": expected labels 0 or 1, got 7 in row 1',
    ],
    [
      'an impossible label, by its row in the file of the labels',
      { labels: tableOf({ id: ['c', 'b', 'a'], label: [7, 0, 1] }) },
      'labels: column "label": expected labels 0 or 1, got 7 in row 1',
    ],
    [
      'a group that is missing, by its row in the file',
      {
        columns: { ...columns, group: 'user' },
        challenger: tableOf({
          id: ['z', 'y', 'a'],
          label: [0, 1, 1],
          score: [0, 1, 1],
          user: ['x', 'x', ''],
        }),
      },
      'row 3',
    ],
    ['no rows', { challenger: tableOf({ id: [], label: [], score: [] }) }, 'expected rows, got none'],
    [
      'an id with a line break',
      { challenger: tableOf({ id: ['a\nb', 'c'], label: [0, 1], score: [0, 1] }) },
      'ids without control characters, got one in row 1',
      '"a\\nb"',
    ],
  ])('%s', (_title, change, message, examples?: string) => {
    const error = errorOf(() => join(change));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain(message);
    expect(error.examples).toBe(examples);
  });

  it('stored predictions may be for other rows: then there are no common rows', () => {
    const stored = { ...champion(['a', 'b', 'z']), mustMatch: false };
    expect(join({ champion: stored }).champion).toBeUndefined();
  });

  it('stored predictions that are broken are nothing to compare with; those of now are an error', () => {
    const table = tableOf({ id: ['a', 'b', 'c'], label: [0, 1, 1], score: [0, 7, 0] });
    expect(join({ champion: { table, mustMatch: false } }).champion).toBeUndefined();
    expect(() => join({ champion: { table, mustMatch: true } })).toThrow(
      'expected probabilities in [0, 1], got 7',
    );
  });
});

describe('the digest of the rows', () => {
  it('is what coreutils compute', () => {
    const ids = ['é', 'z', 'a!', 'a', '\u{1f600}', '\uff5e', 'Z'];
    const labels = [1, 0, 0.1, 1e21, -2, 3, 0];
    const order = sortTexts(Texts.from(ids));
    const digest = rowsDigest({
      ids: Texts.from(ids).take(order),
      labels: Float64Array.from(order, (row) => labels[row]!),
    });
    const text = ids.map((id, row) => `${id}\t${String(labels[row])}\n`).join('');
    const sorted = execFileSync('sort', { input: text, env: { ...process.env, LC_ALL: 'C' } });
    expect(digest).toBe(createHash('sha256').update(sorted).digest('hex'));
  });

  it('changes with any label and any id, and never with the order', () => {
    const rows = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1 }), fc.boolean()), {
      selector: ([id]) => id,
      minLength: 2,
      maxLength: 20,
    });
    const digestOf = (pairs: readonly (readonly [string, boolean])[]) => {
      const ids = Texts.from(pairs.map(([id]) => id));
      const order = sortTexts(ids);
      return rowsDigest({
        ids: ids.take(order),
        labels: Float64Array.from(order, (row) => Number(pairs[row]![1])),
      });
    };
    fc.assert(
      fc.property(rows, (pairs) => {
        expect(digestOf([...pairs].reverse())).toBe(digestOf(pairs));
        const [[id, label], ...rest] = pairs as [[string, boolean], ...[string, boolean][]];
        expect(digestOf([[id, !label], ...rest])).not.toBe(digestOf(pairs));
        expect(digestOf([[`${id}'`, label], ...rest])).not.toBe(digestOf(pairs));
      }),
      { seed: 8, numRuns: 100 },
    );
  });
});
