/**
 * A phase of a deployment as a sentence, from the code and values of the document. Plain text with words of services
 * in it, so whoever puts it into Markdown escapes it. A code of a newer version is shown as it is.
 */
import { showValue, type UnknownMember } from '../documents/open-values.ts';
import type { HealthDetail, ReadPhaseDetail, SmokeTestDetail } from '../documents/phase.ts';
import { countOf } from '../text/number-text.ts';
import { describeSignatureProblem } from './signature-problem-text.ts';

const PREVIOUS = 'the version before';
const STOPPED = 'what was started is stopped again';

/** "2 rows sent, 2 predicted: [0.1, 0.9]", without a full stop. */
export function describePhase(detail: ReadPhaseDetail): string {
  switch (detail.code) {
    case 'files-verified':
      return `${countOf(detail.files, 'file')} ${detail.files === 1 ? 'has' : 'have'} the registered SHA-256`;
    case 'image-in-registry':
      return `${detail.repository}@${detail.digest}`;
    case 'image-not-requested':
    case 'target-not-requested':
    case 'not-recorded':
    case 'no-service-url':
    case 'no-example-input':
      return describeOmitted(detail);
    case 'command-started':
      return `the command started ${detail.version}`;
    case 'container-created':
      return `a container was created from ${detail.repository}@${detail.digest}`;
    case 'traffic-shifted':
      return `${detail.version} receives ${detail.trafficFraction * 100} % of the requests`;
    case 'health-answered':
    case 'health-no-answer':
    case 'health-status':
    case 'health-other-version':
    case 'container-missing':
    case 'container-ended':
    case 'container-restarting':
    case 'container-check-passed':
    case 'container-check-failed':
    case 'container-check-pending':
    case 'container-without-check':
    case 'command-ended':
    case 'health-timeout':
      return describeHealth(detail);
    case 'smoke-test-passed':
    case 'smoke-test-row-count':
    case 'smoke-test-no-answer':
    case 'smoke-test-status':
    case 'smoke-test-no-predictions':
    case 'smoke-test-signature':
      return describeSmokeTest(detail);
    case 'overtaken':
      return describeOvertaken(detail);
    case 'previous-restored':
    case 'previous-unhealthy':
    case 'previous-lost':
    case 'nothing-to-restore':
      return describeRollback(detail);
    case 'error':
      return detail.message;
    default:
      return showUnknown(detail);
  }
}

type Omitted = `${'image' | 'target'}-not-requested` | 'not-recorded' | 'no-service-url' | 'no-example-input';

/** Why there is nothing to say of a phase. */
function describeOmitted({ code }: Extract<ReadPhaseDetail, { code: Omitted }>): string {
  switch (code) {
    case 'image-not-requested':
      return 'no `image` to push to';
    case 'target-not-requested':
      return 'no `target`: only the image was requested';
    case 'not-recorded':
      return 'the run ended before it could record what it did';
    case 'no-service-url':
      return 'no `url` to send it to';
    case 'no-example-input':
      return 'the release has no example input (`train: example:`)';
  }
}

/** What a request to the service, or the container itself, says about its health. */
function describeHealth(detail: Extract<ReadPhaseDetail, { code: HealthDetail['code'] }>): string {
  switch (detail.code) {
    case 'health-answered':
      return `${detail.path} answers with status ${detail.status}`;
    case 'health-no-answer':
      return `${detail.path}: nothing answers`;
    case 'health-status':
      return `${detail.path}: it answers with status ${detail.status}`;
    case 'health-other-version':
      return `${detail.path}: it still serves version ${detail.version}`;
    case 'container-missing':
      return 'the container is gone';
    case 'container-ended':
      return `the container ended with exit code ${detail.exitCode}${detail.restarts === 0 ? '' : `, ${countOf(detail.restarts, 'restart')}`}`;
    case 'container-restarting':
      return `the container ended with exit code ${detail.exitCode} and is started again`;
    case 'container-check-passed':
      return 'the health check of the image passes';
    case 'container-check-failed':
      return 'the health check of the image fails';
    case 'container-check-pending':
      return 'the health check of the image has not passed yet';
    case 'container-without-check':
      return 'the container runs; its image has no health check';
    case 'command-ended':
      return `the command ended with exit code ${detail.exitCode}`;
    case 'health-timeout':
      return `not healthy within ${detail.timeoutSeconds} s: ${describePhase(detail.last)}`;
  }
}

/** What the service answers to the example input. */
function describeSmokeTest(detail: Extract<ReadPhaseDetail, { code: SmokeTestDetail['code'] }>): string {
  switch (detail.code) {
    case 'smoke-test-passed':
      return `${countOf(detail.rowsSent, 'row')} sent, ${detail.rowsPredicted} predicted: ${detail.answer}`;
    case 'smoke-test-row-count':
      return `${countOf(detail.rowsSent, 'row')} sent, but ${detail.rowsPredicted} predicted: ${detail.answer}`;
    case 'smoke-test-no-answer':
      return 'no answer to the example input';
    case 'smoke-test-status':
      return `status ${detail.status} to the example input: ${detail.answer || 'an empty body'}`;
    case 'smoke-test-no-predictions':
      return `expected JSON with predictions, got ${detail.answer || 'an empty body'}`;
    case 'smoke-test-signature':
      return `the example input was not sent, for it is not what the signature of the model says: ${detail.problems.map(describeSignatureProblem).join('; ')}`;
  }
}

/** What is wanted instead of the version of this run. */
function describeOvertaken({ stage, version }: Extract<ReadPhaseDetail, { code: 'overtaken' }>): string {
  return stage === undefined
    ? `a deployment of ${version ?? 'another version'} was requested later`
    : `${version ?? 'no version'} is assigned to ${stage} now`;
}

/** What serves after a deployment that failed. */
function describeRollback(
  detail: Extract<ReadPhaseDetail, { code: `previous-${string}` | 'nothing-to-restore' }>,
): string {
  switch (detail.code) {
    case 'previous-restored':
      return `${detail.version ?? PREVIOUS} serves again`;
    case 'previous-unhealthy':
      return `${detail.version ?? PREVIOUS} was started again, but: ${describePhase(detail.health)}`;
    case 'previous-lost':
      return `${detail.version ?? PREVIOUS} cannot be started again; ${STOPPED}`;
    case 'nothing-to-restore':
      return `nothing served before; ${STOPPED}`;
  }
}

/** Takes no known member, so a code without its sentence fails to compile. */
function showUnknown({ code }: UnknownMember<'code'>): string {
  return showValue(code);
}
