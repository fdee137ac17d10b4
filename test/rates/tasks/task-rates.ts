/**
 * The rates of rules for each task, by the code that evaluates: false passes where the truth lies on a floor, on a margin
 * that is not 0, and where both models are equally good; coverage; and how often a difference is found that is as large as
 * the printed minimum detectable effect. The truth is the mean over all worlds.
 */
import { modelConfigSchema, type ModelConfig } from '../../../src/shared/domain/config/config.ts';
import {
  decideAtLeast,
  decideNotWorse,
  decideSuperior,
  ONE_SIDED_LEVEL,
} from '../../../src/shared/domain/evaluation/decide-rule.ts';
import { joinEvidence } from '../../../src/shared/domain/evaluation/joined-evidence.ts';
import { computeFinding, CONFIDENCE } from '../../../src/shared/domain/evaluation/metric-finding.ts';
import {
  improvementRange,
  isOrdered,
  type OrderedDirection,
} from '../../../src/shared/domain/kernel/direction.ts';
import type { Metric } from '../../../src/shared/domain/metrics/metric.ts';
import { findMetric } from '../../../src/shared/domain/metrics/tasks/catalog.ts';
import { renderTable } from '../../../src/shared/domain/text/markdown-table.ts';
import { createWorld } from '../../domain/statistics/grouped/simulation.ts';
import { monteCarloError, percent, sizeFactor, type Rate } from '../rate.ts';
import { taskDesigns, type TaskDesign } from './task-worlds.ts';

const WORLDS = 400;
/** Of a search for the gain that is as large as the effect that its comparisons print. */
const PILOT_WORLDS = 200;
const POWER = 0.8;
/** What few groups, and an effect that is an estimate itself, may lack: docs/statistics.md. */
const ALLOWANCES = { passes: 0.01, coverage: 0.015, power: 0.05 };

interface TaskRates {
  readonly design: TaskDesign;
  readonly metric: string;
  readonly floor: number;
  readonly margin: number;
  readonly equal: number;
  readonly coverage: number;
  /** Undefined where no challenger can be so much better. */
  readonly found: number | undefined;
}

export function measureTasks(): { readonly rates: readonly Rate[]; readonly tables: readonly string[] } {
  const measured = taskDesigns.flatMap(measureDesign);
  return { rates: measured.flatMap(ratesOf), tables: [renderRates(measured)] };
}

function measureDesign(design: TaskDesign): readonly TaskRates[] {
  const worlds = worldsOf(design);
  const metrics = design.metrics.map((name) => requireMetric(design, name));
  const worse = sample(design, metrics, { worlds, gain: -design.loss, seed: 41 });
  const equal = sample(design, metrics, { worlds, gain: 0, seed: 43 });
  return metrics.map((metric, index) => {
    const [lost, same] = [at(worse, index), at(equal, index)];
    const [value, improvement] = [meanOf(lost.map((world) => world.value)), meanImprovement(lost)];
    const decided = lost.filter(hasIntervals);
    const shareOf = (count: number): number => count / worlds;
    return {
      design,
      metric: metric.name,
      floor: shareOf(lost.filter(({ own }) => own && decideAtLeast(own, value) === 'pass').length),
      margin: shareOf(decided.filter(({ range }) => decideNotWorse(range, -improvement) === 'pass').length),
      equal: shareOf(same.filter(isFound).length),
      coverage:
        decided.filter(({ range }) => range.lower <= improvement && improvement <= range.upper).length /
        decided.length,
      found: design.nearBest?.includes(metric.name)
        ? undefined
        : detect(design, metric, { same, improvement }),
    };
  });
}

interface Sampled {
  /** The challenger's own value and its improvement, with their intervals; more is better in all. */
  readonly value: number;
  readonly improvement: number;
  readonly own: Range | undefined;
  readonly range: Range | undefined;
  readonly detectable: number;
}

interface Range {
  readonly lower: number;
  readonly upper: number;
}

interface SampleSize {
  readonly worlds: number;
  readonly gain: number;
  readonly seed: number;
}

/** @returns the worlds of each metric. */
function sample(
  design: TaskDesign,
  metrics: readonly Metric[],
  { worlds, gain, seed }: SampleSize,
): readonly (readonly Sampled[])[] {
  const world = createWorld(seed);
  const config = configOf(design);
  const compared = Array.from({ length: worlds }, () => {
    const predict = design.drawRows(world);
    const { rows } = joinEvidence(config, {
      challenger: predict(gain),
      champion: {
        ...{ version: '1.0.0', tag: 'm@v1.0.0', modelDigest: 'a'.repeat(64), registered: {} },
        ...{ metrics: undefined, predictions: { table: predict(0), source: 'scored' as const } },
      },
      labels: undefined,
    });
    if (rows === undefined) throw new RangeError(`${design.task}: expected rows`);
    return metrics.map((metric) => {
      const { challenger, own, comparison } = computeFinding(metric, rows, {
        ...{
          robust: false,
          againstBaseline: false,
          hasRelativeMargin: false,
          isSameModel: false,
          withinGroups: false,
        },
        confidence: CONFIDENCE,
      });
      const better = directionOf(metric);
      const sign = better === 'higher' ? 1 : -1;
      const difference = comparison?.difference;
      if (challenger === undefined || comparison?.value === undefined)
        throw new RangeError(`${metric.name}: expected a value of both models`);
      const isKnown = difference !== undefined && difference.kind !== 'none';
      return {
        value: sign * challenger,
        improvement: sign * (challenger - comparison.value),
        own: own === undefined || own.kind === 'none' ? undefined : improvementRange(own, better),
        range: isKnown ? improvementRange(difference, better) : undefined,
        detectable: isKnown ? difference.minimumDetectableEffect : Number.NaN,
      };
    });
  });
  return metrics.map((_, index) => compared.map((values) => at(values, index)));
}

/**
 * How often a challenger is found that is better by exactly what its comparisons print: the effect depends on how good both are.
 * Its gain is found by two steps of the regula falsi from two equal models, which lack the whole effect.
 */
function detect(
  design: TaskDesign,
  metric: Metric,
  { same, improvement }: { readonly same: readonly Sampled[]; readonly improvement: number },
): number {
  const printed = meanOf(same.filter(hasIntervals).map(({ detectable }) => detectable));
  let gain = (design.loss * printed) / -improvement;
  for (const seed of [47, 49]) {
    const pilot = at(sample(design, [metric], { worlds: PILOT_WORLDS * sizeFactor(), gain, seed }), 0);
    const known = pilot.filter(hasIntervals);
    const beyond = meanImprovement(known) - meanOf(known.map(({ detectable }) => detectable));
    gain *= printed / (printed + beyond);
  }
  const worlds = detectingWorlds(design);
  return at(sample(design, [metric], { worlds, gain, seed: 53 }), 0).filter(isFound).length / worlds;
}

/** Each metric draws its own. */
function detectingWorlds(design: TaskDesign): number {
  return Math.max(WORLDS * sizeFactor(), worldsOf(design) / 2);
}

function worldsOf({ worlds = WORLDS }: TaskDesign): number {
  return worlds * sizeFactor();
}

function isFound({ range }: Sampled): boolean {
  return range !== undefined && decideSuperior(range, 0) === 'pass';
}

function hasIntervals(world: Sampled): world is Sampled & { readonly range: Range } {
  return world.range !== undefined;
}

function meanImprovement(worlds: readonly Sampled[]): number {
  return meanOf(worlds.map(({ improvement }) => improvement));
}

function ratesOf({ design, metric, ...rates }: TaskRates): readonly Rate[] {
  const worlds = worldsOf(design);
  const what = (rate: string): string => `${design.task}, ${metric}, ${design.size}: ${rate}`;
  const highest = ONE_SIDED_LEVEL + ALLOWANCES.passes + monteCarloError(ONE_SIDED_LEVEL, worlds);
  const coverage = 1 - 2 * ONE_SIDED_LEVEL;
  return [
    ...(['floor', 'margin', 'equal'] as const).map((rate) => ({
      what: what(rate),
      stated: `at most ${percent(ONE_SIDED_LEVEL)}`,
      measured: percent(rates[rate]),
      holds: rates[rate] <= highest,
    })),
    {
      what: what('coverage'),
      stated: percent(coverage),
      measured: percent(rates.coverage),
      holds: rates.coverage >= coverage - ALLOWANCES.coverage - monteCarloError(coverage, worlds),
    },
    ...(rates.found === undefined
      ? []
      : [
          {
            what: what('found'),
            stated: `about ${percent(POWER)}`,
            measured: percent(rates.found),
            holds: rates.found >= POWER - ALLOWANCES.power - monteCarloError(POWER, detectingWorlds(design)),
          },
        ]),
  ];
}

function renderRates(measured: readonly TaskRates[]): string {
  const right = (title: string) => ({ title, align: 'right' }) as const;
  const columns = [
    { title: 'task, rows' },
    { title: 'metric' },
    right('on a floor'),
    right('worse by the margin'),
    right('equally good'),
    right('coverage'),
    right('found'),
  ];
  return renderTable(
    columns,
    measured.map(({ design, metric, floor, margin, equal, coverage, found }) => [
      `\`${design.task}\`, ${design.size}`,
      `\`${metric}\``,
      ...[floor, margin, equal, coverage].map(percent),
      found === undefined ? '–' : percent(found),
    ]),
  );
}

function configOf({ task, predictions }: TaskDesign): ModelConfig {
  return modelConfigSchema.parse({ task, predictions, gate: [] });
}

function requireMetric(design: TaskDesign, name: string): Metric {
  const found = findMetric(design.task, name, configOf(design).predictions);
  if (found === undefined) throw new RangeError(`${design.task}: expected the metric ${name}, got none`);
  return found;
}

function directionOf({ name, better }: Metric): OrderedDirection {
  if (isOrdered(better)) return better;
  throw new RangeError(`${name}: expected a metric of which more is better or worse`);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function at<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new RangeError(`expected ${index} of ${values.length} values`);
  return value;
}
