/**
 * A metric on later days against its own days in the reference. Only a loss counts, and only one as large
 * as the margin that the gate protects. Days are the observations: a bad Tuesday is one, however many rows.
 */
import { improvementOf, isOrdered, isWorse, type OrderedDirection } from '../../kernel/direction.ts';
import { mean } from 'simple-statistics';
import type { ModelConfig } from '../../config/config.ts';
import type { Finding, ReadCheck } from '../../documents/check.ts';
import type { FindingDetail } from '../../documents/finding-detail.ts';
import { taskNames } from '../../documents/fields.ts';
import { isKnown } from '../../documents/open-values.ts';
import { findMetric, metricsOfTask } from '../../metrics/tasks/catalog.ts';
import { resolveMargin, type Metric } from '../../metrics/metric.ts';
import { parseDay } from '../profile/days.ts';
import type { PerformanceProfile } from '../profile/profile.ts';
import { cutWindows } from '../profile/reference-windows.ts';
import { alertLevels, levelOfLastingLosses, type AlertLevels } from '../drift/alert-levels.ts';
import type { Day } from '../drift/daily-curves.ts';
import { compareDays, testOf, type DaysComparison } from '../drift/evaluate-days.ts';
import { wasWarned } from '../drift/previous-checks.ts';
import { detectableLoss, lossProbability, measureLastingChange } from './lasting-loss.ts';
import { valuesOf, type MeasuredWindow } from './measured-windows.ts';

/** With fewer windows of the reference, the baseline is nearly unknown. */
const FEW_WINDOWS = 8;

export interface PerformanceInput {
  readonly reference: PerformanceProfile;
  readonly current: PerformanceProfile;
  readonly gate: ModelConfig['gate'];
  readonly falseAlarmsPerYear: number;
  readonly seed: string;
  readonly preceding: ReadCheck | undefined;
  /** Of this version, the current one at the end. */
  readonly windows?: readonly MeasuredWindow[];
}

/**
 * The metrics that the gate names, else the first of the task: a finding about the current window, and one about all
 * windows of the version as soon as they are enough.
 */
export function evaluatePerformance(input: PerformanceInput): readonly Finding[] {
  const metrics = monitoredMetrics(input);
  const { falseAlarmsPerYear, current } = input;
  const levels = alertLevels({
    falseAlarmsPerYear,
    windowDays: Math.max(1, current.days.length),
    columns: metrics.length,
  });
  const lastingLevel = levelOfLastingLosses({
    falseAlarmsPerYear,
    windowDays: Math.max(1, current.days.length),
    columns: metrics.length,
  });
  return metrics.flatMap((metric) => [
    evaluateMetric(metric, input, levels),
    ...evaluateLasting(metric, input, lastingLevel),
  ]);
}

/** Undefined windows of the reference are left out, like days without a value. */
function evaluateLasting(
  metric: DirectedMetric,
  { reference, current, gate, windows = [] }: PerformanceInput,
  level: number,
): readonly Finding[] {
  const days = daysOf(reference, metric.name).map(({ curve: [value = NaN] }) => value);
  const before = cutWindows(days.length, Math.max(1, current.days.length))
    .map(({ start, end }) => mean(days.slice(start, end)))
    .reverse();
  const now = valuesOf(windows, metric.name);
  const [first] = windows;
  const change = measureLastingChange(before, now);
  if (change === undefined || first === undefined) return [];
  const [referenceMean, currentMean] = [mean(before), mean([...now])];
  const p = lossProbability(change, improvementOf(-1, metric.better));
  const threshold = marginOf(metric, gate, referenceMean);
  const worse = isWorse(referenceMean, currentMean, metric.better);
  const isLoss = worse && Math.abs(change.difference) >= threshold && p <= level;
  return [
    {
      kind: 'performance',
      subject: metric.name,
      outcome: isLoss ? 'alert' : 'ok',
      detail: {
        code: 'lasting-loss',
        ...{ referenceMean, currentMean, worse, windowCount: now.length, since: first.from },
      },
      effect: { measure: 'metric-change', value: change.difference, threshold },
      test: {
        ...{ name: 'means-of-windows', p, level, statistic: change.statistic },
        effectiveN: change.degreesOfFreedom + 2,
        provisional: before.length < FEW_WINDOWS,
        minimumDetectableEffect: detectableLoss(change, level),
      },
    },
  ];
}

type DirectedMetric = Metric & { readonly better: OrderedDirection };

function hasDirection(metric: Metric): metric is DirectedMetric {
  return isOrdered(metric.better);
}

function monitoredMetrics({ gate, reference }: PerformanceInput): readonly DirectedMetric[] {
  const { task } = reference;
  if (!isKnown(taskNames, task)) return [];
  const named = [...new Set(gate.map(({ metric }) => metric))].flatMap(
    (name) => findMetric(task, name) ?? [],
  );
  const directed = (named.length > 0 ? named : metricsOfTask(task)).filter(hasDirection);
  return named.length > 0 ? directed : directed.slice(0, 1);
}

function evaluateMetric(metric: DirectedMetric, input: PerformanceInput, levels: AlertLevels): Finding {
  const subject = { kind: 'performance' as const, subject: metric.name };
  const reference = daysOf(input.reference, metric.name);
  const current = daysOf(input.current, metric.name);
  if (reference.length === 0 || current.length === 0) {
    const side = reference.length === 0 ? 'reference' : 'current';
    return { ...subject, outcome: 'inconclusive', detail: { code: 'undefined-metric', side } };
  }
  const change = metricChange(metric, meanOf(reference), meanOf(current));
  const result = compareDays({
    reference,
    current,
    distance: ([difference = 0]) => Math.abs(difference),
    weights: Float64Array.of(1),
    levels,
    seed: `${input.seed} ${metric.name}`,
  });
  if (result.kind === 'inconclusive') {
    return { ...subject, outcome: 'inconclusive', detail: change.detail, obstacle: result.obstacle };
  }
  const margin = marginOf(metric, input.gate, meanOf(reference));
  return toFinding({ name: metric.name, change, result, margin }, input, levels);
}

interface MetricChange {
  /** Current minus reference, in the unit of the metric. */
  readonly value: number;
  readonly worse: boolean;
  readonly detail: FindingDetail;
}

function metricChange({ better }: DirectedMetric, referenceMean: number, currentMean: number): MetricChange {
  const value = currentMean - referenceMean;
  const worse = isWorse(referenceMean, currentMean, better);
  return { value, worse, detail: { code: 'metric-change', referenceMean, currentMean, worse } };
}

interface TestedMetric {
  readonly name: string;
  readonly change: MetricChange;
  readonly result: DaysComparison;
  readonly margin: number;
}

function toFinding(tested: TestedMetric, { preceding }: PerformanceInput, levels: AlertLevels): Finding {
  const { name, change, result, margin } = tested;
  const side = change.value >= 0 ? ('up' as const) : ('down' as const);
  const subject = { kind: 'performance' as const, subject: name, side };
  const isLarge = change.worse && Math.abs(change.value) >= margin;
  const outcome =
    isLarge && result.p <= levels.warning ? severity(result, levels, wasWarned(preceding, subject)) : 'ok';
  return {
    ...subject,
    outcome,
    detail: change.detail,
    effect: { measure: 'metric-change', value: change.value, threshold: margin },
    test: testOf(result, { level: levels.warning, unitDistance: 1 }),
  };
}

function severity(
  { p, mayAlert }: DaysComparison,
  levels: AlertLevels,
  warnedBefore: boolean,
): Finding['outcome'] {
  return (mayAlert && p <= levels.alert) || warnedBefore ? 'alert' : 'warning';
}

/** Of the rule that protects: how much better a challenger has to be says nothing about how much worse may be borne. */
function marginOf(metric: Metric, gate: ModelConfig['gate'], typical: number): number {
  const [protecting] = gate
    .filter((rule) => rule.metric === metric.name)
    .flatMap((rule) => {
      const margin = rule['not-worse-by'] ?? rule['equivalent-within'] ?? [];
      return typeof margin === 'number' && rule.relative === true ? margin * Math.abs(typical) : margin;
    });
  return protecting ?? resolveMargin(metric, typical);
}

function daysOf({ days, metrics }: PerformanceProfile, name: string): readonly Day[] {
  const values = metrics.find((metric) => metric.name === name)?.values ?? [];
  return days.flatMap((day, position) => {
    const value = values[position] ?? null;
    return value === null ? [] : [{ day: parseDay(day), curve: Float64Array.of(value) }];
  });
}

function meanOf(days: readonly Day[]): number {
  return mean(days.map(({ curve: [value = 0] }) => value));
}
