/** The return to what served before, which has to become healthy again. */
import type { Phase } from '../../../src/shared/domain/rollout/deployment-document.ts';
import type { RunningService } from '../../../src/shared/ports/serving.ts';
import type { Rollout, Verifier } from './rollout.ts';
import { runPhase } from './run-phase.ts';
import { waitForHealth } from './verify-service.ts';

const name = 'rollback';

export async function rollBack({ target, verifier, running }: Rollout): Promise<Phase> {
  let restored: RunningService | undefined;
  const discarded = await runPhase(name, async () => {
    restored = await target.discard();
    return 'what was started is stopped again';
  });
  if (discarded.outcome === 'failed') return discarded;
  if (restored !== undefined) return confirmHealth(verifier, restored);
  if (running === undefined) {
    return { name, outcome: 'skipped', detail: `nothing served before; ${discarded.detail}` };
  }
  const detail = `${running.version ?? 'the version before'} cannot be started again; ${discarded.detail}`;
  return { name, outcome: 'failed', detail };
}

async function confirmHealth(verifier: Verifier, restored: RunningService): Promise<Phase> {
  const version = restored.version ?? 'the version before';
  const health = await waitForHealth(verifier, restored);
  return health.outcome === 'failed'
    ? { name, outcome: 'failed', detail: `${version} was started again, but: ${health.detail}` }
    : { name, outcome: 'ok', detail: `${version} serves again` };
}
