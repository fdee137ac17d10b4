/**
 * The cutover: the candidate receives this share of the traffic. Where the start has left alone what serves, this is the
 * last moment in which an overtaken version can be kept out.
 */
import type { Phase } from '../../../src/shared/domain/rollout/deployment-document.ts';
import type { RolloutStep } from '../../../src/shared/domain/rollout/strategies/plan-rollout.ts';
import { describeAsPhase } from './overtaken.ts';
import { requireCandidate, type Rollout } from './rollout.ts';
import { runPhase } from './run-phase.ts';

type Shift = Extract<RolloutStep, { readonly kind: 'shift' }>;

export async function shiftTraffic(rollout: Rollout, { weight }: Shift): Promise<readonly Phase[]> {
  const overtaken = rollout.target.capabilities.keepsPrevious ? await rollout.findOvertaken() : undefined;
  if (overtaken !== undefined) return [describeAsPhase('shift', overtaken)];
  const phase = await runPhase('shift', async () => {
    await rollout.target.shift(requireCandidate(rollout), weight);
    return { code: 'traffic-shifted', version: rollout.request.version, trafficFraction: weight };
  });
  return [phase];
}
