/** Why an evaluated model does not become a version, in sentences. */
import type { Evaluation } from '../documents/evaluation.ts';
import { ruleName, type AdmissionObstacle } from '../supply-chain/decide-admission.ts';
import type { ReviewReason } from '../supply-chain/protection.ts';
import { countOf } from '../text/number-text.ts';
import { describeUncounted } from './approvals-text.ts';
import { describeMerged } from './merged-changes-text.ts';
import { REVIEW_OF_ANOTHER, describeOtherRefs, describeReviewReason } from './protected-changes.ts';
import { describeVerdictReason, describeRuleReason } from './reasons.ts';

const MAX_LISTED = 5;

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
      return describeMissingReview(obstacle);
    case 'unapproved':
      return `${describeMerged(obstacle.merged)}, without an approval: expected one by a person with write permission who is not its author, got none${describeUncounted(obstacle.uncounted)}`;
    case 'other-refs': {
      const expected = obstacle.isOfBranch ? NAMED_BY_ANOTHER : REVIEW_OF_ANOTHER;
      return `${describeOtherRefs(obstacle.uses)}: expected ${expected}, got none${describeUncounted(obstacle.uncounted)}`;
    }
    case 'outdated':
      return `the branch changed how the model is evaluated after the run was started: expected a run of its newest configuration, got an older one (${listReasons(obstacle.reasons)})`;
    case 'approvals': {
      const { required, given, uncounted, pulls } = obstacle;
      const what =
        pulls.length === 0
          ? 'the last commit'
          : `${pulls.map((number) => `#${number}`).join(', ')}, which changed what it trains,`;
      return `expected ${countOf(required, 'approval')} of ${what} by people who may write, got ${given}${describeUncounted(uncounted)}`;
    }
  }
}

/** A retraining has no pull request that could be approved. */
const NAMED_BY_ANOTHER = 'its `run-id` in a `register` that somebody else starts';

/** Evidence that may be of another branch is no change of the pull request: it has a sentence of its own. */
function describeMissingReview({
  reasons,
  uncounted,
}: Extract<AdmissionObstacle, { code: 'review' }>): string {
  const unclear = reasons.filter(({ code }) => code === 'unclear-base');
  const changes = reasons.filter(({ code }) => code !== 'unclear-base');
  const parts = [
    ...(changes.length > 0 ? [`the pull request changes its own evaluation (${listReasons(changes)})`] : []),
    ...(unclear.length > 0
      ? [`it is not certain that the evidence is of the merge into this branch (${listReasons(unclear)})`]
      : []),
  ];
  return `${parts.join(', and ')}: expected ${REVIEW_OF_ANOTHER}, got none${describeUncounted(uncounted)}`;
}

function listReasons(reasons: readonly ReviewReason[]): string {
  const texts = reasons.map(describeReviewReason);
  return (texts.length > MAX_LISTED ? [...texts.slice(0, MAX_LISTED), '…'] : texts).join(', ');
}
