/**
 * Late is late: what the newest state wants is read again just before the cutover and after the end, because the stage
 * may have been moved, and another run may have deployed, while this one was at work.
 */
import { findLastRequest, type Wanted } from '../../../src/shared/domain/rollout/overtaken.ts';
import type { Phase } from '../../../src/shared/domain/rollout/deployment-document.ts';
import { deploymentTask, type KnownDeployment } from '../../../src/shared/domain/rollout/rollout.ts';
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import type { DeploymentRecord } from '../../../src/shared/domain/kernel/platform.ts';
import type { DeployStep } from '../ports.ts';
import type { Deployable } from './deployable.ts';
import { resolveVersion } from './resolve-version.ts';

export interface Overtaken {
  readonly wanted: Wanted;
  /** Undefined when the stage is empty now. */
  readonly version: string | undefined;
}

/** Deployments that were created after this one. */
export async function listNewer(
  { ports: { deployments } }: DeployStep,
  { environment, name }: Deployable,
  record: DeploymentRecord,
): Promise<readonly KnownDeployment[]> {
  const newer = (await deployments.list(environment, deploymentTask(name))).filter(
    ({ id }) => id > record.id,
  );
  return await Promise.all(
    newer.map(async (later) => ({ record: later, status: await deployments.status(later.id) })),
  );
}

/** @returns undefined while this version is the one that is wanted. */
export async function findOvertaken(
  { ports }: DeployStep,
  { name, version, wanted: own }: Deployable,
  { record, newer }: { readonly record: DeploymentRecord; readonly newer: readonly KnownDeployment[] },
): Promise<Overtaken | undefined> {
  const wanted = findLastRequest({ deploymentId: record.id, wanted: own }, newer);
  const now =
    wanted.kind === 'version'
      ? wanted.version
      : resolveVersion(await ports.tags.ofModel(name), name, wanted)?.version;
  return now === version.version ? undefined : { wanted, version: now };
}

export function describeAsPhase(name: Phase['name'], { wanted, version }: Overtaken): Phase {
  const stage = wanted.kind === 'stage' ? { stage: wanted.stage } : {};
  return {
    name,
    outcome: 'failed',
    detail: { code: 'overtaken', ...stage, ...(version !== undefined && { version }) },
  };
}

export function movedTooOften({ model }: DeployStep, rounds: number): ConflictError {
  return new ConflictError(
    'CHAMPION_MOVED',
    `${model.name}: expected one version to be wanted until it serves, got another one in each of ${rounds} rounds`,
    {
      hint: 'run the job again after the moves of the stage have ended, and give the workflow a `concurrency` group',
    },
  );
}
