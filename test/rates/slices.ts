/**
 * Slices of which none is worse than the rule allows, each exactly on its bound: how often `no-slice-worse-by` fails all the
 * same. And how often a slice that is worse by the printed minimum detectable effect is found, and equal slices have a gap.
 */
import { slicesSchema } from '../../src/shared/domain/config/slices-section.ts';
import { predictionsSchema } from '../../src/shared/domain/config/training-section.ts';
import { joinRows, type ComparedRows } from '../../src/shared/domain/evaluation/compared-rows.ts';
import { evaluateSliceRule } from '../../src/shared/domain/evaluation/evaluate-slice-rule.ts';
import { evaluateSlices, type SlicesFinding } from '../../src/shared/domain/evaluation/evaluate-slices.ts';
import { findGaps } from '../../src/shared/domain/evaluation/slice-gaps.ts';
import type { Metric } from '../../src/shared/domain/metrics/metric.ts';
import { findMetric, taskOf } from '../../src/shared/domain/metrics/tasks/catalog.ts';
import { tableOf } from '../domain/evaluation/tables.ts';
import { createWorld, type World } from '../domain/statistics/grouped/simulation.ts';
import { monteCarloError, percent, sizeFactor, type Rate } from './rate.ts';

const WORLDS = 300;
const [FALSE_FAIL, FALSE_GAP, POWER] = [0.025, 0.05, 0.8];
/** The printed number is an estimate itself: where it is small by chance, so is what can be found. */
const ALLOWANCE = 0.03;
const REGIONS = ['a', 'b', 'c', 'd', 'e', 'f'];

interface Design {
  readonly name: string;
  readonly task: 'binary' | 'regression';
  readonly metric: string;
  /** In the unit of the metric: the challenger is worse by as much in every slice. */
  readonly margin: number;
  readonly count: number;
  /** Column of the groups, and that of each row; undefined where rows are independent. */
  readonly group?: { readonly column: 'user' | 'day'; readonly of: (row: number) => number };
  /** Standard deviation of what the rows of one group have in common in the improvement. */
  readonly shared?: number;
}

const designs: readonly Design[] = [
  { name: 'accuracy, 2,400 rows', task: 'binary', metric: 'accuracy', margin: 0.05, count: 2400 },
  { name: 'ROC AUC, 2,400 rows', task: 'binary', metric: 'roc_auc', margin: 0, count: 2400 },
  { name: 'MAE, 2,400 rows', task: 'regression', metric: 'mae', margin: 0.1, count: 2400 },
  {
    ...{ name: 'MAE, 240 users who live in one region each', task: 'regression', metric: 'mae' },
    ...{ margin: 0.1, count: 2400, shared: 0.4 },
    group: { column: 'user', of: (row) => row % 240 },
  },
  {
    ...{ name: 'MAE, 60 days in every region', task: 'regression', metric: 'mae' },
    ...{ margin: 0.1, count: 2400, shared: 0.2 },
    group: { column: 'day', of: (row) => Math.floor(row / 40) },
  },
];

const SLICES = slicesSchema.parse({ columns: ['region', 'device'], search: 'pairs' });

interface Drawn {
  readonly rows: ComparedRows;
  readonly metric: Metric;
  readonly found: SlicesFinding;
}

/** @param loss of the challenger in a region, beyond the margin. */
export function drawSlices(design: Design, world: World, loss: (region: string) => number = () => 0): Drawn {
  const { task, count, group, shared = 0, margin } = design;
  const index = Array.from({ length: count }, (_, row) => row);
  const shocks = index.map(() => shared * world.normal());
  const region = index.map((row) => REGIONS[row % REGIONS.length] ?? '');
  const device = index.map(() => (world.uniform() < 0.3 ? 'phone' : 'web'));
  const common = index.map(() => world.normal());
  const labels = index.map((row) =>
    task === 'regression' ? (row % 2) * 1e-9 : Number(world.uniform() < 0.4),
  );
  const predict = (isChallenger: boolean): readonly number[] =>
    index.map((row) => {
      const worse = isChallenger ? margin + loss(region[row] ?? '') : 0;
      const shock = isChallenger && group !== undefined ? (shocks[group.of(row)] ?? 0) : 0;
      if (task === 'regression') return 20 + (common[row] ?? 0) + worse + shock + world.normal();
      const label = labels[row] ?? 0;
      if (design.metric === 'accuracy') {
        const isRight = world.uniform() < 0.85 - worse;
        return isRight ? 0.8 * label + 0.1 : 0.9 - 0.8 * label;
      }
      return 1 / (1 + Math.exp(-(label - 0.5 + (common[row] ?? 0) + 0.7 * world.normal())));
    });
  const groups =
    group === undefined
      ? {}
      : group.column === 'user'
        ? { user: index.map((row) => `u-${group.of(row)}-x`) }
        : { day: index.map((row) => new Date(group.of(row) * 86_400_000)) };
  const table = (scores: readonly number[]) =>
    tableOf({ id: index.map((row) => `r${row}`), y: labels, p: scores, region, device, ...groups });
  const rows = joinRows({
    task: taskOf(task),
    columns: predictionsSchema.parse({
      ...{ id: 'id', label: 'y', score: 'p' },
      ...(group !== undefined && {
        group: group.column,
        order: group.column === 'user' ? 'none' : undefined,
      }),
    }),
    slices: SLICES,
    challenger: table(predict(true)),
    champion: { table: table(predict(false)), mustMatch: true },
    labels: undefined,
  });
  const metric = findMetric(task, design.metric);
  if (metric === undefined) throw new RangeError(`${design.metric}: expected a metric of the task`);
  const options = { confidence: 0.95, robust: false, isSameModel: false };
  const found = evaluateSlices(rows, { slices: SLICES }, { metrics: [metric], options });
  if (found === undefined) throw new RangeError('expected slices');
  return { rows, metric, found };
}

/** Whether the rule fails at this margin. */
function fails({ found, metric }: Drawn, threshold: number): boolean {
  const { outcome } = evaluateSliceRule({ metric: metric.name, threshold }, found, {
    isFirstVersion: false,
    isChampionUnscored: false,
    answersChanged: false,
    equalLabels: undefined,
    otherEvaluator: undefined,
  });
  return outcome === 'fail';
}

function hasGap({ rows, found }: Drawn): boolean {
  const [slices] = found.metrics;
  if (slices === undefined) throw new RangeError('expected the slices of a metric');
  return findGaps(slices, rows, { confidence: 0.95, robust: false }).some(
    ({ bounds }) => bounds !== undefined && bounds.lower > 0,
  );
}

export function measureSlices(): readonly Rate[] {
  const worlds = WORLDS * sizeFactor();
  return [...designs.flatMap((design) => measureDesign(design, worlds)), measurePower(worlds)];
}

function measureDesign(design: Design, worlds: number): readonly Rate[] {
  const world = createWorld(41);
  let [failed, gaps] = [0, 0];
  for (let index = 0; index < worlds; index += 1) {
    const drawn = drawSlices(design, world);
    if (fails(drawn, design.margin)) failed += 1;
    if (hasGap(drawn)) gaps += 1;
  }
  return [
    {
      what: `\`no-slice-worse-by\` fails although none of 20 slices is worse by more: ${design.name}`,
      stated: `at most ${percent(FALSE_FAIL)}`,
      measured: percent(failed / worlds),
      holds: failed / worlds <= FALSE_FAIL + monteCarloError(FALSE_FAIL, worlds),
    },
    {
      what: `a gap between slices of a column that are equal: ${design.name}`,
      stated: `at most ${percent(FALSE_GAP)}`,
      measured: percent(gaps / worlds),
      holds: gaps / worlds <= FALSE_GAP + monteCarloError(FALSE_GAP, worlds),
    },
  ];
}

function measurePower(worlds: number): Rate {
  const [, , design] = designs;
  if (design === undefined) throw new RangeError('expected a design');
  const even = { ...design, margin: 0 };
  const world = createWorld(43);
  const printed = mean(Array.from({ length: 50 }, () => detectableIn(drawSlices(even, world))));
  let found = 0;
  for (let index = 0; index < worlds; index += 1) {
    const drawn = drawSlices(even, world, (region) => (region === 'c' ? printed : 0));
    if (fails(drawn, 0)) found += 1;
  }
  return {
    what: 'one of 20 slices, worse by its printed minimum detectable effect, is found',
    stated: 'about 80 %',
    measured: percent(found / worlds),
    holds: found / worlds >= POWER - ALLOWANCE - monteCarloError(POWER, worlds),
  };
}

function detectableIn({ found }: Drawn): number {
  const slice = found.metrics[0]?.slices.find(
    ({ slice: { conditions } }) => conditions.length === 1 && conditions[0]?.value === 'c',
  );
  const difference = slice?.finding.comparison?.difference;
  if (difference?.kind !== 'interval') throw new RangeError('expected an interval');
  return difference.minimumDetectableEffect;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
