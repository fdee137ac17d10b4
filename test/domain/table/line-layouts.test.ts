import { expect, it } from 'vitest';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import { FOREIGN_BYTES, refuseForeignFile } from '../../../src/shared/domain/table/foreign-format.ts';

const TOKENS = 'a file of CoNLL, with the tokens of sentences';
const NAMED = 'records of which each line is a name and a value';
const BLOCKS = 'records of several lines, with a blank one between them';
const FIXED = 'fields of fixed width';

const startOf = (lines: readonly string[], end = '\n') =>
  new TextEncoder().encode(lines.map((line) => `${line}${end}`).join('')).subarray(0, FOREIGN_BYTES);
const many = (lines: readonly string[]) => Array.from({ length: 60 }, () => lines).flat();

const SENTENCES = [
  'EU NNP B-NP B-ORG',
  'rejects VBZ B-VP O',
  'German JJ B-NP B-MISC',
  '',
  'Peter NNP B-NP B-PER',
];
const TREE = ['1\tThey\tthey\tPRON\tPRP\t_\t2\tnsubj\t_\t_', '2\tbuy\tbuy\tVERB\tVBP\t_\t0\troot\t_\t_', ''];

it.each<[string, string, readonly string[]]>([
  ['CoNLL-2003', TOKENS, ['-DOCSTART- -X- -X- O', '', ...SENTENCES]],
  ['its sentences alone', TOKENS, SENTENCES],
  ['tabs between token and tag', TOKENS, ['EU\tB-ORG', 'rejects\tO', 'German\tB-MISC', '', 'Peter\tB-PER']],
  ['commas between them', TOKENS, ['EU,B-ORG', 'rejects,O', 'German,B-MISC', '', 'Peter,B-PER']],
  ['names above blanks', TOKENS, ['token tag', 'EU B-ORG', 'rejects O', 'German B-MISC', '', 'Peter S-PER']],
  ['CoNLL-U', TOKENS, ['# sent_id = 1', '# text = They buy', ...TREE, '# sent_id = 2', ...TREE]],
  ['a name and a value a line', NAMED, ['id: 1', 'x: 3', '', 'id: 2', 'x: 5', '', 'id: 3', 'x: 8']],
  ['the same with signs of equality', NAMED, ['id = 1', 'x = 3', 'y = 4', '', 'id = 2', 'y = 6']],
  ['one of them', NAMED, ['accuracy: 0.9', 'f1: 0.8', 'log loss: 0.2']],
  ['sections', NAMED, ['[test]', 'accuracy = 0.9', 'f1 = 0.8', '[validation]', 'accuracy = 0.7']],
  [
    'what MySQL prints upright',
    NAMED,
    ['*************************** 1. row ***************************', 'id: 1'],
  ],
  ['addresses', BLOCKS, ['Anna', 'Berlin', '', 'Berta', 'Bonn', '', 'Carl', 'Celle', '', 'Dora', 'Dresden']],
  [
    'sentences of two words',
    BLOCKS,
    ['EU', 'rejects', '', 'Peter', 'eats', '', 'Rain', 'falls', '', 'We', 'go'],
  ],
  [
    'a header and texts',
    FIXED,
    ['name        city', 'Anna        Berlin', 'Berta Maria Bonn', 'Carl        Celle'],
  ],
  ['no header', FIXED, ['1    Anna     1.5    2.5', '2    Berta    2.5    3.5', '13   Carl     3.5   14.5']],
])('%s is %s, whole and cut', (_, kind, lines) => {
  const repeated = kind === FIXED ? lines.slice(1) : [...lines.slice(lines[0] === 'token tag' ? 1 : 0), ''];
  for (const content of [lines, [...lines, ...(kind === FIXED ? [] : ['']), ...many(repeated)]]) {
    for (const end of ['\n', '\r\n']) {
      const refused = () => refuseForeignFile(startOf(content, end), 'rows.txt');
      expect(refused).toThrow(DataError);
      expect(refused).toThrow(`rows.txt: expected a table, got ${kind}`);
    }
  }
});

it.each<[string, readonly string[], number]>([
  ['tokens with names above commas', ['token,tag', 'EU,B-ORG', 'rejects,O', '', 'Peter,B-PER'], 3],
  ['tokens with names above tabs', ['token\ttag', 'EU\tB-ORG', 'rejects\tO', 'Peter\tB-PER'], 3],
  ['grades', ['id,grade', '1,O', '2,A', '3,B'], 3],
  ['texts with blanks', ['text', 'hello world  two blanks', 'an other  line here', 'foo bar'], 3],
  ['texts with more blanks', ['a title  here', 'an other one  there', 'the third  one'], 2],
  ['texts with colons', ['review', 'Note: good stuff', 'Price: fine', 'Verdict: ok'], 3],
  ['times', ['time', '10:30', '10:45', '11:00'], 3],
  ['pairs in fields', ['a: 1, b: 2', 'a: 3, b: 4', 'a: 5, b: 6'], 2],
  ['a column with missing values', ['x', '1', '', '2', '3', '', '4', '', '5', '6', '', '7'], 11],
  ['padded fields with commas', ['id,   name', '1,    Anna', '2,    Berta', '3,    Carl'], 3],
])('%s are a table', (_, lines, rowCount) => {
  expect(() => refuseForeignFile(startOf(lines), 'rows.csv')).not.toThrow();
  expect(parseCsv(startOf(lines), 'rows.csv').rowCount).toBe(rowCount);
});
