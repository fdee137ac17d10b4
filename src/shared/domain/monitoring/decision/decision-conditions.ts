/**
 * When each rule of the decision table applies to the findings of a check, with the columns and metrics that it is
 * about. Wrong data come before data that moved, because retraining on wrong data makes a wrong model: the order is in
 * decision-table.ts.
 */
import type { Finding, ReadCheck, ReadFinding } from '../../documents/check.ts';
import type { DecisionCode, DecisionRule } from '../../documents/decision.ts';
import type { FindingCode, NotEvaluatedCause } from '../../documents/finding-detail.ts';
import { detectsChange, isConclusive, isUnchanged, needsAction } from '../../documents/finding-outcome.ts';
import { isUndecided, isWithinMargin } from '../performance/within-margin.ts';

export interface DecisionInput {
  readonly findings: readonly Finding[];
  /** Earlier checks of this model, newest first. */
  readonly earlier: readonly ReadCheck[];
  /** The version that the check is about. */
  readonly version: string;
}

/** A column that is missing in this many checks before this one is taken to be gone. */
const MISSING_CHECKS = 3;

/** Of the rows: more of them with new categories is no new business. */
const MOST_ROWS = 0.5;

/** What a problem without a column is about. */
const WHOLE_TABLE = 'current data';

type Meaning =
  | 'unusable-data'
  | 'contract-broken'
  | 'no-fresh-data'
  | 'no-predictions'
  | 'objective-missed'
  | 'moved-data'
  | 'other';

/** What an alert of this code means for the decision. A new code does not compile until it has a meaning. */
const meanings: Readonly<Record<FindingCode, Meaning>> = {
  'no-data': 'no-fresh-data',
  'unreadable-data': 'unusable-data',
  'stale-data': 'no-fresh-data',
  'missing-time-column': 'unusable-data',
  'undated-rows': 'unusable-data',
  'implausible-times': 'unusable-data',
  'partial-day': 'other',
  'unknown-age': 'other',
  'missing-column': 'unusable-data',
  'signature-mismatch': 'unusable-data',
  'not-in-signature': 'other',
  'new-column': 'other',
  'changed-type': 'unusable-data',
  'other-unit': 'unusable-data',
  'missing-values': 'unusable-data',
  'out-of-range': 'unusable-data',
  'stuck-values': 'unusable-data',
  'far-times': 'unusable-data',
  'new-categories': 'moved-data',
  'contract-broken': 'contract-broken',
  'duplicate-ids': 'unusable-data',
  'changed-unit': 'unusable-data',
  'row-coverage': 'no-predictions',
  'missing-prediction-column': 'no-predictions',
  'numeric-shift': 'moved-data',
  'category-shift': 'moved-data',
  'category-rise': 'moved-data',
  'no-values': 'other',
  'metric-change': 'other',
  'lasting-loss': 'other',
  'undefined-metric': 'other',
  'no-reference-performance': 'other',
  'not-evaluated': 'other',
  'request-objective': 'objective-missed',
  'service-value': 'objective-missed',
  'objective-not-measured': 'other',
};

/** What the rule is about where it applies, else undefined. */
type Condition<Code extends DecisionCode> = (
  input: DecisionInput,
) => Extract<DecisionRule, { code: Code }> | undefined;

/** A new rule does not compile until it has a condition. */
export const decisionConditions: { readonly [Code in DecisionCode]: Condition<Code> } = {
  'missing-input': (input) => {
    const missing = input.findings.filter((finding) => missedBefore(finding, input) >= MISSING_CHECKS);
    if (missing.length === 0) return undefined;
    return { code: 'missing-input', columns: subjectsOf(missing), checks: MISSING_CHECKS + 1 };
  },
  'contract-broken': (input) => {
    const problems = alertsMeaning(input, 'contract-broken').flatMap(({ subject = WHOLE_TABLE, detail }) =>
      detail.code === 'contract-broken' ? [{ subject, rule: detail.rule }] : [],
    );
    return problems.length === 0 ? undefined : { code: 'contract-broken', problems };
  },
  'unusable-data': (input) => {
    const problems = alertsMeaning(input, 'unusable-data').flatMap(({ subject, detail }) =>
      subject === undefined ? [] : [{ subject, code: detail.code }],
    );
    if (problems.length === 0) return undefined;
    // The fault of the times is why no row was looked at: both are said.
    const unseen = alertsMeaning(input, 'no-fresh-data').filter(({ detail }) => detail.code === 'no-data');
    return {
      code: 'unusable-data',
      problems: [...problems, ...unseen.map(({ detail }) => ({ subject: WHOLE_TABLE, code: detail.code }))],
    };
  },
  'no-fresh-data': (input) =>
    alertsMeaning(input, 'no-fresh-data').length === 0 ? undefined : { code: 'no-fresh-data' },
  'ids-do-not-match': (input) => {
    const columns = subjectsOf(alertsMeaning(input, 'no-predictions').filter(isSpelledDifferently));
    return columns.length === 0 ? undefined : { code: 'ids-do-not-match', columns };
  },
  'no-predictions': (input) => {
    const columns = subjectsOf(alertsMeaning(input, 'no-predictions'));
    return columns.length === 0 ? undefined : { code: 'no-predictions', columns };
  },
  'objective-missed': (input) => {
    const objectives = subjectsOf(alertsMeaning(input, 'objective-missed'));
    return objectives.length === 0 ? undefined : { code: 'objective-missed', objectives };
  },
  'only-predictions-moved': (input) => {
    const moved = alertsMeaning(input, 'moved-data');
    const columns = subjectsOf(moved.filter(({ role }) => role === 'score'));
    const isAlone = moved.every(({ role }) => role === 'score') && movedLabels(input).length === 0;
    if (columns.length === 0 || !isAlone) return undefined;
    return { code: 'only-predictions-moved', columns, inputs: stateOfInputs(input) };
  },
  'worse-after-retraining': (input) => {
    const metrics = worseMetrics(input);
    const retrained = input.earlier.find(
      (check) => check.version !== input.version && check.findings.some(isPerformanceAlert),
    );
    if (metrics.length === 0 || retrained === undefined) return undefined;
    return { code: 'worse-after-retraining', metrics, previousVersion: retrained.version };
  },
  'worse-and-inputs-moved': (input) => {
    const [metrics, columns] = [worseMetrics(input), movedColumns(input)];
    if (metrics.length === 0 || columns.length === 0) return undefined;
    return { code: 'worse-and-inputs-moved', metrics, columns };
  },
  'worse-and-inputs-unchanged': (input) => {
    const metrics = worseMetrics(input);
    return metrics.length === 0 ? undefined : { code: 'worse-and-inputs-unchanged', metrics };
  },
  'inputs-moved-and-metrics-ok': (input) => {
    const [columns, metrics] = [movedColumns(input), metricsAsBefore(input)];
    if (columns.length === 0 || metrics.length === 0) return undefined;
    return { code: 'inputs-moved-and-metrics-ok', columns, metrics };
  },
  'inputs-moved-and-metrics-undecided': (input) => {
    const [columns, metrics] = [movedColumns(input), undecidedMetrics(input)];
    if (columns.length === 0 || metrics.length === 0) return undefined;
    return { code: 'inputs-moved-and-metrics-undecided', columns, metrics };
  },
  'inputs-moved-without-labels': (input) => {
    const columns = movedColumns(input);
    if (columns.length === 0) return undefined;
    const because = whyUnknown(input);
    return {
      code: 'inputs-moved-without-labels',
      columns,
      ...(because !== undefined && { because }),
    };
  },
  'base-rate-moved': (input) => {
    const [columns, metrics] = [movedLabels(input), metricsAsBefore(input)];
    if (columns.length === 0 || metrics.length === 0) return undefined;
    return { code: 'base-rate-moved', columns, metrics };
  },
  'nothing-to-act-on': () => ({ code: 'nothing-to-act-on' }),
};

function alertsMeaning({ findings }: DecisionInput, meaning: Meaning): readonly Finding[] {
  return findings.filter((finding) => needsAction(finding) && meaningOf(finding) === meaning);
}

/** Known categories under other names, or most rows with one that never was: the source has changed, and not the world. */
function meaningOf({ detail }: Finding): Meaning {
  const isReplaced =
    detail.code === 'new-categories' && (detail.renamed !== undefined || detail.newFraction > MOST_ROWS);
  return isReplaced ? 'unusable-data' : meanings[detail.code];
}

function isSpelledDifferently({ detail }: Finding): boolean {
  return detail.code === 'row-coverage' && detail.join?.spelledDifferently === true;
}

/** As the tests of their distributions say, where none is an alert. */
function stateOfInputs({ findings }: DecisionInput): 'unchanged' | 'warned' | 'unknown' {
  const tests = findings.filter(({ kind, role }) => kind === 'drift' && role === undefined);
  if (tests.some(detectsChange)) return 'warned';
  return tests.some(isUnchanged) ? 'unchanged' : 'unknown';
}

/** Distributions that moved, and new categories: both are data that the model was not trained on. */
function movedColumns(input: DecisionInput): string[] {
  return subjectsOf(alertsMeaning(input, 'moved-data'));
}

/** A warning at most, for labels. */
export function movedLabels({ findings }: Pick<DecisionInput, 'findings'>): string[] {
  return subjectsOf(findings.filter((finding) => finding.role === 'label' && detectsChange(finding)));
}

/** All that were tested; none where one of them is not as before. */
function metricsAsBefore({ findings }: DecisionInput): string[] {
  const tested = findings.filter((finding) => finding.kind === 'performance' && isConclusive(finding));
  return tested.every(isWithinMargin) ? subjectsOf(tested) : [];
}

function undecidedMetrics({ findings }: DecisionInput): string[] {
  return subjectsOf(findings.filter((finding) => finding.kind === 'performance' && isUndecided(finding)));
}

function whyUnknown({ findings }: DecisionInput): NotEvaluatedCause | undefined {
  const [cause] = findings.flatMap(({ detail }) => (detail.code === 'not-evaluated' ? detail.cause : []));
  return cause;
}

/** Where none is an alert. */
export function warnedMetrics({ findings }: Pick<DecisionInput, 'findings'>): string[] {
  return subjectsOf(findings.filter((finding) => finding.kind === 'performance' && detectsChange(finding)));
}

function worseMetrics({ findings }: DecisionInput): string[] {
  return subjectsOf(findings.filter(isPerformanceAlert));
}

function isPerformanceAlert(finding: ReadFinding): boolean {
  return finding.kind === 'performance' && needsAction(finding);
}

function isMissingColumn(finding: ReadFinding): boolean {
  return finding.detail.code === 'missing-column' && needsAction(finding);
}

/** In how many of the checks just before, without a gap, the same column was missing; 0 if it is not missing now. */
function missedBefore(finding: Finding, { earlier }: DecisionInput): number {
  if (!isMissingColumn(finding)) return 0;
  const present = earlier.findIndex(
    ({ findings }: Pick<ReadCheck, 'findings'>) =>
      !findings.some(
        (earlierFinding) => isMissingColumn(earlierFinding) && earlierFinding.subject === finding.subject,
      ),
  );
  return present < 0 ? earlier.length : present;
}

function subjectsOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.flatMap(({ subject }) => subject ?? []))];
}
