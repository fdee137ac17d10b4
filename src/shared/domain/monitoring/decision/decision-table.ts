/**
 * What to do about a check: the rules in their order, each with its decision. Read from the top; the first that applies
 * decides. `monitor.decisions` of the configuration gives a rule another decision; the order stays.
 */
import type { DecisionCode, DecisionKind } from '../../documents/decision.ts';

export interface DecisionRow {
  readonly code: DecisionCode;
  readonly decision: DecisionKind;
}

export const decisionTable: readonly DecisionRow[] = [
  { code: 'missing-input', decision: 'change-inputs' },
  { code: 'contract-broken', decision: 'change-inputs' },
  { code: 'unusable-data', decision: 'change-processing' },
  { code: 'no-fresh-data', decision: 'change-processing' },
  { code: 'ids-do-not-match', decision: 'change-processing' },
  { code: 'no-predictions', decision: 'change-processing' },
  { code: 'objective-missed', decision: 'change-processing' },
  { code: 'only-predictions-moved', decision: 'change-processing' },
  { code: 'worse-after-retraining', decision: 'build-new-model' },
  { code: 'worse-and-inputs-moved', decision: 'retrain' },
  { code: 'worse-and-inputs-unchanged', decision: 'retrain' },
  { code: 'inputs-moved-and-metrics-ok', decision: 'none' },
  { code: 'inputs-moved-and-metrics-undecided', decision: 'retrain' },
  { code: 'inputs-moved-without-labels', decision: 'retrain' },
  { code: 'base-rate-moved', decision: 'none' },
  { code: 'nothing-to-act-on', decision: 'none' },
];
