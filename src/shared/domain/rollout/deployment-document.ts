/** `deployment.json` from what happened: one phase after the other, and the outcome that follows from them. */
import type { Deployment, PhaseName, PhaseOutcome } from '../documents/deployment.ts';
import type { PhaseDetail } from '../documents/phase.ts';

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
