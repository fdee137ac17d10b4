/** Start, verify, shift, finish: in the order of the strategy. */
import type { Phase } from '../../../src/shared/domain/rollout/deployment-document.ts';
import type { Rollout } from './rollout.ts';
import { shiftTraffic } from './shift-traffic.ts';
import { startCandidate } from './start-candidate.ts';
import { verifyService } from './verify-service.ts';

/** The consumer stops at the first phase that failed. */
export async function* phasesOf(rollout: Rollout): AsyncGenerator<Phase> {
  for (const step of rollout.plan) {
    switch (step.kind) {
      case 'start':
        yield await startCandidate(rollout);
        break;
      case 'verify':
        yield* verifyService(rollout);
        break;
      case 'shift':
        yield await shiftTraffic(rollout, step.weight);
        break;
      case 'finish':
        await rollout.target.finish();
        break;
    }
  }
}
