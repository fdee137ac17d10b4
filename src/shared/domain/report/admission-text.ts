/** Why an evaluated model does not become a version, in sentences. */
import type { Evaluation } from '../documents/evaluation.ts';
import { ruleName, type AdmissionObstacle } from '../supply-chain/decide-admission.ts';
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
    case 'review': {
      const reasons = obstacle.reasons.map(describeReviewReason);
      const shown = reasons.length > MAX_LISTED ? [...reasons.slice(0, MAX_LISTED), '…'] : reasons;
      return `the pull request changes its own evaluation (${shown.join(', ')}): expected ${REVIEW}, got none`;
    }
    case 'approvals': {
      const { required, given } = obstacle;
      return `expected ${countOf(required, 'approval')} of the last commit by people who may write, got ${given}`;
    }
  }
}
