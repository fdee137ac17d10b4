/** Why an evaluated model does not become a version, in sentences. */
import type { Evaluation } from '../documents/evaluation.ts';
import { ruleName, type AdmissionObstacle } from '../supply-chain/decide-admission.ts';
import type { ReviewReason } from '../supply-chain/protection.ts';
import { countOf } from '../text/number-text.ts';
import { describeReviewReason } from './protected-changes.ts';
import { describeVerdictReason, describeRuleReason } from './reasons.ts';

const MAX_LISTED = 5;

const REVIEW = 'an approval of the last commit by a person with write permission who is not its author';

const byWords = {
  base: ' by the configuration of the base branch',
  head: ' by the configuration of the pull request',
  both: '',
} as const;

export function describeObstacle(obstacle: AdmissionObstacle, evaluation: Evaluation): string {
  switch (obstacle.code) {
    case 'verdict': {
      const details = obstacle.rules.map(
        (rule) => `${ruleName(rule)}: ${describeRuleReason(rule, evaluation)}`,
      );
      const { verdict, reason, rules, by } = obstacle;
      const context = { task: evaluation.task, groups: evaluation.groups };
      const reasons = details.length > 0 ? details : describeVerdictReason({ ...context, reason, rules });
      return `the verdict${byWords[by ?? 'both']} is ${verdict} (${reasons.join('; ')})`;
    }
    case 'review':
      return `the pull request changes its own evaluation (${listReasons(obstacle.reasons)}): expected ${REVIEW}, got none`;
    case 'outdated':
      return `the branch changed how the model is evaluated after the run was started: expected a run of its newest configuration, got an older one (${listReasons(obstacle.reasons)})`;
    case 'approvals': {
      const { required, given } = obstacle;
      return `expected ${countOf(required, 'approval')} of the last commit by people who may write, got ${given}`;
    }
  }
}

function listReasons(reasons: readonly ReviewReason[]): string {
  const texts = reasons.map(describeReviewReason);
  return (texts.length > MAX_LISTED ? [...texts.slice(0, MAX_LISTED), '…'] : texts).join(', ');
}
