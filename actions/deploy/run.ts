/** The story of one deployment: the version with its verified bytes and image, the switch, the record. */
import type { DeploymentRecord, RunContext } from '../../src/shared/domain/kernel/platform.ts';
import { checkHealthAnswer } from '../../src/shared/domain/rollout/health.ts';
import { findInService, isSameDeployment } from '../../src/shared/domain/rollout/rollout.ts';
import type { KnownDeployment } from '../../src/shared/domain/rollout/rollout.ts';
import type { RunningService, ServiceTarget } from '../../src/shared/ports/serving.ts';
import { describeEnd, describeUnchanged } from './steps/describe-end.ts';
import { findPrevious } from './steps/find-previous.ts';
import type { DeployOutcome, Ended } from './outcome.ts';
import type { DeployPorts, DeployStep } from './ports.ts';
import { describeEmptyStage } from './report.ts';
import { rollOut, type RollOutResult } from './steps/roll-out.ts';
import { abandon, announce, enterLedger, listKnown, settle } from './steps/record-deployment.ts';
import { prepareSubject, type Subject } from './steps/subject.ts';
import { PROBE_TIMEOUT_MS } from './steps/verify-service.ts';

/** @throws InputError, ServiceError, ConflictError before anything in service was touched. */
export async function runDeploy(step: DeployStep): Promise<DeployOutcome> {
  const { inputs, context, ports } = step;
  const subject = await prepareSubject(step);
  if (subject.kind === 'empty-stage') {
    ports.log.notice(describeEmptyStage(subject));
    return subject;
  }
  const { name, environment, settings, stage } = subject;
  const known = await listKnown(ports.deployments, environment, name);
  const inService = findInService(known);
  const previous = await findPrevious(ports, subject, inService);
  const target = ports.target({ settings, model: name, stage, previous });
  const running = await target?.current();
  // Asked in any case: an address that may not be asked has to be found out before anything is touched.
  const serves = await stillServes(ports, subject, running);
  const isSame = inService?.certain === true && isSameDeployment(inService, payloadOf(subject));
  if (isSame && serves && !inputs.force) return describeUnchanged(subject, inService.deploymentId);
  return replaceService(ports, { subject, context, known, target, running });
}

interface Replacement {
  readonly subject: Subject;
  readonly context: RunContext;
  readonly known: readonly KnownDeployment[];
  /** Undefined when the image is all that is wanted. */
  readonly target: ServiceTarget | undefined;
  /** What serves now. */
  readonly running: RunningService | undefined;
}

async function replaceService(ports: DeployPorts, replacement: Replacement): Promise<Ended> {
  const { subject, context, known, running } = replacement;
  const { tag, environment, name: model } = subject;
  const startedMs = ports.clock.monotonicMs();
  const payload = payloadOf(subject);
  const record = await announce(ports.deployments, { model, tag, environment, payload, context });
  const result = await switchOver(ports, replacement, record);
  const ended = describeEnd(subject, { result, previous: running, deploymentId: record.id });
  const { document, url } = ended;
  await settle(ports.deployments, { record, known, document, url, context });
  const durationMs = ports.clock.monotonicMs() - startedMs;
  await enterLedger(ports, { document, record, context, durationMs });
  return ended;
}

async function switchOver(
  ports: DeployPorts,
  { subject, target, running, context }: Replacement,
  record: DeploymentRecord,
): Promise<RollOutResult> {
  const { settings, model, image } = subject;
  if (target === undefined) {
    const detail = 'no `target`: the image is all that was asked for';
    return { phases: [{ name: 'start', outcome: 'skipped', detail }], logs: '' };
  }
  const verifier = { probe: ports.probe(settings), clock: ports.clock, settings };
  try {
    return await rollOut({ target, verifier, model, image: image?.reference, previous: running });
  } catch (error) {
    await abandon(ports.deployments, record, context);
    throw error;
  }
}

function payloadOf({ model, image }: Subject): Parameters<typeof isSameDeployment>[1] {
  const { version, modelDigest } = model.document;
  return { version, modelDigest, ...(image && { image: image.reference }) };
}

/** Whether the container runs this image, as far as the target can tell, and the service answers. */
async function stillServes(
  ports: DeployPorts,
  { settings, image, model }: Subject,
  running: RunningService | undefined,
): Promise<boolean> {
  const { target, url, healthPath } = settings;
  const isRunning = target !== 'docker' || running?.imageDigest === image?.digest;
  if (target === 'none' || url === undefined) return isRunning;
  const call = { url: url + healthPath, method: 'GET', timeoutMs: PROBE_TIMEOUT_MS } as const;
  const answer = await ports.probe(settings).request(call);
  return isRunning && checkHealthAnswer(answer, model.document.version).healthy;
}
