/** Why a rule about a metric of the run says nothing, and what to do then. Plain text. */
import type { RuleResult } from '../documents/evaluation.ts';
import type { RuleReason } from '../documents/rule-reason.ts';
import { isWrittenRunMetric, SIZE_METRIC } from '../metrics/run-metrics.ts';
import { countOf } from '../text/number-text.ts';

type Unmeasured = Extract<RuleReason, { readonly code: 'not-measured' | 'too-few-rounds' }>;

export function isUnmeasured(reason: RuleReason): reason is Unmeasured {
  return reason.code === 'not-measured' || reason.code === 'too-few-rounds';
}

export function describeUnmeasured({ metric }: Pick<RuleResult, 'metric'>, reason: Unmeasured): string {
  if (reason.code === 'too-few-rounds')
    return `measured in ${countOf(reason.roundCount, 'round')}, and an interval needs ${reason.neededCount}: set \`score.rounds\``;
  if (metric === SIZE_METRIC) return `the size of the model of the ${reason.model} is not known`;
  if (isWrittenRunMetric(metric))
    return `the score command wrote no such number for the ${reason.model}: write it to MODEL_STEWARD_MEASURES, and set \`score.rounds\``;
  return reason.model === 'challenger'
    ? 'it was not measured: set `score.rounds` beside the score command, on a machine that says it'
    : `it was not measured for the ${reason.model} in this run, so there is nothing to compare with`;
}
