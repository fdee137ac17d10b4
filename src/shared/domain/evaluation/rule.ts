/** One rule of a gate, ready to be evaluated: which metric, which bound, which way is better. */
import { comparisonKinds, type ComparisonKind, type RuleConfig } from '../config/rule-section.ts';
import type { EvaluatingConfig } from '../config/select-model.ts';
import { ruleKinds, type RuleKind } from '../documents/evaluation.ts';
import { InputError } from '../kernel/errors.ts';
import { didYouMeanMetric } from '../kernel/metric-aliases.ts';
import { findKnownMetric, findMetric, knownMetricNames } from '../metrics/tasks/catalog.ts';
import { isRunMetric } from '../metrics/run-metrics.ts';
import { QUANTILE_PREFIX } from '../metrics/case-metrics.ts';
import { isMeasureMetric } from '../metrics/tasks/scores.ts';
import { improvementOf, isOrdered, type Direction } from '../kernel/direction.ts';

export interface Rule {
  readonly metric: string;
  readonly kind: RuleKind;
  readonly threshold: number;
  /** Whom it compares the challenger with; `champion` for a bound, which compares with no one. */
  readonly against: 'champion' | 'anchor' | 'both';
  /** Whether the threshold is a fraction of the value of the model that the challenger is compared with. */
  readonly isRelative: boolean;
  /** Undefined for a metric that is in no task, where only a bound is asked. */
  readonly better: Direction | undefined;
  /** Whether the same predictions on every row show that the challenger is not worse. */
  readonly acceptsIdentical: boolean;
  /** Of `keeps`: patterns of the ids in question; undefined for all. */
  readonly cases: readonly string[] | undefined;
}

/** A rule against one model. */
export type SingleRule = Rule & { readonly against: 'champion' | 'anchor' };

/** One rule for each model that it compares with, without one against the anchor where that is the champion. */
export function splitByOpponent(rule: Rule, hasOtherAnchor: boolean): readonly SingleRule[] {
  switch (rule.against) {
    case 'champion':
    case 'anchor':
      return [{ ...rule, against: rule.against }];
    case 'both':
      return [
        { ...rule, against: 'champion' },
        ...(hasOtherAnchor ? [{ ...rule, against: 'anchor' as const }] : []),
      ];
  }
}

/** Whether a rule compares with another model; the others are bounds. */
export function isComparison(kind: RuleKind): kind is ComparisonKind {
  return comparisonKinds.some((comparison) => comparison === kind);
}

/**
 * What a rule asks or allows, in the unit of the metric.
 * @param comparedValue of the model that the challenger is compared with.
 * @returns undefined where no margin is a fraction of that value.
 */
export function marginOf(
  { threshold, isRelative }: Pick<Rule, 'threshold' | 'isRelative'>,
  comparedValue: number | undefined,
): number | undefined {
  if (!isRelative) return threshold;
  if (comparedValue === undefined || comparedValue === 0) return undefined;
  const margin = threshold * Math.abs(comparedValue);
  return Number.isFinite(margin) ? margin : undefined;
}

/** What decides whether a rule can be asked. */
type ModelOfRules = Pick<EvaluatingConfig, 'task' | 'predictions'> &
  Partial<Pick<EvaluatingConfig, 'slices'>>;

/**
 * @param model whose own measures say which way is better.
 * @throws InputError when a comparison names a metric without a direction: `better` is missing.
 */
export function parseRule(config: RuleConfig, model?: ModelOfRules): Rule {
  const kind = ruleKinds.find((candidate) => config[candidate] !== undefined);
  const threshold = kind === undefined ? undefined : kind === 'keeps' ? 0 : config[kind];
  if (kind === undefined || threshold === undefined) {
    throw new RangeError(`parseRule: expected one of ${ruleKinds.join(', ')}, got none`);
  }
  const own = model && findMetric(model.task, config.metric, model.predictions);
  if (own === undefined) requireMeasure(config.metric, model);
  if (kind === 'keeps' && own?.isProportionOfRows !== true) throw notOfRows(config.metric);
  const better = isRunMetric(config.metric)
    ? requireLower(config)
    : ((own ?? findKnownMetric(config.metric))?.better ?? config.better);
  // Equal enough is the same in both directions.
  const needsDirection = kind === 'no-slice-worse-by' || (isComparison(kind) && kind !== 'equivalent-within');
  if (kind === 'no-slice-worse-by' && model !== undefined)
    requireSlices(config.metric, model, own !== undefined);
  if (needsDirection && !isOrdered(better)) throw noDirection(config.metric, better);
  return {
    ...{ metric: config.metric, kind, threshold, better },
    against: config.against ?? 'champion',
    isRelative: config.relative === true,
    acceptsIdentical: config.identical === 'pass',
    cases: config.cases,
  };
}

/** @throws InputError for the name of a metric of a column that is none of the measures. */
function requireMeasure(metric: string, model: Parameters<typeof parseRule>[1]): void {
  if (model?.task !== 'scores' || model.predictions === undefined || !isMeasureMetric(metric)) return;
  const columns = Object.keys(model.predictions.measures ?? {});
  throw new InputError(
    'CONFIG_INVALID',
    `gate rule for "${metric}": expected a metric of one of the measures (${columns.join(', ')}), got none of that name`,
    {
      hint: metric.startsWith(QUANTILE_PREFIX)
        ? 'write `quantile:<measure>@<level>` with a level between 0 and 1, like `quantile:latency@0.95`'
        : 'correct the name behind the colon, or add the column to `predictions.measures`',
    },
  );
}

/** @throws InputError where more of what a run takes is to be better. */
function requireLower({ metric, better }: Pick<RuleConfig, 'metric' | 'better'>): Direction {
  if (better === undefined || improvementOf(1, better) < 0) return 'lower';
  throw new InputError(
    'CONFIG_INVALID',
    `gate rule for "${metric}": expected a number of which less is better, as of all with \`run:\`, got \`better: ${better}\``,
    {
      hint: 'remove `better`, and let the command write what less is better of: seconds for each row instead of rows for each second',
    },
  );
}

/** @throws InputError for a rule about slices where there are none, or no rows that they are part of. */
function requireSlices(metric: string, { slices, predictions }: ModelOfRules, isComputed: boolean): void {
  const where = `gate rule for "${metric}"`;
  if (slices === undefined)
    throw new InputError(
      'CONFIG_INVALID',
      `${where}: expected \`slices\` of the model beside \`no-slice-worse-by\`, got none`,
      { hint: 'name the columns of the slices: `slices: { columns: [region] }`' },
    );
  if (isComputed && predictions !== undefined) return;
  throw new InputError(
    'CONFIG_INVALID',
    `${where}: expected a metric of the task beside \`no-slice-worse-by\`, got another one`,
    { hint: 'a value of the metrics file has no rows that could be parted into slices' },
  );
}

/** @throws nothing; the error for a metric by which no row alone is passed or not. */
function notOfRows(metric: string): InputError {
  return new InputError(
    'CONFIG_INVALID',
    `gate rule for "${metric}": expected a metric by which each row is passed or not, got another one beside \`keeps\``,
    { hint: 'use the pass rate of a measure, like `pass_rate:passed`, or `accuracy`' },
  );
}

function noDirection(metric: string, better: Direction | undefined): InputError {
  const where = `gate rule for "${metric}"`;
  if (better === 'zero' || better === 'nominal') {
    return new InputError(
      'CONFIG_INVALID',
      `${where}: expected equivalent-within, at-least or at-most, got another comparison`,
      {
        hint:
          better === 'zero'
            ? `${metric} is best at zero; compare with mae or rmse instead`
            : `${metric} is best at its nominal value; bound it from both sides, and compare with a loss such as pinball or log_loss`,
      },
    );
  }
  return new InputError('CONFIG_INVALID', `${where}: expected to know which way is better, got nothing`, {
    hint: `${suggestMetric(metric)}add "better: higher" or "better: lower" to the rule`,
  });
}

function suggestMetric(name: string): string {
  const suggestion = didYouMeanMetric(name, knownMetricNames());
  return suggestion === undefined ? '' : `${suggestion} Otherwise `;
}
