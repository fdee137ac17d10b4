/** One rule of a gate, ready to be evaluated: which metric, which bound, which way is better. */
import type { RuleConfig } from '../config/rule-section.ts';
import { ruleKinds, type RuleKind } from '../documents/evaluation.ts';
import { InputError } from '../kernel/errors.ts';
import { didYouMean } from '../kernel/nearest-name.ts';
import { findKnownMetric, knownMetricNames } from '../metrics/tasks/catalog.ts';
import { isOrdered, type Direction } from '../kernel/direction.ts';

export interface Rule {
  readonly metric: string;
  readonly kind: RuleKind;
  readonly threshold: number;
  /** Undefined for a metric that is in no task, where only a bound is asked. */
  readonly better: Direction | undefined;
  /** Whether the same predictions on every row are proof enough that the challenger is not worse. */
  readonly acceptsIdentical: boolean;
}

/** Whether a rule compares with the champion; the others are bounds. */
export function isComparison(kind: RuleKind): kind is 'superior-by' | 'not-worse-by' {
  return kind === 'superior-by' || kind === 'not-worse-by';
}

/** @throws InputError when a comparison names a metric without a direction: `better` is missing. */
export function parseRule(config: RuleConfig): Rule {
  const kind = ruleKinds.find((candidate) => config[candidate] !== undefined);
  const threshold = kind === undefined ? undefined : config[kind];
  if (kind === undefined || threshold === undefined) {
    throw new RangeError(`parseRule: expected one of ${ruleKinds.join(', ')}, got none`);
  }
  const better = findKnownMetric(config.metric)?.better ?? config.better;
  if (isComparison(kind) && !isOrdered(better)) throw noDirection(config.metric, better);
  return { metric: config.metric, kind, threshold, better, acceptsIdentical: config.identical === 'pass' };
}

function noDirection(metric: string, better: Direction | undefined): InputError {
  const where = `gate rule for "${metric}"`;
  if (better === 'zero') {
    return new InputError('CONFIG_INVALID', `${where}: expected at-least or at-most, got a comparison`, {
      hint: `${metric} is best at zero; compare with mae or rmse instead`,
    });
  }
  return new InputError('CONFIG_INVALID', `${where}: expected to know which way is better, got nothing`, {
    hint: `${suggestMetric(metric)}add "better: higher" or "better: lower" to the rule`,
  });
}

function suggestMetric(name: string): string {
  const suggestion = didYouMean(name, knownMetricNames());
  return suggestion === undefined ? '' : `${suggestion} Otherwise `;
}
