/**
 * False passes of ranks near their best value, with the truth exactly on a bound or on a margin: rows of which a few are out of
 * place by more or less, rows whose labels are wrong, and users of whom a few have nearly all rows that are. The truth is the
 * mean over all worlds.
 */
import { ONE_SIDED_LEVEL } from '../../src/shared/domain/evaluation/decide-rule.ts';
import { probabilityRole } from '../../src/shared/domain/metrics/class-roles.ts';
import type { ScoredRows } from '../../src/shared/domain/metrics/metric.ts';
import { findMetric } from '../../src/shared/domain/metrics/tasks/catalog.ts';
import { groupByRow, type Grouping } from '../../src/shared/domain/statistics/grouped/grouping.ts';
import { createWorld, groupUnordered, type World } from '../domain/statistics/grouped/simulation.ts';
import { compareModels, countPasses, type Compared } from './compare-models.ts';
import { monteCarloError, percent, sizeFactor, type Rate } from './rate.ts';

const WORLDS = 600;
const CLASSES = ['a', 'b', 'c'];
const SHARES = [0.6, 0.3, 0.1];
/** Standard deviations of what is easy for both models in a user, and for each. */
const [SHARED, OWN] = [0.7, 0.4];

const metrics = [
  ['binary', 'roc_auc'],
  ['binary', 'average_precision'],
  ['multiclass', 'roc_auc_ovr_macro'],
] as const;

interface Design {
  readonly name: string;
  readonly rows: number;
  readonly users: number | undefined;
  /** The logit of the right class of a row. @param ease of its user; 0 where rows stand for themselves. */
  readonly drawLogit: (world: World, ease: number, isChampion: boolean) => number;
}

/** So certain that noise puts no row out of place. */
const CERTAIN = 12;

const designs: readonly Design[] = [
  {
    name: '400 rows, 4 % of them out of place by more or less',
    rows: 400,
    users: undefined,
    drawLogit: (world, _ease, isChampion) =>
      world.uniform() < (isChampion ? 0.02 : 0.04) ? 4 * world.uniform() - 3 : CERTAIN,
  },
  {
    name: '400 rows, 4 % of the labels wrong',
    rows: 400,
    users: undefined,
    drawLogit: (world, _ease, isChampion) =>
      world.uniform() < (isChampion ? 0.02 : 0.04) ? -CERTAIN : CERTAIN,
  },
  {
    name: '40 users with 10 rows, 4 % of them out of place',
    rows: 400,
    users: 40,
    drawLogit: (world, ease, isChampion) =>
      world.uniform() < (isChampion ? 0.02 : 0.04) * Math.exp(ease / 2) ? 4 * world.uniform() - 3 : CERTAIN,
  },
  {
    name: '40 users with 50 rows, a few of whom are hard',
    rows: 2000,
    users: 40,
    drawLogit: (_world, ease, isChampion) => (isChampion ? 5 : 4.4) + ease,
  },
];

export function measureRankCeilings(): readonly Rate[] {
  return designs.flatMap((design) => {
    const world = createWorld(67);
    const worlds = Array.from({ length: WORLDS * sizeFactor() }, () => compareAll(world, design));
    return metrics.flatMap(([, name], index) => {
      const { floor, margin } = countPasses(worlds.map((compared) => at(compared, index)));
      const where = `\`${name}\`, ${design.name}: passes on it`;
      return [describeRate(`a bound of ${where}`, floor), describeRate(`a margin of ${where}`, margin)];
    });
  });
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

/** Each metric in one world. */
function compareAll(world: World, design: Design): readonly Compared[] {
  const { rows, users } = design;
  const userOfRow = Array.from({ length: rows }, (_, row) => row % (users ?? 1));
  const grouping: Grouping = users === undefined ? groupByRow(rows) : groupUnordered(userOfRow);
  const labels = Float64Array.from({ length: rows }, () => drawClass(world));
  const draw = (deviation: number) =>
    Array.from({ length: users ?? 1 }, () => (users === undefined ? 0 : deviation * world.normal()));
  const shared = draw(SHARED);
  const predict = (isChampion: boolean): Float64Array[] => {
    const own = draw(OWN);
    const columns = CLASSES.map(() => new Float64Array(rows));
    for (const [row, label] of labels.entries()) {
      const user = at(userOfRow, row);
      const logit = design.drawLogit(world, at(shared, user) + at(own, user), isChampion);
      const parts = SHARES.map((share, code) =>
        Math.exp(Math.log(share) + (code === label ? logit : 0) + world.normal()),
      );
      const sum = parts.reduce((total, part) => total + part, 0);
      for (const [code, column] of columns.entries()) column[row] = at(parts, code) / sum;
    }
    return columns;
  };
  const [challenger, champion] = [predict(false), predict(true)];
  return metrics.map(([task, name]) => {
    const metric = findMetric(task, name);
    if (metric === undefined) throw new RangeError(`expected the metric ${name}, got none`);
    const scored = task === 'binary' ? ofRarest : ofAll;
    return compareModels(metric, {
      challenger: scored(labels, challenger),
      champion: scored(labels, champion),
      grouping,
    });
  });
}

function drawClass(world: World): number {
  const place = world.uniform();
  return Number(place >= 0.6) + Number(place >= 0.9);
}

/** The rarest class against the others. */
function ofRarest(labels: Float64Array, columns: readonly Float64Array[]): ScoredRows {
  return { labels: labels.map((label) => Number(label === 2)), scores: at(columns, 2), threshold: 0.5 };
}

function ofAll(labels: Float64Array, columns: readonly Float64Array[]): ScoredRows {
  const scores = labels.map((_, row) => {
    const probabilities = columns.map((column) => at(column, row));
    return probabilities.indexOf(Math.max(...probabilities));
  });
  const outputs = CLASSES.map((name, code) => ({ role: probabilityRole(name), values: at(columns, code) }));
  return { labels, scores, threshold: 0.5, classes: CLASSES, outputs };
}

function at<T>(values: ArrayLike<T>, index: number): T {
  const value = values[index];
  if (value === undefined) throw new RangeError(`expected ${index} of ${values.length} values`);
  return value;
}
