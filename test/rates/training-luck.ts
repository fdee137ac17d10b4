/**
 * Models that were trained with several seeds, with the truth of their training code exactly on the bound of a rule: how often
 * the rule passes, by how much luck there is in one training, and how often it detects the effect that it prints.
 */
import { evaluateRule } from '../../src/shared/domain/evaluation/evaluate-rule.ts';
import {
  includeTrainings,
  type RuleOfTraining,
} from '../../src/shared/domain/evaluation/include-trainings.ts';
import type { ComparedRows } from '../../src/shared/domain/evaluation/compared-rows.ts';
import type { RuleResult } from '../../src/shared/domain/documents/evaluation.ts';
import { computeFinding } from '../../src/shared/domain/evaluation/metric-finding.ts';
import type { SingleRule } from '../../src/shared/domain/evaluation/rule.ts';
import { classAccuracy } from '../../src/shared/domain/metrics/class-metrics.ts';
import type { Metric, ScoredRows } from '../../src/shared/domain/metrics/metric.ts';
import { meanAbsoluteError } from '../../src/shared/domain/metrics/regression-metrics.ts';
import { groupByRow, type Grouping } from '../../src/shared/domain/statistics/grouped/grouping.ts';
import { createWorld, groupUnordered, type World } from '../domain/statistics/grouped/simulation.ts';
import { monteCarloError, percent, sizeFactor, type Rate } from './rate.ts';

const COUNTS = [2, 3, 5];
/** Standard deviation between trainings, over the standard error that the rows give to one. */
const LUCK = [0, 1, 3];
const LEVEL = 0.025;
const POWER = 0.8;
const WORLDS = 500;

interface Design {
  readonly name: string;
  readonly metric: Metric;
  readonly rule: Pick<SingleRule, 'kind' | 'threshold'>;
  readonly grouping: Grouping;
  /** The standard error of one model, or of one difference, from the rows. */
  readonly rowError: number;
  readonly champion: boolean;
  /** The trainings, each off the truth by its luck, and the champion; better by `gain` than the bound, in the metric's unit. */
  readonly draw: (world: World, luck: readonly number[], gain: number) => Drawn;
}

interface Drawn {
  readonly labels: Float64Array;
  readonly trainings: readonly Float64Array[];
  readonly champion: Float64Array;
}

const ROWS = 300;
const USERS = Array.from({ length: 400 }, (_, row) => row % 40);
const ACCURACY = 0.9;

const designs: readonly Design[] = [
  {
    name: `\`accuracy\` at least ${ACCURACY}, ${ROWS} rows`,
    metric: classAccuracy,
    rule: { kind: 'at-least', threshold: ACCURACY },
    grouping: groupByRow(ROWS),
    rowError: Math.sqrt((ACCURACY * (1 - ACCURACY)) / ROWS),
    champion: false,
    draw: drawClasses,
  },
  {
    name: '`mae` not worse by 0.1, 40 users with 10 rows each',
    metric: meanAbsoluteError,
    rule: { kind: 'not-worse-by', threshold: 0.1 },
    grouping: groupUnordered(USERS),
    rowError: 0.047,
    champion: true,
    draw: (world, luck, gain) => drawErrors(world, luck, 0.1 - gain),
  },
];

/** Of a mean of absolute normal errors of size 1. */
const MEAN_ABSOLUTE = Math.sqrt(2 / Math.PI);

/** Rows that are easy are so for every training, but for one in five. */
function drawClasses(world: World, luck: readonly number[], gain: number): Drawn {
  const ease = Float64Array.from({ length: ROWS }, () => world.uniform());
  const trainings = luck.map((own) =>
    ease.map((value) => Number((world.uniform() < 0.2 ? world.uniform() : value) < ACCURACY + gain + own)),
  );
  return { labels: new Float64Array(ROWS).fill(1), trainings, champion: new Float64Array(ROWS) };
}

/** The errors of one row resemble each other in all models: each has a part of its own. */
function drawErrors(world: World, luck: readonly number[], loss: number): Drawn {
  const size = Array.from({ length: 40 }, () => Math.exp(0.3 * world.normal() - 0.045));
  const shared = Float64Array.from(USERS, () => world.normal());
  const errorsOf = (mean: number): Float64Array => {
    const scale = mean / MEAN_ABSOLUTE;
    return Float64Array.from(
      USERS,
      (user, row) =>
        scale * (size[user] ?? Number.NaN) * (0.8 * (shared[row] ?? Number.NaN) + 0.6 * world.normal()),
    );
  };
  return {
    labels: new Float64Array(USERS.length),
    champion: errorsOf(1),
    trainings: luck.map((own) => errorsOf(1 + loss - own)),
  };
}

export function measureTrainingLuck(): readonly Rate[] {
  return designs.flatMap((design) =>
    COUNTS.flatMap((count) => [
      ...LUCK.map((luck) => measurePasses(design, count, luck)),
      ...(count === 2 ? [] : [measureDetected(design, count, 1)]),
    ]),
  );
}

function measurePasses(design: Design, count: number, luck: number): Rate {
  const worlds = WORLDS * sizeFactor();
  const results = draw(design, { count, luck, worlds, gain: 0 });
  const share = results.filter(({ trainings }) => trainings?.outcome === 'pass').length / worlds;
  return {
    what: `${nameOf(design, count, luck)}, the code exactly at the bound: the mean of its trainings passes`,
    stated: `at most ${percent(LEVEL)}`,
    measured: percent(share),
    holds: share <= LEVEL + monteCarloError(LEVEL, worlds),
  };
}

function measureDetected(design: Design, count: number, luck: number): Rate {
  const worlds = WORLDS * sizeFactor();
  const effects = draw(design, { count, luck, worlds: 200, gain: 0 }).flatMap(
    ({ trainings }) => trainings?.minimumDetectableEffect ?? [],
  );
  const gain = effects.reduce((sum, effect) => sum + effect, 0) / effects.length;
  // A share cannot be above 1: there its effect is out of reach, as the comment says.
  if (design.rule.kind === 'at-least' && ACCURACY + gain > 0.99)
    return { ...rateOf(design, count, luck), measured: 'out of reach', holds: true };
  const results = draw(design, { count, luck, worlds, gain });
  const share = results.filter(({ outcome }) => outcome === 'pass').length / worlds;
  return {
    ...rateOf(design, count, luck),
    measured: percent(share),
    holds: share >= POWER - monteCarloError(POWER, worlds),
  };
}

function rateOf(design: Design, count: number, luck: number): Pick<Rate, 'what' | 'stated'> {
  return {
    what: `${nameOf(design, count, luck)}, better by the printed effect: the rule passes`,
    stated: `at least ${percent(POWER)}`,
  };
}

function nameOf({ name }: Design, count: number, luck: number): string {
  return `${name}, ${count} trainings, luck of ${luck} × the error of the rows`;
}

interface DrawOptions {
  readonly count: number;
  readonly luck: number;
  readonly worlds: number;
  readonly gain: number;
}

function draw(design: Design, { count, luck, worlds, gain }: DrawOptions): readonly RuleResult[] {
  const world = createWorld(91 + count);
  return Array.from({ length: worlds }, () => {
    const own = Array.from({ length: count }, () => luck * design.rowError * world.normal());
    return evaluateTrainings(design, design.draw(world, own, gain));
  });
}

function evaluateTrainings(
  { metric, rule: asked, grouping, champion: hasChampion }: Design,
  { labels, trainings, champion }: Drawn,
): RuleResult {
  const rule: SingleRule = {
    ...{ ...asked, metric: metric.name, against: 'champion', better: metric.better },
    ...{ isRelative: false, acceptsIdentical: false, cases: undefined },
  };
  const scored = (scores: Float64Array): ScoredRows => ({
    ...{ labels, scores, threshold: 0.5, classes: ['0', '1'] },
  });
  const evaluate = (scores: Float64Array): RuleOfTraining => {
    const rows = {
      challenger: scored(scores),
      champion: hasChampion ? scored(champion) : undefined,
      grouping,
    };
    const finding = computeFinding(metric, rows as ComparedRows, {
      ...{ robust: false, confidence: 0.95, againstBaseline: false, hasRelativeMargin: false },
      isSameModel: false,
      withinGroups: false,
    });
    const context = {
      ...{ isFirstVersion: false, isChampionUnscored: false, answersChanged: false },
      ...{ equalLabels: undefined, otherEvaluator: undefined },
    };
    return { finding, result: evaluateRule(rule, finding, context) };
  };
  const [kept, ...others] = trainings.map(evaluate);
  if (kept === undefined) throw new RangeError('expected a training');
  return includeTrainings({ rule, trainings: [kept, ...others], askedCount: 1, confidence: 0.95 });
}
