/**
 * Late is late: what the newest state wants is read again just before the cutover and after the end, because the stage
 * may have been moved, and another run may have deployed, while this one was at work.
 */
import { largest } from '../../../src/shared/domain/kernel/extremes.ts';
import { findLastRequest, type Wanted } from '../../../src/shared/domain/rollout/last-request.ts';
import type { Phase } from '../../../src/shared/domain/rollout/deployment-document.ts';
import {
  deploymentTask,
  hasEnded,
  type KnownDeployment,
} from '../../../src/shared/domain/rollout/known-deployments.ts';
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import type { DeploymentRecord } from '../../../src/shared/domain/kernel/platform.ts';
import type { DeployStep } from '../ports.ts';
import type { Deployable } from './deployable.ts';
import { resolveVersion } from './resolve-version.ts';

export interface Overtaken {
  readonly kind: 'overtaken';
  readonly wanted: Wanted;
  /** Undefined when the stage is empty now. */
  readonly version: string | undefined;
}

/** Another deployment that was at work at the same time may have replaced what this one left in service, or the reverse. */
export interface Disturbed {
  readonly kind: 'disturbed';
  readonly wanted: Wanted;
  /** Id of that deployment. */
  readonly by: number;
}

/** Why a deployment starts again. */
export type Again = Overtaken | Disturbed;

interface OwnDeployment {
  readonly record: DeploymentRecord;
  /** Those that were there when this one began. */
  readonly known: readonly KnownDeployment[];
}

/** Deployments that were created after this one. */
export async function listNewer(
  step: DeployStep,
  deployable: Deployable,
  { id: ownId }: DeploymentRecord,
): Promise<readonly KnownDeployment[]> {
  return await listWhere(step, deployable, (id) => id > ownId);
}

/** Deployments that were at work beside this one, or may have been. */
export async function listOthers(
  step: DeployStep,
  deployable: Deployable,
  { record: { id: ownId }, known }: OwnDeployment,
): Promise<readonly KnownDeployment[]> {
  const newestKnown = Math.max(0, largest(known.map(({ record }) => record.id)));
  const unfinished = new Set(
    known.filter(({ status }) => !hasEnded(status?.state)).map(({ record }) => record.id),
  );
  return await listWhere(step, deployable, (id) => id !== ownId && (id > newestKnown || unfinished.has(id)));
}

async function listWhere(
  { ports: { deployments }, model }: DeployStep,
  { environment }: Deployable,
  isWanted: (id: number) => boolean,
): Promise<readonly KnownDeployment[]> {
  const listed = (await deployments.list(environment, deploymentTask(model.name))).filter(
    ({ id, isByHand }) => !isByHand && isWanted(id),
  );
  return await Promise.all(
    listed.map(async (record) => ({ record, status: await deployments.status(record.id) })),
  );
}

/** @returns undefined while this version is the one that is wanted. */
export async function findOvertaken(
  { ports, model: { name } }: DeployStep,
  { tagged, wanted: own }: Deployable,
  { record, others }: { readonly record: DeploymentRecord; readonly others: readonly KnownDeployment[] },
): Promise<Overtaken | undefined> {
  const wanted = findLastRequest({ deploymentId: record.id, wanted: own }, others);
  const now =
    wanted.kind === 'version'
      ? wanted.version
      : resolveVersion(await ports.tags.ofModel(name), name, wanted)?.version;
  return now === tagged.version ? undefined : { kind: 'overtaken', wanted, version: now };
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
    `${model.name}: expected one deployment to the environment at a time, got others that changed what is wanted or served in each of ${rounds} rounds`,
    {
      hint: 'run the job again after the others have ended, and give the workflow a `concurrency` group',
    },
  );
}
