/** The job summary and the outputs of deploy. */
import { largest } from '../../src/shared/domain/kernel/extremes.ts';
import type { PhaseName, PhaseOutcome } from '../../src/shared/domain/documents/deployment.ts';
import type { PhaseDetail } from '../../src/shared/domain/documents/phase.ts';
import { renderPinnedImage } from '../../src/shared/domain/kernel/image-reference.ts';
import { describePhase } from '../../src/shared/domain/report/phase-text.ts';
import { codeSpan, escapeSentence } from '../../src/shared/domain/text/untrusted-text.ts';
import { renderTable } from '../../src/shared/domain/text/markdown-table.ts';
import type { DeployOutcome, Ended } from './outcome.ts';
import { describeAsPhase, type Again } from './steps/overtaken.ts';

export const deployOutputs = [
  'outcome',
  'version',
  'model-digest',
  'image',
  'deployment-id',
  'environment',
  'url',
] as const;

/** Enough to see why a service failed; the rest is in the log of the job. */
const SHOWN_LOG_LINES = 20;

const phaseTitles: Readonly<Record<PhaseName, string>> = {
  verify: "The release's files",
  image: 'Image',
  start: 'Start',
  shift: 'Traffic',
  health: 'Health',
  'smoke-test': 'Example input',
  rollback: 'Rollback',
};
const phaseMarks: Readonly<Record<PhaseOutcome, string>> = { ok: '✅', failed: '❌', skipped: '➖' };

export function renderDeployReport(outcome: DeployOutcome): string {
  switch (outcome.kind) {
    case 'empty-stage':
      return `## Nothing to deploy\n\n${describeEmptyStage(outcome)}`;
    case 'unchanged':
      return (
        `## ${codeSpan(outcome.model)} ${outcome.version} is in service already\n\n` +
        `The same bytes are deployed to ${codeSpan(outcome.environment)}, so nothing was changed.`
      );
    case 'ended':
      return renderEnd(outcome);
  }
}

export function describeEmptyStage({
  model,
  stage,
}: {
  readonly model: string;
  readonly stage: string;
}): string {
  return `No version of \`${model}\` is assigned to the stage \`${stage}\`. Register and promote one, then deploy again.`;
}

export function describeRestart(model: string, again: Again): string {
  switch (again.kind) {
    case 'overtaken': {
      const why = describePhase(describeAsPhase('start', again).detail);
      return `${model}: this deployment was overtaken: ${why}. It starts again with what is wanted now.`;
    }
    case 'disturbed':
      return `${model}: deployment ${again.by} to the same environment was at work at the same time and ended otherwise. This one starts again, because one may have replaced what the other one left in service.`;
  }
}

function renderEnd({ document, url, releaseUrl, doubts, logs }: Ended): string {
  const rows = document.phases.map(({ name, outcome, detail }) => [
    phaseMarks[outcome],
    phaseTitles[name],
    renderDetail(detail),
  ]);
  const lines = [
    `## ${renderHeadline(document)}`,
    `[Release of ${document.model} ${document.version}](${releaseUrl}) · model ${literal(document.modelDigest.slice(0, 12))}` +
      (url === undefined ? '' : ` · service at ${literal(url)}`),
    ...doubts.map(({ text }) => `⚠️ Registered although ${escapeSentence(text)}.`),
    renderTable([{ title: '' }, { title: 'step' }, { title: 'result' }], rows),
  ];
  const shownLogs = logs.trimEnd().split('\n').slice(-SHOWN_LOG_LINES).join('\n');
  if (shownLogs !== '') lines.push(`Last lines of the service:\n\n${fenced(shownLogs)}`);
  return lines.join('\n\n');
}

function renderDetail(detail: PhaseDetail): string {
  const text = describePhase(detail);
  return detail.code === 'image-in-registry' ? literal(text) : escapeSentence(text);
}

function renderHeadline({
  model,
  version,
  environment,
  outcome,
  previous,
  target,
}: Ended['document']): string {
  const what = `${codeSpan(model)} ${version}`;
  const where = codeSpan(environment);
  switch (outcome) {
    case 'deployed':
      if (target === 'none') return `${what} is ready: its image is in the registry`;
      return previous?.version === undefined
        ? `${what} is in service in ${where}`
        : `${what} is in service in ${where}, in place of ${previous.version}`;
    case 'rolled-back':
      return `${what} was rolled back: ${previous?.version ?? 'the version before'} serves again in ${where}`;
    case 'failed':
      return `${what} could not be deployed to ${where}`;
  }
}

/** For what is to be copied, such as a digest: without the characters that keep untrusted text from linking. */
function literal(text: string): string {
  return /^[\x21-\x5f\x61-\x7e]+$/.test(text) ? `\`${text}\`` : codeSpan(text);
}

/** As code, whatever the service printed. */
function fenced(text: string): string {
  const longestRun = Math.max(2, largest(Array.from(text.matchAll(/`+/g), ([run]) => run.length)));
  const fence = '`'.repeat(longestRun + 1);
  // oxlint-disable-next-line no-control-regex
  return `${fence}text\n${text.replace(/[\x00-\x08\x0b-\x1f\x7f]/g, '')}\n${fence}`;
}

export function renderDeployOutputs(
  outcome: DeployOutcome,
): Partial<Record<(typeof deployOutputs)[number], string | number>> {
  switch (outcome.kind) {
    case 'empty-stage':
      return { outcome: outcome.kind };
    case 'unchanged': {
      const { version, modelDigest, deploymentId, environment, image, url } = outcome;
      return {
        outcome: outcome.kind,
        version,
        'model-digest': modelDigest,
        'deployment-id': deploymentId,
        environment,
        image: image === undefined ? '' : renderPinnedImage(image),
        url: url ?? '',
      };
    }
    case 'ended': {
      const { document, image, url } = outcome;
      return {
        outcome: document.outcome,
        version: document.version,
        'model-digest': document.modelDigest,
        'deployment-id': document.deploymentId ?? '',
        environment: document.environment,
        image: image === undefined ? '' : renderPinnedImage(image),
        url: url ?? '',
      };
    }
  }
}

/** Why the step fails; undefined when it does not. */
export function describeDeployFailure(outcome: DeployOutcome): string | undefined {
  if (outcome.kind !== 'ended' || outcome.document.outcome === 'deployed') return undefined;
  const { model, version, phases, previous, outcome: end } = outcome.document;
  const failed = phases.find((phase) => phase.outcome === 'failed');
  const rollback = phases.find(({ name }) => name === 'rollback');
  const serves =
    end === 'rolled-back'
      ? `${previous?.version ?? 'the version before'} serves again`
      : rollback === undefined
        ? 'nothing was changed'
        : describePhase(rollback.detail);
  const why =
    failed === undefined ? 'deployment failed' : `${failed.name} failed: ${describePhase(failed.detail)}`;
  return `${model} ${version}: ${why}; ${serves}`;
}
