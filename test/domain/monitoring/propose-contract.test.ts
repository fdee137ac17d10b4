/** A proposed data contract: the configuration reads it, its rows keep it, and each bound says why. */
import { describe, expect, it } from 'vitest';
import { modelConfigSchema, type ModelConfig } from '../../../src/shared/domain/config/config.ts';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { brokenRules } from '../../../src/shared/domain/contract/broken-rule.ts';
import { checkContract } from '../../../src/shared/domain/contract/check-contract.ts';
import { readContractRules } from '../../../src/shared/domain/contract/contract-rules.ts';
import { tableOptions } from '../../../src/shared/domain/evaluation/predictions.ts';
import { computeReference } from '../../../src/shared/domain/monitoring/compute-reference.ts';
import { proposeContract } from '../../../src/shared/domain/monitoring/propose-contract.ts';
import { createRandomNumbers } from '../../../src/shared/domain/statistics/random-numbers.ts';
import { dailyRows, tableOfRows, type Row } from '../../ground/check-data.ts';

const config = modelConfigSchema.parse({
  ...{ task: 'binary', predictions: { id: 'id', label: 'y', score: 'p', time: 'date' } },
  columns: { zip: 'text' },
});

function rowsOf(from: string, days: number): readonly Row[] {
  const random = createRandomNumbers(Date.parse(from));
  return dailyRows({ from, days, perDay: 50 }, (row, day) => ({
    ...{ id: `${from}-${row}`, date: day, count: Math.floor(random() * 90), degrees: random() * 40 - 10 },
    ...{ rate: Math.min(1, random() * 1.02), kind: random() < 0.5 ? 'a "b"' : 'c', 'odd: name': random() },
    ...{
      sparse: random() < 0.99 ? undefined : 1,
      zip: String(10_000 + row),
      gaps: random() < 0.1 ? undefined : 3,
    },
  }));
}

function propose(rows: readonly Row[], windowDays?: number): string {
  const training = { table: tableOfRows(rows, tableOptions(config)), where: 'reference' };
  const profile = computeReference({ config, training, predictions: undefined });
  return proposeContract({ profile, windowDays });
}

const contractOf = (text: string): NonNullable<ModelConfig['contract']> =>
  parseConfig(`models:\n  m:\n    task: binary\n${text}`).models.m!.contract!;

const text = propose(rowsOf('2026-01-05', 56), 7);
const contract = contractOf(text);

describe('a proposed contract', () => {
  it('is one that the configuration reads', () => {
    expect(Object.keys(contract.columns).sort()).toEqual(
      ['count', 'degrees', 'gaps', 'id', 'kind', 'odd: name', 'rate', 'sparse', 'zip'].sort(),
    );
    expect(contract.columns.count).toMatchObject({ type: 'integer', min: 0, warnings: ['range'] });
    expect(contract.columns.kind).toMatchObject({
      ...{ values: ['a "b"', 'c'], 'broken-at-most': 0.05, warnings: ['values'] },
    });
    expect(contract.columns.rate).toMatchObject({ min: 0, max: 1, warnings: [] });
    expect(contract.columns.id).toMatchObject({ unique: true });
    // 50 rows a day of 7 days, and half of it.
    expect(contract.rows).toMatchObject({ 'at-least': 175, severity: 'error' });
    expect(contract.newest).toMatchObject({ within: '3 days', severity: 'warning' });
  });

  it('leaves room: bounds lie a whole range outside, and never inside of the data', () => {
    const { min, max } = contract.columns.degrees!;
    expect(Number(min)).toBeLessThanOrEqual(-10 - 39);
    expect(Number(max)).toBeGreaterThanOrEqual(29 + 39);
    expect(contract.columns.gaps!['missing-at-most']).toBeGreaterThanOrEqual(0.3);
    // Nearly all values are missing by nature.
    expect(contract.columns.sparse!['missing-at-most']).toBeUndefined();
  });

  it('is kept by its own rows, and by those that continue', () => {
    for (const rows of [rowsOf('2026-01-05', 56), rowsOf('2026-03-02', 7)]) {
      const results = checkContract(readContractRules(contract), {
        ...{ table: tableOfRows(rows, tableOptions(config)), optional: new Set<string>() },
        delivery: { newestMs: 0, nowMs: 0 },
      });
      expect(brokenRules(results)).toEqual([]);
    }
  });

  it('says why, and what it does not propose', () => {
    expect(text).toContain('# every value of 2,800 rows is a whole number');
    expect(text).toMatch(/max: 180 # the largest is 89, and a whole range more/);
    expect(propose(rowsOf('2026-01-05', 56))).toContain('# The number of rows is not proposed');
  });

  it('names no category of few rows', () => {
    const rare = rowsOf('2026-01-05', 56).map((row, place) =>
      place === 3 ? { ...row, kind: 'Jane Doe' } : row,
    );
    const proposed = propose(rare);
    expect(proposed).not.toContain('Jane');
    expect(contractOf(proposed).columns.kind).not.toHaveProperty('values');
  });
});
