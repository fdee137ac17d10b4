/** Filters of searches, as the documentation of MLflow has them. */
import { describe, expect, it } from 'vitest';
import {
  compareEntities,
  parseFilter,
  parseOrder,
} from '../../../../src/shared/domain/interop/tracking/search-filter.ts';
import { searchedBy } from '../../../../src/shared/domain/interop/tracking/search-page.ts';

const run = searchedBy(
  { status: 'FINISHED', start_time: 100, run_name: "it's" },
  {
    metrics: (key) =>
      new Map([
        ['accuracy', 0.75],
        ['a b', 1],
        ['val/loss', 0.5],
      ]).get(key),
    params: new Map([
      ['model', 'LogisticRegression'],
      ['x', ''],
      ['again', 'aaab'],
    ]),
    tags: new Map([['mlflow.source.type', 'LOCAL']]),
  },
);

describe('a filter', () => {
  it.each([
    ['', true],
    ['metrics.accuracy > 0.72', true],
    ['metrics.accuracy>0.75', false],
    ['metrics.accuracy >= .75 AND metrics.`a b` = 1 and metric.val/loss != 0.4', true],
    ['params.model = "LogisticRegression"', true],
    ["params.model LIKE 'Logistic%'", true],
    ["params.model LIKE '%istic%ion'", true],
    ["params.model LIKE 'logistic%'", false],
    ["params.again LIKE '%aab'", true],
    ["params.model ILIKE 'logistic_egress%'", true],
    ["tags.mlflow.source.type = 'LOCAL'", true],
    ['tags."mlflow.source.type" = \'LOCAL\'', true],
    ["attributes.status IN ('FAILED', 'FINISHED')", true],
    ["status NOT IN ('FINISHED')", false],
    ['attributes.start_time > 99', true],
    ['run_name = "it\'s"', true],
    ['params.absent IS NULL', true],
    ['params.model IS NOT NULL', true],
    ["params.absent != 'x'", false],
  ])('%s', (text, expected) => {
    expect(parseFilter(text)(run)).toBe(expected);
  });

  it('with a pattern that could take years takes no time', () => {
    const searched = searchedBy({ run_name: 'a'.repeat(1000) });
    expect(parseFilter(`run_name LIKE '${'%a'.repeat(500)}%b'`)(searched)).toBe(false);
  });

  it.each(['metrics.accuracy', 'metrics.accuracy >', 'a = 1 OR b = 2', 'status IN FINISHED', '= 1'])(
    'is refused where it is none: %s',
    (text) => {
      expect(() => parseFilter(text)).toThrow('filter: expected');
    },
  );
});

it('an order has what has no value last', () => {
  const values = [1, undefined, 3, 2].map((value) => searchedBy({}, { metrics: () => value }));
  const sorted = (term: string): readonly unknown[] =>
    values
      .toSorted((one, other) => compareEntities(parseOrder([term]), one, other))
      .map((searched) => searched('metric', 'auc'));
  expect(sorted('metrics.auc DESC')).toEqual([3, 2, 1, undefined]);
  expect(sorted('metrics.auc')).toEqual([1, 2, 3, undefined]);
});
