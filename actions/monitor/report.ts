/** The job summary and the outputs of a check. Pure. */
import type { Finding } from '../../src/shared/domain/documents/check.ts';
import {
  decisionTitle,
  describeAlternatives,
  describeDecision,
} from '../../src/shared/domain/report/decision-text.ts';
import {
  findingOutcomes,
  worstOutcome,
  type FindingOutcome,
} from '../../src/shared/domain/documents/finding-outcome.ts';
import {
  movedLabels,
  warnedMetrics,
} from '../../src/shared/domain/monitoring/decision/decision-conditions.ts';
import { issueKinds, SNOOZED_LABEL, type IssueKind } from '../../src/shared/domain/kernel/names.ts';
import { renderError } from '../../src/shared/domain/text/error-text.ts';
import { sum } from 'simple-statistics';
import { countOf } from '../../src/shared/domain/text/number-text.ts';
import { fold } from '../../src/shared/domain/text/sections.ts';
import { renderContract } from '../../src/shared/domain/report/contract-text.ts';
import { renderColumns } from '../../src/shared/domain/report/columns-text.ts';
import { describeFirstWindows } from '../../src/shared/domain/report/first-windows-text.ts';
import { describeOtherTimeZone } from '../../src/shared/domain/report/time-zone-text.ts';
import { codeSpan, escapeSentence, escapeText } from '../../src/shared/domain/text/untrusted-text.ts';
import {
  describeWindow,
  renderFindingList,
  renderFindingTable,
} from '../../src/shared/domain/report/finding-table.ts';
import type { Checked, Counted, KeptIssue, MonitorOutcome, ProposedContract } from './outcome.ts';

export const monitorOutputs = [
  'model',
  'version',
  'decision',
  'reason',
  /** One output a kind of issue: a new kind does not compile until it has one. */
  ...issueKinds,
  'issue',
  'retraining-run',
  'retraining-pull-request',
  'contract',
  'counts',
  'query',
  'check',
  'report',
] as const;

export type MonitorOutputs = Readonly<Record<(typeof monitorOutputs)[number], string>>;

export function renderMonitorOutputs(outcome: MonitorOutcome): MonitorOutputs {
  if (outcome.kind !== 'checked') return renderOutputsWithoutCheck(outcome);
  const { check, model, retraining } = outcome;
  return {
    model,
    version: check.version,
    decision: check.decision.kind,
    reason: describeDecision(check.decision, check.version),
    ...outcomeOfKinds((issueKind) => outcomeOf(check.findings, issueKind)),
    issue: String(outcome.issues.find(({ change }) => change !== 'closed')?.number ?? ''),
    'retraining-run': String(retraining.runId ?? ''),
    'retraining-pull-request': String(retraining.pull?.number ?? ''),
    ...{ contract: '', counts: '', query: '' },
    check: outcome.checkPath,
    report: outcome.reportPath ?? '',
  };
}

function renderOutputsWithoutCheck(outcome: Exclude<MonitorOutcome, { kind: 'checked' }>): MonitorOutputs {
  const { model, version = '' } = outcome;
  const nothing = { issue: '', 'retraining-run': '', 'retraining-pull-request': '', check: '', report: '' };
  const reason = reasonWithoutCheck(outcome);
  return {
    ...nothing,
    ...{ model, version, decision: 'none', reason },
    ...outcomeOfKinds(() => 'inconclusive'),
    contract: outcome.kind === 'proposed' ? outcome.contract : '',
    counts: outcome.kind === 'counted' && outcome.counts !== undefined ? outcome.path : '',
    query: outcome.kind === 'counted' && outcome.query !== undefined ? outcome.path : '',
  };
}

function reasonWithoutCheck(outcome: Exclude<MonitorOutcome, { kind: 'checked' }>): string {
  switch (outcome.kind) {
    case 'proposed':
      return 'nothing was checked: a contract is proposed';
    case 'counted':
      return 'nothing was checked: current data are counted';
    case 'not-checked':
      return outcome.reason;
  }
}

type OutcomeOfKinds = Readonly<Record<IssueKind, FindingOutcome>>;

function outcomeOfKinds(outcome: (issueKind: IssueKind) => FindingOutcome): OutcomeOfKinds {
  return {
    drift: outcome('drift'),
    performance: outcome('performance'),
    'data-quality': outcome('data-quality'),
    service: outcome('service'),
  };
}

/** No finding about the data is good news; no finding about drift or metrics means that nothing was tested. */
const WITHOUT_FINDINGS: OutcomeOfKinds = {
  drift: 'inconclusive',
  performance: 'inconclusive',
  'data-quality': 'ok',
  service: 'inconclusive',
};

function outcomeOf(findings: readonly Finding[], issueKind: IssueKind): FindingOutcome {
  return worstOutcome(findings.filter(({ kind }) => kind === issueKind)) ?? WITHOUT_FINDINGS[issueKind];
}

/** Why the step fails; undefined when it does not. */
export function describeMonitorFailure(outcome: MonitorOutcome): string | undefined {
  if (outcome.kind !== 'checked') return undefined;
  const errors = [...outcome.dataErrors, outcome.issueError].filter((error) => error !== undefined);
  return errors.length === 0 ? undefined : errors.map(renderError).join('\n\n');
}

export function renderMonitorReport(outcome: MonitorOutcome): string {
  if (outcome.kind === 'not-checked') {
    return `## ${codeSpan(outcome.model)}: not checked\n\n${escapeSentence(outcome.reason)}\n`;
  }
  if (outcome.kind === 'proposed') return renderProposal(outcome);
  if (outcome.kind === 'counted') return renderCounted(outcome);
  const { headline, summary, details } = describeCheckInText(outcome);
  return [`## ${headline}`, ...summary, ...details].join('\n\n') + '\n';
}

function renderProposal({ model, version, from, contract }: ProposedContract): string {
  return [
    `## ${codeSpan(model)}: a proposed data contract`,
    `From ${from === undefined ? `the reference of version ${version}` : codeSpan(from, 200)}: write it below the model in the configuration, and correct what you know better. What it states is then [checked](https://github.com/model-steward/model-steward/blob/v1/docs/lifecycle.md#the-data-contract) by \`monitor\` and \`train\`.`,
    `\`\`\`yaml\n${contract.trimEnd()}\n\`\`\``,
    '',
  ].join('\n\n');
}

function renderCounted({ model, version, counts, query }: Counted): string {
  if (query !== undefined) {
    return [
      `## ${codeSpan(model)}: the query of counts by day`,
      `It counts current data by day in the bins of the reference of version ${version}. Save its whole result as CSV with a header, and give it to \`monitor\` as \`current-counts\`.`,
      fold('The query', `\`\`\`sql\n${query.trimEnd()}\n\`\`\``),
      '',
    ].join('\n\n');
  }
  const rows = sum(counts?.rows ?? []);
  const days = counts?.days ?? [];
  const span = days.length === 0 ? '' : `, ${days[0]} to ${days.at(-1)}`;
  return [
    `## ${codeSpan(model)}: current data are counted`,
    `${countOf(rows, 'row')} of ${countOf(days.length, 'day')}${span}, in the bins of the reference of version ${version}${counts !== undefined && counts.undatedRows > 0 ? `; ${countOf(counts.undatedRows, 'row')} without a time` : ''}.`,
    '',
  ].join('\n\n');
}

/** The same for the full report, in parts. */
export function describeCheckInText(checked: CheckInText): {
  readonly headline: string;
  readonly summary: readonly string[];
  readonly details: readonly string[];
} {
  const { check, model, releaseUrl } = checked;
  return {
    headline: `${codeSpan(model)}: ${describeTitle(check)}`,
    summary: [
      `Version [${check.version}](${releaseUrl}) on ${describeWindow(check)}.`,
      renderDecision(check),
      describeFirstWindows(check) ?? [],
      describeOtherTimeZone(check) ?? [],
    ].flat(),
    details: renderDetails(checked).filter((part) => part !== ''),
  };
}

/**
 * Labels that moved and a metric that gave a warning need no act, and are more than nothing. "Nothing to do" is what the findings say: a decision of the
 * configuration says nothing about them.
 */
function describeTitle(check: Checked['check']): string {
  const title = describeWhatToDo(check);
  const unread = (check.columns ?? []).filter(({ reason }) => reason === 'newer-kind');
  if (unread.length === 0) return title;
  // What was not looked at is not fine, whatever the rest of the data is.
  const names = unread.slice(0, SHOWN_UNREAD).map(({ name }) => codeSpan(name));
  const more = unread.length > SHOWN_UNREAD ? ` and ${unread.length - SHOWN_UNREAD} more` : '';
  return `${title}, but ${names.join(', ')}${more} could not be checked (profiled by a newer version: update the action)`;
}

const SHOWN_UNREAD = 3;

function describeWhatToDo({ decision: { kind, usual }, findings }: Checked['check']): string {
  if (usual !== undefined)
    return `${kind === 'none' ? 'nothing to do' : kind.replaceAll('-', ' ')}, by the configuration`;
  if (kind !== 'none') return kind.replaceAll('-', ' ');
  const warned = warnedMetrics({ findings }).map((name) => codeSpan(name));
  if (warned.length > 0) return `nothing to do yet: ${warned.join(', ')} may be worse`;
  const labels = movedLabels({ findings }).map((name) => codeSpan(name));
  return labels.length === 0
    ? 'nothing to do'
    : `labels moved: ${labels.join(', ')} (only a warning, nothing acts)`;
}

export type CheckInText = Omit<Checked, 'kind' | 'checkPath' | 'issueError' | 'reportPath' | 'dataErrors'>;

function renderDecision({ decision, version }: Checked['check']): string {
  const because = `Rule “${decisionTitle(decision)}”: ${escapeText(describeDecision(decision, version), 500)}.`;
  return [because, describeAlternatives(decision)].filter((part) => part !== '').join(' ');
}

/** The findings of each outcome, in the order of the outcomes: a new outcome does not compile until it is shown. */
const SECTIONS: Readonly<Record<FindingOutcome, (findings: readonly Finding[]) => string>> = {
  alert: (findings) => renderSection('Alerts', findings),
  warning: (findings) =>
    renderSection(
      'Warnings: an alert if the next window gives the same, unless it says “only a warning”',
      findings,
    ),
  inconclusive: (findings) => renderSection('Inconclusive', findings),
  ok: (findings) => fold(`OK (${findings.length})`, renderFindingList(findings)),
};

function renderSection(title: string, findings: readonly Finding[]): string {
  return findings.length === 0 ? '' : `### ${title}\n${renderFindingList(findings)}`;
}

function renderDetails({ check, sources, issues, retraining }: CheckInText): readonly string[] {
  return [
    ...findingOutcomes.map((wanted) =>
      SECTIONS[wanted](check.findings.filter(({ outcome }) => outcome === wanted)),
    ),
    renderContract(check.contract),
    fold('All numbers', renderFindingTable(check.findings)),
    fold('Columns', renderColumns(check.columns)),
    sources === undefined
      ? ''
      : `Labels are from ${codeSpan(sources.labels)}, scores from ${codeSpan(sources.scores)}.`,
    renderOpenWindows(check.openWindows),
    issues
      .map(({ number, url, change }) => `- Issue [#${number}](${url}) ${CHANGES_IN_WORDS[change]}`)
      .join('\n'),
    retraining.kind === 'none' ? '' : retraining.text,
  ];
}

const CHANGES_IN_WORDS: Readonly<Record<KeptIssue['change'], string>> = {
  ...{ opened: 'opened', updated: 'updated', reopened: 'reopened', closed: 'closed' },
  snoozed: `has the label ${codeSpan(SNOOZED_LABEL)}, so it stays closed`,
};

function renderOpenWindows(windows: Checked['check']['openWindows']): string {
  if (windows.length === 0) return '';
  const spans = windows.map(
    ({ from, to, rows }) => `- ${from.slice(0, 10)} to ${to.slice(0, 10)} (not including it): ${rows} rows`,
  );
  return `### Labels that have not arrived\n${spans.join('\n')}`;
}
