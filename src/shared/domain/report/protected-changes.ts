/** The section **what this pull request changes about its own evaluation**: one line for each change, old → new. */
import type { ModelConfig } from '../config/config.ts';
import type { MonitoringChange } from '../config/protected-keys.ts';
import type { Evaluation, EvaluationChanges, KeyChange } from '../documents/evaluation.ts';
import { isFirstGate, isWithoutGate } from '../evaluation/decide-verdict.ts';
import type { UnclearBase } from '../supply-chain/evidence-runs.ts';
import type { OtherRows } from '../supply-chain/held-out-rows.ts';
import type { FileChange } from '../supply-chain/protected-files.ts';
import {
  hidingConfigOf,
  needsApproval,
  reviewReasons,
  type Protection,
  type ReviewReason,
} from '../supply-chain/protection.ts';
import { codeSpan, escapeSentence } from '../text/untrusted-text.ts';
import { byWeight, fileWords } from './file-change-words.ts';
import { describeVerdictReason } from './reasons.ts';
import { renderSortedChanges } from './sorted-changes-text.ts';

const MAX_LINES = 12;

/** Empty when the pull request changes nothing of the kind. */
export function renderProtectedChanges(evaluation: Evaluation, protection: Protection | undefined): string {
  if (protection === undefined) return '';
  if (protection.base.kind === 'first') {
    const first = note('NOTE', [
      `The base branch has no configuration of ${codeSpan(evaluation.model)} yet, so that of this pull request counts.${describeFirstMerge(evaluation, protection)}${describeHiding(protection)}`,
    ]);
    return [first, renderFirstRows(evaluation, protection), ...renderEvidence(protection)]
      .filter((text) => text !== '')
      .join('\n\n');
  }
  const notes = [
    renderChanges(evaluation, protection),
    renderFirstFiles(evaluation, protection),
    renderFirstRows(evaluation, protection),
    renderSharedFiles(protection),
    renderMonitoringChanges(evaluation.model, protection),
    ...renderEvidence(protection),
    renderSortedChanges(protection.sorted),
  ];
  return notes.filter((text) => text !== '').join('\n\n');
}

function describeHiding(protection: Protection): string {
  return hidingConfigOf(protection) === undefined
    ? ''
    : ' What is shown is decided by a model of the base branch that hides the digits of the same rows.';
}

/** What a merge does, where a gate came with the first configuration; a report says it itself. */
function describeFirstMerge(evaluation: Evaluation, protection: Protection): string {
  if (isWithoutGate(evaluation)) return '';
  const version = evaluation.champion === undefined ? 'its first version' : 'its next version';
  if (evaluation.verdict !== 'pass')
    return ' Its gate counts too: as it stands, a merge registers no version.';
  const review = needsApproval(protection, evaluation) ? `, with ${REVIEW_OF_ANOTHER}` : '';
  return ` Its gate counts too, and passes: the merge registers this model as ${version}${review}.`;
}

/**
 * What a pull request is about that changes nothing of the model: its model is that of the base branch, which no merge has
 * registered. Empty where it changes something.
 */
export function renderModelOfBase(evaluation: Evaluation, protection: Protection | undefined): string {
  if (protection?.changesInputs !== false || isWithoutGate(evaluation)) return '';
  const { model, champion } = evaluation;
  const registered =
    champion === undefined
      ? 'No version is registered'
      : `The last version that is registered is ${codeSpan(champion.tag)}`;
  return note('NOTE', [
    `**This pull request changes nothing that makes ${codeSpan(model)}.** What is evaluated is the model that the base branch trains now. ${registered}, so an earlier merge changed the model and registered none. The verdict is about that merge.`,
    '',
    evaluation.verdict === 'pass'
      ? 'A merge of this one registers that model. See the comment of `register` in the pull request that was merged.'
      : 'See the comment of `register` in the pull request that was merged. Until a model passes, or that one is taken back, each pull request repeats this verdict.',
  ]);
}

function renderChanges(evaluation: Evaluation, protection: Protection): string {
  const lines = changeLines(protection);
  if (lines.length === 0) return '';
  return note('WARNING', [
    '**What this pull request changes about its own evaluation**',
    ...shortened(lines),
    '',
    consequence(evaluation, protection),
  ]);
}

/** What is not certain about the run itself, whatever the pull request changes. */
function renderEvidence(protection: Protection): readonly string[] {
  return [renderUnclearBase(protection), renderOtherRefs(protection)];
}

/** It needs the approval too, until the workflow names a commit. */
function renderOtherRefs({ otherRefs = [] }: Protection): string {
  if (otherRefs.length === 0) return '';
  return note('WARNING', [
    `**Not all that ran is of a commit that was reviewed**: ${escapeSentence(describeOtherRefs(otherRefs))}.`,
    '',
    `\`register\` needs ${REVIEW_OF_ANOTHER}. To need none, ${OTHER_REFS_WAY}.`,
  ]);
}

/** Plain text. @param uses as the workflow writes them. */
export function describeOtherRefs(uses: readonly string[]): string {
  const more = uses.length > MAX_SHARED ? `, and ${uses.length - MAX_SHARED} more` : '';
  return `the job of the evidence takes ${uses.slice(0, MAX_SHARED).join(', ')}${more} from a branch or a tag of this repository, which whoever may write can move without a review`;
}

/** What a team does about it, as an imperative. */
export const OTHER_REFS_WAY =
  'name it by its path (`./…`), by its whole commit, or at the default branch, in a pull request of its own';

/** It needs the approval too, and a new commit is another way out of it. */
function renderUnclearBase({ unclearBase }: Protection): string {
  if (unclearBase === undefined) return '';
  return note('WARNING', [
    `**It is not certain that this was evaluated for the branch into which it is merged**: ${escapeSentence(describeUnclearBase(unclearBase))}.`,
    '',
    `\`register\` needs ${REVIEW_OF_ANOTHER}, or a commit that is pushed ${CLEAR_WHEN[unclearBase.code]}.`,
  ]);
}

const CLEAR_WHEN: Readonly<Record<UnclearBase['code'], string>> = {
  'other-pull': 'after the other pull request was closed',
  retargeted: 'a minute after its base was changed',
  unknown: 'when GitHub says it again',
};

/** For a pull request that trains nothing: its changes decide about the models after it. Empty without any. */
export function renderChangesAlone(model: string, protection: Protection): string {
  return renderAlone(
    model,
    protection,
    'It trains no model. Once it is merged, this decides about the pull requests after it.',
  );
}

/** The same of one that is merged, and that no run has evaluated. */
export function renderMergedAlone(model: string, protection: Protection): string {
  return renderAlone(
    model,
    protection,
    'It is merged, and no run of its last commit was evaluated. This decides about the pull requests after it, and the next registration names it, unless somebody else approves it here.',
  );
}

/** Of one that changes what makes the model, and that no run has evaluated. @param workflow that trains it without a pull request. */
export function renderMergedUntrained(model: string, workflow: string | undefined): string {
  const way =
    workflow === undefined
      ? 'Train and evaluate it in the next pull request, or name a workflow for that with `retrain.workflow` in the configuration.'
      : `Run ${codeSpan(workflow)} to train and evaluate what was merged.`;
  return note('WARNING', [
    `**This merge registered no version of ${codeSpan(model)}**: it changes what makes the model, and no run of its last commit was evaluated.`,
    '',
    way,
  ]);
}

/** How that section begins. */
export const CHANGES_ALONE = '**What this pull request changes about the evaluation of';

function renderAlone(model: string, protection: Protection, consequenceText: string): string {
  const lines = protection.base.kind === 'first' ? [] : changeLines(protection);
  const own =
    lines.length === 0
      ? ''
      : note('WARNING', [`${CHANGES_ALONE} ${codeSpan(model)}**`, ...shortened(lines), '', consequenceText]);
  return [own, renderMonitoringChanges(model, protection)].filter((text) => text !== '').join('\n\n');
}

/** What no gate evaluates: a monitor that looks at nothing finds nothing. */
function renderMonitoringChanges(model: string, { monitoring }: Protection): string {
  if (monitoring.length === 0) return '';
  return note('NOTE', [
    `**What this pull request changes about how ${codeSpan(model)} is monitored, checked and retrained**`,
    ...shortened(monitoring.map(describeChange)),
    '',
    'The merge decides about it, and no approval is asked for.',
  ]);
}

function shortened(lines: readonly string[]): readonly string[] {
  const more = lines.length > MAX_LINES ? [`- and ${lines.length - MAX_LINES} more`] : [];
  return [...lines.slice(0, MAX_LINES), ...more];
}

function describeChange({ key, base, head }: MonitoringChange): string {
  return `- ${codeSpan(key)}: ${valueSpan(base)} → ${valueSpan(head)}`;
}

function renderFirstFiles({ model }: Evaluation, { firstFiles }: Protection): string {
  if (firstFiles.length === 0) return '';
  const files = firstFiles.map(({ kind, path }) => `${codeSpan(path)} (${fileWords[kind]})`).join(', ');
  return note('NOTE', [
    `${codeSpan(model)} has no version yet, and the base branch does not have ${files}: what this pull request brings counts.`,
  ]);
}

/** From the next version on they can be compared. */
function renderFirstRows({ model }: Evaluation, { firstRows }: Protection): string {
  if (firstRows === undefined) return '';
  const path = firstRows.path === undefined ? '' : `, ${codeSpan(firstRows.path)}`;
  return note('NOTE', [
    `The training wrote the rows of the evaluation${path}, and ${codeSpan(model)} has no version yet whose rows they could be compared with: those of this pull request count.`,
  ]);
}

/** No approval is asked for the code of a model, though what it computes for a score is computed for the evaluation too. */
function renderSharedFiles({ sharedFiles }: Protection): string {
  if (sharedFiles.length === 0) return '';
  const shown = sharedFiles.slice(0, MAX_LINES).map(({ path }) => codeSpan(path));
  const more = sharedFiles.length > MAX_LINES ? ` and ${sharedFiles.length - MAX_LINES} more` : '';
  return note('NOTE', [
    `This pull request changes what training and scoring have in common: ${shown.join(', ')}${more}. It is code of the model, so the merge decides about it.`,
  ]);
}

/** For the message of a refusal. Plain text. */
export function describeReviewReason(reason: ReviewReason): string {
  switch (reason.code) {
    case 'key':
      return reason.key;
    case 'file':
      return `${reason.path} (${fileWords[reason.kind]})`;
    case 'renamed':
      return `the model replaces ${reason.removed.join(', ')}`;
    case 'unreadable':
      return 'the configuration of the base branch, which is invalid';
    case 'files-unknown':
      return `its files: ${FILES_UNKNOWN}`;
    case 'removed':
      return 'the configuration of a model that has versions, which the base branch does not configure any more';
    case 'unclear-base':
      return describeUnclearBase(reason.why);
    case 'base-cannot-evaluate':
      return 'the configuration of the base branch cannot evaluate this evidence';
  }
}

function describeUnclearBase(why: UnclearBase): string {
  switch (why.code) {
    case 'other-pull':
      return `its evidence, which may be that of #${why.number}, the pull request of the same branch into ${why.base ?? 'a branch that is not its base any more'}`;
    case 'retargeted':
      return 'its evidence, which was made before the base of the pull request was changed';
    case 'unknown':
      return 'its evidence, because GitHub does not say what else its branch was proposed for';
  }
}

/** What a script of the training reaches from now on. */
function sharesText({ shares = [] }: FileChange): string {
  if (shares.length === 0) return '';
  const shown = shares.slice(0, MAX_SHARED).map((path) => codeSpan(path));
  const more = shares.length > MAX_SHARED ? ` and ${shares.length - MAX_SHARED} more` : '';
  return `: ${shown.join(', ')}${more}`;
}

const MAX_SHARED = 5;

/** Digests, and never the rows. */
function describeOtherRows({ path, tag, before, after, ...rows }: OtherRows): string {
  const which =
    path === undefined ? 'the rows of the evaluation' : `the rows of the evaluation, ${codeSpan(path)}`;
  const by = rows.makers === 'training' ? 'the training wrote them' : 'they were there before the training';
  const digests = `${before === undefined ? 'not recorded' : digestSpan(before)} of ${codeSpan(tag ?? '')} → ${digestSpan(after)}`;
  const same = rows.hasSameLabels
    ? '; ids and labels are the same, so the order or another column is not'
    : '';
  return `${which}: SHA-256 ${digests} (git does not have them, and ${by}${same})`;
}

function digestSpan(sha256: string): string {
  return `\`${sha256.slice(0, DIGEST_CHARACTERS)}\``;
}

const DIGEST_CHARACTERS = 12;

const FILES_UNKNOWN =
  'GitHub does not list all that it changes, or not all scripts could be read, so any protected file may be among them';

function changeLines({ base, keys, files, otherRows, isEveryFileKnown }: Protection): readonly string[] {
  return [
    ...(base.kind === 'renamed'
      ? [`- the model: ${base.removed.map((name) => codeSpan(name)).join(', ')} removed, this one added`]
      : []),
    ...(base.kind === 'unreadable' ? ['- the configuration: that of the base branch is invalid'] : []),
    ...(base.kind === 'removed'
      ? ['- the configuration: the base branch does not have the model any more, which has versions']
      : []),
    ...keys.map((change) => describeChange(change) + decision(change)),
    ...(otherRows === undefined ? [] : [`- ${describeOtherRows(otherRows)}`]),
    ...files
      .toSorted(byWeight)
      .map((file) => `- ${codeSpan(file.path)} (${fileWords[file.kind]})${sharesText(file)}`),
    ...(isEveryFileKnown ? [] : [`- the files: ${FILES_UNKNOWN}`]),
  ];
}

/** What was not published before. */
const PUBLISHES_ROWS = 'publish-predictions' satisfies keyof ModelConfig;

function decision({ key, decidedBy }: KeyChange): string {
  if (key === PUBLISHES_ROWS)
    return ': a merge publishes the predictions of each row, with ids and labels, in the release, where they stay';
  return decidedBy === 'base' ? ' (the base branch decides)' : '';
}

export function valueSpan(value: string | undefined): string {
  return value === undefined ? 'none' : codeSpan(value, MAX_SHOWN);
}

const MAX_SHOWN = 120;

/** Which configuration the report is by, what the other one says, and what a registration needs. */
function consequence(evaluation: Evaluation, protection: Protection): string {
  if (isFirstGate(evaluation)) return 'The base branch has no gate, so the first one is what this is about.';
  const needsReview = reviewReasons(protection, evaluation).length > 0;
  const review = needsReview
    ? [`\`register\` needs ${REVIEW_OF_ANOTHER}.`, ...otherWays(protection)].join(' ')
    : '';
  const sentences: Readonly<Record<EvaluationChanges['evaluatedBy'] | 'none', readonly string[]>> = {
    both: [
      `The report below is by the configuration of the base branch. ${ownVerdict(evaluation)}`,
      needsReview ? review : `Both have to pass; otherwise \`register\` needs ${REVIEW_OF_ANOTHER}. ${ALONE}`,
    ],
    base: ['The report below is by the configuration of the base branch.', review],
    head: [
      'The configuration of the base branch cannot evaluate this evidence, so the report below is by that of the pull request.',
      review,
    ],
    none: [review],
  };
  return sentences[evaluation.changes?.evaluatedBy ?? 'none'].join(' ').trim();
}

function otherWays({ files }: Protection): readonly string[] {
  return files.some(({ kind }) => kind === 'workflow') ? [OTHER_WORKFLOW, ALONE] : [ALONE];
}

const OTHER_WORKFLOW =
  'A workflow that has nothing to do with models needs none when its `permissions` only read and it uses no secret.';

/** For whoever has no other person to ask: docs/trust.md#whoever-works-alone. */
const ALONE =
  'If you work alone, merge what changes the evaluation in a pull request of its own, which registers nothing, and then train again.';

/** What lets a change of protected files through. */
export const REVIEW_OF_ANOTHER =
  'an approval of the last commit by a person with write permission who is not its author';

function ownVerdict({ changes, task, groups }: Evaluation): string {
  if (changes?.head === undefined) return '';
  const { head: own, ...others } = changes;
  const why =
    own.verdict === 'pass'
      ? ''
      : `: ${escapeSentence(describeVerdictReason({ task, groups, changes: others, ...own }).join('; '))}`;
  return `By that of the pull request the verdict is *${own.verdict}*${why}.`;
}

function note(kind: 'NOTE' | 'WARNING', lines: readonly string[]): string {
  return [`> [!${kind}]`, ...lines.map((line) => (line === '' ? '>' : `> ${line}`))].join('\n');
}
