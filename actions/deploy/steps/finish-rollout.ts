/** The end of a rollout that succeeded: what served before is not needed any more. */
import type { Phase } from '../../../src/shared/domain/rollout/deployment-document.ts';
import type { Rollout } from './rollout.ts';

export async function finishRollout({ target }: Rollout): Promise<readonly Phase[]> {
  await target.finish();
  return [];
}
