/**
 * What two deployments do to each other that were at work at the same time. One that fails puts back what served when it
 * began, and may put it over what the other one has deployed. Whichever of the two ended last knows both ends, and
 * deploys again: the success and the failure leave the same version in service then.
 */
import type { DeploymentState, DeploymentStatus } from '../kernel/platform.ts';
import type { BegunDeployment, KnownDeployment } from './known-deployments.ts';

/** The statuses with which a deployment began and ended. */
export interface OwnCourse {
  readonly begun: DeploymentStatus;
  readonly ended: DeploymentStatus;
}

/**
 * @param others deployments of the model to the environment, without this one.
 * @returns the one that ended otherwise while this one was at work.
 */
export function findDisturbance(
  { begun, ended }: OwnCourse,
  others: readonly KnownDeployment[],
): BegunDeployment | undefined {
  const opposite = oppositeOf(ended.state);
  return others
    .filter((other): other is BegunDeployment => other.status !== undefined)
    .find(({ status: { id, state } }) => begun.id < id && id < ended.id && opposite.includes(state));
}

/** A deployment that was overtaken has put nothing back. */
function oppositeOf(state: DeploymentState): readonly DeploymentState[] {
  switch (state) {
    case 'success':
      return ['failure', 'error'];
    case 'failure':
    case 'error':
      return ['success'];
    case 'inactive':
    case 'in_progress':
    case 'queued':
    case 'pending':
      return [];
  }
}
