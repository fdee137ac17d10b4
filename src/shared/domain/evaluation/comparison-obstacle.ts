/** What is known of both models before any rule is asked, and why a comparison of them says nothing. */
import type { RuleReason } from '../documents/rule-reason.ts';
import type { EqualLabels, OtherEvaluator } from './compared-rows.ts';

export interface RuleContext {
  /** There is no champion: comparisons are with the baseline, or not applicable. */
  readonly isFirstVersion: boolean;
  /** There is a champion, or an anchor, and no predictions of it. */
  readonly isChampionUnscored: boolean;
  /** That one did not answer as it did when it was registered, so comparisons with it do not count. */
  readonly answersChanged: boolean;
  /** Of the evaluated rows, where all labels are equal: nothing can be said of any metric then. */
  readonly equalLabels: EqualLabels | undefined;
  /** The champion's responses were measured by another evaluator. */
  readonly otherEvaluator: OtherEvaluator | undefined;
}

/** Undefined where nothing keeps a comparison from counting. @param isCompared whether there are rows that both models answered. */
export function findObstacle(
  { isChampionUnscored, otherEvaluator, answersChanged }: RuleContext,
  isCompared: boolean,
): RuleReason | undefined {
  if (!isCompared && isChampionUnscored) return { code: 'no-predictions-of-the-champion' };
  if (!isCompared)
    return { code: 'no-common-rows', ...(otherEvaluator !== undefined && { evaluators: otherEvaluator }) };
  return answersChanged ? { code: 'champion-answers-changed' } : undefined;
}
