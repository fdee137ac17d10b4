/** The linter prints what it finds by file; three errors of types are not to be searched for among hundreds of followers. */
import { expect, it } from 'vitest';
import { sortProblems } from './lint-output.ts';

const block = (code: string, text: string): string =>
  `  x ${code}: ${text}\n   ,-[src/a.ts:2:14]\n 2 | export const y = x;\n   :              ^\n   \`----\n  help: Fix it.\n`;
const unsafe = block('typescript(no-unsafe-assignment)', 'Unsafe assignment of an any value.');
const wrongType = block('typescript(TS2322)', "Type 'string' is not assignable to type 'number'.");
const syntax = block('eslint(no-empty)', 'Unexpected empty block statements');
const END = 'Found 0 warnings and 4 errors.\nFinished in 1.9s on 1 file with 160 rules using 2 threads.\n';

it('errors of types come first, and what follows from them is counted', () => {
  const sorted = sortProblems(['', unsafe, syntax, wrongType, unsafe, END].join('\n'));
  expect(sorted.indexOf('TS2322')).toBeLessThan(sorted.indexOf('no-empty'));
  expect(sorted).not.toContain('no-unsafe-assignment');
  expect(sorted).toContain('and 2 unsafe uses of types that are not known');
  expect(sorted.endsWith(END)).toBe(true);
});

it('without an error of types, everything is printed as it is', () => {
  const output = ['', unsafe, syntax, END].join('\n');
  expect(sortProblems(output)).toBe(output);
});
