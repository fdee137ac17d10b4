/**
 * A metric on later days against its own days in the reference. Only a loss counts, and only one as large
 * as the margin that the gate protects. Days are the observations: a bad Tuesday is one, however many rows.
 */
import { mean } from 'simple-statistics';
import type { ModelConfig } from '../../config/config.ts';
import type { Finding, ReadCheck } from '../../documents/check.ts';
import { taskNames } from '../../documents/fields.ts';
import { isKnown } from '../../documents/open-values.ts';
import { findMetric, metricsOfTask } from '../../metrics/tasks/catalog.ts';
import { resolveMargin, type Metric } from '../../metrics/metric.ts';
import { parseDay } from '../profile/days.ts';
import type { PerformanceProfile } from '../profile/profile.ts';
import { alertLevels, type AlertLevels } from '../drift/alert-levels.ts';
import type { Day } from '../drift/daily-curves.ts';
import { formatNumber } from '../../text/number-text.ts';
import { formatP } from '../../text/number-text.ts';
import { compareDays, type Judgement } from '../drift/evaluate-days.ts';
import { wasWarned } from '../drift/previous-checks.ts';

export interface PerformanceInput {
  readonly reference: PerformanceProfile;
  readonly current: PerformanceProfile;
  readonly gate: ModelConfig['gate'];
  readonly falseAlarmsPerYear: number;
  readonly seed: string;
  readonly preceding: ReadCheck | undefined;
}

/** One finding a metric: those that the gate names, else the first of the task. */
export function evaluatePerformance(input: PerformanceInput): readonly Finding[] {
  const metrics = monitoredMetrics(input);
  const { falseAlarmsPerYear, current } = input;
  const levels = alertLevels({
    falseAlarmsPerYear,
    windowDays: Math.max(1, current.days.length),
    columns: metrics.length,
  });
  return metrics.map((metric) => evaluateMetric(metric, input, levels));
}

function monitoredMetrics({ gate, reference }: PerformanceInput): readonly Metric[] {
  const { task } = reference;
  if (!isKnown(taskNames, task)) return [];
  const named = [...new Set(gate.map(({ metric }) => metric))].flatMap(
    (name) => findMetric(task, name) ?? [],
  );
  const directed = (named.length > 0 ? named : metricsOfTask(task)).filter(({ better }) => better !== 'zero');
  return named.length > 0 ? directed : directed.slice(0, 1);
}

function evaluateMetric(metric: Metric, input: PerformanceInput, levels: AlertLevels): Finding {
  const subject = { kind: 'performance' as const, subject: metric.name };
  const reference = daysOf(input.reference, metric.name);
  const current = daysOf(input.current, metric.name);
  if (reference.length === 0 || current.length === 0) {
    const side = reference.length === 0 ? 'the reference has' : 'the labeled days have';
    const text = `cannot tell: ${side} no value of it (${metric.undefinedBecause})`;
    return { ...subject, test: 'none', outcome: 'inconclusive', text };
  }
  const change = meanOf(current) - meanOf(reference);
  const move = `mean of days ${formatNumber(meanOf(reference))} → ${formatNumber(meanOf(current))}`;
  const answer = compareDays({
    reference,
    current,
    distance: ([difference = 0]) => Math.abs(difference),
    levels,
    seed: `${input.seed} ${metric.name}`,
  });
  if (answer.kind === 'inconclusive') {
    return {
      ...subject,
      test: 'none',
      outcome: 'inconclusive',
      text: `cannot tell yet: ${answer.missing}; ${move}`,
    };
  }
  return toFinding(
    { metric, change, move, answer, margin: marginOf(metric, input.gate, meanOf(reference)) },
    input,
    levels,
  );
}

interface Judged {
  readonly metric: Metric;
  /** Current minus reference, in the metric's unit. */
  readonly change: number;
  readonly move: string;
  readonly answer: Judgement;
  readonly margin: number;
}

function toFinding(judged: Judged, { preceding }: PerformanceInput, levels: AlertLevels): Finding {
  const { metric, change, move, answer, margin } = judged;
  const side = change >= 0 ? ('up' as const) : ('down' as const);
  const subject = { kind: 'performance' as const, subject: metric.name, side };
  const isWorse = metric.better === 'higher' ? change < 0 : change > 0;
  const isLarge = isWorse && Math.abs(change) >= margin;
  const chance = `${formatP(answer.p)} by ${answer.test}`;
  const outcome =
    isLarge && answer.p <= levels.warning ? severity(answer, levels, wasWarned(preceding, subject)) : 'ok';
  const detectable = answer.detectable === undefined ? {} : { detectable: answer.detectable };
  const seen =
    answer.detectable === undefined
      ? ''
      : `; a lasting change of ${formatNumber(answer.detectable)} would be seen 4 times in 5`;
  const verdict = {
    alert: `worse than its days vary by themselves (${chance})`,
    warning: `worse than its days vary by themselves (${chance})`,
    inconclusive: chance,
    ok:
      isWorse && answer.p <= levels.warning
        ? `certain (${chance}) and less than the margin of ${formatNumber(margin)}`
        : `as its days vary by themselves (${chance})${seen}`,
  }[outcome];
  return {
    ...subject,
    test: answer.test,
    outcome,
    p: answer.p,
    level: levels.warning,
    statistic: answer.statistic,
    effect: { name: 'change', value: change, threshold: margin, unit: metric.name },
    ...detectable,
    effectiveN: answer.effectiveN,
    text: `${move}; ${verdict}`,
  };
}

function severity(
  { p, mayAlert }: Judgement,
  levels: AlertLevels,
  watchedBefore: boolean,
): Finding['outcome'] {
  return (mayAlert && p <= levels.alert) || watchedBefore ? 'alert' : 'warning';
}

function marginOf(metric: Metric, gate: ModelConfig['gate'], typical: number): number {
  const margins = gate
    .filter((rule) => rule.metric === metric.name)
    .flatMap((rule) => rule['not-worse-by'] ?? rule['superior-by'] ?? []);
  const [named] = margins;
  return named ?? resolveMargin(metric, typical);
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
