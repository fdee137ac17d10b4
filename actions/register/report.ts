/** The outputs, the job summary and the comment of register. Pure. */
import type { ModelVersion } from '../../src/shared/domain/documents/model.ts';
import type { PlannedCall } from '../../src/shared/domain/kernel/planned-call.ts';
import { showValue } from '../../src/shared/domain/documents/open-values.ts';
import { renderMergedSince } from '../../src/shared/domain/report/merged-changes-text.ts';
import { describePlannedCalls, renderPlannedCalls } from '../../src/shared/domain/report/planned-calls.ts';
import { describeSearch, renderSearch, writeSearch } from '../../src/shared/domain/report/search-text.ts';
import { renderShownEvaluation } from '../../src/shared/domain/report/shown-evaluation.ts';
import {
  describeStageHistory,
  periodAtEnd,
  renderStageHistory,
  writeStageHistory,
} from '../../src/shared/domain/report/stage-history-text.ts';
import {
  describeVersionChecks,
  isAsRegistered,
  renderVersionChecks,
  writeVersionChecks,
} from '../../src/shared/domain/report/version-checks-text.ts';
import { renderError } from '../../src/shared/domain/text/error-text.ts';
import { codeSpan, escapeSentence, escapeText } from '../../src/shared/domain/text/untrusted-text.ts';
import type { Assigned, MarkedVersion, Refused, Registered, RegisterOutcome, StageState } from './outcome.ts';

export const registerOutputs = [
  'registered',
  'version',
  'tag',
  'release-url',
  'model-digest',
  'stage',
  'previous-version',
  'path',
  'history',
  'checks',
  'versions',
  'calls',
  'reason',
] as const;

export type RegisterOutputs = Readonly<Record<(typeof registerOutputs)[number], string | boolean>>;

const NOTHING_SAID = {
  version: '',
  tag: '',
  'release-url': '',
  'model-digest': '',
  stage: '',
  'previous-version': '',
  path: '',
  history: '',
  checks: '',
  versions: '',
  calls: '',
} as const;

/** @param planned of a dry run: then nothing else is said that a later step could take for done. */
export function renderRegisterOutputs(
  outcome: RegisterOutcome,
  planned?: readonly PlannedCall[],
): RegisterOutputs {
  const reason = describeOutcome(outcome);
  if (planned !== undefined) {
    const calls = JSON.stringify(planned);
    return { registered: false, ...NOTHING_SAID, calls, reason: describePlannedCalls(planned, reason) };
  }
  if (outcome.kind === 'found') {
    return { registered: false, ...NOTHING_SAID, versions: writeSearch(outcome.result), reason };
  }
  if (outcome.kind === 'marked') {
    const { version, tag } = outcome;
    return { registered: false, ...NOTHING_SAID, version, tag, reason };
  }
  if (outcome.kind === 'nothing' || outcome.kind === 'refused') {
    return { registered: false, ...NOTHING_SAID, reason };
  }
  if (outcome.kind === 'history') {
    const { model, stage } = outcome;
    const version = periodAtEnd(outcome)?.version;
    const found = version === undefined ? {} : { version, tag: `${model}@v${version}`, stage };
    return { registered: false, ...NOTHING_SAID, ...found, history: writeStageHistory(outcome), reason };
  }
  if (outcome.kind === 'verified') {
    const { version, tag, release } = outcome;
    const found = release && { 'release-url': release.url, 'model-digest': release.modelDigest };
    return {
      registered: false,
      ...NOTHING_SAID,
      version,
      tag,
      ...found,
      checks: writeVersionChecks(outcome),
      reason,
    };
  }
  const { document, tag, releaseUrl, stage } = outcome;
  return {
    ...NOTHING_SAID,
    registered: outcome.kind === 'registered',
    version: document.version,
    tag,
    'release-url': releaseUrl,
    'model-digest': document.modelDigest,
    stage: stage?.name ?? '',
    'previous-version': stage?.previous ?? '',
    path: outcome.kind === 'assigned' ? (outcome.folder ?? '') : '',
    reason,
  };
}

/** Why the step fails; undefined when it does not. */
export function describeRegisterFailure(outcome: RegisterOutcome): string | undefined {
  if (outcome.kind === 'verified' && !isAsRegistered(outcome)) return describeVersionChecks(outcome);
  return outcome.kind === 'refused' ? renderError(outcome.error) : undefined;
}

/** One sentence, without Markdown. */
function describeOutcome(outcome: RegisterOutcome): string {
  switch (outcome.kind) {
    case 'registered':
      return `${outcome.tag} is registered${outcome.stage === undefined ? '' : ` and assigned to ${outcome.stage.name}`}`;
    case 'nothing':
      return outcome.reason;
    case 'refused':
      return `${outcome.error.code}: ${outcome.error.message}`;
    case 'assigned':
      return `${outcome.tag} ${stageWords(outcome)}`;
    case 'history':
      return describeStageHistory(outcome);
    case 'verified':
      return describeVersionChecks(outcome);
    case 'found':
      return describeSearch(outcome.result);
    case 'marked':
      return describeMarked(outcome);
  }
}

function describeMarked({ operation, tag, reason, created }: MarkedVersion): string {
  const is = { archive: 'archived', deprecate: 'deprecated', restore: 'neither archived nor deprecated' };
  const before = created.length === 0 ? ', as it was before' : '';
  return `${tag} is ${is[operation]}${before}: ${reason}`;
}

/** For the job summary. */
export function renderRegisterReport(outcome: RegisterOutcome, planned?: readonly PlannedCall[]): string {
  const report = renderEnd(outcome);
  return planned === undefined ? report : `${renderPlannedCalls(planned)}\n\n${report}`;
}

function renderEnd(outcome: RegisterOutcome): string {
  switch (outcome.kind) {
    case 'nothing':
      return [
        `### \`${outcome.model}\`: nothing to register`,
        sentence(escapeSentence(outcome.reason)),
        ...(outcome.warning === undefined
          ? []
          : [`> [!WARNING]\n> ${sentence(escapeSentence(outcome.warning))}`]),
      ].join('\n\n');
    case 'assigned':
      return `### ${versionLink(outcome)} ${stageWords(outcome)}\n\n${digestLine(outcome.document)}`;
    case 'history':
      return renderStageHistory(outcome);
    case 'verified':
      return renderVersionChecks(outcome);
    case 'found':
      return renderSearch(outcome.result);
    case 'marked':
      return `### ${sentence(escapeSentence(describeMarked(outcome)))}`;
    default:
      return `### ${renderRegisterComment(outcome)}`;
  }
}

/** For the merged pull request, or the issue that requested it. The first line also serves as a heading. */
export function renderRegisterComment(outcome: RegisterOutcome): string {
  switch (outcome.kind) {
    case 'registered':
      return renderRegistered(outcome);
    case 'refused':
      return renderRefused(outcome);
    case 'nothing':
      return `\`${outcome.model}\`: nothing was registered, because ${escapeSentence(outcome.reason)}.`;
    case 'assigned':
      return `${versionLink(outcome)} ${stageWords(outcome)}.`;
    case 'history':
      return sentence(escapeSentence(describeStageHistory(outcome)));
    case 'verified':
      return sentence(escapeSentence(describeVersionChecks(outcome)));
    case 'found':
      return sentence(escapeSentence(describeSearch(outcome.result)));
    case 'marked':
      return sentence(escapeSentence(describeMarked(outcome)));
  }
}

function renderRegistered(outcome: Registered): string {
  const { document, stage, promotion } = outcome;
  const { overrides, reevaluation, evaluation, shown } = document;
  const verdict = showValue((reevaluation ?? evaluation).verdict);
  return [
    `${versionLink(outcome)} is registered${stage === undefined ? '' : ` and assigned to **${stage.name}**`}`,
    `Verdict *${verdict}*${reevaluation === undefined ? '' : ', evaluated again by the current gate and champion'}. ${stageLine(stage)}`.trim(),
    ...(shown === undefined ? [] : [renderShownEvaluation(document)]),
    ...overrides.map(
      ({ what, by, reason }) => `Overridden: ${codeSpan(what)} by ${codeSpan(by)} (${escapeText(reason)}).`,
    ),
    ...[renderMergedSince(document)].filter((text) => text !== ''),
    digestLine(document),
    ...(promotion === undefined
      ? []
      : [`It is not assigned to a stage. To promote it:\n\n${codeBlock(promotion)}`]),
  ].join('\n\n');
}

function renderRefused({ model, error, command, followUp, subject }: Refused): string {
  const again =
    subject.kind === 'pull-request'
      ? `Then start the workflow manually with \`pull-request: ${subject.pull.number}\` to retry (it needs \`workflow_dispatch\` with that input, as \`workflows-examples/promote-on-merge.yml\` has it).`
      : undefined;
  return [
    `\`${model}\` was **not registered**: \`${error.code}\``,
    sentence(escapeSentence(error.message, MAX_MESSAGE)),
    ...(error.hint === undefined ? [] : [sentence(`To fix it: ${escapeSentence(error.hint, MAX_MESSAGE)}`)]),
    ...(command === undefined ? [] : [codeBlock(command)]),
    ...(followUp === undefined ? [] : [followUp]),
    ...(again === undefined ? [] : [again]),
  ].join('\n\n');
}

const MAX_MESSAGE = 1500;

/** Commands consist of validated names: of models, stages, workflow files, repositories. */
function codeBlock(command: string): string {
  return `\`\`\`bash\n${command}\n\`\`\``;
}

function versionLink({ document, releaseUrl }: Registered | Assigned): string {
  return `[\`${document.model}\` ${document.version}](${releaseUrl})`;
}

function digestLine({ modelDigest }: ModelVersion): string {
  return `Model SHA-256 \`${modelDigest}\``;
}

function stageLine(stage: StageState | undefined): string {
  if (stage?.previous === undefined) return '';
  return `Version ${stage.previous} was assigned before.`;
}

function stageWords({ operation, moved, stage }: Assigned): string {
  if (stage === undefined) return 'is registered';
  if (operation === 'resolve' || operation === 'download' || !moved) return `is assigned to ${stage.name}`;
  const previous = stage.previous === undefined ? '' : `, replacing ${stage.previous}`;
  return operation === 'rollback'
    ? `is assigned to ${stage.name} again${previous}`
    : `is promoted to ${stage.name}${previous}`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
