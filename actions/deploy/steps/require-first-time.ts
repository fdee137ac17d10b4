/**
 * "Re-run all jobs" names the version again that was named then, maybe weeks ago: what another run has put into service since is
 * newer than that request (docs/lifecycle.md#an-overtaken-deployment).
 */
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import type { DeploymentRecord } from '../../../src/shared/domain/kernel/platform.ts';
import { readPayload } from '../../../src/shared/domain/rollout/known-deployments.ts';
import type { Wanted } from '../../../src/shared/domain/rollout/last-request.ts';
import type { DeployStep } from '../ports.ts';
import type { RecordedService } from './find-service.ts';

/** @throws ConflictError CHAMPION_MOVED where an earlier attempt of this run deployed, and another run did so after it. */
export function requireFirstTime(
  { context, model }: Pick<DeployStep, 'context' | 'model'>,
  wanted: Wanted,
  { listed, inService }: Pick<RecordedService, 'inService' | 'listed'>,
): void {
  if (wanted.kind !== 'version' || inService === undefined || inService.version === wanted.version) return;
  const isOwn = (record: DeploymentRecord): boolean => readPayload(record)?.run === context.runId;
  const later = listed.findIndex(({ id }) => id === inService.deploymentId);
  const serving = listed[later];
  if (serving === undefined || isOwn(serving) || !listed.slice(later + 1).some(isOwn)) return;
  throw new ConflictError(
    'CHAMPION_MOVED',
    `${model.name}: expected that nothing was deployed since this run deployed ${wanted.version}, got ${inService.version} in service, by deployment ${serving.id}`,
    { hint: `a run deploys a version once: start a new run to deploy ${wanted.version} again` },
  );
}
