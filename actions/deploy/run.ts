/**
 * The story of one deployment: resolve, fetch, image, record, push, start, verify, shift, finish. The record on GitHub
 * begins before anything is pushed or started, and ends in a final state whatever happens.
 */
import type { Phase } from '../../src/shared/domain/rollout/deployment-document.ts';
import type { DeployOutcome, Ended } from './outcome.ts';
import type { DeployStep } from './ports.ts';
import { describeEmptyStage } from './report.ts';
import { describeEnd, describeUnchanged } from './steps/describe-end.ts';
import type { Deployable } from './steps/deployable.ts';
import { fetchModel } from './steps/fetch-model.ts';
import { fetchPrevious } from './steps/fetch-previous.ts';
import { finalizeDeployment } from './steps/finalize-deployment.ts';
import { findService, findUnchanged, type Service } from './steps/find-service.ts';
import { prepareImage } from './steps/prepare-image.ts';
import { pushImage } from './steps/push-image.ts';
import { createDeployment, markOnFailure } from './steps/record-deployment.ts';
import { resolve } from './steps/resolve.ts';
import { rollOut } from './steps/roll-out.ts';
import { createRollout, type Rollout } from './steps/rollout.ts';
import { shiftTraffic } from './steps/shift-traffic.ts';
import { startCandidate } from './steps/start-candidate.ts';
import { verifyService } from './steps/verify-service.ts';

/** @throws InputError, ServiceError, ConflictError before anything in service was touched. */
export async function runDeploy(step: DeployStep): Promise<DeployOutcome> {
  const resolved = await resolve(step);
  if (resolved.kind === 'empty-stage') {
    step.ports.log.notice(describeEmptyStage(resolved));
    return resolved;
  }
  const model = await fetchModel(step.ports, resolved.version, 'version');
  const image = await prepareImage(step, resolved.settings.image, model);
  const deployable: Deployable = { ...resolved, model, image };
  const service = await findService(step, deployable);
  const unchanged = await findUnchanged(step, deployable, service);
  if (unchanged !== undefined && !step.inputs.force) return describeUnchanged(deployable, unchanged);
  return deploy(step, deployable, service);
}

async function deploy(step: DeployStep, deployable: Deployable, service: Service): Promise<Ended> {
  const previous = await fetchPrevious(step.ports, deployable, service);
  const record = await createDeployment(step, deployable);
  const push = { record, state: 'failure', purpose: 'push of the image' } as const;
  await markOnFailure(step, push, () => pushImage(step, deployable));
  const rollout = createRollout(step, deployable, { service, previous });
  const rollingOut = { record, state: 'error', purpose: 'rollout' } as const;
  const result = await markOnFailure(step, rollingOut, () => rollOut(rollout, phasesOf));
  const ended = describeEnd(deployable, { result, previous: service.running, deploymentId: record.id });
  await finalizeDeployment(step, { record, known: service.known, ended });
  return ended;
}

/** The steps in the order of the strategy. The consumer stops at the first phase that failed. */
async function* phasesOf(rollout: Rollout): AsyncGenerator<Phase> {
  for (const step of rollout.plan) {
    switch (step.kind) {
      case 'start':
        yield await startCandidate(rollout);
        break;
      case 'verify':
        yield* verifyService(rollout);
        break;
      case 'shift':
        yield await shiftTraffic(rollout, step.weight);
        break;
      case 'finish':
        await rollout.target.finish();
        break;
    }
  }
}
