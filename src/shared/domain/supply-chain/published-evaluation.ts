/**
 * What becomes of the evaluation that a pull request was shown (docs/trust.md#a-verdict-is-recomputed). One that this
 * version could have written must be what the evidence gives, and is published. One of another version cannot be
 * confirmed, so the recomputed one is published in its place: no number of a stranger is published as confirmed.
 */
import { evaluationSchema, type Evaluation, type ReadEvaluation } from '../documents/evaluation.ts';
import type { ShownEvaluation } from '../documents/model.ts';
import { knownPart } from '../documents/parse-document.ts';
import { STATISTICS_VERSION } from '../evaluation/compute-evaluation.ts';
import { documentDigest } from '../kernel/digest.ts';
import { DataError } from '../kernel/errors.ts';
import {
  compareEvaluations,
  describeDifference,
  shorten,
  type FieldDifference,
} from './compare-evaluations.ts';
import { parseOnce } from '../kernel/parse-once.ts';

export interface PublishedEvaluation {
  /** The one that is published. */
  readonly evaluation: Evaluation;
  /** The one that was shown, where it is not the published one. */
  readonly shown: { readonly document: ReadEvaluation; readonly description: ShownEvaluation } | undefined;
}

/** In a message. */
const MAX_NAMED = 5;
/** In `model.json`, which is read whole. */
const MAX_KEPT = 20;

/**
 * @param recomputed from the evidence, by the gate and with the champion that the shown one names.
 * @throws DataError EVIDENCE_INVALID when one that this version could have written is not what the evidence gives.
 */
export function decidePublished(shown: ReadEvaluation, recomputed: Evaluation): PublishedEvaluation {
  const differences = compareEvaluations(knownPart(evaluationSchema, shown), recomputed);
  if (!isOfThisVersion(shown)) {
    return { evaluation: recomputed, shown: { document: shown, description: describe(shown, differences) } };
  }
  if (differences.length === 0) return { evaluation: shown, shown: undefined };
  const named = differences.slice(0, MAX_NAMED).map(describeDifference).join('; ');
  throw new DataError(
    'EVIDENCE_INVALID',
    `evaluation.json: expected the evaluation that the evidence gives, got another: ${named}`,
    { hint: 'the evaluation was changed after evaluate had made it: train and evaluate again' },
  );
}

/** Nothing of it is unknown here: not the statistics, no key, no value of a closed list. */
export function isOfThisVersion(shown: ReadEvaluation): shown is Evaluation {
  return shown.statistics === STATISTICS_VERSION && parseOnce(evaluationSchema, shown).success;
}

function describe(shown: ReadEvaluation, differences: readonly FieldDifference[]): ShownEvaluation {
  return {
    sha256: documentDigest(shown),
    reason: shown.statistics === STATISTICS_VERSION ? 'unknown-content' : 'other-statistics',
    statistics: shorten(shown.statistics),
    verdict: shown.verdict,
    differentFields: differences.length,
    differences: [...differences.slice(0, MAX_KEPT)],
  };
}
