/** What MLflow finds in a store of its own, and in which order: recorded by fixtures/mlflow_search.py. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseVersionFilter } from '../../../../src/shared/domain/registry/search/filter-grammar.ts';
import { isLike } from '../../../../src/shared/domain/registry/search/like-pattern.ts';
import { matchesClause } from '../../../../src/shared/domain/registry/search/match-clause.ts';
import {
  parseSearchOrder,
  sortFound,
  type FoundVersion,
} from '../../../../src/shared/domain/registry/search/search-order.ts';
import { listSearchedVersions } from '../../../../src/shared/domain/registry/search/searched-version.ts';
import { tagsFrom } from '../tag.ts';

interface Row {
  readonly name: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly datasets: readonly { readonly name: string; readonly digest: string; readonly context: string }[];
}

interface Recorded {
  readonly rows: readonly Row[];
  readonly searches: readonly {
    readonly filter: string;
    readonly orderBy: readonly string[];
    readonly found: readonly string[];
  }[];
}

const { rows, searches } = JSON.parse(
  readFileSync(new URL('fixtures/mlflow-search.json', import.meta.url), 'utf8'),
) as Recorded;

/** Each began later than the one before it. */
const versions: readonly FoundVersion[] = rows.map(({ name, ...details }, index) => ({
  version: {
    ...{ name, version: '1.0.0', tag: `${name}@v1.0.0`, message: '', commit: '', createdMs: 1000 + index },
    ...{ stages: [], status: 'active', modelDigest: undefined, ledgerPath: undefined },
  },
  details,
}));

function found(filter: string, orderBy: readonly string[] = []): readonly string[] {
  const clauses = parseVersionFilter(filter, 'filter');
  const matching = versions.filter(({ version, details }) =>
    clauses.every((clause) => matchesClause(clause, version, details)),
  );
  const orders = orderBy.map((order) => parseSearchOrder(order, 'order-by'));
  return sortFound(matching, orders).map(({ version }) => version.name);
}

describe('what MLflow finds', () => {
  it.each(searches)('$filter, ordered by $orderBy', ({ filter, orderBy, found: expected }) => {
    expect(found(filter, orderBy)).toEqual(expected);
  });
});

describe('what tags say', () => {
  const listed = listSearchedVersions(
    'churn',
    tagsFrom(
      'churn@v1.0.0 c1',
      'churn@v1.1.0 c2',
      'churn@v1.10.0 c3',
      'churn#production#1 c2',
      'churn#staging#2 c2',
      'churn#staging#3 c3',
      'churn#archived#4 c1',
      'churn#deprecated#5 c2',
    ),
  );
  const asked = (filter: string): readonly string[] =>
    listed
      .filter((version) =>
        parseVersionFilter(filter, 'filter').every((clause) => matchesClause(clause, version, undefined)),
      )
      .map(({ version }) => version);

  it.each<readonly [string, readonly string[]]>([
    ['', ['1.10.0', '1.1.0', '1.0.0']],
    [`stage = 'production'`, ['1.1.0']],
    [`stage IN ('production', 'staging')`, ['1.10.0', '1.1.0']],
    [`stage != 'production'`, ['1.10.0', '1.0.0']],
    [`stage NOT IN ('production', 'staging')`, ['1.0.0']],
    [`stage LIKE '%'`, ['1.10.0', '1.1.0']],
    [`stage = 'archived'`, []],
    [`status = 'archived'`, ['1.0.0']],
    [`status = 'deprecated'`, ['1.1.0']],
    [`status != 'archived'`, ['1.10.0', '1.1.0']],
    [`version >= '1.1.0'`, ['1.10.0', '1.1.0']],
    [`version > '1.1.0'`, ['1.10.0']],
    [`version < '1.10.0'`, ['1.1.0', '1.0.0']],
    [`version LIKE '1.1%'`, ['1.10.0', '1.1.0']],
    [`name = 'churn' and version = '1.1.0'`, ['1.1.0']],
    [`name = 'other'`, []],
    [`metrics.auc > 0`, []],
    [`params.x IS NULL`, []],
  ])('%s', (filter, expected) => {
    expect(asked(filter)).toEqual(expected);
  });
});

describe('LIKE', () => {
  /** The same by a regular expression. */
  const byExpression = (text: string, pattern: string): boolean => {
    const source = Array.from(pattern, (character) =>
      character === '%' ? '[^]*' : character === '_' ? '[^]' : character,
    );
    return new RegExp(`^(?:${source.join('')})$`, 'u').test(text);
  };

  it('is what a regular expression says', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '😀'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '%', '_', '😀'), maxLength: 6 });
    fc.assert(
      fc.property(text, pattern, (one, other) => {
        expect(isLike(one, other)).toBe(byExpression(one, other));
      }),
      { numRuns: 2000 },
    );
  });

  it('of many % ends', () => {
    expect(isLike('a'.repeat(2000), `${'%a'.repeat(50)}b`)).toBe(false);
  });
});
