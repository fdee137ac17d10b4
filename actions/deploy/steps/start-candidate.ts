/** The new version, started where the target can run it; it receives traffic from the shift on. */
import type { Phase } from '../../../src/shared/domain/rollout/deployment-document.ts';
import type { Rollout } from './rollout.ts';
import { runPhase } from './run-phase.ts';

export async function startCandidate(rollout: Rollout): Promise<readonly Phase[]> {
  const phase = await runPhase('start', async () => {
    const candidate = await rollout.target.start(rollout.request);
    rollout.candidate = candidate;
    return candidate.detail;
  });
  return [phase];
}
