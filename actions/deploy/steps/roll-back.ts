/** The return to what served before, which has to become healthy again. */
import type { Phase } from '../../../src/shared/domain/rollout/deployment-document.ts';
import type { RunningService } from '../../../src/shared/ports/serving.ts';
import { attempt } from '../../../src/shared/usecases/attempt.ts';
import type { Rollout, Verifier } from './rollout.ts';
import { describeError } from './run-phase.ts';
import { waitForHealth } from './verify-service.ts';

const name = 'rollback';

export async function rollBack({ target, verifier, running }: Rollout): Promise<Phase> {
  const discarded = await attempt(() => target.discard());
  if (!discarded.ok) return { name, outcome: 'failed', detail: describeError(discarded.error) };
  const restored = discarded.value;
  if (restored !== undefined) return confirmHealth(verifier, restored);
  if (running === undefined) {
    return { name, outcome: 'skipped', detail: { code: 'nothing-to-restore' } };
  }
  return { name, outcome: 'failed', detail: { code: 'previous-lost', ...versionOf(running) } };
}

async function confirmHealth(verifier: Verifier, restored: RunningService): Promise<Phase> {
  const health = await waitForHealth(verifier, restored);
  return health.outcome === 'failed'
    ? {
        name,
        outcome: 'failed',
        detail: { code: 'previous-unhealthy', ...versionOf(restored), health: health.detail },
      }
    : { name, outcome: 'ok', detail: { code: 'previous-restored', ...versionOf(restored) } };
}

function versionOf({ version }: RunningService): { readonly version?: string } {
  return version === undefined ? {} : { version };
}
