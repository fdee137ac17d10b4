/**
 * How a finding can end, and what each outcome means to everything that acts on it: decisions, issues, reports.
 * A new outcome does not compile until it has a meaning here, and its place in the order is how bad it is.
 */
import { isKnown, type Open } from './open-values.ts';

/** The worst first: the outcome of several findings is the first of these that one of them has. */
export const findingOutcomes = ['alert', 'warning', 'inconclusive', 'ok'] as const;
export type FindingOutcome = (typeof findingOutcomes)[number];

interface OutcomeMeaning {
  /** It opens an issue, and the decision is about it. */
  readonly needsAction: boolean;
  /** The data or the metric differ from the reference. */
  readonly detectsChange: boolean;
  /** The difference was tested. Without a change, one as large as the minimum detectable effect would probably have been found. */
  readonly isConclusive: boolean;
}

const MEANINGS: Readonly<Record<FindingOutcome, OutcomeMeaning>> = {
  alert: { needsAction: true, detectsChange: true, isConclusive: true },
  warning: { needsAction: false, detectsChange: true, isConclusive: true },
  inconclusive: { needsAction: false, detectsChange: false, isConclusive: false },
  ok: { needsAction: false, detectsChange: false, isConclusive: true },
};

/** Of this check or an earlier one. The outcome of a newer version has no meaning here. */
interface WithOutcome {
  readonly outcome: Open<FindingOutcome>;
}

export function needsAction({ outcome }: WithOutcome): boolean {
  return isKnown(findingOutcomes, outcome) && MEANINGS[outcome].needsAction;
}

export function detectsChange({ outcome }: WithOutcome): boolean {
  return isKnown(findingOutcomes, outcome) && MEANINGS[outcome].detectsChange;
}

export function isConclusive({ outcome }: WithOutcome): boolean {
  return isKnown(findingOutcomes, outcome) && MEANINGS[outcome].isConclusive;
}

/** Tested, and no change detected. */
export function isUnchanged(finding: WithOutcome): boolean {
  return isConclusive(finding) && !detectsChange(finding);
}

/** The worst outcome of these findings; undefined where there are none. */
export function worstOutcome(
  findings: readonly { readonly outcome: FindingOutcome }[],
): FindingOutcome | undefined {
  return findingOutcomes.find((wanted) => findings.some(({ outcome }) => outcome === wanted));
}
