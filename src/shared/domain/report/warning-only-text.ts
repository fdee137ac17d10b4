/** Why a finding is a warning that no later check turns into an alert, as the end of its sentence. */
import type { Finding, WarningOnlyReason } from '../documents/check.ts';
import { FEWEST_REFERENCE_DAYS } from '../monitoring/profile/days.ts';

const WARNING_ONLY: Readonly<Record<WarningOnlyReason, string>> = {
  'too-few-windows': 'the reference has fewer than four windows of this length, and the same in part',
  'short-reference': `the reference has fewer than ${FEWEST_REFERENCE_DAYS} days, which do not show whether the column stands still by nature`,
  'reference-repeats': 'ids of the reference repeat too',
  'reference-unknown': 'the reference has no column of ids',
  'contract-severity': 'the contract says so',
  'reference-too': 'the reference has the same',
  'missing-values-rule': 'how many values may be missing, another rule says',
  'objective-kept': 'the objective of the window is kept so far',
  'base-rate': 'what another base rate means for the model, its metrics say',
};

/** "; only a warning: …", or nothing. */
export function describeWarningOnly({ warningOnly }: Finding): string {
  return warningOnly === undefined ? '' : `; only a warning: ${WARNING_ONLY[warningOnly]}`;
}
