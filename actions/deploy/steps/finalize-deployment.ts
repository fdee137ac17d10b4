/** The final state of a deployment on GitHub, and what it leaves to those before it; then the event in the ledger. */
import type { Deployment } from '../../../src/shared/domain/documents/deployment.ts';
import { runUrlOf } from '../../../src/shared/domain/kernel/origin.ts';
import type { DeploymentRecord } from '../../../src/shared/domain/kernel/platform.ts';
import {
  finalState,
  supersededBy,
  type KnownDeployment,
} from '../../../src/shared/domain/rollout/rollout.ts';
import { describePhase } from '../../../src/shared/domain/report/phase-text.ts';
import type { Ended } from '../outcome.ts';
import type { DeployStep } from '../ports.ts';
import { enterLedger } from './enter-ledger.ts';

export interface Finalization {
  readonly record: DeploymentRecord;
  readonly known: readonly KnownDeployment[];
  readonly ended: Ended;
}

/**
 * Success makes the deployments before it inactive, so that one is active: GitHub leaves replaced deployments to
 * production environments as they are.
 */
export async function finalizeDeployment(
  step: DeployStep,
  { record, known, ended }: Finalization,
): Promise<void> {
  const { deployments } = step.ports;
  const { document, url } = ended;
  const state = finalState(document);
  await deployments.setState(record.id, state, {
    description: describe(document),
    ...(state === 'success' && url !== undefined && { environmentUrl: url }),
    logUrl: runUrlOf(step.context),
  });
  const replaced = state === 'success' ? supersededBy(record.id, known) : [];
  for (const id of replaced) {
    await deployments.setState(id, 'inactive', { description: `replaced by ${record.ref}` });
  }
  await enterLedger(step, document, record);
}

function describe({ version, outcome, phases, previous }: Deployment): string {
  if (outcome === 'deployed') return `${version} is in service`;
  const failed = phases.find((phase) => phase.outcome === 'failed');
  const why = failed === undefined ? 'deployment: failed' : `${failed.name}: ${describePhase(failed.detail)}`;
  return outcome === 'rolled-back'
    ? `rolled back to ${previous?.version ?? 'the version before'}; ${why}`
    : why;
}
