import { describe, expect, it } from 'vitest';
import { listLedgerEntries } from '../../../src/shared/domain/registry/ledger-entries.ts';
import { ledgerPath } from '../../../src/shared/domain/kernel/names.ts';
import { tagsFrom } from './tag.ts';

const by = (run: number, attempt: number, operation = '') =>
  `| title\n\n${operation}Run: https://github.com/acme/churn/actions/runs/${run}/attempts/${attempt}\n`;

describe('what the ledger should hold', () => {
  it('is one event for each tag that register made, under the run that made it', () => {
    const tags = tagsFrom(
      `churn@v1.0.0 c1 ${by(7, 1)}`,
      `churn#production#1 c1 ${by(7, 2, 'Operation: promote\n')}`,
      `churn@v1.1.0 c2 ${by(8, 1)}`,
      `churn#production#2 c2 ${by(8, 1, 'Operation: promote\n')}`,
      `churn#production#3 c1 ${by(9, 1, 'Operation: rollback\n')}`,
    );
    const entries = listLedgerEntries('churn', tags, 20);
    expect(
      entries.map((entry) => [
        ledgerPath(entry.file),
        entry.versionTag,
        'stage' in entry ? entry.stage.previous : undefined,
      ]),
    ).toEqual([
      ['churn/2026/01/registered-7-1.json', 'churn@v1.0.0', undefined],
      ['churn/2026/01/promoted-production-7-2.json', 'churn@v1.0.0', undefined],
      ['churn/2026/01/registered-8-1.json', 'churn@v1.1.0', undefined],
      ['churn/2026/01/promoted-production-8-1.json', 'churn@v1.1.0', '1.0.0'],
      ['churn/2026/01/rolled-back-production-9-1.json', 'churn@v1.0.0', '1.1.0'],
    ]);
    expect(listLedgerEntries('churn', tags, 2)).toEqual(entries.slice(-2));
  });

  it('is nothing about tags that others made, and about commits without a version', () => {
    const tags = tagsFrom(
      'churn@v1.0.0 c1',
      'churn#production#1 c1 | by gto',
      `churn#staging#2 c9 ${by(7, 1)}`,
      `churn@deprecated c1 ${by(7, 1)}`,
      `other@v1.0.0 c1 ${by(7, 1)}`,
    );
    expect(listLedgerEntries('churn', tags, 20)).toEqual([]);
  });
});
