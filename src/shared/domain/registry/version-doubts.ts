/**
 * What `model.json` says against a version. Admission and approval are decided where a version is registered; whoever uses it
 * sees what it was registered with, and nothing that this version of Model Steward does not know passes for good.
 */
import { verdicts } from '../documents/evaluation.ts';
import { scanOutcomes } from '../documents/file-scan.ts';
import type { ModelVersion } from '../documents/model.ts';
import { isKnown, showValue } from '../documents/open-values.ts';
import { quoteWithoutSecrets } from '../kernel/quote.ts';

export interface VersionDoubt {
  /** A sentence without its period. The values are of a release: escape it. */
  readonly text: string;
  /** Where no person decided that it may be used all the same: it belongs into the log too. */
  readonly isWarning: boolean;
}

/** @returns none for a version whose evaluation passed and whose files are clean, or were registered before files were read. */
export function findVersionDoubts({
  evaluation,
  reevaluation,
  scan,
  overrides,
}: Pick<ModelVersion, 'evaluation' | 'reevaluation' | 'scan' | 'overrides'>): readonly VersionDoubt[] {
  const { verdict } = reevaluation ?? evaluation;
  const by = overrides.map((override) => override.by).join(', ');
  return [
    ...(isKnown(verdicts, verdict) && verdict === 'pass'
      ? []
      : [
          {
            text: `its evaluation says ${quoteWithoutSecrets(showValue(verdict))}, not "pass"${by === '' ? '' : `, overridden by ${by}`}${unknownUnless(isKnown(verdicts, verdict))}`,
            isWarning: by === '' || !isKnown(verdicts, verdict),
          },
        ]),
    ...(scan === undefined || (isKnown(scanOutcomes, scan.outcome) && scan.outcome === 'clean')
      ? []
      : [
          {
            text: `the scan of its files says ${quoteWithoutSecrets(showValue(scan.outcome))}, not "clean"${unknownUnless(isKnown(scanOutcomes, scan.outcome))}`,
            // The others were accepted by a review or by the configuration.
            isWarning: !isKnown(scanOutcomes, scan.outcome) || scan.outcome === 'unsafe',
          },
        ]),
  ];
}

function unknownUnless(isKnownHere: boolean): string {
  return isKnownHere ? '' : ', which this version does not know: update the action';
}
