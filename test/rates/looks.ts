/** Twenty pushes on the same rows, none of them better than the champion: how often one of them turns green. */
import { decideSuperior, ONE_SIDED_LEVEL } from '../../src/shared/domain/evaluation/decide-rule.ts';
import { improvementRange } from '../../src/shared/domain/kernel/direction.ts';
import { meanAbsoluteError } from '../../src/shared/domain/metrics/regression-metrics.ts';
import { chanceOfLuck } from '../../src/shared/domain/statistics/overstated-gain.ts';
import {
  createWorld,
  groupUnordered,
  intervalOf,
  type World,
} from '../domain/statistics/grouped/simulation.ts';
import { monteCarloError, percent, sizeFactor, type Rate } from './rate.ts';

const PUSHES = 20;
const [USERS, ROWS_OF_USER] = [40, 5];
/** 40 users are few: a level of 2.5 % may be 2.7 %, twenty times. */
const ALLOWANCE = 0.02;
const WORLDS = 1500;

export function measureLooks(): readonly Rate[] {
  const worlds = WORLDS * sizeFactor();
  const world = createWorld(29);
  let green = 0;
  for (let index = 0; index < worlds; index += 1) if (turnsGreen(world)) green += 1;
  const [share, printed] = [green / worlds, chanceOfLuck(PUSHES, ONE_SIDED_LEVEL)];
  return [
    {
      what: 'twenty pushes on the same rows, none better: one turns green',
      stated: `about ${percent(printed)}, as printed`,
      measured: percent(share),
      holds: share <= printed + ALLOWANCE + monteCarloError(printed, worlds),
    },
  ];
}

/** Errors of each model are its own, but for what a row and a user have in common. */
function turnsGreen(world: World): boolean {
  const groups = Array.from({ length: USERS * ROWS_OF_USER }, (_, row) => row % USERS);
  const shared = groups.map(() => world.normal());
  const predict = (): readonly number[] => {
    const ofUser = Array.from({ length: USERS }, () => 0.3 * world.normal());
    return groups.map((user, row) => 20 + (shared[row] ?? 0) + (ofUser[user] ?? 0) + world.normal());
  };
  const [labels, champion, grouping] = [groups.map(() => 0), predict(), groupUnordered(groups)];
  return Array.from({ length: PUSHES }, predict).some((challenger) => {
    const interval = intervalOf(meanAbsoluteError, { labels, champion, challenger, groups }, grouping);
    return interval !== undefined && decideSuperior(improvementRange(interval, 'lower'), 0) === 'pass';
  });
}
