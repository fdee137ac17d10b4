/**
 * Rows of which few weigh most: bounds and margins with the truth exactly on them. Weights are lognormal, and say nothing of
 * how wrong a row is. The truth is the value of many rows that weigh the same.
 */
import {
  decideAtLeast,
  decideNotWorse,
  ONE_SIDED_LEVEL,
} from '../../src/shared/domain/evaluation/decide-rule.ts';
import type { Metric, ScoredRows } from '../../src/shared/domain/metrics/metric.ts';
import { findMetric } from '../../src/shared/domain/metrics/tasks/catalog.ts';
import { groupByRow } from '../../src/shared/domain/statistics/grouped/grouping.ts';
import { createWorld, type World } from '../domain/statistics/grouped/simulation.ts';
import { compareModels, type Compared } from './compare-models.ts';
import { monteCarloError, percent, sizeFactor, type Rate } from './rate.ts';

const ROWS = 500;
const WORLDS = 1500;
/** Of unweighted rows, from which the truth follows. */
const ROWS_OF_TRUTH = 200_000;
/** Standard deviations of the logarithm of the weight. */
const SPREADS = [1, 1.5];
const METRICS = ['brier', 'log_loss', 'roc_auc'];

export function measureHeavyWeights(): readonly Rate[] {
  const truths = METRICS.map(findTruth);
  return SPREADS.flatMap((spread) => {
    const world = createWorld(83);
    const grouping = groupByRow(ROWS);
    return METRICS.flatMap((name, index) => {
      const truth = truths[index];
      if (truth === undefined) throw new RangeError('expected a truth for each metric');
      const compared = Array.from({ length: WORLDS * sizeFactor() }, () =>
        compareModels(requireMetric(name), { ...drawModels(world, { rows: ROWS, spread }), grouping }),
      );
      const passes = (decide: (seen: Compared) => boolean): number =>
        compared.filter(decide).length / compared.length;
      const where = `\`${name}\`, ${ROWS} rows with lognormal weights, σ ${spread}: passes on it`;
      return [
        describeRate(
          `a bound of ${where}`,
          passes(({ own }) => own !== undefined && decideAtLeast(own, truth.value) === 'pass'),
        ),
        describeRate(
          `a margin of ${where}`,
          passes(({ range }) => range !== undefined && decideNotWorse(range, -truth.improvement) === 'pass'),
        ),
      ];
    });
  });
}

function describeRate(what: string, share: number): Rate {
  return {
    what,
    stated: `at most ${percent(ONE_SIDED_LEVEL)}`,
    measured: percent(share),
    holds: share <= ONE_SIDED_LEVEL + monteCarloError(ONE_SIDED_LEVEL, WORLDS * sizeFactor()),
  };
}

interface Size {
  readonly rows: number;
  readonly spread: number;
}

function requireMetric(name: string): Metric {
  const metric = findMetric('binary', name, undefined);
  if (metric === undefined) throw new RangeError(`expected the metric ${name}, got none`);
  return metric;
}

/** More is better, as in what is compared. */
function findTruth(name: string): Pick<Compared, 'value' | 'improvement'> {
  const metric = requireMetric(name);
  const { challenger, champion } = drawModels(createWorld(79), { rows: ROWS_OF_TRUTH, spread: 0 });
  const [own, other] = [challenger, champion].map(
    (rows) => metric.computeStatistic(rows, groupByRow(ROWS_OF_TRUTH))?.value,
  );
  if (own === undefined || other === undefined) throw new RangeError(`${name}: expected a value`);
  const sign = metric.better === 'higher' ? 1 : -1;
  return { value: sign * own, improvement: sign * (own - other) };
}

function drawModels(world: World, { rows, spread }: Size) {
  const labels = Float64Array.from({ length: rows }, () => Number(world.uniform() < 0.1));
  const weights = labels.map(() => Math.exp(spread * world.normal()));
  const shared = labels.map((label) => (label === 1 ? -1.4 : -3) + 1.2 * world.normal());
  const predict = (noise: number): ScoredRows => ({
    labels,
    scores: shared.map((logit) => 1 / (1 + Math.exp(-logit - noise * world.normal()))),
    threshold: 0.5,
    ...(spread > 0 && { weights }),
  });
  return { challenger: predict(0.9), champion: predict(0.6) };
}
