/** The cutover: the candidate receives this share of the traffic. */
import type { Phase } from '../../../src/shared/domain/rollout/deployment-document.ts';
import { requireCandidate, type Rollout } from './rollout.ts';
import { runPhase } from './run-phase.ts';

export function shiftTraffic(rollout: Rollout, weight: number): Promise<Phase> {
  return runPhase('shift', async () => {
    await rollout.target.shift(requireCandidate(rollout), weight);
    return { code: 'traffic-shifted', version: rollout.request.version, trafficFraction: weight };
  });
}
