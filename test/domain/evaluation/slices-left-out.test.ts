/** More slices than are looked at: which are left out, and that nothing else of the evaluation is. Counts are NumPy's (fixtures/slices.py). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { computeEvaluation } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { describeSlicesFound } from '../../../src/shared/domain/report/slice-table.ts';
import { describeRuleReason } from '../../../src/shared/domain/report/reasons.ts';
import type { Column } from '../../../src/shared/domain/table/table.ts';
import { runRecord } from '../../ground/run-record.ts';
import { createWorld } from '../statistics/grouped/simulation.ts';
import { tableOf } from './tables.ts';

interface Many {
  readonly sizes: readonly number[];
  readonly leftOut: { readonly count: number; readonly mostRowCount: number };
  readonly neededMinRows: number;
  readonly countFromThere: number;
  readonly lastKept: number;
}

const { many } = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/slices.json'), 'utf8')) as {
  readonly many: Many;
};

interface Options {
  readonly sizes?: readonly number[];
  readonly columns?: readonly string[];
  readonly minRows?: number;
  readonly search?: string;
  /** The city in which the error of the challenger is five units larger. */
  readonly worseIn?: number;
}

/** Without a search for each value: there are thousands. */
function categoryOf(name: string, values: readonly number[]): Column {
  const categories = Array.from({ length: Math.max(...values) + 1 }, (_, value) => `${name} ${value}`);
  return { kind: 'category', name, categories, codes: Int32Array.from(values) };
}

function evaluate({ sizes = many.sizes, columns = ['city'], minRows = 20, search, worseIn }: Options) {
  const cityOf = sizes.flatMap((size, city) => Array.from({ length: size }, () => city));
  const table = (seed: number, worse: number | undefined) => {
    const world = createWorld(seed);
    const { rowCount, columns: measured } = tableOf({
      // Of equal length, so that rows are in this order.
      id: cityOf.map((_, row) => 100_000 + row),
      y: cityOf.map((_, row) => row % 2),
      p: cityOf.map((city, row) => (row % 2) + world.normal() + (city === worse ? 5 : 0)),
    });
    const named = [
      categoryOf('city', cityOf),
      categoryOf(
        'street',
        cityOf.map((_, row) => row % 9973),
      ),
    ];
    return { rowCount, columns: [...measured, ...named] };
  };
  return computeEvaluation({
    ...{ model: 'm', gate: 'gate', run: runRecord(), labels: undefined },
    config: modelConfigSchema.parse({
      task: 'regression',
      gate: [
        { metric: 'mae', 'not-worse-by': 1 },
        { metric: 'mae', 'no-slice-worse-by': 0.5 },
      ],
      predictions: { id: 'id', label: 'y', score: 'p' },
      slices: { columns, 'min-rows': minRows, ...(search !== undefined && { search }) },
    }),
    challenger: table(1, worseIn),
    champion: {
      ...{
        version: '1.0.0',
        tag: 'm@v1.0.0',
        modelDigest: 'a'.repeat(64),
        registered: {},
        metrics: undefined,
      },
      predictions: { table: table(2, undefined), source: 'scored' },
    },
  });
}

it('those with most rows are looked at, and the others are counted: their rule does not pass, and every other one is evaluated', () => {
  const evaluation = evaluate({});
  const { slices, rules, verdict } = evaluation;
  const { neededMinRows } = many;
  expect(slices).toMatchObject({
    ...{ lookedAtCount: 500, tooSmallCount: 0, neededMinRows },
    leftOut: [{ columns: ['city'], ...many.leftOut }],
  });
  expect(slices!.eachConfidence).toBeCloseTo(1 - 0.05 / 500, 12);
  expect(rules.map(({ outcome }) => outcome)).toEqual(['pass', 'inconclusive']);
  expect(rules[1]!.reason).toEqual({
    ...{ code: 'slices-left-out', lookedAtCount: 500, leftOutCount: many.leftOut.count, neededMinRows },
  });
  expect(verdict).toBe('inconclusive');
  expect(describeRuleReason(rules[1]!, evaluation)).toContain(
    `set \`slices.min-rows\` to ${neededMinRows}, name fewer columns`,
  );
  expect(describeSlicesFound(evaluation)).toContain(
    `only the 500 with most rows are: ${many.leftOut.count} by \`city\` (at most ${many.leftOut.mostRowCount} rows each).`,
  );
});

it('with the `min-rows` that it names, none is left out', () => {
  const { slices, rules } = evaluate({ minRows: many.neededMinRows });
  expect(slices!.lookedAtCount).toBe(many.countFromThere);
  expect(slices!.leftOut).toBeUndefined();
  expect(rules[1]!.outcome).toBe('pass');
});

it('a loss in the last one that is looked at fails all the same; one in a slice that is left out does not pass', () => {
  expect(evaluate({ worseIn: many.lastKept }).rules[1]!.outcome).toBe('fail');
  const order = many.sizes.map((size, city) => ({ size, city })).toSorted((a, b) => b.size - a.size);
  expect(evaluate({ worseIn: order[500]!.city }).rules[1]!.outcome).toBe('inconclusive');
});

it('where all are equally large, no `min-rows` is named that would leave none', () => {
  const evaluation = evaluate({ sizes: Array.from({ length: 510 }, () => 20) });
  const { slices, rules } = evaluation;
  expect(slices!.leftOut).toEqual([{ columns: ['city'], count: 10, mostRowCount: 20 }]);
  expect(rules[1]!.reason).not.toHaveProperty('neededMinRows');
  expect(describeRuleReason(rules[1]!, evaluation)).toContain(
    ': name fewer columns, or leave `slices.search` out',
  );
});

it('pairs of columns with thousands of values each are counted by the rows that there are', () => {
  const sizes = Array.from({ length: 10_000 }, () => 2);
  const { slices } = evaluate({ sizes, columns: ['city', 'street'], search: 'pairs' });
  // Of 100,000,000 combinations, 20,000 have a row, and each of them one: 9,973 is prime, and no row is like another.
  expect(slices!.lookedAtCount).toBe(0);
  expect(slices!.tooSmallCount).toBe(10_000 + 9973 + 20_000);
});
