/** Slices of an evaluation: what is looked at, the values and intervals there, and the rule about them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { computeEvaluation } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';
import { runRecord } from '../../ground/run-record.ts';
import { createWorld } from '../statistics/grouped/simulation.ts';
import { tableOf } from './tables.ts';

interface Expected {
  readonly columns: {
    readonly region: string[];
    readonly age: number[];
    readonly y: number[];
    readonly champion: number[];
    readonly challenger: number[];
  };
  readonly minRows: number;
  readonly tooSmallCount: number;
  readonly level: number;
  readonly starts: number[];
  readonly slices: readonly {
    readonly name: string;
    readonly rowCount: number;
    readonly mae: { challenger: number; comparedValue: number; interval: [number, number] };
    readonly roc_auc: { challenger: number; comparedValue: number };
  }[];
  readonly gaps: readonly { column: string; highest: string; lowest: string; bounds: [number, number] }[];
}

const expected = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/slices.json'), 'utf8'),
) as Expected;

const ids = expected.columns.y.map((_, row) => `r${row}`);
type Columns = Parameters<typeof tableOf>[0];
const tableWith = (p: number[], more: Columns = {}): Table =>
  tableOf({ id: ids, y: expected.columns.y, p, ...more });
const { region, age } = expected.columns;

interface Options {
  readonly task?: string;
  readonly gate: readonly object[];
  readonly slices?: object;
  readonly predictions?: object;
  /** How many evaluations on the same rows are planned. */
  readonly looks?: number;
  readonly challenger?: Table;
  readonly champion?: Table | undefined;
  readonly labels?: Table;
}

const COLUMNS = { region, age };

function evaluate(options: Options) {
  const { task = 'regression', gate, looks, slices, predictions, labels } = options;
  const champion = 'champion' in options ? options.champion : tableWith(expected.columns.champion, COLUMNS);
  return computeEvaluation({
    ...{ model: 'm', gate: 'gate', run: runRecord(), labels },
    config: modelConfigSchema.parse({
      ...{ task, gate, looks },
      predictions: { id: 'id', label: 'y', score: 'p', ...predictions },
      slices: { columns: ['region', 'age'], search: 'pairs', 'min-rows': expected.minRows, ...slices },
    }),
    challenger: options.challenger ?? tableWith(expected.columns.challenger, COLUMNS),
    champion: champion && {
      ...{ version: '1.0.0', tag: 'm@v1.0.0', modelDigest: 'a'.repeat(64), registered: {} },
      metrics: undefined,
      predictions: { table: champion, source: 'scored' },
    },
  });
}

describe('a rule about slices and the anchor', () => {
  const at = (version: string, p: number[]) => ({
    ...{ version, tag: `m@v${version}`, modelDigest: 'a'.repeat(64), registered: {}, metrics: undefined },
    predictions: { table: tableWith(p, COLUMNS), source: 'scored' as const },
  });
  /** As the challenger, but for one region, in which its error is a fifth. */
  const { y, challenger } = expected.columns;
  const worseIn = (name: string): number[] =>
    y.map((label, row) => label + (challenger[row]! - label) * (region[row] === name ? 0.2 : 1));
  const retrain = (anchorP: number[], rule: object) =>
    computeEvaluation({
      ...{ model: 'm', gate: 'gate-retrain', run: runRecord(), labels: undefined },
      config: modelConfigSchema.parse({
        ...{ task: 'regression', 'gate-retrain': [rule] },
        predictions: { id: 'id', label: 'y', score: 'p' },
        slices: { columns: ['region'], 'min-rows': expected.minRows },
      }),
      challenger: tableWith(challenger, COLUMNS),
      champion: at('2.0.0', challenger),
      anchor: at('1.0.0', anchorP),
    });
  const rule = { metric: 'mae', 'no-slice-worse-by': 0.01 };

  it('of a retraining compares with both, each by its own slices', () => {
    const [worst] = [...new Set(region)];
    const { rules, slices } = retrain(worseIn(worst!), rule);
    expect(rules.map(({ against, outcome }) => [against, outcome])).toEqual([
      [undefined, 'pass'],
      ['anchor', 'fail'],
    ]);
    expect(rules[1]!.reason).toMatchObject({
      ...{ code: 'slices', worseCount: 1, weakest: [{ column: 'region', value: worst }] },
    });
    // What is shown are the slices of the champion, which predicts the same.
    expect(slices!.metrics[0]!.slices.length).toBeGreaterThan(1);
    for (const shown of slices!.metrics[0]!.slices) expect(shown.comparedValue).toBe(shown.challenger);
  });

  it('is about the champion alone where it says so', () => {
    const { rules } = retrain(worseIn('north'), { ...rule, against: 'champion' });
    expect(rules).toHaveLength(1);
  });
});

type Conditions = readonly { readonly value?: string | undefined; readonly from?: number | undefined }[];

/** As the generator names it: the number of a quarter is the place of its first number. */
const nameOf = (conditions: Conditions): string =>
  conditions
    .map(({ value, from }) => value ?? String(from === undefined ? 0 : expected.starts.indexOf(from)))
    .join(' ');

const RULE = { metric: 'mae', 'no-slice-worse-by': 0.05 };

describe('slices of an evaluation', () => {
  const { slices, rules, verdict } = evaluate({ gate: [RULE] });

  it('are all of one and two columns with enough rows, and the others are counted', () => {
    expect(slices).toMatchObject({
      lookedAtCount: expected.slices.length,
      tooSmallCount: expected.tooSmallCount,
      minRows: expected.minRows,
      confidence: 0.95,
    });
    expect(slices!.eachConfidence).toBeCloseTo(expected.level, 12);
    const found = slices!.metrics[0]!.slices.map(({ conditions, rowCount }) => [
      nameOf(conditions),
      rowCount,
    ]);
    expect(new Map(found as [string, number][])).toEqual(
      new Map(expected.slices.map(({ name, rowCount }) => [name, rowCount])),
    );
    expect(JSON.stringify(slices)).not.toContain('far');
  });

  it.each(expected.slices)(
    '$name has the values and the interval of scikit-learn and scipy',
    ({ name, mae }) => {
      const found = slices!.metrics[0]!.slices.find(({ conditions }) => nameOf(conditions) === name)!;
      expect(found.challenger).toBeCloseTo(mae.challenger, 10);
      expect(found.comparedValue).toBeCloseTo(mae.comparedValue, 10);
      expect(found.interval!.lower).toBeCloseTo(mae.interval[0], 9);
      expect(found.interval!.upper).toBeCloseTo(mae.interval[1], 9);
    },
  );

  it('have a gap in each column, corrected for all pairs of slices', () => {
    const { gaps } = slices!.metrics[0]!;
    expect(gaps.map(({ column, highest, lowest }) => [column, nameOf([highest]), nameOf([lowest])])).toEqual(
      expected.gaps.map(({ column, highest, lowest }) => [column, highest, lowest]),
    );
    gaps.forEach(({ lower, upper }, index) => {
      expect(lower).toBeCloseTo(expected.gaps[index]!.bounds[0], 9);
      expect(upper).toBeCloseTo(expected.gaps[index]!.bounds[1], 9);
    });
  });

  it('are ranked by their metrics', () => {
    const { slices: ranked } = evaluate({ task: 'binary', gate: [{ ...RULE, metric: 'roc_auc' }] });
    for (const { name, roc_auc } of expected.slices) {
      const found = ranked!.metrics[0]!.slices.find(({ conditions }) => nameOf(conditions) === name)!;
      expect(found.challenger).toBeCloseTo(roc_auc.challenger, 10);
      expect(found.comparedValue).toBeCloseTo(roc_auc.comparedValue, 10);
    }
  });

  it('fail the rule where one is significantly worse by more', () => {
    const worst = Math.min(...expected.slices.map(({ mae }) => mae.interval[1]));
    const worse = expected.slices.filter(({ mae }) => mae.interval[1] < -0.05);
    expect(worse.length).toBeGreaterThan(0);
    expect(verdict).toBe('fail');
    expect(rules[0]!.reason).toMatchObject({
      code: 'slices',
      worseCount: worse.length,
      lookedAtCount: expected.slices.length,
    });
    expect((rules[0]!.reason as { upper: number }).upper).toBeCloseTo(worst, 9);
    const loose = evaluate({ gate: [{ ...RULE, 'no-slice-worse-by': -worst + 1e-6 }] });
    expect(loose.rules[0]).toMatchObject({ outcome: 'pass', reason: { worseCount: 0 } });
  });

  it('are corrected for planned looks too', () => {
    const config = { gate: [RULE], slices: { search: 'columns', columns: ['region'] } };
    expect(evaluate(config).slices!.eachConfidence).toBeCloseTo(1 - 0.05 / 3, 12);
    const { slices: planned } = evaluate({ ...config, looks: 4 });
    expect(planned!.eachConfidence).toBeCloseTo(1 - 0.05 / 4 / 3, 12);
  });
});

describe('a rule about slices', () => {
  it('does not apply to a first version, which shows its own values', () => {
    const { rules, slices } = evaluate({ gate: [RULE], champion: undefined });
    expect(rules[0]).toMatchObject({ outcome: 'not-applicable', reason: { code: 'no-champion' } });
    const [first] = slices!.metrics[0]!.slices;
    expect(first).toMatchObject({ conditions: [{ column: 'region', value: 'north' }] });
    expect(first!.interval!.estimate).toBe(first!.challenger);
  });

  it('is inconclusive where no slice has enough rows, and where one of those has no interval', () => {
    expect(evaluate({ gate: [RULE], slices: { 'min-rows': 361 } }).rules[0]).toMatchObject({
      outcome: 'inconclusive',
      reason: { code: 'no-slices', minRows: 361 },
    });
    // Twelve groups, of which each region has four.
    const user = ids.map((_, row) => `u-${row % 12}-x`);
    const grouped = { region: ids.map((_, row) => ['a', 'b', 'c'][row % 3]!), age, user };
    const equal = tableWith(expected.columns.champion, grouped);
    const rule = evaluate({
      ...{ gate: [RULE], challenger: equal, champion: equal, predictions: { group: 'user', order: 'none' } },
      slices: { columns: ['region'], search: 'columns' },
    });
    expect(rule.rules[0]).toMatchObject({
      outcome: 'inconclusive',
      reason: { code: 'slices-without-interval', lookedAtCount: 3, withoutCount: 3 },
    });
    expect(rule.slices!.metrics[0]!.slices[0]).toMatchObject({ groupCount: 4, without: 'too-few-groups' });
  });

  it('is refused without slices, and for a value that has no rows', () => {
    const config = (extra: object) => () =>
      computeEvaluation({
        ...{ model: 'm', gate: 'gate', run: runRecord({ metrics: { profit: 1 } }), labels: undefined },
        config: modelConfigSchema.parse({
          task: 'regression',
          predictions: { id: 'id', label: 'y', score: 'p' },
          ...extra,
        }),
        challenger: tableWith(expected.columns.challenger, COLUMNS),
        champion: undefined,
      });
    expect(config({ gate: [RULE] })).toThrow('expected `slices` of the model beside `no-slice-worse-by`');
    const profit = { metric: 'profit', 'no-slice-worse-by': 1, better: 'higher' };
    expect(config({ gate: [profit], slices: { columns: ['region'] } })).toThrow(
      'expected a metric of the task beside `no-slice-worse-by`, got another one',
    );
  });
});

describe('the columns of slices', () => {
  it('come from the labels where those have them, and predictions have no say then', () => {
    const labels = tableOf({ id: ids, y: expected.columns.y, ...COLUMNS });
    const forged = { region: region.toReversed(), age: age.toReversed() };
    const { slices } = evaluate({
      ...{ gate: [RULE], labels },
      challenger: tableWith(expected.columns.challenger, forged),
    });
    const own = evaluate({ gate: [RULE] }).slices!;
    expect(slices).toEqual({ ...own, source: 'labels' });
  });

  it('say the same in the predictions of both models', () => {
    const other = region.with(5, region[5] === 'north' ? 'south' : 'north');
    const champion = tableWith(expected.columns.champion, { region: other, age });
    expect(() => evaluate({ gate: [RULE], champion })).toThrow(
      'expected the value of column "region", which `slices` names, of each row as in the predictions of the challenger',
    );
  });

  it('keep the rows without a value as a slice, and small numbers as values', () => {
    const table = (p: number[]): Table =>
      tableWith(p, {
        region: region.map((name) => (name === 'east' ? '' : name)),
        age: age.map((value) => Math.floor(value / 30)),
      });
    const { slices } = evaluate({
      ...{ gate: [RULE], slices: { search: 'columns' } },
      challenger: table(expected.columns.challenger),
      champion: table(expected.columns.champion),
    });
    const names = slices!.metrics[0]!.slices.map(({ conditions: [condition] }) => condition);
    expect(names).toContainEqual({ column: 'region' });
    expect(names).toContainEqual({ column: 'age', value: '1' });
  });

  it('are refused where they are times', () => {
    const day = ids.map((_, row) => new Date(row * 86_400_000));
    const challenger = tableWith(expected.columns.challenger, { ...COLUMNS, day });
    expect(() => evaluate({ gate: [RULE], challenger, slices: { columns: ['day'] } })).toThrow(
      'expected text or numbers in column "day", which `slices` names, got times',
    );
  });
});

describe("Simpson's paradox", () => {
  /** Each model ranks well within one region; the challenger also distinguishes the regions, of which one has more positives. */
  function drawParadox() {
    const world = createWorld(3);
    const rows = Array.from({ length: 800 }, (_, row) => {
      const isNorth = row % 2 === 0;
      const label = Number(world.uniform() < (isNorth ? 0.8 : 0.2));
      const [noise, other] = [world.normal(), world.normal()];
      return {
        id: `r${row}`,
        region: isNorth ? 'north' : 'south',
        y: label,
        champion: 1 / (1 + Math.exp(-(0.9 * label + noise))),
        challenger: 1 / (1 + Math.exp(-(0.3 * label + other + (isNorth ? 3 : -3)))),
      };
    });
    const table = (model: 'champion' | 'challenger'): Table =>
      tableOf({
        id: rows.map(({ id }) => id),
        y: rows.map(({ y }) => y),
        region: rows.map((row) => row.region),
        p: rows.map((row) => row[model]),
      });
    return { challenger: table('challenger'), champion: table('champion') };
  }

  it('is flagged where the challenger is better over all rows and worse in every slice, and the other way round', () => {
    const { challenger, champion } = drawParadox();
    const options = {
      task: 'binary',
      gate: [{ metric: 'roc_auc', 'superior-by': 0 }],
      slices: { columns: ['region'] },
    };
    const { verdict, slices } = evaluate({ ...options, challenger, champion });
    expect(verdict).toBe('pass');
    const reversal = { column: 'region', oppositeCount: 2, sliceCount: 2 };
    expect(slices!.metrics[0]!.reversals).toEqual([{ ...reversal, overall: 'better' }]);
    const turned = evaluate({ ...options, challenger: champion, champion: challenger });
    expect(turned.slices!.metrics[0]!.reversals).toEqual([{ ...reversal, overall: 'worse' }]);
  });

  it('is none where slices and average agree', () => {
    const { slices } = evaluate({ gate: [{ metric: 'mae', 'not-worse-by': 0.5 }] });
    expect(slices!.metrics[0]!.reversals).toEqual([]);
  });
});
