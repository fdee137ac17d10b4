/**
 * What a pull request that changes a key of the configuration leads to, key by key, is what the table of
 * docs/trust.md#the-base-decides says; a key that it does not name decides nothing.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { compareProtectedKeys } from '../../../src/shared/domain/config/protected-keys.ts';
import { changedKeys, givenKeys } from './changed-keys.ts';

type Deciding = 'base' | 'both' | 'review';
type Edit = Readonly<Record<string, unknown>>;

/** How the table says it. */
const DECIDING: Readonly<Record<Deciding, RegExp>> = {
  base: /^the value of the base$/,
  both: /^it has to pass by both configurations/,
  review: /^somebody else approves it/,
};

/** Such as `monitor.decisions`, `more paths` and `fewer paths`, with what decides about a change of it. */
function readTable(): ReadonlyMap<string, Deciding> {
  const text = readFileSync(new URL('../../../docs/trust.md', import.meta.url), 'utf8');
  const [, table = ''] = /\n\| a pull request changes [^\n]*\n\|[-| ]+\n((?:\|[^\n]*\n)+)/.exec(text) ?? [];
  const rows = table.trimEnd().split('\n');
  return new Map(
    rows.flatMap((row) => {
      const [, changed = '', decides = ''] = row.split('|').map((cell) => cell.trim());
      const [deciding] = (['base', 'both', 'review'] as const).filter((each) => DECIDING[each].test(decides));
      if (deciding === undefined) throw new Error(`docs/trust.md: expected what decides, got ${decides}`);
      // What follows the keys is about files.
      const [keys = ''] = changed.split('; a workflow');
      return Array.from(
        keys.matchAll(/(?:(more|fewer) )?`([\w.-]+)(?:: true)?`(?: or `([\w-]+)`)?/g),
        ([, amount, ...names]: readonly (string | undefined)[]) =>
          names
            .filter((name) => name !== undefined)
            .map((name) => (amount === undefined ? name : `${amount} ${name}`)),
      )
        .flat()
        .map((key) => [key, deciding] as const);
    }),
  );
}

const table = readTable();
const train = givenKeys.train;
const lists = { paths: ['a.py', 'b.py'], data: ['a.csv', 'b.csv'] };

/** Each key as a whole, and the parts of a key that something else decides about. */
const cases: readonly (readonly [name: string, before: Edit, after: Edit])[] = [
  ...Object.entries(changedKeys)
    .filter(([key]) => !(key in lists))
    .map(([key, value]) => [key, {}, { [key]: value }] as const),
  ...Object.entries(lists).flatMap(([key, list]) => [
    [`more ${key}`, { [key]: list.slice(1) }, { [key]: list }] as const,
    [`fewer ${key}`, { [key]: list }, { [key]: list.slice(1) }] as const,
  ]),
  ['train.seeds', {}, { train: { ...train, seeds: 3 } }],
  ['train.challengers', {}, { train: { ...train, challengers: ['tree', 'forest'] } }],
  ['monitor.decisions', {}, { monitor: { decisions: { 'inputs-moved-without-labels': 'none' } } }],
];

const configOf = (edit: Edit) => modelConfigSchema.parse({ ...givenKeys, ...edit });

describe('a pull request that changes a key of its model', () => {
  it.each(cases)('%s: what decides is what docs/trust.md says', (key, before, after) => {
    const changes = compareProtectedKeys(configOf(before), configOf(after));
    const expected = table.get(key);
    expect(
      [...new Set(changes.map(({ decidedBy }) => decidedBy))],
      `protected-keys.ts and the table of docs/trust.md#the-base-decides differ about "${key}": correct the one that is wrong`,
    ).toEqual(expected === undefined ? [] : [expected]);
  });

  it('is described for each key that the table names', () => {
    const names = new Set(cases.map(([name]) => name));
    expect([...table.keys()].filter((key) => !names.has(key))).toEqual([]);
    expect(table.size).toBeGreaterThan(15);
  });
});
