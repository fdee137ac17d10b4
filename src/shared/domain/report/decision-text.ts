/** The decision about a check in words: the name of its rule, and why the rule applies. Plain text. */
import type { Decision, DecisionAlternative, DecisionChange, DecisionRule } from '../documents/decision.ts';
import { describeNotEvaluated } from './finding-text.ts';

const TITLES: Readonly<Record<DecisionRule['code'], string>> = {
  'missing-input': 'an input is missing permanently',
  'contract-broken': 'the data are not what the contract states',
  'unusable-data': 'the data are not what the model was trained for',
  'no-fresh-data': 'no recent data',
  'ids-do-not-match': 'labels or scores do not match the current data',
  'no-predictions': 'the predictions are missing',
  'objective-missed': 'the service misses its objective',
  'only-predictions-moved': 'the predictions moved alone',
  'worse-after-retraining': 'worse, although it was retrained',
  'worse-and-inputs-moved': 'worse, and the inputs moved',
  'worse-and-inputs-unchanged': 'worse, and no change of the inputs was detected',
  'inputs-moved-and-metrics-ok': 'the inputs moved, and the metrics are within their margins',
  'inputs-moved-and-metrics-undecided': 'the inputs moved, and whether the metrics are worse is undecided',
  'base-rate-moved': 'the labels moved, and the metrics are within their margins',
  'inputs-moved-without-labels': 'the inputs moved, and the model could not be evaluated',
  'nothing-to-act-on': 'nothing to act on',
};

const CHANGES: Readonly<Record<DecisionChange, string>> = {
  'without-data-quality-alerts': 'without the alerts about the data',
  'without-drift-alerts': 'without the drift alerts',
  'without-performance-alerts': 'without the metric alerts',
  'without-service-alerts': 'without the alerts about the service',
  'warnings-again': 'if the next window gives the same warnings',
  'metrics-as-before': 'if the metrics were within their margins',
  'metrics-worse': 'if the metrics were worse',
};

const INPUTS: Readonly<Record<'unchanged' | 'warned' | 'unknown', string>> = {
  unchanged: 'while no change of the inputs was detected',
  warned: 'while the inputs gave a warning at most',
  unknown: 'and nothing is known of the inputs',
};

/** Sentences about a decision that the configuration made, and about what would have changed it; empty without either. */
export function describeAlternatives({ kind, usual, otherwise = [] }: Decision): string {
  const sentences = [
    usual === undefined ? [] : [`The configuration decides ${words(kind)}; usually it is ${words(usual)}.`],
    otherwise.length === 0 ? [] : [describeChanges(otherwise)],
  ];
  return sentences.flat().join(' ');
}

/** "Without the drift alerts the decision would be none (nothing to act on); if the metrics were worse, retrain (…)." */
function describeChanges(otherwise: readonly DecisionAlternative[]): string {
  const text = otherwise
    .map(({ change, kind, rule }, index) => {
      const verb = index === 0 ? ' the decision would be' : ',';
      return `${CHANGES[change]}${index === 0 && CHANGES[change].startsWith('if ') ? ',' : ''}${verb} ${words(kind)} (${TITLES[rule]})`;
    })
    .join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function words(kind: Decision['kind']): string {
  return kind.replaceAll('-', ' ');
}

export function decisionTitle({ rule }: Decision): string {
  return TITLES[rule.code];
}

type Problem = Extract<DecisionRule, { code: 'unusable-data' }>['problems'][number];

function describeProblem({ subject, code }: Problem): string {
  return `${subject}: ${code === 'no-data' ? 'no row was looked at' : code.replaceAll('-', ' ')}`;
}

/**
 * One sentence without a full stop, with advice where the usual decision of the rule stands. `version` is the one that
 * was checked.
 */
export function describeDecision({ rule, usual }: Decision, version: string): string {
  const advise = (advice: string): string => (usual === undefined ? advice : '');
  switch (rule.code) {
    case 'missing-input':
      return `${list(rule.columns)} has been missing in the last ${rule.checks} checks${advise(': build a version that works without it, or find another source')}`;
    case 'contract-broken':
      return `${rule.problems.map(({ subject, rule: stated }) => `${subject}: ${stated}`).join('; ')}${advise('. Have the data delivered as they are stated, or change the contract in a reviewed commit')}`;
    case 'unusable-data':
      return `${rule.problems.map(describeProblem).join('; ')}. A model that is retrained on such data learns the fault`;
    case 'no-fresh-data':
      return 'the model cannot be checked until new data arrive';
    case 'ids-do-not-match':
      return `no row could be joined with ${list(rule.columns)} by id: until it can, the model is not evaluated`;
    case 'no-predictions':
      return `${list(rule.columns)} is missing or has no values: until the service writes its predictions again, neither their drift nor the quality of the model is known`;
    case 'objective-missed':
      return `${list(rule.objectives)} is not kept${advise(': change what serves the model, for another training of it changes nothing there')}`;
    case 'only-predictions-moved':
      return `${list(rule.columns)} moved, ${INPUTS[rule.inputs ?? 'unchanged']}: ask whether another version is in service, or whether it gets its inputs from another source`;
    case 'worse-after-retraining':
      return `${list(rule.metrics)} was already worse with version ${rule.previousVersion}, and version ${version} did not fix it: retraining the same model again is unlikely to help`;
    case 'worse-and-inputs-moved':
      return `${list(rule.metrics)} is worse, and ${list(rule.columns)} moved: the model receives data that it was not trained on`;
    case 'worse-and-inputs-unchanged':
      return `${list(rule.metrics)} is worse, and no change of the inputs was detected: perhaps the relation between inputs and labels has changed${advise('. Retrain on newer data first; if that does not help, build a new model')}`;
    case 'inputs-moved-and-metrics-ok':
      return `${list(rule.columns)} moved, and no loss of a margin was measured in ${list(rule.metrics)}`;
    case 'inputs-moved-and-metrics-undecided':
      return `${list(rule.columns)} moved, and ${list(rule.metrics)} may be worse: a loss was measured, and this window cannot decide whether it is chance`;
    case 'base-rate-moved':
      return `${list(rule.columns)} moved, and no loss of a margin was measured in ${list(rule.metrics)}: the base rate is another one${advise('. Calibrate again or move the threshold before you retrain')}`;
    case 'inputs-moved-without-labels':
      return `${list(rule.columns)} moved, and the quality of the predictions is unknown${rule.because === undefined ? '' : `: ${describeNotEvaluated({ cause: rule.because })}`}`;
    case 'nothing-to-act-on':
      return 'no finding is an alert';
  }
}

function list(names: readonly string[]): string {
  return names.join(', ');
}
