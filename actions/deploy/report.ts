/** The job summary and the outputs of deploy, in plain language. */
import type { Phase } from '../../src/shared/domain/rollout/deployment-document.ts';
import { codeSpan, escapeText } from '../../src/shared/domain/text/untrusted-text.ts';
import { renderTable } from '../../src/shared/domain/text/table.ts';
import type { DeployOutcome, Ended } from './outcome.ts';

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

const phaseTitles: Readonly<Record<Phase['name'], string>> = {
  verify: "The release's files",
  image: 'Image',
  start: 'Start',
  health: 'Health',
  'smoke-test': 'Example input',
  rollback: 'Way back',
};
const phaseMarks: Readonly<Record<Phase['outcome'], string>> = { ok: '✅', failed: '❌', skipped: '➖' };

export function renderDeployReport(outcome: DeployOutcome): string {
  switch (outcome.kind) {
    case 'empty-stage':
      return `## Nothing to deploy\n\n${describeEmptyStage(outcome)}`;
    case 'unchanged':
      return (
        `## ${codeSpan(outcome.model)} ${outcome.version} is in service already\n\n` +
        `The same bytes serve in ${codeSpan(outcome.environment)}, so nothing was done.`
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
  return `No version of \`${model}\` holds the stage \`${stage}\` yet. Register one, and it is deployed from there.`;
}

function renderEnd({ document, url, releaseUrl, logs }: Ended): string {
  const rows = document.phases.map(({ name, outcome, detail }) => [
    phaseMarks[outcome],
    phaseTitles[name as Phase['name']],
    name === 'image' && outcome === 'ok' ? literal(detail) : escapeText(detail),
  ]);
  const lines = [
    `## ${renderHeadline(document)}`,
    `[Release of ${document.model} ${document.version}](${releaseUrl}) · model ${literal(document.modelDigest.slice(0, 12))}` +
      (url === undefined ? '' : ` · service at ${literal(url)}`),
    renderTable([{ title: '' }, { title: 'step' }, { title: 'what happened' }], rows),
  ];
  const shownLogs = logs.trimEnd().split('\n').slice(-SHOWN_LOG_LINES).join('\n');
  if (shownLogs !== '') lines.push(`What the service printed last:\n\n${fenced(shownLogs)}`);
  return lines.join('\n\n');
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
      return `${what} did not make it: ${previous?.version ?? 'the version before'} serves again in ${where}`;
    case 'failed':
      return `${what} could not be put into service in ${where}`;
  }
}

/** For what is to be copied, such as a digest: shown without the marks that keep strangers' text from linking. */
function literal(text: string): string {
  return /^[\x21-\x5f\x61-\x7e]+$/.test(text) ? `\`${text}\`` : codeSpan(text);
}

/** As code, whatever the service printed. */
function fenced(text: string): string {
  const longestRun = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longestRun + 1);
  // eslint-disable-next-line no-control-regex
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
        image: image?.reference ?? '',
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
        image: image?.reference ?? '',
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
  const wayBack = phases.find(({ name }) => name === 'rollback');
  const serves =
    end === 'rolled-back'
      ? `${previous?.version ?? 'the version before'} serves again`
      : (wayBack?.detail ?? 'nothing was changed');
  return `${model} ${version}: ${failed?.name ?? 'deployment'} failed: ${failed?.detail ?? ''}; ${serves}`;
}
