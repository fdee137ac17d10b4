/**
 * Both models in each slice, with intervals that are right together: each has the confidence 1 − α ÷ K for the K slices that
 * were looked at (Bonferroni), which holds however slices overlap and hang together. Source: docs/statistics.md#slices.
 */
import type { EvaluatingConfig } from '../config/select-model.ts';
import { isOrdered } from '../kernel/direction.ts';
import type { Metric } from '../metrics/metric.ts';
import type { ComparedRows } from './compared-rows.ts';
import { listSlices, type ListedSlices, type Slice } from './list-slices.ts';
import { computeFinding, type FindingOptions, type MetricFinding } from './metric-finding.ts';
import { isComparison, type Rule } from './rule.ts';
import { takeComparedRows } from './slice-rows.ts';

export interface SliceFinding {
  readonly slice: Slice;
  readonly groupCount: number;
  readonly finding: MetricFinding;
}

/** One metric in all slices that were looked at, in their order. */
export interface MetricSlices {
  readonly metric: Metric;
  readonly slices: readonly SliceFinding[];
}

export interface SlicesFinding extends ListedSlices {
  /** Of all intervals of a metric together. */
  readonly confidence: number;
  /** Of each of them. */
  readonly eachConfidence: number;
  readonly minRows: number;
  readonly metrics: readonly MetricSlices[];
}

export type SliceOptions = Pick<FindingOptions, 'robust' | 'confidence' | 'isSameModel'>;

/** Undefined where the configuration names no slices. O(N) for each column, pair of columns and metric. */
export function evaluateSlices(
  rows: ComparedRows,
  { slices }: Pick<EvaluatingConfig, 'slices'>,
  { metrics, options }: { readonly metrics: readonly Metric[]; readonly options: SliceOptions },
): SlicesFinding | undefined {
  if (slices === undefined) return undefined;
  const listed = listSlices(rows.slices, slices);
  const { confidence } = options;
  const eachConfidence = shareConfidence(confidence, listed.slices.length);
  const findings = listed.slices.map((slice) => {
    const taken = takeComparedRows(rows, slice.rows);
    const found = metrics.map((metric) =>
      computeFinding(metric, taken, {
        ...options,
        confidence: eachConfidence,
        againstBaseline: false,
        hasRelativeMargin: false,
        withinGroups: false,
      }),
    );
    return { slice, groupCount: taken.grouping.count, found };
  });
  return {
    ...listed,
    ...{ confidence, eachConfidence, minRows: slices['min-rows'] },
    metrics: metrics.map((metric, index) => ({
      metric,
      slices: findings.flatMap(({ slice, groupCount, found }) => {
        const finding = found[index];
        return finding === undefined ? [] : { slice, groupCount, finding };
      }),
    })),
  };
}

/** Of each of so many intervals that are all right together with the given confidence. */
export function shareConfidence(confidence: number, count: number): number {
  return 1 - (1 - confidence) / Math.max(1, count);
}

/** Those that rules ask of slices; else the one that decides, else the first one with a better and a worse. */
export function metricsOfSlices(
  rules: readonly Pick<Rule, 'metric' | 'kind'>[],
  findings: readonly Pick<MetricFinding, 'metric'>[],
): readonly Metric[] {
  const ordered = findings.flatMap(({ metric }) => (isOrdered(metric.better) ? metric : []));
  const named = (wanted: readonly Pick<Rule, 'metric'>[]): readonly Metric[] => [
    ...new Set(wanted.flatMap((rule) => ordered.find(({ name }) => name === rule.metric) ?? [])),
  ];
  const asked = named(rules.filter(({ kind }) => kind === 'no-slice-worse-by'));
  const [deciding] = [...named(rules.filter(({ kind }) => isComparison(kind))), ...named(rules), ...ordered];
  return asked.length > 0 || deciding === undefined ? asked : [deciding];
}
