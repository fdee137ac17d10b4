/** Which metrics are computed from the rows of an evaluation, and their values and intervals. */
import type { EvaluatingConfig } from '../config/select-model.ts';
import type { Metric, ScoredRows } from '../metrics/metric.ts';
import { findMetric, listMetrics } from '../metrics/tasks/catalog.ts';
import type { ComparedRows } from './compared-rows.ts';
import { computeFinding, type MetricFinding } from './metric-finding.ts';
import type { Rule } from './rule.ts';

export interface FindingsOptions {
  readonly config: EvaluatingConfig;
  readonly rules: readonly Rule[];
  /** Only these are computed; undefined for all. */
  readonly only: ReadonlySet<string> | undefined;
  readonly confidence: number;
  readonly isFirstVersion: boolean;
  /** Whether challenger and champion are the same model file. */
  readonly isSameModel: boolean;
  /** The metric whose difference within each group is asked for; undefined for none. */
  readonly withinGroupsOf: string | undefined;
}

export function computeFindings(rows: ComparedRows, options: FindingsOptions): readonly MetricFinding[] {
  const { config, rules, only, confidence, isFirstVersion, isSameModel, withinGroupsOf } = options;
  const metrics = metricsToCompute(config, rows.challenger, rules);
  return metrics
    .filter(({ name }) => only === undefined || only.has(name))
    .map((metric) =>
      computeFinding(metric, rows, {
        robust: config.interval === 'robust',
        ...{ confidence, isSameModel },
        withinGroups: withinGroupsOf === metric.name,
        hasRelativeMargin: rules.some((rule) => rule.metric === metric.name && rule.isRelative),
        againstBaseline:
          isFirstVersion && rules.some((rule) => rule.metric === metric.name && rule.kind === 'superior-by'),
      }),
    );
}

/** Those of the task, and those that rules name, each once; without those that need what the model did not say. */
export function metricsToCompute(
  { task, predictions }: EvaluatingConfig,
  challenger: ScoredRows,
  rules: readonly Rule[],
): readonly Metric[] {
  const listed = predictions === undefined ? [] : listMetrics(task, predictions, challenger);
  const named = rules
    .flatMap(({ metric }) => findMetric(task, metric, predictions) ?? [])
    .filter(({ isComputable }) => isComputable?.(challenger) !== false);
  return [...new Map([...listed, ...named].map((metric) => [metric.name, metric])).values()];
}
