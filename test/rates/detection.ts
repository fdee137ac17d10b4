/** How often a true difference as large as the printed minimum detectable effect is found: 80 % is stated. */
import { decideSuperior } from '../../src/shared/domain/evaluation/decide-rule.ts';
import { improvementRange } from '../../src/shared/domain/kernel/direction.ts';
import { meanAbsoluteError } from '../../src/shared/domain/metrics/regression-metrics.ts';
import type { Grouping } from '../../src/shared/domain/statistics/grouped/grouping.ts';
import {
  createWorld,
  groupDays,
  groupUnordered,
  intervalOf,
  type World,
} from '../domain/statistics/grouped/simulation.ts';
import { monteCarloError, percent, sizeFactor, type Rate } from './rate.ts';

const POWER = 0.8;
/** The printed number is an estimate itself: where it is small by chance, so is what can be found. */
const ALLOWANCE = 0.03;
const WORLDS = 1500;

interface Design {
  readonly name: string;
  readonly count: number;
  readonly rowsOfGroup: number;
  readonly group: (groups: readonly number[]) => Grouping;
}

const designs: readonly Design[] = [
  { name: '40 users with 10 rows each', count: 40, rowsOfGroup: 10, group: groupUnordered },
  { name: '200 users with 3 rows each', count: 200, rowsOfGroup: 3, group: groupUnordered },
  { name: '60 days with 20 rows each', count: 60, rowsOfGroup: 20, group: groupDays },
];

export function measureDetection(): readonly Rate[] {
  return designs.map((design) => {
    const worlds = WORLDS * sizeFactor();
    const printed = meanOf(
      sample(design, { worlds: worlds / 4, gain: 0 }).map(({ detectable }) => detectable),
    );
    const found = sample(design, { worlds, gain: printed }).filter(({ isFound }) => isFound).length / worlds;
    return {
      what: `a difference as large as the printed minimum detectable effect is found: ${design.name}`,
      stated: 'about 80 %',
      measured: percent(found),
      holds: found >= POWER - ALLOWANCE - monteCarloError(POWER, worlds),
    };
  });
}

interface Sample {
  readonly detectable: number;
  readonly isFound: boolean;
}

function sample(design: Design, { worlds, gain }: { readonly worlds: number; readonly gain: number }) {
  const world = createWorld(31);
  return Array.from({ length: worlds }, () => drawOne(design, world, gain));
}

/** The challenger is truly better by `gain` in the mean absolute error; groups differ in how much. */
function drawOne({ count, rowsOfGroup, group }: Design, world: World, gain: number): Sample {
  const groups = Array.from({ length: count * rowsOfGroup }, (_, row) => row % count);
  const shocks = Array.from({ length: count }, () => 0.3 * world.normal());
  const interval = intervalOf(
    meanAbsoluteError,
    {
      labels: groups.map(() => 0),
      champion: groups.map(() => 20),
      challenger: groups.map((index) => 20 - gain + (shocks[index] ?? 0) + world.normal()),
      groups,
    },
    group(groups),
  );
  if (interval === undefined) throw new RangeError('expected an interval: the groups are even');
  return {
    detectable: interval.minimumDetectableEffect,
    isFound: decideSuperior(improvementRange(interval, 'lower'), 0) === 'pass',
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
