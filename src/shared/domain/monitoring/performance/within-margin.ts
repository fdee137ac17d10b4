/**
 * Whether a metric is as before. That no loss was detected is not enough: a week of few rows detects none, however large
 * it is. So the loss that was measured has to be below the margin as well.
 */
import type { ReadFinding } from '../../documents/check.ts';
import { isConclusive, isUnchanged } from '../../documents/finding-outcome.ts';

/** Of a metric that was tested. */
export function isWithinMargin(finding: ReadFinding): boolean {
  return isUnchanged(finding) && !isLargeLoss(finding);
}

/** Tested, and neither an alert nor as before: a warning, or a loss of a margin that is not significant in so small a window. */
export function isUndecided(finding: ReadFinding): boolean {
  return isConclusive(finding) && finding.outcome !== 'alert' && !isWithinMargin(finding);
}

function isLargeLoss({ detail, effect }: ReadFinding): boolean {
  const isLoss = (detail.code === 'metric-change' || detail.code === 'lasting-loss') && detail.worse;
  return isLoss && effect !== undefined && Math.abs(effect.value) >= effect.threshold;
}
