/**
 * Several challengers of one run, of which the best of those that pass is registered: how often one is that should not be,
 * how often the interval of the best one holds its truth, how far its estimate is from it, as it is and corrected, and how
 * often the one that is better is found.
 */
import { decideSuperior, ONE_SIDED_LEVEL } from '../../src/shared/domain/evaluation/decide-rule.ts';
import { decidingConfidence } from '../../src/shared/domain/evaluation/looks-plan.ts';
import { correlateEstimates } from '../../src/shared/domain/statistics/grouped/mover.ts';
import { normalQuantile } from '../../src/shared/domain/statistics/normal.ts';
import {
  estimateWinner,
  type NormalEstimate,
  type WinnerEstimate,
} from '../../src/shared/domain/statistics/winner-estimate.ts';
import { improvementOf, improvementRange } from '../../src/shared/domain/kernel/direction.ts';
import { meanAbsoluteError } from '../../src/shared/domain/metrics/regression-metrics.ts';
import type { Grouping } from '../../src/shared/domain/statistics/grouped/grouping.ts';
import type { Bounds } from '../../src/shared/domain/statistics/grouped/bounds.ts';
import type { IntervalEstimate } from '../../src/shared/domain/statistics/grouped/interval.ts';
import {
  createWorld,
  groupDays,
  groupUnordered,
  intervalOf,
  type PairedRows,
  type World,
} from '../domain/statistics/grouped/simulation.ts';
import { monteCarloError, percent, sizeFactor, type Rate } from './rate.ts';

const COVERAGE = 0.95;
const POWER = 0.8;
const HALF = 0.5;
/** Of groups that are few, errors are estimates themselves. */
const COVERAGE_ALLOWANCE = 0.01;
/** As in detection.ts: the printed effect is an estimate itself. */
const ALLOWANCE = 0.03;
const WORLDS = 1500;
/** Detection needs fewer: its stated rate is far from 0 and 1. */
const DETECTION_WORLDS = 500;
/** Far above every prediction, so that an absolute error is the prediction itself. */
const AWAY = 20;

interface Design {
  readonly name: string;
  readonly groupCount: number;
  readonly rowsOfGroup: number;
  readonly group: (groups: readonly number[]) => Grouping;
  /** Whether the printed error is the wider one of two, so that more is corrected than has to be. */
  readonly isWider?: true;
}

const users: Design = {
  ...{ name: '40 users with 5 rows each', groupCount: 40, rowsOfGroup: 5 },
  group: groupUnordered,
};
const days: Design = {
  ...{ name: '60 days with 5 rows each', groupCount: 60, rowsOfGroup: 5 },
  ...{ group: groupDays, isWider: true },
};

/** What two challengers have in common beside the champion is `shared`, as a part of the variance of an error. */
const scenarios: readonly Omit<Scenario, 'gains'>[] = [
  ...[2, 5, 10].flatMap((count) => [0, 0.8].map((shared) => ({ design: users, count, shared }))),
  { design: days, count: 5, shared: 0 },
];

interface Scenario {
  readonly design: Design;
  readonly count: number;
  readonly shared: number;
  /** By how much the mean absolute error of each is smaller than the champion's. */
  readonly gains: readonly number[];
}

interface Chosen {
  readonly passes: boolean;
  /** Of the improvement, with the confidence that is shared. */
  readonly interval: IntervalEstimate;
  /** The same with 95 %, as if it were the only one. */
  readonly usual: Bounds;
  readonly index: number;
  /** Of the improvement, given that it is the best. */
  readonly corrected: WinnerEstimate;
  readonly standardError: number;
}

export function measureChallengers(): readonly Rate[] {
  return scenarios.flatMap((scenario) => measureScenario(scenario));
}

function measureScenario({ design, count, shared }: Omit<Scenario, 'gains'>): readonly Rate[] {
  const equal = { design, count, shared, gains: Array.from({ length: count }, () => 0) };
  const none = choose(equal, WORLDS);
  const effect = meanOf(none.map(({ interval }) => interval.minimumDetectableEffect));
  const better = equal.gains.map((gain, index) => (index === 0 ? effect : gain));
  const one = choose({ ...equal, gains: better }, DETECTION_WORLDS);
  const passes = shareOf(none, (chosen) => chosen.passes);
  const covered = shareOf(none, ({ interval }) => holds(interval, 0));
  const usual = shareOf(none, (chosen) => holds(chosen.usual, 0));
  const found = shareOf(one, (chosen) => chosen.passes && chosen.index === 0);
  const tooHigh = shareOf(none, ({ corrected }) => corrected.estimate > 0);
  const [bias, correctedBias] = [
    meanOf(none.map(({ interval, standardError }) => interval.estimate / standardError)),
    meanOf(none.map(({ corrected, standardError }) => corrected.estimate / standardError)),
  ];
  const correctedCovered = shareOf(none, ({ corrected }) => holds(corrected, 0));
  const usualTooHigh = shareOf(none, ({ interval }) => interval.estimate > 0);
  const ahead = shareOf(one, ({ corrected, index }) => holds(corrected, better[index] ?? 0));
  const errorOfHalf = monteCarloError(HALF, none.length);
  const alike = shared === 0 ? '' : ` whose errors are alike by ${percent(shared)}`;
  return [
    {
      what: `${count} challengers${alike}, none better: one passes, ${design.name}`,
      stated: `at most ${percent(ONE_SIDED_LEVEL)}`,
      measured: percent(passes),
      holds: passes <= ONE_SIDED_LEVEL + monteCarloError(ONE_SIDED_LEVEL, none.length),
    },
    {
      what: `the same: the interval of the best one holds its truth (the usual 95 %: ${percent(usual)})`,
      stated: `at least ${percent(COVERAGE)}`,
      measured: percent(covered),
      holds: covered >= COVERAGE - monteCarloError(COVERAGE, none.length),
    },
    {
      what: `the same: the corrected estimate of the best one is above its truth (as it is: ${percent(usualTooHigh)}; on average by ${inErrors(bias)} and corrected ${inErrors(correctedBias)} standard errors)`,
      stated: design.isWider ? 'at most 50 %' : 'about 50 %',
      measured: percent(tooHigh),
      holds: (design.isWider ? tooHigh - HALF : Math.abs(tooHigh - HALF)) <= ALLOWANCE + errorOfHalf,
    },
    {
      what: 'the same: the corrected interval of the best one holds its truth',
      stated: 'about 95 %',
      measured: percent(correctedCovered),
      holds: correctedCovered >= COVERAGE - COVERAGE_ALLOWANCE - monteCarloError(COVERAGE, none.length),
    },
    {
      what: 'the same, one better by the printed minimum detectable effect: the corrected interval of the best one holds its truth',
      stated: 'about 95 %',
      measured: percent(ahead),
      holds: ahead >= COVERAGE - COVERAGE_ALLOWANCE - monteCarloError(COVERAGE, one.length),
    },
    {
      what: 'the same, one better by the printed minimum detectable effect: it is the best and passes',
      stated: 'about 80 %',
      measured: percent(found),
      holds: found >= POWER - ALLOWANCE - monteCarloError(POWER, one.length),
    },
  ];
}

function inErrors(value: number): string {
  return value.toFixed(2).replace('-', '−');
}

function shareOf<T>(all: readonly T[], isMeant: (each: T) => boolean): number {
  return all.filter(isMeant).length / all.length;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function holds({ lower, upper }: Bounds, truth: number): boolean {
  return lower <= truth && truth <= upper;
}

function choose(scenario: Scenario, worlds: number): readonly Chosen[] {
  const world = createWorld(43);
  return Array.from({ length: worlds * sizeFactor() }, () => drawBest(scenario, world));
}

/** The best of those that pass, else the best, as `rankChallengers` chooses. */
function drawBest({ design, count, shared, gains }: Scenario, world: World): Chosen {
  const { groupCount, rowsOfGroup } = design;
  const groups = Array.from({ length: groupCount * rowsOfGroup }, (_, row) => row % groupCount);
  const draw = (): readonly number[] => {
    const ofGroup = Array.from({ length: groupCount }, () => world.normal());
    return groups.map((group) => 0.5 * (ofGroup[group] ?? 0) + world.normal());
  };
  const [rows, champion, common] = [draw(), draw(), draw()];
  const [alike, apart] = [Math.sqrt(shared), Math.sqrt(1 - shared)];
  const challengers = gains.map((gain) =>
    draw().map((own, row) => AWAY + (rows[row] ?? 0) + apart * own + alike * (common[row] ?? 0) - gain),
  );
  const compared = {
    labels: groups.map(() => 0),
    groups,
    champion: rows.map((row, at) => AWAY + row + (champion[at] ?? 0)),
  };
  const grouping = design.group(groups);
  const evaluate = (challenger: readonly number[], confidence: number): IntervalEstimate =>
    improvementOver({ ...compared, challenger, confidence }, grouping);
  const evaluated = challengers.map((challenger, index) => {
    const interval = evaluate(challenger, decidingConfidence(undefined, count));
    return { index, challenger, interval, passes: decideSuperior(interval, 0) === 'pass' };
  });
  const [best] = evaluated.toSorted(
    (one, other) =>
      Number(other.passes) - Number(one.passes) || other.interval.estimate - one.interval.estimate,
  );
  if (best === undefined) throw new RangeError('expected a challenger');
  const { challenger, ...chosen } = best;
  const usual = evaluate(challenger, COVERAGE);
  const others = evaluated
    .filter(({ index }) => index !== best.index)
    .map((other) => ({
      ...errorOf(evaluate(other.challenger, COVERAGE)),
      correlation: correlateDifferences([challenger, other.challenger, compared.champion], grouping),
    }));
  const own = errorOf(usual);
  const beaten = others.filter(({ estimate }) => estimate <= own.estimate);
  return {
    ...{ ...chosen, usual, standardError: own.standardError },
    corrected: estimateWinner(own, beaten, COVERAGE),
  };
}

function improvementOver(rows: PairedRows, grouping: Grouping): IntervalEstimate {
  const interval = intervalOf(meanAbsoluteError, rows, grouping);
  if (interval === undefined) throw new RangeError('expected an interval of equal groups');
  const estimate = improvementOf(interval.estimate, 'lower');
  return { ...interval, estimate, ...improvementRange(interval, 'lower') };
}

/** As `correctWinner` reads it. */
function errorOf({ estimate, lower, upper, confidence }: IntervalEstimate): NormalEstimate {
  return { estimate, standardError: (upper - lower) / (2 * normalQuantile((1 + confidence) / 2)) };
}

/** Of the improvements of the first two over the third; absolute errors are the predictions themselves. */
function correlateDifferences(
  [one, two, champion]: readonly [readonly number[], readonly number[], readonly number[]],
  grouping: Grouping,
): number {
  const influence = (scores: readonly number[]): Float64Array => {
    const differences = scores.map((score, row) => score - (champion[row] ?? 0));
    const mean = meanOf(differences);
    return Float64Array.from(differences, (value) => (value - mean) / differences.length);
  };
  const [correlation = 0] = correlateEstimates(influence(one), influence(two), grouping);
  return correlation;
}
