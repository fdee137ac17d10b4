/** Why an evaluated model does not become a version, in sentences. */
import type { Evaluation } from '../documents/evaluation.ts';
import { ruleName, type Obstacle } from '../supply-chain/decide-admission.ts';
import { countOf } from '../text/number-text.ts';
import { describeVerdictReason, describeRuleReason } from './reasons.ts';

export function describeObstacle(obstacle: Obstacle, evaluation: Evaluation): string {
  switch (obstacle.code) {
    case 'verdict': {
      const details = obstacle.rules.map(
        (rule) => `${ruleName(rule)}: ${describeRuleReason(rule, evaluation)}`,
      );
      const reasons = details.length > 0 ? details : describeVerdictReason(evaluation);
      return `the verdict is ${evaluation.verdict} (${reasons.join('; ')})`;
    }
    case 'approvals': {
      const { required, given } = obstacle;
      return `expected ${countOf(required, 'approval')} of the last commit by people who may write, got ${given}`;
    }
  }
}
