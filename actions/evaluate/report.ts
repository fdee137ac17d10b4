/** The comment, the job summary and the outputs of evaluate. Pure. */
import { documentDigest } from '../../src/shared/domain/kernel/digest.ts';
import type { Evaluation } from '../../src/shared/domain/documents/evaluation.ts';
import { renderError } from '../../src/shared/domain/text/error-text.ts';
import { marker } from '../../src/shared/domain/kernel/names.ts';
import { renderEvaluationNotes } from '../../src/shared/domain/report/evaluation-notes.ts';
import { ONE_SIDED_LEVEL } from '../../src/shared/domain/evaluation/decide-rule.ts';
import { isWithoutGate } from '../../src/shared/domain/evaluation/decide-verdict.ts';
import { renderChallengerTable } from '../../src/shared/domain/report/challenger-table.ts';
import { renderClassTable } from '../../src/shared/domain/report/class-table.ts';
import { renderSliceTables } from '../../src/shared/domain/report/slice-table.ts';
import { renderHorizonTable } from '../../src/shared/domain/report/horizon-table.ts';
import { renderFirstGate } from '../../src/shared/domain/report/first-gate.ts';
import { renderNoNumber } from '../../src/shared/domain/report/no-number.ts';
import { renderIncluded } from '../../src/shared/domain/report/included-text.ts';
import { renderMetricsFile } from '../../src/shared/domain/report/metrics-file.ts';
import { renderHeadline, renderPlainSentences } from '../../src/shared/domain/report/headline.ts';
import { renderMergedChanges } from '../../src/shared/domain/report/merged-changes-text.ts';
import {
  renderModelOfBase,
  renderProtectedChanges,
} from '../../src/shared/domain/report/protected-changes.ts';
import { describeWithdrawal } from '../../src/shared/domain/report/tag-text.ts';
import { describeVerdictReason } from '../../src/shared/domain/report/reasons.ts';
import { formatConfidence, formatPercent } from '../../src/shared/domain/text/number-text.ts';
import {
  renderMetricTable,
  renderOwnRuleTable,
  renderParameterTable,
  renderRuleTable,
} from '../../src/shared/domain/report/rule-table.ts';
import {
  fold,
  joinSections,
  MAX_COMMENT_BYTES,
  type Section,
} from '../../src/shared/domain/text/sections.ts';
import { codeSpan, escapeSentence, escapeText } from '../../src/shared/domain/text/untrusted-text.ts';
import { renderPushMarks, type EarlierPush } from '../../src/shared/domain/report/earlier-pushes.ts';
import { lookOf, renderLookMarks, renderLooks, type Look } from '../../src/shared/domain/report/looks.ts';
import { renderCommitLink } from '../../src/shared/domain/report/not-evaluated.ts';
import { renderReadingNotes } from '../../src/shared/domain/report/reading-text.ts';
import { renderScoringFailures } from '../../src/shared/domain/report/scoring-failures.ts';
import { renderModelFiles, renderRefusedFiles } from '../../src/shared/domain/report/model-files-text.ts';
import { renderLineage } from '../../src/shared/domain/report/lineage.ts';
import type { ReportText } from '../../src/shared/domain/report/html/report-request.ts';
import { isFailure, type Evaluated, type EvaluateOutcome, type ReportedEvaluation } from './outcome.ts';

export const evaluateOutputs = [
  'model',
  'verdict',
  'reason',
  'evaluation',
  'evaluation-digest',
  'artifact',
  'report',
  'champion',
  'comment-url',
] as const;

export type EvaluateOutputs = Readonly<Record<(typeof evaluateOutputs)[number], string>>;

/**
 * @param earlier the pushes that the previous comment listed, newest first.
 * @param looks those of the previous comment, and this one.
 */
export function renderEvaluateComment(
  evaluated: Evaluated,
  earlier: readonly EarlierPush[],
  looks: readonly Look[] = [],
): string {
  const { evaluation, pull } = evaluated;
  const own = pull === undefined ? [] : [{ commit: pull.headSha.slice(0, 7), verdict: evaluation.verdict }];
  const first = [
    marker('evaluate', evaluation.model),
    renderPushMarks([...own, ...earlier]),
    renderLookMarks(looks),
  ]
    .filter((marks) => marks !== '')
    .join('\n');
  return joinSections(
    [
      { markdown: first },
      ...reportSections(evaluated),
      { markdown: renderLooks(looks, lookOf(evaluation, ''), evaluation) },
      { markdown: renderEarlier(evaluated, earlier), optional: true },
    ],
    MAX_COMMENT_BYTES,
  );
}

/** The job summary: the same report, with nothing left out. */
export function renderEvaluateReport(outcome: EvaluateOutcome): string {
  if (outcome.kind !== 'evaluated')
    return `### ${codeSpan(outcome.model)}: ${escapeSentence(outcome.reason)}\n`;
  const problems = outcome.published.problems.map(
    ({ message }) => `> [!WARNING]\n> ${escapeSentence(message)}`,
  );
  return joinSections([...reportSections(outcome), { markdown: problems.join('\n\n') }], Infinity);
}

export function renderEvaluateOutputs(outcome: EvaluateOutcome): EvaluateOutputs {
  if (outcome.kind !== 'evaluated') {
    const verdict = outcome.kind === 'unaffected' ? outcome.kind : '';
    return { ...noOutputs, model: outcome.model, verdict, reason: outcome.reason };
  }
  const { evaluation, kept, published } = outcome;
  return {
    model: evaluation.model,
    verdict: evaluation.verdict,
    reason: describeVerdictReason(evaluation).join('; '),
    evaluation: kept?.path ?? '',
    'evaluation-digest': documentDigest(evaluation),
    artifact: kept?.artifact ?? '',
    report: kept?.reportPath ?? '',
    champion: evaluation.champion?.tag ?? '',
    'comment-url': published.commentUrl ?? '',
  };
}

const noOutputs: EvaluateOutputs = {
  model: '',
  verdict: '',
  reason: '',
  evaluation: '',
  'evaluation-digest': '',
  artifact: '',
  report: '',
  champion: '',
  'comment-url': '',
};

function reportSections(evaluated: Evaluated): readonly Section[] {
  const { evaluation } = evaluated;
  const { metricsFile } = evaluated.evidence.run;
  const metricTable = renderMetricTable(evaluation, metricsFile?.notes);
  return [
    { markdown: renderProtectedChanges(evaluation, evaluated.protection) },
    { markdown: renderMergedChanges(evaluated.protection?.merged) },
    { markdown: renderModelOfBase(evaluation, evaluated.protection) },
    { markdown: renderOtherBase(evaluated) },
    { markdown: renderWithdrawal(evaluated) },
    { markdown: renderRefusedFiles(evaluated.scan) },
    { markdown: `### ${renderTitle(evaluated)}` },
    { markdown: renderFirstGate(evaluation) },
    { markdown: renderPlainSentences(evaluation) },
    { markdown: renderNoNumber(evaluation, evaluated.evidence.run) },
    { markdown: renderRuleTable(evaluation) },
    { markdown: renderOwnRuleTable(evaluation) },
    { markdown: renderChallengerTable(evaluation) },
    { markdown: renderScoringFailures(evaluated.evidence.run) },
    { markdown: renderReadingNotes(evaluated.readingNotes) },
    { markdown: renderEvaluationNotes(evaluation) },
    { markdown: renderReportLink(evaluated) },
    isWithoutGate(evaluation)
      ? { markdown: metricTable }
      : { markdown: fold('All metrics', metricTable), optional: true },
    { markdown: renderModelFiles(evaluated.scan), optional: true },
    { markdown: fold('Confusion matrix', renderClassTable(evaluation)), optional: true },
    { markdown: fold('By slice', renderSliceTables(evaluation)), optional: true },
    { markdown: fold('By horizon', renderHorizonTable(evaluation)), optional: true },
    { markdown: renderIncluded(evaluated.included, linkReport(evaluated)), optional: true },
    ...detailSections(evaluated),
  ];
}

/** A verdict that nothing follows from. */
function renderOtherBase({ pull }: Evaluated): string {
  if (pull?.defaultBranch === undefined || pull.defaultBranch === pull.baseRef) return '';
  return `> [!NOTE]\n> **A merge into ${codeSpan(pull.baseRef)} registers no version**: \`register\` decides on ${codeSpan(pull.defaultBranch)}, the default branch, alone.`;
}

function renderWithdrawal({ evaluation: { champion }, withdrawnBy }: Evaluated): string {
  if (champion === undefined || withdrawnBy === undefined) return '';
  return `> [!WARNING]\n> ${escapeSentence(describeWithdrawal(champion.tag, withdrawnBy))}`;
}

/** To the list of artifacts, whose address stays when the artifact is made again. */
function linkReport({ kept, runUrl }: Evaluated): string | undefined {
  return kept?.reportPath === undefined ? undefined : `[Full report](${runUrl}#artifacts)`;
}

function renderReportLink(evaluated: Evaluated): string {
  const { evaluation } = evaluated;
  const link = linkReport(evaluated);
  if (link === undefined) return '';
  const content =
    evaluation.digits === undefined ? 'curves, groups, wins and losses' : 'rules, notes and origin';
  return `**${link}**: ${content} as one page, \`report.html\` in the artifact of the evaluation.`;
}

function detailSections(evaluated: ReportedEvaluation): readonly Section[] {
  const { evaluation } = evaluated;
  return [
    { markdown: renderMetricsFile(evaluated.evidence.run.metricsFile), optional: true },
    { markdown: renderParameters(evaluation), optional: true },
    { markdown: fold('How to read this', renderHowToRead(evaluation)), optional: true },
    { markdown: fold('Where this comes from', renderLineage(evaluated)) },
    { markdown: renderExpiry(evaluated) },
  ];
}

/** What the full report says in the words of the comment; it draws rules, metrics and classes itself. */
export function describeInText(evaluated: ReportedEvaluation): ReportText {
  const { evaluation } = evaluated;
  return {
    headline: renderTitle(evaluated),
    summary: [
      renderProtectedChanges(evaluation, evaluated.protection),
      renderMergedChanges(evaluated.protection?.merged),
      renderFirstGate(evaluation),
      renderPlainSentences(evaluation),
    ],
    notes: [
      renderOwnRuleTable(evaluation),
      renderScoringFailures(evaluated.evidence.run),
      renderReadingNotes(evaluated.readingNotes),
      renderEvaluationNotes(evaluation),
    ],
    details: detailSections(evaluated).map(({ markdown }) => markdown),
  };
}

function renderTitle(evaluated: ReportedEvaluation): string {
  return `${renderHeadline(evaluated.evaluation)}${renderEvaluatedCommit(evaluated)}`;
}

/** Unfolded in a report, which has little else. */
function renderParameters(evaluation: Evaluation): string {
  const table = renderParameterTable(evaluation);
  const title = `Changed parameters (${evaluation.parameters?.length ?? 0})`;
  return isWithoutGate(evaluation) && table !== '' ? `**${title}**\n\n${table}` : fold(title, table);
}

/** Which push the verdict is about; a retraining has none. */
function renderEvaluatedCommit({ pull, repositoryUrl }: ReportedEvaluation): string {
  return pull === undefined ? '' : ` · ${renderCommitLink(repositoryUrl, pull.headSha)}`;
}

/** Empty without rows: there are no intervals to explain. */
function renderHowToRead(evaluation: Evaluation): string {
  if (evaluation.rows === undefined) return '';
  const text = [HOW_TO_READ, describeErrorRates(evaluation)].filter((line) => line !== '').join('\n');
  return isPaired(evaluation) ? `${SAME_ROWS}\n\n${text}` : text;
}

/** Whether champion and challenger were compared row by row; a baseline is no second model. */
function isPaired({ metrics, groups }: Evaluation): boolean {
  return metrics.some(
    ({ metric, comparedWith, difference }) =>
      comparedWith === 'champion' && (difference !== undefined || groups?.weakest?.metric === metric),
  );
}

const SAME_ROWS =
  'Both models predicted the same rows, so differences between easy and hard rows cancel out.';

const HOW_TO_READ = [
  '- A 95 % confidence interval contains the true value in 95 of 100 such comparisons. It is computed over groups (days, users) where rows are not independent.',
  '- A rule passes when its whole interval passes, and fails when no part of it does. Otherwise it is inconclusive.',
].join('\n');

/** A false pass needs one rule that passes by chance and all others too; for a false fail one of them is enough. */
function describeErrorRates({ rules, looks, challengers }: Evaluation): string {
  const count = rules.filter(({ outcome }) => outcome !== 'not-applicable').length;
  if (count === 0) return '';
  const level = ONE_SIDED_LEVEL / ((looks?.plannedCount ?? 1) * (challengers?.plannedCount ?? 1));
  const each = formatConfidence(level);
  const failing = formatConfidence(Math.min(1, count * level));
  const sharing = [
    ...(challengers === undefined ? [] : [`${challengers.plannedCount} challengers`]),
    ...(looks === undefined ? [] : [`${looks.plannedCount} looks`]),
  ].join(' and ');
  const shared = sharing === '' ? '' : ` (${formatPercent(ONE_SIDED_LEVEL)} shared among ${sharing})`;
  const isOnlySlices = rules.every(({ kind }) => kind === 'no-slice-worse-by');
  const slices = rules.some(({ kind }) => kind === 'no-slice-worse-by')
    ? `\n- ${SLICE_RATE} ${each} of such comparisons, however many slices were looked at. That it passes is no proof that no slice is worse: the minimum detectable effect says what may be hidden.`
    : '';
  if (isOnlySlices) return slices.trim();
  const pass = `A challenger that does not really meet ${slices === '' ? 'a' : 'another'} rule passes by chance in at most ${each} of such comparisons${shared}`;
  const relative = rules.some((rule) => rule.relative !== undefined)
    ? " A margin that is a fraction of the other model's value is an estimate too: its rule has an interval of its own, with the error of both."
    : '';
  return count === 1
    ? `- ${pass}, and one that does fails in at most ${failing}.${relative}${slices}`
    : `- ${pass}, however many rules there are, because all have to pass. One that really meets all of them fails in at most ${count} × ${each} = ${failing}.${relative}${slices}`;
}

const SLICE_RATE =
  'A rule `no-slice-worse-by` fails for a challenger that is worse by more in no slice in at most';

function renderEarlier({ repositoryUrl }: Evaluated, earlier: readonly EarlierPush[]): string {
  const lines = earlier.map(
    ({ commit, verdict }) => `- [\`${commit}\`](${repositoryUrl}/commit/${commit}) · ${verdict}`,
  );
  return fold(`Earlier pushes (${earlier.length})`, lines.join('\n'));
}

function renderExpiry({ evidence }: ReportedEvaluation): string {
  const { expiresAt } = evidence.artifact;
  return expiresAt === undefined
    ? ''
    : `<sub>The evidence expires on ${escapeText(expiresAt.slice(0, 10))}: merge before, or train again.</sub>`;
}

/** Why the step fails, once everything is written; undefined when it does not. In `mode: comment` it never does. */
export function describeEvaluateFailure(outcome: EvaluateOutcome): string | undefined {
  if (outcome.kind !== 'evaluated') return undefined;
  const { evaluation, published, onInconclusive, kept } = outcome;
  const { verdict, model } = evaluation;
  const mayContinue =
    verdict === 'pass' ||
    isWithoutGate(evaluation) ||
    (verdict === 'inconclusive' && onInconclusive === 'pass');
  const problems = published.problems.filter(isFailure).map(renderError);
  const verdictLine =
    mayContinue || kept === undefined
      ? []
      : [`${model}: ${verdict}: ${describeVerdictReason(evaluation).join('; ')}`];
  const lines = [...verdictLine, ...problems];
  return lines.length === 0 ? undefined : lines.join('\n');
}
