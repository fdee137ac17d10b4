/** Tables that count as no input of any model, of which "unaffected" says a word. */
import { expect, it } from 'vitest';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { findUncountedTables } from '../../../src/shared/domain/supply-chain/uncounted-tables.ts';

const { models } = parseConfig(
  'models:\n  drug:\n    paths: [train.py]\n    train: { command: python train.py more.csv, model: m.pkl }\n  wine:\n    paths: [wine.py]\n    data: [wine/**]\n',
);

it.each<[string, readonly string[]]>([
  ['Data/train.csv', ['Data/train.csv']],
  ['rows.parquet', ['rows.parquet']],
  ['raw/rows.csv.gz', ['raw/rows.csv.gz']],
  ['raw/rows.csv.dvc', ['raw/rows.csv.dvc']],
  ['data/images/1', ['data/images/1']],
  ['wine/rows.csv', []],
  ['more.csv', []],
  ['README.md', []],
  ['data/README.md', []],
  ['data/load.py', []],
  ['docs/table.csv', []],
  ['tests/rows.csv', []],
])('of a change of %s, %j are said', (path, expected) => {
  expect(findUncountedTables([path], Object.values(models))).toEqual(expected);
});
