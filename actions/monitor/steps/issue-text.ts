/**
 * The text of an issue, for somebody on call who has not seen this model for months: what happened, since
 * when, does it matter, what it is not, what to do, and what happens without them.
 */
import type { Check, DecisionKind, Finding } from '../../../src/shared/domain/documents/check.ts';
import { marker, type IssueKind } from '../../../src/shared/domain/kernel/names.ts';
import { fold, joinSections, MAX_COMMENT_BYTES } from '../../../src/shared/domain/text/sections.ts';
import { cleanText, codeSpan, escapeText } from '../../../src/shared/domain/text/untrusted-text.ts';
import {
  describeWindow,
  nameSubjects,
  renderFinding,
  renderFindingList,
  renderFindingTable,
} from './finding-text.ts';
import { renderIssueState, type IssueState } from './issue-state.ts';

export interface IssueText {
  readonly issueKind: IssueKind;
  readonly check: Check;
  readonly state: IssueState;
  /** One sentence about a retraining. */
  readonly retraining: string;
  readonly runUrl: string;
  readonly releaseUrl: string;
}

const HEADLINES: Readonly<Record<IssueKind, string>> = {
  drift: 'the inputs moved',
  performance: 'worse than it was',
  'data-quality': 'something is wrong with the data',
};

const SUBJECTS: Readonly<Record<IssueKind, string>> = {
  drift: 'What moved',
  performance: 'What got worse',
  'data-quality': 'What is wrong',
};

const TO_DO: Readonly<Record<DecisionKind, string>> = {
  none: 'Nothing urgent. Look whether the change was expected (a season, a new customer, a new airport); if it is here to stay, put newer data into the next training.',
  retrain:
    'Train again on data that include the recent days. The new version is judged against this one on the same rows before it can replace it.',
  'build-new-model':
    'Training the same model again has not helped. Look at what changed in the world that the inputs do not tell the model, and build a model that is told.',
  'change-processing':
    'Find out who changed the source or the step that prepares it, and put it right there. **Do not retrain on these data**: the model would learn the fault.',
  'change-inputs':
    'Build a version that does without this input, or find another source for it. Until then the model guesses.',
};

export function renderIssueTitle({ check, issueKind }: Pick<IssueText, 'check' | 'issueKind'>): string {
  const alarms = alertsOf(check, issueKind);
  const names = nameSubjects(alarms, (name) => cleanText(name, 40));
  return cleanText(`${check.model}: ${HEADLINES[issueKind]} (${names})`, 200);
}

export function renderIssueBody(text: IssueText): string {
  const { issueKind, check } = text;
  const alarms = alertsOf(check, issueKind);
  return joinSections(
    [
      { markdown: `${marker(issueKind, check.model)}\n${renderIssueState(text.state)}` },
      { markdown: renderWhere(text) },
      {
        markdown: `### ${SUBJECTS[issueKind]}\n${alarms.length === 0 ? renderWaiting(check) : renderFindingList(alarms)}`,
      },
      { markdown: `### Does it matter for the model?\n${renderImpact(check)}` },
      { markdown: `### What it is not\n${renderRuledOut(check)}` },
      { markdown: `### What to do\n${renderToDo(check)}` },
      { markdown: `### What happens next by itself\n${renderNext(text)}` },
      { markdown: fold('All findings of this check', renderFindingTable(check.findings)), optional: true },
    ],
    MAX_COMMENT_BYTES,
  );
}

/** The last state of an issue that closes itself. */
export function renderRecovery(text: IssueText): string {
  const { issueKind, check } = text;
  return joinSections(
    [
      { markdown: `${marker(issueKind, check.model)}\n${renderIssueState(text.state)}` },
      {
        markdown: `**Recovered.** It was seen from ${text.state.since.slice(0, 10)} on, and the newest data look as the reference does again. This issue closes itself; if the same comes back within 30 days, it opens again.`,
      },
      { markdown: renderWhere(text) },
      { markdown: fold('All findings of this check', renderFindingTable(check.findings)), optional: true },
    ],
    MAX_COMMENT_BYTES,
  );
}

function alertsOf({ findings }: Check, issueKind: IssueKind): readonly Finding[] {
  return findings.filter(({ kind, outcome }) => kind === issueKind && outcome === 'alert');
}

function renderWhere({ check, state, runUrl, releaseUrl }: IssueText): string {
  return [
    `**${codeSpan(check.model)} [${check.version}](${releaseUrl})**, data of ${describeWindow(check)}`,
    `seen since ${state.since.slice(0, 10)}`,
    `[newest check](${runUrl})`,
  ].join(' · ');
}

function renderWaiting(check: Check): string {
  return check.current === undefined
    ? 'There are no current data to tell whether it is over.'
    : 'The newest check raised no alarm here, and could not yet say that it is over.';
}

function renderImpact({ findings }: Check): string {
  const judged = findings.filter(({ kind, outcome }) => kind === 'performance' && outcome !== 'inconclusive');
  if (judged.length > 0) return renderFindingList(judged);
  const open = findings.find(({ kind }) => kind === 'performance');
  return open === undefined
    ? 'Not known: no labels have arrived for these rows, so nobody can say yet how good the answers were.'
    : `Not known: ${renderFinding(open)}`;
}

function renderRuledOut({ findings }: Check): string {
  const lines: string[] = [];
  const alarms = findings.filter(({ outcome }) => outcome === 'alert');
  if (!alarms.some(({ kind }) => kind === 'data-quality')) {
    lines.push(
      'Not a fault of the data: columns, types, units, ranges, labels, ids and missing values are as in the reference.',
    );
  }
  const quiet = findings.filter(({ kind, outcome }) => kind === 'drift' && outcome === 'ok');
  if (quiet.length > 0) lines.push(`Distributed as in the reference: ${nameSubjects(quiet, codeSpan)}.`);
  const unknown = findings.filter(({ outcome }) => outcome === 'inconclusive');
  if (unknown.length > 0)
    lines.push(`Not ruled out, because it cannot be told: ${nameSubjects(unknown, codeSpan)}.`);
  return lines.length === 0 ? 'Nothing could be ruled out.' : lines.map((line) => `- ${line}`).join('\n');
}

function renderToDo(check: Check): string {
  const conversions = check.findings
    .filter(({ test, outcome }) => test === 'changed unit' && outcome === 'alert')
    .map(
      ({ subject, effect }) =>
        `- ${codeSpan(subject)}: divide it by ${effect?.value ?? 1} where the data are prepared, or have the source send the old unit.`,
    );
  return [TO_DO[check.decision.kind], conversions.join('\n'), renderDecision(check)]
    .filter((part) => part !== '')
    .join('\n\n');
}

function renderDecision({ decision }: Check): string {
  return `Decision: **${decision.kind.replaceAll('-', ' ')}**, by the rule “${decision.rule}”: ${escapeText(decision.reason, 500)}.`;
}

function renderNext({ retraining, check }: IssueText): string {
  const lines = [
    'The next check updates this issue, and closes it when the data look as the reference does again.',
    retraining,
  ];
  if (check.openWindows.length > 0) {
    lines.push('Labels are still to come for some days; a later check says how good the model was on them.');
  }
  return lines.map((line) => `- ${line}`).join('\n');
}
