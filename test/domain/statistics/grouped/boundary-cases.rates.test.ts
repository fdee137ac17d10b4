/**
 * False passes of metrics of cases that were answered several times, where the truth lies exactly on the bound of a rule.
 * Cases are hard or easy, for both models and for each. Simulated with seeds; MODEL_STEWARD_RATES=20 measures closer. What
 * docs/statistics.md states is held here.
 */
import { describe, expect, it } from 'vitest';
import { meanMetric, passRateMetric } from '../../../../src/shared/domain/metrics/case-metrics.ts';
import { measureRole } from '../../../../src/shared/domain/metrics/measured-values.ts';
import { rangeWidth, type Metric, type ScoredRows } from '../../../../src/shared/domain/metrics/metric.ts';
import { subtractStatistics } from '../../../../src/shared/domain/metrics/paired-statistic.ts';
import { groupByCase, type Grouping } from '../../../../src/shared/domain/statistics/grouped/grouping.ts';
import { computeInterval } from '../../../../src/shared/domain/statistics/grouped/interval.ts';
import type { Statistic } from '../../../../src/shared/domain/statistics/grouped/statistic.ts';
import { sizeFactor } from '../../../rates/rate.ts';
import { createWorld, type World } from './simulation.ts';

const WORLDS = 300 * sizeFactor();
/** 3.5 standard errors of a rate near 2.5 %. */
const NOISE = 3.5 * Math.sqrt((0.025 * 0.975) / WORLDS);

const passRate = passRateMetric({ column: 'passed', better: 'higher' });
const meanQuality = meanMetric({ column: 'quality', better: 'higher' });

interface Design {
  readonly cases: number;
  readonly repeats: number;
  /** The mean of the chances of the cases to pass; the quality has mean 0. */
  readonly pass: number;
}

/** Hard cases never pass, the others with one chance: half of the variance of a single response is that of the cases. */
function drawModels(world: World, { cases, repeats, pass }: Design, loss: number): readonly ScoredRows[] {
  const hard = Array.from({ length: cases }, () => world.uniform());
  const ease = Array.from({ length: cases }, () => world.normal());
  return [pass - loss, pass].map((share): ScoredRows => {
    // Of a share of the cases that can be passed, each with a chance: both are the root of what the mean has to be.
    const chance = Math.sqrt(share);
    const own = Array.from({ length: cases }, () => 0.5 * world.normal());
    const columns = Array.from({ length: repeats }, (_, index) => ({
      repeat: index + 1,
      passed: Float64Array.from(hard, (u) => Number(u < chance && world.uniform() < chance)),
      quality: Float64Array.from(ease, (e, row) => e + own[row]! + world.normal()),
    }));
    return {
      labels: new Float64Array(cases),
      scores: new Float64Array(cases),
      threshold: 0.5,
      outputs: (['passed', 'quality'] as const).flatMap((name) =>
        columns.map((column) => ({
          role: measureRole(name, { evaluator: 1, repeat: column.repeat }),
          values: column[name],
        })),
      ),
    };
  });
}

function lowerEnd(metric: Metric, statistic: Statistic, grouping: Grouping, isDifference: boolean): number {
  const width = rangeWidth(metric);
  const interval = computeInterval(statistic, grouping, {
    confidence: 0.95,
    robust: false,
    identity: undefined,
    range: isDifference ? { lower: -width, upper: width } : metric.range,
    largestChange: (share) => share * width,
  });
  return interval.kind === 'interval' ? interval.lower : -Infinity;
}

/** How often each rule passes although the truth lies on its bound. */
function measure(design: Design, margin: number): Readonly<Record<'floor' | 'margin' | 'mean', number>> {
  const world = createWorld(31);
  const grouping = groupByCase((row) => `c${row}`, { count: design.cases, isByRow: design.repeats === 1 });
  const passes = { floor: 0, margin: 0, mean: 0 };
  for (let run = 0; run < WORLDS; run += 1) {
    const [challenger, champion] = drawModels(world, design, margin);
    const of = (metric: Metric) =>
      [challenger!, champion!].map((rows) => metric.computeStatistic(rows, grouping)!);
    const [pass, other] = of(passRate);
    const [quality, otherQuality] = of(meanQuality);
    if (lowerEnd(passRate, other!, grouping, false) >= design.pass) passes.floor += 1;
    if (lowerEnd(passRate, subtractStatistics(pass!, other!), grouping, true) >= -margin) passes.margin += 1;
    if (lowerEnd(meanQuality, subtractStatistics(quality!, otherQuality!), grouping, true) > 0)
      passes.mean += 1;
  }
  const rate = (count: number): number => count / WORLDS;
  return { floor: rate(passes.floor), margin: rate(passes.margin), mean: rate(passes.mean) };
}

describe('cases that were answered several times: a rule on whose bound the truth lies passes in few worlds', () => {
  it.each<readonly [string, Design, number]>([
    ['60 cases, once, 90 %', { cases: 60, repeats: 1, pass: 0.9 }, 0.05],
    ['60 cases, 3 times, 90 %', { cases: 60, repeats: 3, pass: 0.9 }, 0.05],
    ['200 cases, 3 times, 95 %', { cases: 200, repeats: 3, pass: 0.95 }, 0.02],
    ['200 cases, 5 times, 98 %', { cases: 200, repeats: 5, pass: 0.98 }, 0.02],
  ])('%s', (title, design, margin) => {
    const rates = measure(design, margin);
    console.log(title, JSON.stringify(rates));
    for (const [rule, rate] of Object.entries(rates)) expect(rate, rule).toBeLessThanOrEqual(0.025 + NOISE);
  });
});
