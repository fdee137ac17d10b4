/**
 * Thresholds that a metric can reach. A rule beyond them always passes or never does, most often because a share was
 * written in percent; then a gate that looks closed is open.
 */
import { gateRules, type EvaluatingConfig } from '../config/select-model.ts';
import type { GateName } from '../documents/evaluation.ts';
import { InputError } from '../kernel/errors.ts';
import { rangeWidth, type Metric } from '../metrics/metric.ts';
import { findMetric } from '../metrics/tasks/catalog.ts';
import { isComparison, parseRule, type Rule } from './rule.ts';

/** A margin of more than the whole value of the model that is compared with. */
const WHOLE_VALUE = 1;

type Threshold = Pick<Rule, 'metric' | 'kind' | 'threshold' | 'isRelative'>;

/**
 * @throws InputError for a gate with a rule that cannot be decided, or that would always be decided the same way. The
 * gate of retrainings is checked with the one of pull requests: months before the first retraining.
 */
export function requireReachableGate(config: EvaluatingConfig, gate: GateName): void {
  for (const rule of gateRules(config, gate)) requireReachable(parseRule(rule, config), config);
  if (gate !== 'gate') return;
  for (const rule of gateRules(config, 'gate-retrain')) {
    requireReachable(parseRule(rule, config), config, RETRAINING);
  }
}

const RETRAINING = ' of a retraining (`gate-retrain`, which follows from `gate` where it is not written)';

/**
 * Only for metrics that are computed: a number of the metrics file may be in percent, whatever its name.
 * @param place follows the name of the metric, where the rule is none of those that are written.
 * @throws InputError for a bound outside the range of the metric, and for a margin wider than that range.
 */
export function requireReachable(
  rule: Threshold,
  { task, predictions }: Pick<EvaluatingConfig, 'task' | 'predictions'>,
  place = '',
): void {
  const metric = predictions && findMetric(task, rule.metric, predictions);
  if (metric === undefined || rule.kind === 'keeps') return;
  if (rule.kind === 'no-slice-worse-by') requireWithinWidth(rule, metric, place);
  else if (!isComparison(rule.kind)) requireWithinRange(rule, metric, place);
  else if (rule.isRelative) requirePartOfValue(rule, place);
  else requireWithinWidth(rule, metric, place);
}

function requireWithinRange(rule: Threshold, { range }: Pick<Metric, 'range'>, place: string): void {
  if (rule.threshold >= range.lower && rule.threshold <= range.upper) return;
  throw unreachable(
    rule,
    `a bound from ${range.lower} to ${range.upper}, which is where the metric lies`,
    place,
  );
}

function requireWithinWidth(rule: Threshold, metric: Pick<Metric, 'range'>, place: string): void {
  const width = rangeWidth(metric);
  if (rule.threshold <= width) return;
  throw unreachable(rule, `a margin of at most ${width}, which is the width of the metric's range`, place);
}

/** Nothing is too much to be better by: a cost that becomes a third is better by two thirds, a profit has no end. */
function requirePartOfValue(rule: Threshold, place: string): void {
  if (rule.kind === 'superior-by' || rule.threshold <= WHOLE_VALUE) return;
  throw unreachable(rule, "a fraction of at most 1 of the other model's value, as it is `relative`", place);
}

function unreachable({ metric, kind, threshold }: Threshold, expected: string, place: string): InputError {
  const wrong = 'with this number the rule would decide the same for every model';
  return new InputError(
    'CONFIG_INVALID',
    `gate rule for "${metric}"${place}: expected ${expected}, got \`${kind}: ${threshold}\``,
    {
      hint:
        threshold > 1
          ? `${wrong}; write \`${kind}: ${threshold / 100}\` if percent were meant`
          : `${wrong}; correct it`,
    },
  );
}
