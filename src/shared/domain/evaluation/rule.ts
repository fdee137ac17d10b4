/** One rule of a gate, ready to be evaluated: which metric, which bound, which way is better. */
import { comparisonKinds, type ComparisonKind, type RuleConfig } from '../config/rule-section.ts';
import { ruleKinds, type RuleKind } from '../documents/evaluation.ts';
import { InputError } from '../kernel/errors.ts';
import { didYouMeanMetric } from '../kernel/metric-aliases.ts';
import { findKnownMetric, knownMetricNames } from '../metrics/tasks/catalog.ts';
import { isOrdered, type Direction } from '../kernel/direction.ts';

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
  /** Whether the same predictions on every row are proof enough that the challenger is not worse. */
  readonly acceptsIdentical: boolean;
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

/** @throws InputError when a comparison names a metric without a direction: `better` is missing. */
export function parseRule(config: RuleConfig): Rule {
  const kind = ruleKinds.find((candidate) => config[candidate] !== undefined);
  const threshold = kind === undefined ? undefined : config[kind];
  if (kind === undefined || threshold === undefined) {
    throw new RangeError(`parseRule: expected one of ${ruleKinds.join(', ')}, got none`);
  }
  const better = findKnownMetric(config.metric)?.better ?? config.better;
  // Equal enough is the same in both directions.
  const needsDirection = isComparison(kind) && kind !== 'equivalent-within';
  if (needsDirection && !isOrdered(better)) throw noDirection(config.metric, better);
  return {
    ...{ metric: config.metric, kind, threshold, better },
    against: config.against ?? 'champion',
    isRelative: config.relative === true,
    acceptsIdentical: config.identical === 'pass',
  };
}

function noDirection(metric: string, better: Direction | undefined): InputError {
  const where = `gate rule for "${metric}"`;
  if (better === 'zero') {
    return new InputError(
      'CONFIG_INVALID',
      `${where}: expected equivalent-within, at-least or at-most, got another comparison`,
      {
        hint: `${metric} is best at zero; compare with mae or rmse instead`,
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
