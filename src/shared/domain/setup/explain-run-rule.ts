/** What a rule about size, time or memory will mean, and whether anything will measure what it asks for. */
import type { ModelConfig } from '../config/config.ts';
import { confidenceOf } from '../evaluation/looks-plan.ts';
import { isComparison, type Rule } from '../evaluation/rule.ts';
import { SIZE_METRIC } from '../metrics/run-metrics.ts';
import { countForMedian } from '../statistics/median-interval.ts';
import { formatConfidence } from '../text/number-text.ts';
import type { SetupFinding } from './setup-finding.ts';

/** @param where the rule, as the list of findings names it. */
export function explainRunRule({ metric, kind }: Rule, model: ModelConfig, where: string): SetupFinding {
  const first = isComparison(kind) ? 'does not apply to a first version; with a champion it ' : '';
  if (metric === SIZE_METRIC)
    return {
      severity: 'note',
      where,
      message: `${first}is decided by the bytes of the model's files, which are counted and have no error`,
    };
  const confidence = confidenceOf(model, undefined);
  const needed = countForMedian(confidence);
  const rounds = model.score?.rounds ?? 0;
  if (rounds < needed)
    return {
      severity: 'warning',
      where,
      message: `${first}will be inconclusive: scoring is measured in ${rounds === 1 ? '1 round' : `${rounds} rounds`}, and an interval needs ${needed}`,
      hint: `set \`score.rounds\` to ${needed} or more`,
    };
  return {
    severity: 'note',
    where,
    message: `${first}is decided by the ${formatConfidence(confidence)} interval of the median of ${rounds} rounds, in which each model is scored once more`,
  };
}
