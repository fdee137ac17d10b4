/**
 * The deployment on GitHub: created before anything is pushed or started, with a state that follows the work. A step
 * that throws leaves a final state behind, so that the next run knows what it may believe.
 */
import { StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import { runUrlOf } from '../../../src/shared/domain/kernel/origin.ts';
import type {
  DeploymentRecord,
  DeploymentState,
  DeploymentStatus,
} from '../../../src/shared/domain/kernel/platform.ts';
import {
  deploymentTask,
  renderPayload,
  type BegunDeployment,
} from '../../../src/shared/domain/rollout/known-deployments.ts';
import { seenLedger } from '../../../src/shared/usecases/ledger-history.ts';
import type { DeployStep } from '../ports.ts';
import { deployedVersionOf, type Deployable } from './deployable.ts';

/** With what will be in service as its payload, so that the next deployment knows what it replaces. */
export async function createDeployment(
  step: DeployStep,
  deployable: Deployable,
  round: number,
): Promise<BegunDeployment> {
  const { environment, tagged, wanted, model, settings } = deployable;
  const { runId, runAttempt } = step.context;
  const ledger = await seenLedger(step.ports.ledger);
  const record = await step.ports.deployments.create({
    ref: tagged.tag,
    task: deploymentTask(step.model.name),
    environment,
    description: `${tagged.tag} to ${environment}`,
    // The run distinguishes this deployment from an earlier one of the same version.
    payload: renderPayload(deployedVersionOf(deployable), {
      ...(wanted.kind === 'stage' && { stage: wanted.stage }),
      ...{ target: settings.kind, modelDocument: model.documentDigest },
      ...{ run: runId, attempt: runAttempt, round, ...(ledger !== undefined && { ledger }) },
    }),
  });
  const status = await setState(step, record, {
    state: 'in_progress',
    description: `${tagged.tag} is being deployed`,
  });
  return { record, status };
}

export interface Marked {
  readonly record: DeploymentRecord;
  /** `failure` where nothing in service was touched; `error` where it is unknown what serves. */
  readonly state: 'failure' | 'error';
  /** What is being done, for the description. */
  readonly purpose: string;
}

/** @throws what `work` throws, after the deployment was marked with it. */
export async function markOnFailure<T>(
  step: DeployStep,
  { record, state, purpose }: Marked,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof StewardError ? error.message : 'the deployment was interrupted';
    await markFailed(step, record, { state, description: `${purpose}: ${reason}` });
    throw error;
  }
}

/** Never throws: the error that leads here is the one to report. */
async function markFailed(
  step: DeployStep,
  record: DeploymentRecord,
  { state, description }: { readonly state: DeploymentState; readonly description: string },
): Promise<void> {
  try {
    // Another deployment may have made it inactive: what this one left behind is unknown all the same.
    const status = await step.ports.deployments.status(record.id);
    if (status?.state === 'failure' || status?.state === 'error') return;
    await setState(step, record, { state, description });
  } catch {
    // See above.
  }
}

function setState(
  { ports, context }: DeployStep,
  { id }: DeploymentRecord,
  { state, description }: { readonly state: DeploymentState; readonly description: string },
): Promise<DeploymentStatus> {
  return ports.deployments.setState(id, state, { description, logUrl: runUrlOf(context) });
}
