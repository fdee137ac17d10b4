/** The rows of docs/trust.md come from tests that run: titles in every form that test/trust uses. */
import { describe, expect, it } from 'vitest';
import { rowsOfFile } from './trust-table.ts';

const rows = (text: string) => rowsOfFile('late-is-late.test.ts', text);

describe('the table of attacks', () => {
  it('has the rule of a file once, and a row for each test of it', () => {
    const text = `describe('x', () => { it('a is late → b serves', () => {}); });
test("it's cut → nothing is lost", async () => {});`;
    expect(rows(text)).toEqual([
      ['Late is late', 'A is late', 'b serves'],
      ['', "It's cut", 'nothing is lost'],
    ]);
  });

  it('says what a title with a pronoun is about', () => {
    const text = `describe('an older evaluation', () => { it('it ends last → the comment stays', () => {}); });`;
    expect(rows(text)).toEqual([['Late is late', 'An older evaluation: it ends last', 'the comment stays']]);
  });

  it('names the first three values of a table of tests', () => {
    expect(rows(`it.each(['a', 'b', 'c', 'd'])('%s changes → trained', () => {});`)).toEqual([
      ['Late is late', 'A or b or c or … changes', 'trained'],
    ]);
    expect(rows(`it.each(['squash', 'rebase'] as const)('before a %s → refused', () => {});`)).toEqual([
      ['Late is late', 'Before a squash or rebase', 'refused'],
    ]);
    expect(rows(`it.each([['squash', 1], ['rebase', 2]])('before a %s → refused', () => {});`)).toEqual([
      ['Late is late', 'Before a squash or rebase', 'refused'],
    ]);
  });

  it('has no row for a title that says no outcome, and no row with a hole', () => {
    expect(() => rows(`it('works', () => {});`)).toThrow(
      'test/trust/late-is-late.test.ts: expected a title like "attack → what happens", got "works"',
    );
    expect(() => rows(`it.each(cases)('%s → refused', () => {});`)).toThrow('expected a table of literals');
  });
});
