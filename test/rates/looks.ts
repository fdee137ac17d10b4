/** Twenty pushes on the same rows, none of them better than the champion: how often one of them turns green. */
import { decideSuperior, ONE_SIDED_LEVEL } from '../../src/shared/domain/evaluation/decide-rule.ts';
import { decidingConfidence, plannedLooks } from '../../src/shared/domain/evaluation/looks-plan.ts';
import { improvementRange } from '../../src/shared/domain/kernel/direction.ts';
import type { Metric } from '../../src/shared/domain/metrics/metric.ts';
import { meanAbsoluteError } from '../../src/shared/domain/metrics/regression-metrics.ts';
import { findMetric } from '../../src/shared/domain/metrics/tasks/catalog.ts';
import type { Grouping } from '../../src/shared/domain/statistics/grouped/grouping.ts';
import { chanceOfLuck } from '../../src/shared/domain/statistics/overstated-gain.ts';
import {
  createWorld,
  groupDays,
  groupUnordered,
  intervalOf,
  type World,
} from '../domain/statistics/grouped/simulation.ts';
import { monteCarloError, percent, sizeFactor, type Rate } from './rate.ts';

const PUSHES = 20;
/** 40 users are few: a level of 2.5 % may be 2.7 %, twenty times. */
const ALLOWANCE = 0.02;
const WORLDS = 1500;

interface Design {
  readonly name: string;
  readonly metric: Metric;
  readonly groupCount: number;
  readonly rowsOfGroup: number;
  readonly group: (groups: readonly number[]) => Grouping;
  /** Of one model, for a row whose own part is `shared` and whose group has `ofGroup`. */
  readonly predict: (shared: number, ofGroup: number, world: World) => number;
}

/** Errors of each model are its own, but for what a row and a group have in common. */
const regression: Pick<Design, 'metric' | 'predict'> = {
  metric: meanAbsoluteError,
  predict: (shared, ofGroup, world) => 20 + shared + 0.3 * ofGroup + world.normal(),
};

/** Labels are 1 where the row's own part is positive, which each model sees with an error of its own. */
const binary = (metric: string): Pick<Design, 'metric' | 'predict'> => ({
  metric: findMetric('binary', metric)!,
  predict: (shared, ofGroup, world) =>
    1 / (1 + Math.exp(-2 * (shared + 0.3 * ofGroup + 0.7 * world.normal()))),
});

const users = { groupCount: 40, rowsOfGroup: 5, group: groupUnordered };
const days = { groupCount: 60, rowsOfGroup: 5, group: groupDays };

const designs: readonly Design[] = [
  { name: '`mae`, 40 users with 5 rows each', ...regression, ...users },
  { name: '`accuracy`, 40 users with 5 rows each', ...binary('accuracy'), ...users },
  { name: '`log_loss`, 40 users with 5 rows each', ...binary('log_loss'), ...users },
  { name: '`log_loss`, 60 days with 5 rows each', ...binary('log_loss'), ...days },
];

export function measureLooks(): readonly Rate[] {
  const [design] = designs;
  if (design === undefined) throw new RangeError('expected a design');
  const worlds = WORLDS * sizeFactor();
  const printed = chanceOfLuck(PUSHES, ONE_SIDED_LEVEL);
  const share = measureGreen(design, decidingConfidence(undefined));
  return [
    {
      what: 'twenty pushes on the same rows, none better: one turns green',
      stated: `about ${percent(printed)}, as printed`,
      measured: percent(share),
      holds: share <= printed + ALLOWANCE + monteCarloError(printed, worlds),
    },
    ...designs.map((each) => measurePlanned(each)),
  ];
}

function measurePlanned(design: Design): Rate {
  const share = measureGreen(design, decidingConfidence(plannedLooks({ looks: 'spend' })));
  return {
    what: `the same with \`looks: spend\`: ${design.name}`,
    stated: `at most ${percent(ONE_SIDED_LEVEL)}`,
    measured: percent(share),
    holds: share <= ONE_SIDED_LEVEL + monteCarloError(ONE_SIDED_LEVEL, WORLDS * sizeFactor()),
  };
}

function measureGreen(design: Design, confidence: number): number {
  const worlds = WORLDS * sizeFactor();
  const world = createWorld(29);
  let green = 0;
  for (let index = 0; index < worlds; index += 1) if (turnsGreen(design, world, confidence)) green += 1;
  return green / worlds;
}

function turnsGreen(design: Design, world: World, confidence: number): boolean {
  const { groupCount, rowsOfGroup, metric } = design;
  const groups = Array.from({ length: groupCount * rowsOfGroup }, (_, row) => row % groupCount);
  const shared = groups.map(() => world.normal());
  const predict = (): readonly number[] => {
    const ofGroup = Array.from({ length: groupCount }, () => world.normal());
    return groups.map((group, row) => design.predict(shared[row] ?? 0, ofGroup[group] ?? 0, world));
  };
  const labels = metric === meanAbsoluteError ? groups.map(() => 0) : shared.map((own) => (own > 0 ? 1 : 0));
  const [champion, grouping] = [predict(), design.group(groups)];
  const better = metric.better === 'higher' ? 'higher' : 'lower';
  return Array.from({ length: PUSHES }, predict).some((challenger) => {
    const interval = intervalOf(metric, { labels, champion, challenger, groups, confidence }, grouping);
    return interval !== undefined && decideSuperior(improvementRange(interval, better), 0) === 'pass';
  });
}
