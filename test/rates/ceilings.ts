/**
 * False passes near the best value, where few errors carry all that is uncertain: metrics of predicted classes of rows, of
 * users and of days, with the truth exactly on a bound or on a margin. Users and days err more or less, both models alike.
 */
import { ONE_SIDED_LEVEL } from '../../src/shared/domain/evaluation/decide-rule.ts';
import type { ScoredRows } from '../../src/shared/domain/metrics/metric.ts';
import { findMetric } from '../../src/shared/domain/metrics/tasks/catalog.ts';
import { groupByRow, type Grouping } from '../../src/shared/domain/statistics/grouped/grouping.ts';
import {
  createWorld,
  groupDays,
  groupUnordered,
  type World,
} from '../domain/statistics/grouped/simulation.ts';
import { compareModels, countPasses, type Compared } from './compare-models.ts';
import { monteCarloError, percent, sizeFactor, type Rate } from './rate.ts';

const WORLDS = 1200;
/** The logarithms of error rates differ by this. */
const SPREAD = 0.5;
const CLASSES = ['a', 'b', 'c'];

interface Design {
  readonly name: string;
  readonly rows: number;
  /** How many share an error rate. */
  readonly groups: number;
  readonly group: (groupOfRow: readonly number[]) => Grouping;
}

const designs: readonly Design[] = [
  { name: '400 rows', rows: 400, groups: 400, group: (rows) => groupByRow(rows.length) },
  { name: '40 users with 10 rows', rows: 400, groups: 40, group: groupUnordered },
  { name: '60 days with 10 rows', rows: 600, groups: 60, group: groupDays },
];

const metrics = [
  ['binary', 'f1'],
  ['binary', 'matthews_corrcoef'],
  ['multiclass', 'f1_macro'],
  ['multiclass', 'balanced_accuracy'],
] as const;

/** Of the challenger; the champion errs half as often. */
const ERROR_RATES = [0.002, 0.02];

export function measureCeilings(): readonly Rate[] {
  return designs.flatMap((design) =>
    ERROR_RATES.flatMap((errorRate) =>
      metrics.flatMap(([task, name]) => {
        const metric = findMetric(task, name, undefined);
        if (metric === undefined) throw new RangeError(`expected the metric ${name}, got none`);
        const world = createWorld(67);
        const compared = Array.from({ length: WORLDS * sizeFactor() }, (): Compared => {
          const models = drawModels(world, design, { errorRate, isBinary: task === 'binary' });
          return compareModels(metric, models);
        });
        const { floor, margin } = countPasses(compared);
        const where = `\`${name}\`, ${percent(errorRate)} of rows wrong, ${design.name}: passes on it`;
        return [describeRate(`a bound of ${where}`, floor), describeRate(`a margin of ${where}`, margin)];
      }),
    ),
  );
}

function describeRate(what: string, share: number): Rate {
  const error = monteCarloError(ONE_SIDED_LEVEL, WORLDS * sizeFactor());
  return {
    what,
    stated: `at most ${percent(ONE_SIDED_LEVEL)}`,
    measured: percent(share),
    holds: share <= ONE_SIDED_LEVEL + error,
  };
}

/** Labels and classes of a binary task are 0 and 1; of several classes 60, 30 and 10 % of the rows. */
function drawModels(
  world: World,
  { rows, groups, group }: Design,
  { errorRate, isBinary }: { readonly errorRate: number; readonly isBinary: boolean },
) {
  const groupOfRow = Array.from({ length: rows }, (_, row) => row % groups);
  const sizes = Float64Array.from({ length: groups }, () =>
    Math.exp(SPREAD * world.normal() - SPREAD ** 2 / 2),
  );
  const labels = Float64Array.from(groupOfRow, () => {
    const place = world.uniform();
    return isBinary ? Number(place < 0.3) : Number(place >= 0.6) + Number(place >= 0.9);
  });
  const classCount = isBinary ? 2 : CLASSES.length;
  const predict = (rate: number): ScoredRows => ({
    labels,
    scores: labels.map((label, row) => {
      const isWrong = world.uniform() < rate * (sizes[groupOfRow[row] ?? -1] ?? Number.NaN);
      return isWrong ? (label + 1 + Math.floor(world.uniform() * (classCount - 1))) % classCount : label;
    }),
    threshold: 0.5,
    ...(!isBinary && { classes: CLASSES }),
  });
  return { challenger: predict(errorRate), champion: predict(errorRate / 2), grouping: group(groupOfRow) };
}
