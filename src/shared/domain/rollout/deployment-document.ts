/** `deployment.json` from what happened: one phase after the other, and how it ended. */
import type { Deployment } from '../documents/deployment.ts';

export const phaseNames = ['verify', 'image', 'start', 'health', 'smoke-test', 'rollback'] as const;
export type PhaseName = (typeof phaseNames)[number];

export interface Phase {
  readonly name: PhaseName;
  readonly outcome: 'ok' | 'failed' | 'skipped';
  /** One line for a person. */
  readonly detail: string;
}

/** A failed phase with a rollback that worked is "rolled-back"; any other failure is "failed". */
export function decideOutcome(phases: readonly Phase[]): Deployment['outcome'] {
  const rollback = phases.find(({ name }) => name === 'rollback');
  if (rollback !== undefined) return rollback.outcome === 'ok' ? 'rolled-back' : 'failed';
  return phases.some(({ outcome }) => outcome === 'failed') ? 'failed' : 'deployed';
}

export type DeploymentFacts = Omit<Deployment, 'schema' | 'strategy' | 'outcome' | 'phases'> & {
  readonly phases: readonly Phase[];
};

export function describeDeployment(facts: DeploymentFacts): Deployment {
  return {
    schema: 'model-steward/deployment/1',
    strategy: 'basic',
    ...facts,
    phases: [...facts.phases],
    outcome: decideOutcome(facts.phases),
  };
}
