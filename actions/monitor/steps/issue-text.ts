/**
 * The text of an issue, for a reader on call who has not seen this model for months: what happened, since when,
 * whether it affects the model, what else was checked, what to do, and what happens automatically.
 */
import type { Check, Finding, ReadCheck } from '../../../src/shared/domain/documents/check.ts';
import {
  isConclusive,
  isUnchanged,
  needsAction,
} from '../../../src/shared/domain/documents/finding-outcome.ts';
import type { DecisionKind } from '../../../src/shared/domain/documents/decision.ts';
import type { FindingDetail } from '../../../src/shared/domain/documents/finding-detail.ts';
import { isWithinMargin } from '../../../src/shared/domain/monitoring/performance/within-margin.ts';
import { marker, type IssueKind } from '../../../src/shared/domain/kernel/names.ts';
import {
  fold,
  joinSections,
  MAX_COMMENT_BYTES,
  type Section,
} from '../../../src/shared/domain/text/sections.ts';
import { cleanText, codeSpan, escapeText } from '../../../src/shared/domain/text/untrusted-text.ts';
import {
  describeWindow,
  nameSubjects,
  renderFinding,
  renderFindingList,
  renderFindingTable,
} from '../../../src/shared/domain/report/finding-table.ts';
import { describeNotEvaluated } from '../../../src/shared/domain/report/finding-text.ts';
import {
  decisionTitle,
  describeAlternatives,
  describeDecision,
} from '../../../src/shared/domain/report/decision-text.ts';
import { renderUnchanged } from '../../../src/shared/domain/report/unchanged-text.ts';
import { renderTrend } from '../../../src/shared/domain/report/check-trend.ts';
import { describeFirstWindows } from '../../../src/shared/domain/report/first-windows-text.ts';
import { describeOtherTimeZone } from '../../../src/shared/domain/report/time-zone-text.ts';
import { renderContract } from '../../../src/shared/domain/report/contract-text.ts';
import { renderColumns, renderPartlyChecked } from '../../../src/shared/domain/report/columns-text.ts';
import { renderIssueState, type IssueState } from './issue-state.ts';

export interface IssueText {
  readonly issueKind: IssueKind;
  readonly check: Check;
  /** Of the model, from the ledger. */
  readonly earlier: readonly ReadCheck[];
  readonly state: IssueState;
  /** One sentence about a retraining. */
  readonly retraining: string;
  /** What became of the pull request that proposed the last one. */
  readonly proposal?: string | undefined;
  readonly runUrl: string;
  readonly releaseUrl: string;
}

const HEADLINES: Readonly<Record<IssueKind, string>> = {
  drift: 'the inputs moved',
  performance: 'worse than it was',
  'data-quality': 'something is wrong with the data',
  service: 'the service misses its objective',
};

const SUBJECTS: Readonly<Record<IssueKind, string>> = {
  drift: 'What moved',
  performance: 'What got worse',
  'data-quality': 'What is wrong',
  service: 'What is not kept',
};

const TO_DO: Readonly<Record<DecisionKind, string>> = {
  none: 'Nothing urgent. Check whether the change was expected (a season, a new customer, a new airport). If it is permanent, include newer data in the next training.',
  retrain:
    'Retrain on data that include the recent days. The new version is evaluated against this one on the same rows before it can replace it.',
  'build-new-model':
    'Retraining the same model has not helped. Find what changed that the inputs do not describe, and build a model with inputs that do.',
  'change-processing':
    'Find what changed in the source or in the step that prepares the data, and fix it there. **Do not retrain on these data**: the model would learn the fault.',
  'change-inputs':
    'Build a version that works without this input, or find another source for it. Until then the predictions are not reliable.',
};

/** Other than an input that is gone, what the contract states can be delivered. */
const CONTRACT_TO_DO =
  'Have the source deliver what the contract states, or take the input from another one. If the contract is wrong, change it in a reviewed commit. **Do not retrain on these data**: the model would learn the fault.';

/** Nothing is wrong with the data, and the model is the same whatever serves it. */
const SERVICE_TO_DO =
  'Find what changed in what serves the model: its version, its machine, what it calls, how many requests it gets. If another version of the model came with it, return to the one before (`deploy` with `operation: rollback`). Retraining changes nothing here.';

export function renderIssueTitle({ check, issueKind }: Pick<IssueText, 'check' | 'issueKind'>): string {
  const alerts = alertsOf(check, issueKind);
  const names = nameSubjects(alerts, (name) => cleanText(name, 40));
  const onlyScores = issueKind === 'drift' && alerts.every(({ role }) => role === 'score');
  const headline = onlyScores ? 'the predictions moved' : HEADLINES[issueKind];
  return cleanText(`${check.model}: ${headline} (${names})`, 200);
}

export function renderIssueBody(text: IssueText): string {
  const { issueKind, check } = text;
  const alerts = alertsOf(check, issueKind);
  return joinSections(
    [
      { markdown: `${marker(issueKind, check.model)}\n${renderIssueState(text.state)}` },
      { markdown: renderWhere(text) },
      {
        markdown: `### ${SUBJECTS[issueKind]}\n${alerts.length === 0 ? renderWaiting(check) : renderFindingList(alerts)}`,
      },
      ...sectionOfTrend(text),
      { markdown: `### Does it affect the model?\n${renderImpact(check)}` },
      {
        markdown: [
          '### What else was checked',
          renderOtherResults(check),
          describeFirstWindows(check) ?? [],
          describeOtherTimeZone(check) ?? [],
        ]
          .flat()
          .join('\n'),
      },
      { markdown: `### What to do\n${renderToDo(check)}` },
      { markdown: `### What happens automatically\n${renderNext(text)}` },
      { markdown: renderContract(check.contract), optional: true },
      { markdown: fold('All findings of this check', renderFindingTable(check.findings)), optional: true },
      { markdown: fold('Columns', renderColumns(check.columns)), optional: true },
    ],
    MAX_COMMENT_BYTES,
  );
}

/** The last state of an issue that is closed automatically. */
export function renderRecovery(text: IssueText): string {
  const { issueKind, check } = text;
  return joinSections(
    [
      { markdown: `${marker(issueKind, check.model)}\n${renderIssueState(text.state)}` },
      {
        markdown: `**Recovered.** The problem began on ${text.state.since.slice(0, 10)}; the newest check has no alert here any more. This issue is closed automatically; if the same problem returns within 30 days, it is reopened.`,
      },
      { markdown: renderWhere(text) },
      ...sectionOfTrend(text),
      ...(text.proposal === undefined ? [] : [{ markdown: text.proposal }]),
      { markdown: fold('All findings of this check', renderFindingTable(check.findings)), optional: true },
    ],
    MAX_COMMENT_BYTES,
  );
}

function sectionOfTrend({ check, earlier, issueKind }: IssueText): readonly Section[] {
  const trend = renderTrend(check, earlier, issueKind);
  return trend === '' ? [] : [{ markdown: `### How it developed\n${trend}`, optional: true }];
}

function alertsOf({ findings }: Check, issueKind: IssueKind): readonly Finding[] {
  return findings.filter((finding) => finding.kind === issueKind && needsAction(finding));
}

function renderWhere({ check, state, runUrl, releaseUrl }: IssueText): string {
  return [
    `**${codeSpan(check.model)} [${check.version}](${releaseUrl})**, data of ${describeWindow(check)}`,
    `problem since ${state.since.slice(0, 10)}`,
    `[newest check](${runUrl})`,
  ].join(' · ');
}

function renderWaiting(check: Check): string {
  if (check.current === undefined) return 'There are no current data, so recovery cannot be confirmed.';
  return check.current.rows === 0
    ? 'No row of the current data was looked at, so recovery cannot be confirmed.'
    : 'The newest check has no alert here, and could not yet confirm recovery.';
}

function renderImpact({ findings }: Check): string {
  const measured = findings.filter(({ kind }) => kind === 'performance');
  const evaluated = measured.filter(isConclusive);
  if (evaluated.length > 0) return `${describeImpact(evaluated)}\n\n${renderFindingList(evaluated)}`;
  const [open] = measured;
  if (open === undefined)
    return '**Not known:** the configuration names no labels and scores (`predictions`).';
  return open.detail.code === 'not-evaluated'
    ? `**Not known:** ${escapeText(describeNotEvaluated(open.detail), 500)}.`
    : `**Not known:** ${renderFinding(open)}`;
}

function describeImpact(evaluated: readonly Finding[]): string {
  if (evaluated.some(needsAction)) return '**Yes.** Measured on the rows whose labels have arrived:';
  if (evaluated.every(isWithinMargin))
    return '**No loss of a margin was measured** on the rows whose labels have arrived:';
  return '**Perhaps.** Measured on the rows whose labels have arrived:';
}

/** A test without an alert rules out no more than its power: each column says how small a change it could have detected. */
function renderOtherResults({ findings, columns }: Check): string {
  const lines: string[] = [];
  const alerts = findings.filter(needsAction);
  if (!alerts.some(({ kind }) => kind === 'data-quality')) lines.push(renderNoFault(columns));
  lines.push(...renderUnchanged(findings.filter(({ kind }) => kind === 'drift')));
  const kept = findings.filter((finding) => finding.kind === 'service' && isUnchanged(finding));
  if (kept.length > 0) lines.push(`The service keeps ${nameSubjects(kept, codeSpan)}.`);
  const unknown = findings.filter((finding) => finding.kind !== 'performance' && !isConclusive(finding));
  if (unknown.length > 0) lines.push(`Inconclusive: ${nameSubjects(unknown, codeSpan)}.`);
  const results = lines.map((line) => `- ${line}`).join('\n');
  const parts = [results, renderPartlyChecked(columns)].filter((part) => part !== '');
  return parts.length === 0 ? 'Nothing else was checked.' : parts.join('\n');
}

type CheckedColumn = NonNullable<Check['columns']>[number];

/** Rules about values compare inputs with those of the reference: without any, nothing was checked about them. */
function renderNoFault(columns: Check['columns']): string {
  const isInput = ({ checks, reason }: CheckedColumn): boolean =>
    (checks === 'values' || checks === 'distribution') && reason !== 'is-score' && reason !== 'is-label';
  const hasInputs = columns?.some(isInput) ?? true;
  return hasInputs
    ? 'No alert about the data: columns, types, units, ranges, categories, ids and missing values were compared with the reference.'
    : 'Faults of the inputs were not looked for, because the reference has no inputs (`train.reference`).';
}

function renderToDo(check: Check): string {
  const conversions = check.findings
    .filter(needsAction)
    .flatMap(({ subject, detail }) =>
      subject !== undefined && detail.code === 'changed-unit' ? [describeConversion(subject, detail)] : [],
    );
  return [renderAdvice(check.decision), conversions.join('\n'), renderDecision(check)]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What the rule says: a decision of the configuration has no words about what was found, and may contradict it. */
function renderAdvice({ kind, rule, usual }: Check['decision']): string {
  if (usual === undefined && rule.code === 'contract-broken') return CONTRACT_TO_DO;
  if (usual === undefined && rule.code === 'objective-missed') return SERVICE_TO_DO;
  return usual === undefined
    ? TO_DO[kind]
    : `The configuration (\`monitor.decisions\`) decides **${kind.replaceAll('-', ' ')}** here. What is usual about such a finding, ${usual.replaceAll('-', ' ')}: ${TO_DO[usual]}`;
}

function describeConversion(
  subject: string,
  { factor, offset = 0, evidence }: Extract<FindingDetail, { code: 'changed-unit' }>,
): string {
  const steps = [
    offset === 0 ? [] : offset > 0 ? `subtract ${offset} from it` : `add ${-offset} to it`,
    factor === 1 ? [] : `divide it by ${factor}`,
  ].flat();
  const convert = `${steps.join(' and ')} where the data are prepared, or restore the unit at the source`;
  return evidence === 'quantiles'
    ? `- ${codeSpan(subject)}: ask whether its unit changed; if so, ${convert}. If it grew, it is drift.`
    : `- ${codeSpan(subject)}: ${convert}.`;
}

function renderDecision({ decision, version }: Check): string {
  const because = `Decision: **${decision.kind.replaceAll('-', ' ')}**, by the rule “${decisionTitle(decision)}”: ${escapeText(describeDecision(decision, version), 500)}.`;
  return [because, describeAlternatives(decision)].filter((part) => part !== '').join(' ');
}

function renderNext({ retraining, proposal, check }: IssueText): string {
  const lines = [
    'The next check updates this issue, and closes it when a later one confirms that the problem is over.',
    ...(proposal === undefined ? [] : [proposal]),
    retraining,
  ];
  if (check.openWindows.length > 0) {
    lines.push('Labels have not arrived for some days; a later check evaluates the model on them.');
  }
  return lines.map((line) => `- ${line}`).join('\n');
}
