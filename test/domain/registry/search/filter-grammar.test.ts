/** Filters as MLflow 3.17.2 reads them: recorded by fixtures/mlflow_search.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../../src/shared/domain/kernel/errors.ts';
import { parseVersionFilter } from '../../../../src/shared/domain/registry/search/filter-grammar.ts';
import { parseSearchOrder } from '../../../../src/shared/domain/registry/search/search-order.ts';

interface Recorded {
  readonly filters: readonly {
    readonly filter: string;
    readonly clauses?: readonly (readonly [string, string, string, unknown])[];
  }[];
  readonly orders: readonly { readonly orderBy: string; readonly order?: readonly unknown[] }[];
}

const recorded = JSON.parse(
  readFileSync(new URL('fixtures/mlflow-search.json', import.meta.url), 'utf8'),
) as Recorded;

/** Clauses, or undefined for an error. */
function parsed(filter: string): unknown {
  try {
    return parseVersionFilter(filter, 'input "filter"').map(({ entity, key, comparator, value }) => [
      ...[entity, key, comparator],
      value ?? null,
    ]);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return undefined;
  }
}

/** Each stated in the header of filter-grammar.ts or in its reason here. */
const differences = new Map<string, 'more here' | 'less here' | 'other here'>([
  // SQL's parser takes some names for words of SQL, and an exponent with a plus for a sum.
  ["version = '1.4.0'", 'more here'],
  ["version IN ('1.4.0', '1.5.0')", 'more here'],
  ["commit = 'abc'", 'more here'],
  ['metrics.auc <= 1e+3', 'more here'],
  // An AND too many or too few, and a comma too few, are passed over there.
  ['metrics.auc > 0.9 and', 'less here'],
  ['and metrics.auc > 0.9', 'less here'],
  ['metrics.auc > 0.9 metrics.loss < 0.1', 'less here'],
  ['metrics.auc > 0.9 and and metrics.loss < 0.1', 'less here'],
  ["name IN ('churn' 'flights')", 'less here'],
  // The space is part of the key there, where no key begins with one.
  ['metrics. auc > 0.5', 'other here'],
]);

describe('a filter', () => {
  it.each(recorded.filters)('$filter', ({ filter, clauses }) => {
    const found = parsed(filter);
    switch (differences.get(filter)) {
      case 'more here':
        expect(clauses).toBeUndefined();
        expect(found).toHaveLength(1);
        break;
      case 'less here':
        expect(clauses).toBeDefined();
        expect(found).toBeUndefined();
        break;
      case 'other here':
        expect(found).toEqual(clauses?.map(([entity, key, ...rest]) => [entity, key.trim(), ...rest]));
        break;
      case undefined:
        expect(found).toEqual(clauses);
    }
  });

  it('of each kind is among them', () => {
    expect(recorded.filters.filter(({ clauses }) => clauses !== undefined).length).toBeGreaterThan(80);
    expect(recorded.filters.filter(({ clauses }) => clauses === undefined).length).toBeGreaterThan(50);
  });

  it('has dates, and the order of versions', () => {
    expect(parsed(`created >= '2026-05-03' and created < '2026-05-03T12:00:00+02:00'`)).toEqual([
      ['attribute', 'created', '>=', Date.parse('2026-05-03T00:00:00Z')],
      ['attribute', 'created', '<', Date.parse('2026-05-03T10:00:00Z')],
    ]);
    expect(parsed(`created = '2026-05-03'`)).toEqual([
      ['attribute', 'created', '>=', Date.parse('2026-05-03T00:00:00Z')],
      ['attribute', 'created', '<', Date.parse('2026-05-04T00:00:00Z')],
    ]);
    expect(parsed(`created > '2026-05-03'`)).toEqual([
      ['attribute', 'created', '>=', Date.parse('2026-05-04T00:00:00Z')],
    ]);
    expect(parsed(`created <= '2026-05-03'`)).toEqual([
      ['attribute', 'created', '<', Date.parse('2026-05-04T00:00:00Z')],
    ]);
    expect(parsed(`version >= '1.4.0'`)).toEqual([['attribute', 'version', '>=', '1.4.0']]);
    for (const filter of [`created != '2026-05-03'`, `created > 'yesterday'`, `version > '1.4'`])
      expect(parsed(filter), filter).toBeUndefined();
  });

  it('that is wrong says where, and what to do', () => {
    const parse = (filter: string) => () => parseVersionFilter(filter, 'input "filter"');
    expect(parse('metrics.f1-macro > 0.5')).toThrow(
      'input "filter": expected a name, a value or a comparator at character 11, got "-macro > 0.5"',
    );
    expect(parse('params.lr = 0.1')).toThrow(
      `input "filter": expected a text in quotes, such as 'production' at character 13, got "0.1"`,
    );
    expect(parse('name = ')).toThrow(
      `input "filter": expected a text in quotes, such as 'production', got its end`,
    );
    expect(parse("owner = 'me'")).toThrow(
      'input "filter": expected one of name, version, stage, status, created, commit, model_digest at character 1, got "owner"',
    );
  });
});

describe('an order', () => {
  it.each(recorded.orders)('$orderBy', ({ orderBy, order }) => {
    const parse = (): unknown => {
      const { entity, key, isAscending } = parseSearchOrder(orderBy, 'input "order-by"');
      return [entity, key, isAscending];
    };
    // There a data set is refused when it is sorted by.
    if (order === undefined || order[0] === 'dataset') expect(parse).toThrow(InputError);
    else expect(parse()).toEqual(order);
  });
});
