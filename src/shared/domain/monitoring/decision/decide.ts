/**
 * What to do about a check: one table of rules, read from the top; the first that applies decides, and is
 * shown with its evidence. Data that are wrong come before data that moved, because retraining on wrong
 * data makes a wrong model; a model that got worse comes before one that might.
 */
import type { Check, DecisionKind, Finding, ReadCheck, ReadFinding } from '../../documents/check.ts';

export interface DecisionInput {
  readonly findings: readonly Finding[];
  /** Earlier checks of this model, newest first. */
  readonly earlier: readonly ReadCheck[];
  /** The version that the check looked at. */
  readonly version: string;
}

export interface DecisionRule {
  readonly name: string;
  readonly decision: DecisionKind;
  /** Why the rule applies, or undefined. */
  readonly applies: (input: DecisionInput) => string | undefined;
}

/** A column that was missing in so many checks before this one will not come back by itself. */
const GONE_AFTER_CHECKS = 3;

const PIPELINE_TESTS = [
  'changed unit',
  'changed type',
  'missing column',
  'missing values',
  'duplicates',
  'out of range',
];

export const decisionRules: readonly DecisionRule[] = [
  {
    name: 'an input is gone for good',
    decision: 'change-inputs',
    applies: (input) => {
      const gone = alarms(input, 'data-quality').filter(
        (finding) => finding.test === 'missing column' && missedBefore(finding, input) >= GONE_AFTER_CHECKS,
      );
      return gone.length === 0
        ? undefined
        : `${subjects(gone)} has been missing in the last ${GONE_AFTER_CHECKS + 1} checks: the model needs to do without, or with something else`;
    },
  },
  {
    name: 'the data are not what the model was made for',
    decision: 'change-processing',
    applies: (input) => {
      const broken = alarms(input, 'data-quality').filter(({ test }) => PIPELINE_TESTS.includes(test));
      return broken.length === 0
        ? undefined
        : `${subjects(broken)}: ${broken.map(({ test }) => test).join(', ')}. Retraining on such data would teach the model the fault`;
    },
  },
  {
    name: 'no fresh data',
    decision: 'change-processing',
    applies: (input) => {
      const stale = alarms(input, 'data-quality').filter(({ subject }) => subject === 'freshness');
      return stale.length === 0 ? undefined : 'nothing can be said about today until data arrive again';
    },
  },
  {
    name: 'worse although it was trained anew',
    decision: 'build-new-model',
    applies: (input) => {
      const worse = alarms(input, 'performance');
      const retrained = input.earlier.find(
        (check) => check.version !== input.version && check.findings.some(isPerformanceAlert),
      );
      return worse.length === 0 || retrained === undefined
        ? undefined
        : `${subjects(worse)} was already worse with version ${retrained.version}; version ${input.version} did not mend it, so another training of the same model will not either`;
    },
  },
  {
    name: 'worse, and the inputs moved',
    decision: 'retrain',
    applies: (input) => {
      const worse = alarms(input, 'performance');
      const moved = moves(input);
      return worse.length === 0 || moved.length === 0
        ? undefined
        : `${subjects(worse)} is worse, and ${subjects(moved)} moved: the model meets data that it was not trained on`;
    },
  },
  {
    name: 'worse, and the inputs did not move',
    decision: 'retrain',
    applies: (input) => {
      const worse = alarms(input, 'performance');
      return worse.length === 0
        ? undefined
        : `${subjects(worse)} is worse on inputs that look as before: what follows from them has changed. A training on newer data comes first; if that does not help, build a new model`;
    },
  },
  {
    name: 'the inputs moved, and the model copes',
    decision: 'none',
    applies: (input) => {
      const moved = moves(input);
      const judged = input.findings.filter(({ kind, outcome }) => kind === 'performance' && outcome === 'ok');
      return moved.length === 0 || judged.length === 0
        ? undefined
        : `${subjects(moved)} moved, but ${subjects(judged)} is as good as before`;
    },
  },
  {
    name: 'the inputs moved, and nobody knows how the model copes',
    decision: 'retrain',
    applies: (input) => {
      const moved = moves(input);
      return moved.length === 0
        ? undefined
        : `${subjects(moved)} moved, and without labels nobody knows whether the model is still good`;
    },
  },
];

export function decide(input: DecisionInput): Check['decision'] {
  for (const { name, decision, applies } of decisionRules) {
    const reason = applies(input);
    if (reason !== undefined) return { kind: decision, rule: name, reason };
  }
  return { kind: 'none', rule: 'nothing to act on', reason: 'no finding raised an alarm' };
}

function alarms({ findings }: DecisionInput, kind: Finding['kind']): readonly Finding[] {
  return findings.filter((finding) => finding.kind === kind && finding.outcome === 'alert');
}

/** Distributions that moved, and labels that are new: both are inputs that the model has not seen. */
function moves(input: DecisionInput): readonly Finding[] {
  const newLabels = alarms(input, 'data-quality').filter(({ test }) => test === 'new labels');
  return [...alarms(input, 'drift'), ...newLabels];
}

function isPerformanceAlert({ kind, outcome }: ReadFinding): boolean {
  return kind === 'performance' && outcome === 'alert';
}

/** In how many of the checks just before, without a gap, the same column was missing. */
function missedBefore({ subject }: Finding, { earlier }: DecisionInput): number {
  const present = earlier.findIndex(
    ({ findings }) =>
      !findings.some((finding) => finding.test === 'missing column' && finding.subject === subject),
  );
  return present < 0 ? earlier.length : present;
}

function subjects(findings: readonly Finding[]): string {
  return [...new Set(findings.map(({ subject }) => subject))].join(', ');
}
