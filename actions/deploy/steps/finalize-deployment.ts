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
import { tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import type { Ended } from '../outcome.ts';
import type { DeployStep } from '../ports.ts';
import type { Deployable } from './deployable.ts';
import { enterLedger } from './enter-ledger.ts';
import type { Service } from './find-service.ts';
import { findOvertaken, listNewer, type Overtaken } from './overtaken.ts';

export interface Finalization {
  readonly record: DeploymentRecord;
  /** Those that were there when this one began. */
  readonly known: readonly KnownDeployment[];
  readonly ended: Ended;
  readonly round: number;
}

/**
 * @returns what is wanted instead by now, whatever the end was: a rollback too may have replaced what others deployed.
 *
 * Success makes the deployments before it inactive, so that one is active: GitHub leaves replaced deployments to
 * production environments as they are.
 */
export async function finalizeDeployment(
  step: DeployStep,
  deployable: Deployable,
  { record, known, ended, round }: Finalization,
): Promise<Overtaken | undefined> {
  const { deployments } = step.ports;
  const { document, url } = ended;
  const state = finalState(document);
  await deployments.setState(record.id, state, {
    description: describe(document),
    ...(state === 'success' && url !== undefined && { environmentUrl: url }),
    logUrl: runUrlOf(step.context),
  });
  const what = 'whether another version is wanted by now is not known';
  const newer = await tryOrWarn(step.ports.log, what, () => listNewer(step, deployable, record));
  const replaced = state === 'success' ? supersededBy(record.id, [...(newer ?? []), ...known]) : [];
  await retire(step, record, replaced);
  await enterLedger(step, document, { record, round });
  return (
    newer && (await tryOrWarn(step.ports.log, what, () => findOvertaken(step, deployable, { record, newer })))
  );
}

/** The run of what is in service may have ended before it made those before it inactive. */
export async function retireReplaced(step: DeployStep, { known, inService }: Service): Promise<void> {
  const record = known.find(({ record: { id } }) => id === inService?.deploymentId)?.record;
  if (record !== undefined) await retire(step, record, supersededBy(record.id, known));
}

async function retire(
  { ports }: DeployStep,
  { ref }: DeploymentRecord,
  replaced: readonly number[],
): Promise<void> {
  for (const id of replaced) {
    await ports.deployments.setState(id, 'inactive', { description: `replaced by ${ref}` });
  }
}

function describe({ version, outcome, phases, previous }: Deployment): string {
  if (outcome === 'deployed') return `${version} is in service`;
  const failed = phases.find((phase) => phase.outcome === 'failed');
  const why = failed === undefined ? 'deployment: failed' : `${failed.name}: ${describePhase(failed.detail)}`;
  return outcome === 'rolled-back'
    ? `rolled back to ${previous?.version ?? 'the version before'}; ${why}`
    : why;
}
