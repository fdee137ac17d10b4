/** A suite of Great Expectations as a contract finds what the package itself finds; so does a signature of MLflow. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ModelConfig } from '../../../src/shared/domain/config/config.ts';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { checkContract } from '../../../src/shared/domain/contract/check-contract.ts';
import { readContractRules } from '../../../src/shared/domain/contract/contract-rules.ts';
import { readExpectationSuite } from '../../../src/shared/domain/interop/expectation-suite.ts';
import { readSignatureContract } from '../../../src/shared/domain/interop/signature-contract.ts';
import { tableOfRows, type Row } from '../../ground/check-data.ts';

const read = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const suite = read('great-expectations/suite.json');
const { columns, results } = z
  .object({
    columns: z.record(z.string(), z.array(z.union([z.string(), z.number(), z.null()]))),
    results: z.array(z.object({ type: z.string(), success: z.boolean(), unexpected: z.number().nullable() })),
  })
  .parse(JSON.parse(read('great-expectations/results.json')));

const rows = Array.from({ length: columns.id!.length }, (_, row): Row =>
  Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, cells[row] ?? undefined])),
);

const contractOf = (text: string): NonNullable<ModelConfig['contract']> =>
  parseConfig(`models:\n  m:\n    task: metrics\n${text}`).models.m!.contract!;

/** In the order of the suite, with the rule that each expectation becomes. */
const RULES: readonly (readonly [expectation: string, subject: string, rule: string])[] = [
  ['expect_column_to_exist', 'amount', 'present'],
  ['expect_column_to_exist', 'fare', 'present'],
  ['expect_column_values_to_not_be_null', 'amount', 'missing'],
  ['expect_column_values_to_not_be_null', 'carrier', 'missing'],
  ['expect_column_values_to_be_between', 'amount', 'range'],
  ['expect_column_values_to_be_between', 'seats', 'range'],
  ['expect_column_values_to_be_in_set', 'carrier', 'values'],
  ['expect_column_values_to_match_regex', 'code', 'pattern'],
  ['expect_column_value_lengths_to_be_between', 'code', 'length'],
  ['expect_column_values_to_be_unique', 'id', 'unique'],
  ['expect_column_values_to_be_of_type', 'seats', 'type'],
  ['expect_column_pair_values_a_to_be_greater_than_b', 'end,begin', 'comparison'],
  ['expect_column_pair_values_to_be_equal', 'begin,end', 'comparison'],
  ['expect_compound_columns_to_be_unique', 'id,code', 'unique'],
  ['expect_table_row_count_to_be_between', '', 'rows'],
];

describe('a suite', () => {
  const text = readExpectationSuite(suite, 'suite.json');
  const found = checkContract(readContractRules(contractOf(text)), {
    ...{ table: tableOfRows(rows), optional: new Set<string>() },
    delivery: { newestMs: 0, nowMs: 0 },
  });

  it.each(RULES.map((rule, place) => [...rule, place] as const))(
    '%s of %s is the rule %s: met where the package says so, by as many rows',
    (expectation, subject, rule, place) => {
      const expected = results[place]!;
      expect(expected.type).toBe(expectation);
      const result = found.find(
        (one) => one.rule.columns.join(',') === subject && one.rule.demand.code === rule,
      );
      expect(result).toMatchObject({
        ...{ kind: 'checked', isBroken: !expected.success },
        ...(expected.unexpected !== null && { rows: { brokenRows: expected.unexpected } }),
      });
    },
  );

  it('has no other rule, and lists what a contract cannot state with the reason', () => {
    expect(found).toHaveLength(RULES.length);
    const notTaken = text.split('\n').filter((line) => line.includes('# Not taken over: '));
    expect(notTaken.map((line) => line.trim().replace('# Not taken over: ', ''))).toEqual([
      'expect_column_mean_to_be_between ("amount"): a contract has no such rule',
      'expect_column_values_to_be_between ("end"): strict_min is not a part of a contract',
      expect.stringMatching(/^expect_column_values_to_match_regex \("id"\): .*look-around/),
    ]);
    expect(notTaken.length + RULES.length).toBe(results.length);
  });

  it('keeps which expectations are only warnings', () => {
    expect(contractOf(text).columns.carrier).toMatchObject({ severity: 'error', warnings: ['values'] });
  });

  it('of version 0.x is read too, and two that contradict each other are one and a note', () => {
    const between = (max: number) => ({
      expectation_type: 'expect_column_values_to_be_between',
      kwargs: { column: 'a', min_value: 0, max_value: max, mostly: 0.9 },
    });
    const old = readExpectationSuite(
      JSON.stringify({ expectations: [between(5), between(6)] }),
      'suite.json',
    );
    expect(contractOf(old).columns.a).toMatchObject({ max: 5, 'broken-at-most': 0.1, required: false });
    expect(old).toContain('("a"): max of the column is stated before with another value');
  });

  it('that is none is refused', () => {
    expect(() => readExpectationSuite('{"results": []}', 'a.json')).toThrow(/^a\.json: expected a suite/);
  });
});

it('a signature of MLflow states names, types and what may be absent', () => {
  const text = readSignatureContract(read('mlmodel/3.17.2/columns/MLmodel'), 'MLmodel');
  const { inputs } = JSON.parse(read('mlmodel/3.17.2/columns/expected.json')) as {
    readonly inputs: readonly { readonly name: string; readonly type: string; readonly optional?: true }[];
  };
  const contract = contractOf(text);
  for (const { name, optional } of inputs)
    expect(contract.columns[name]?.required, name).toBe(optional !== true);
  expect(inputs.map(({ name }) => contract.columns[name]?.type)).toEqual([
    ...['integer', 'number', 'text', 'time', 'boolean'],
  ]);
  const tensor = readSignatureContract(read('mlmodel/3.17.2/tensor/MLmodel'), 'MLmodel');
  expect(tensor).toContain('# Not taken over: input "float64[-1, 4]": it has no name');
});
