/**
 * How often a bound on the slope is passed that the truth lies at: 2.5 % are stated for each side, but for few users. Labels follow from the logits
 * by a known slope; those of one user resemble each other without a change of it (a Gaussian copula). It prints the cells of
 * the table in docs/tasks.md, and holds them: all digits in as many worlds as the table says, else within Monte-Carlo errors.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calibrationSlope } from '../../../src/shared/domain/metrics/calibration-slope.ts';
import { groupByRow } from '../../../src/shared/domain/statistics/grouped/grouping.ts';
import { computeInterval } from '../../../src/shared/domain/statistics/grouped/interval.ts';
import { normalCdf } from '../../../src/shared/domain/statistics/normal.ts';
import { monteCarloError, percent, sizeFactor } from '../../rates/rate.ts';
import { createWorld, groupUnordered, type World } from '../statistics/grouped/simulation.ts';

const STATED_RUNS = 2000;
const RUNS = STATED_RUNS * sizeFactor();
const STATED = 0.025;
/** The table has tenths of a percent. */
const ROUNDING = 0.0005;

interface Design {
  /** 0 where each row stands for itself. */
  readonly users: number;
  readonly rowCount: number;
  readonly meanLogit: number;
  readonly slope: number;
}

const logistic = (value: number): number => 1 / (1 + Math.exp(-value));
const RESEMBLANCE = 0.3;

function drawInterval(world: World, { users, rowCount, meanLogit, slope }: Design) {
  const userOfRow = Array.from({ length: rowCount }, (_, row) => row % Math.max(users, 1));
  const shocks = Array.from({ length: users }, () => Math.sqrt(RESEMBLANCE) * world.normal());
  const logits = Float64Array.from(userOfRow, () => meanLogit + 1.5 * world.normal());
  const chanceOf = (row: number): number =>
    users === 0
      ? world.uniform()
      : normalCdf(shocks[userOfRow[row]!]! + Math.sqrt(1 - RESEMBLANCE) * world.normal());
  const labels = logits.map((logit, row) =>
    chanceOf(row) < logistic(meanLogit + slope * (logit - meanLogit)) ? 1 : 0,
  );
  const rows = { labels, scores: logits.map(logistic), threshold: 0.5 };
  const grouping = users === 0 ? groupByRow(rowCount) : groupUnordered(userOfRow);
  const statistic = calibrationSlope.computeStatistic(rows, grouping);
  return (
    statistic &&
    computeInterval(statistic, grouping, {
      ...{ confidence: 0.95, robust: false, identity: undefined, range: calibrationSlope.range },
      largestChange: () => Infinity,
    })
  );
}

/** @returns how often `at-least` and `at-most` pass, as the row of the design states it. */
function statedOf({ users, rowCount, meanLogit, slope }: Design): readonly number[] {
  const docs = readFileSync(new URL('../../../docs/tasks.md', import.meta.url), 'utf8');
  const row = `| ${rowCount} rows${users === 0 ? '' : ` of ${users} users`}, mean logit ${meanLogit}, slope ${slope} `;
  const line = docs.split('\n').find((each) => each.startsWith(row)) ?? '';
  return Array.from(line.matchAll(/ ([\d.]+) %/g), ([, rate]) => Number(rate) / 100);
}

describe.each<Design>([
  { users: 0, rowCount: 200, meanLogit: 0, slope: 1 },
  { users: 0, rowCount: 1000, meanLogit: -3, slope: 0.8 },
  { users: 12, rowCount: 360, meanLogit: 0, slope: 1 },
  { users: 30, rowCount: 900, meanLogit: -2, slope: 0.8 },
])('a bound at the true slope is passed as often as it is stated: %o', (design) => {
  it('from below and from above', () => {
    const world = createWorld(7);
    let [passesAtLeast, passesAtMost] = [0, 0];
    for (let run = 0; run < RUNS; run += 1) {
      const interval = drawInterval(world, design);
      if (interval?.kind !== 'interval') continue;
      if (interval.lower > design.slope) passesAtLeast += 1;
      if (interval.upper < design.slope) passesAtMost += 1;
    }
    const rates = [passesAtLeast / RUNS, passesAtMost / RUNS];
    console.log(design, rates.map(percent));
    const stated = statedOf(design);
    expect(stated).toHaveLength(2);
    for (const [side, rate] of rates.entries()) {
      expect(rate).toBeLessThanOrEqual(STATED + monteCarloError(STATED, RUNS));
      const error = sizeFactor() === 1 ? 0 : monteCarloError(rate, STATED_RUNS);
      expect(Math.abs(rate - stated[side]!), percent(rate)).toBeLessThanOrEqual(ROUNDING + error + 1e-9);
    }
  });
});
