/** `deployment.json` from what happened: one phase after the other, and the outcome that follows from them. */
import {
  DEFAULT_STRATEGY,
  type Deployment,
  type PhaseName,
  type PhaseOutcome,
} from '../documents/deployment.ts';
import type { PhaseDetail } from '../documents/phase.ts';
import { readPinnedImage, renderImageName } from '../kernel/image-reference.ts';
import type { DeploymentRecord } from '../kernel/platform.ts';
import { readPayload } from './known-deployments.ts';

export interface Phase {
  readonly name: PhaseName;
  readonly outcome: PhaseOutcome;
  readonly detail: PhaseDetail;
}

/** A failed phase with a rollback that worked is "rolled-back"; any other failure is "failed". */
export function decideOutcome(phases: readonly Phase[]): Deployment['outcome'] {
  const rollback = phases.find(({ name }) => name === 'rollback');
  if (rollback !== undefined) return rollback.outcome === 'ok' ? 'rolled-back' : 'failed';
  return phases.some(({ outcome }) => outcome === 'failed') ? 'failed' : 'deployed';
}

export type DeploymentRequest = Omit<Deployment, 'schema' | 'outcome' | 'phases'> & {
  readonly phases: readonly Phase[];
};

export function describeDeployment(request: DeploymentRequest): Deployment {
  return {
    schema: 'model-steward/deployment/1',
    ...request,
    phases: [...request.phases],
    outcome: decideOutcome(request.phases),
  };
}

/**
 * The document of a deployment that succeeded, of which the ledger has nothing: as much as GitHub's record says.
 * @returns undefined for a record that does not say enough.
 */
export function describeFromRecord(model: string, record: DeploymentRecord): Deployment | undefined {
  const { version, modelDigest, modelDocument, target, stage, image } = readPayload(record) ?? {};
  if (
    version === undefined ||
    modelDigest === undefined ||
    modelDocument === undefined ||
    target === undefined
  )
    return undefined;
  const pinned = readPinnedImage(image ?? '');
  return describeDeployment({
    ...{ model, version, modelDigest, modelDocument, target, environment: record.environment },
    ...(stage !== undefined && { stage }),
    ...(pinned && { image: { repository: renderImageName(pinned), digest: pinned.digest } }),
    strategy: DEFAULT_STRATEGY,
    phases: [{ name: 'start', outcome: 'skipped', detail: { code: 'not-recorded' } }],
    deploymentId: record.id,
  });
}
