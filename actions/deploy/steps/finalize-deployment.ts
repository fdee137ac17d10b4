/** The final state of a deployment on GitHub, and what it leaves to those before it; then the event in the ledger. */
import type { Deployment } from '../../../src/shared/domain/documents/deployment.ts';
import { runUrlOf } from '../../../src/shared/domain/kernel/origin.ts';
import type { DeploymentStatus } from '../../../src/shared/domain/kernel/platform.ts';
import {
  finalState,
  hasEnded,
  supersededBy,
  unfinishedBefore,
  type BegunDeployment,
  type KnownDeployment,
} from '../../../src/shared/domain/rollout/known-deployments.ts';
import { describePhase } from '../../../src/shared/domain/report/phase-text.ts';
import { tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import type { Ended } from '../outcome.ts';
import type { DeployStep } from '../ports.ts';
import type { Deployable } from './deployable.ts';
import { enterLedger } from './enter-ledger.ts';
import type { Service } from './find-service.ts';
import { findDisturbed } from './disturbed.ts';
import { findOvertaken, listOthers, type Again } from './overtaken.ts';

export interface Finalization {
  readonly begun: BegunDeployment;
  readonly service: Service;
  readonly outcome: Ended;
  readonly round: number;
}

/**
 * @returns why the deployment has to start again, whatever the end was: a rollback too may have replaced what others
 * deployed.
 *
 * Success makes the deployments before it inactive, so that one is active: GitHub leaves replaced deployments to
 * production environments as they are.
 */
export async function finalizeDeployment(
  step: DeployStep,
  deployable: Deployable,
  { begun, service, outcome, round }: Finalization,
): Promise<Again | undefined> {
  const { record } = begun;
  const { known } = service;
  const ended = await setFinalState(step, begun, { known, outcome });
  const what = 'whether another version is wanted by now is not known';
  const others = await tryOrWarn(step.ports.log, what, () => listOthers(step, deployable, { record, known }));
  if (ended.state === 'success') {
    await retire(step, { record, status: ended }, [...known, ...(others ?? [])]);
  }
  await enterLedger(step, outcome.document, { record, round });
  return (
    others &&
    (await tryOrWarn(step.ports.log, what, async () => {
      const overtaken = await findOvertaken(step, deployable, { record, others });
      const course = { begun: begun.status, ended };
      return overtaken ?? (await findDisturbed(deployable, service, { course, others }));
    }))
  );
}

async function setFinalState(
  step: DeployStep,
  { record }: BegunDeployment,
  { known, outcome: { document, url } }: Pick<Finalization, 'outcome'> & Pick<Service, 'known'>,
): Promise<DeploymentStatus> {
  const { deployments } = step.ports;
  const state = finalState(document);
  if (state === 'success') await retireUnfinished(step, record, known);
  return await deployments.setState(record.id, state, {
    description: describe(document),
    ...(state === 'success' && url !== undefined && { environmentUrl: url }),
    logUrl: runUrlOf(step.context),
  });
}

/** The run of what is in service may have ended before it made those before it inactive. */
export async function retireReplaced(step: DeployStep, { known, inService }: Service): Promise<void> {
  const found = known.find(({ record: { id } }) => id === inService?.deploymentId);
  if (found?.status === undefined) return;
  await retireUnfinished(step, found.record, known);
  await retire(step, { ...found, status: found.status }, known);
}

/** Their states are read again: the end of one that was at work says more than that it was replaced. */
async function retireUnfinished(
  step: DeployStep,
  { id, ref }: BegunDeployment['record'],
  known: readonly KnownDeployment[],
): Promise<void> {
  for (const { record } of unfinishedBefore(id, known)) {
    const status = await step.ports.deployments.status(record.id);
    if (!hasEnded(status?.state)) await makeInactive(step, record.id, ref);
  }
}

async function retire(
  step: DeployStep,
  current: BegunDeployment,
  known: readonly KnownDeployment[],
): Promise<void> {
  for (const id of new Set(supersededBy(current, known))) await makeInactive(step, id, current.record.ref);
}

async function makeInactive({ ports }: DeployStep, id: number, ref: string): Promise<void> {
  await ports.deployments.setState(id, 'inactive', { description: `replaced by ${ref}` });
}

function describe({ version, outcome, phases, previous }: Deployment): string {
  if (outcome === 'deployed') return `${version} is in service`;
  const failed = phases.find((phase) => phase.outcome === 'failed');
  const why = failed === undefined ? 'deployment: failed' : `${failed.name}: ${describePhase(failed.detail)}`;
  return outcome === 'rolled-back'
    ? `rolled back to ${previous?.version ?? 'the version before'}; ${why}`
    : why;
}
