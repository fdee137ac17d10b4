/** What the tags remember of the ledger: the newest of them says the most. */
import { expect, it } from 'vitest';
import { findTagMark } from '../../../src/shared/domain/registry/ledger-marks.ts';
import { tagsFrom } from './tag.ts';

const seen = (digit: string): string => `| title\n\nLedger: ${digit.repeat(40)}\n`;

it('is what the newest version names, also where a version after it or a stage names nothing', () => {
  const tags = tagsFrom(
    `churn@v1.0.0 c1 ${seen('a')}`,
    `churn@v1.1.0 c2 ${seen('b')}`,
    'churn@v1.2.0 c3',
    `churn#production#1 c3 ${seen('c')}`,
  );
  expect(findTagMark('churn', tags)).toEqual({ commit: 'b'.repeat(40), by: 'churn@v1.1.0' });
});

it('is nothing where no version names a commit', () => {
  const tags = tagsFrom('churn@v1.0.0 c1', 'churn@v1.1.0 c2 | title\n\nLedger: main\n');
  expect(findTagMark('churn', tags)).toBeUndefined();
});
