/**
 * One document of two evaluations of the same evidence: by the configuration of the base branch, and by that of a pull
 * request that changes it (docs/trust.md#the-base-decides). Both have to pass.
 */
import type { Evaluation, EvaluationChanges } from '../documents/evaluation.ts';
import { isWithoutGate } from './decide-verdict.ts';

/** What the pull request changes, and from which commit of the base branch. */
export type ChangedKeys = Pick<EvaluationChanges, 'base' | 'keys'>;

/** The document is that of the base, with the verdict of the pull request's own configuration where that is not a pass. */
export function combineEvaluations(base: Evaluation, head: Evaluation, changed: ChangedKeys): Evaluation {
  const { gate, rules, verdict, reason } = head;
  const own = { gate: gate.sha256, rules, verdict, reason };
  const isStopped = countsOwn(base, head) && verdict !== 'pass';
  return {
    ...base,
    ...(isStopped && { verdict, reason: 'own-rules-not-passed' }),
    changes: { ...changed, evaluatedBy: 'both', head: own },
  };
}

/** Whether the verdict by the pull request's own rules is that of both. Where neither has a rule, nothing is stopped: the result is a report. */
export function countsOwn(
  base: Pick<Evaluation, 'verdict' | 'reason'>,
  head: Pick<Evaluation, 'reason'>,
): boolean {
  return base.verdict === 'pass' || (isWithoutGate(base) && !isWithoutGate(head));
}

/** One evaluation is enough: nothing that evaluates is changed, or the base cannot evaluate this evidence. */
export function withChanges(
  evaluation: Evaluation,
  changed: ChangedKeys,
  evaluatedBy: 'base' | 'head',
): Evaluation {
  return { ...evaluation, changes: { ...changed, evaluatedBy } };
}
