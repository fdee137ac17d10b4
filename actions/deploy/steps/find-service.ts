/** What serves now: by GitHub's deployments, by the target itself, and by a request to its address. */
import {
  deploymentTask,
  findInService,
  findMadeInactive,
  isSameDeployment,
  type InService,
  type KnownDeployment,
} from '../../../src/shared/domain/rollout/known-deployments.ts';
import type { DeploymentRecord } from '../../../src/shared/domain/kernel/platform.ts';
import type { RunningService, ServiceTarget } from '../../../src/shared/ports/serving.ts';
import { describeMadeByHand, describeMadeInactive } from '../../../src/shared/domain/report/made-by-hand.ts';
import type { DeployStep } from '../ports.ts';
import { deployedVersionOf, type Deployable } from './deployable.ts';
import { requestHealth } from './request-health.ts';

/** By GitHub's deployments. */
export interface RecordedService {
  /** All of this model to this environment that no person made, newest first. */
  readonly listed: readonly DeploymentRecord[];
  /** Earlier deployments of this model to this environment, newest first. */
  readonly known: readonly KnownDeployment[];
  /** As recorded. */
  readonly inService: InService | undefined;
}

export interface Service extends RecordedService {
  /** Undefined where nothing is started. */
  readonly target: ServiceTarget | undefined;
  /** As the target reports it. */
  readonly running: RunningService | undefined;
}

export async function findRecorded(
  step: DeployStep,
  { environment }: Pick<Deployable, 'environment'>,
): Promise<RecordedService> {
  const listed = await listOwn(step, environment);
  const known = await readKnown(step, listed);
  const madeInactive = findMadeInactive(known);
  if (madeInactive !== undefined) step.ports.log.warning(describeMadeInactive(madeInactive.record));
  return { listed, known, inService: findInService(known) };
}

export async function findService(
  { ports, model }: DeployStep,
  { settings, stage, environment }: Deployable,
  recorded: RecordedService,
): Promise<Service> {
  const { inService } = recorded;
  const target = ports.target({ settings, model: model.name, stage, environment, inService });
  return { ...recorded, target, running: await target?.current() };
}

/**
 * Newest first, back to an inactive one below what serves: the deployment that made it inactive did so to all before it.
 * One that was overtaken makes newer ones inactive too, so the first inactive one is not the end where none serves yet.
 */
async function readKnown(
  { ports }: DeployStep,
  listed: readonly DeploymentRecord[],
): Promise<readonly KnownDeployment[]> {
  const known: KnownDeployment[] = [];
  for (const record of listed) {
    const status = await ports.deployments.status(record.id);
    known.push({ record, status });
    if (status?.state === 'inactive' && isComplete(known)) break;
  }
  return known;
}

async function listOwn(
  { ports, model }: DeployStep,
  environment: string,
): Promise<readonly DeploymentRecord[]> {
  const listed = await ports.deployments.list(environment, deploymentTask(model.name));
  const byHand = listed.filter((record) => record.isByHand);
  if (byHand.length > 0) ports.log.warning(describeMadeByHand(byHand));
  return listed.filter((record) => !record.isByHand);
}

/** An environment whose deployments were all made inactive by somebody else is not read to its end. */
const MAX_INACTIVE = 5;

function isComplete(known: readonly KnownDeployment[]): boolean {
  const states = known.map(({ status }) => status?.state);
  return states.includes('success') || states.filter((state) => state === 'inactive').length >= MAX_INACTIVE;
}

/**
 * Whether what is requested serves already: the last deployment put the same bytes in the same place, they are still
 * there, and the service answers.
 * @returns that deployment.
 */
export async function findUnchanged(
  { ports }: DeployStep,
  deployable: Deployable,
  { inService, target, running }: Service,
): Promise<InService | undefined> {
  const { settings, image, tagged } = deployable;
  // Requested in any case: an address that is refused has to be known before anything is touched.
  const health = settings.service && (await requestHealth(ports.probe, settings.service, tagged.version));
  const isSame = inService?.certain === true && isSameDeployment(inService, deployedVersionOf(deployable));
  const runsImage =
    target?.capabilities.reportsImage !== true || running?.imageDigest === image?.pinned.digest;
  const isThere = image?.isPushed !== false && runsImage;
  return isSame && isThere && health?.healthy !== false ? inService : undefined;
}
