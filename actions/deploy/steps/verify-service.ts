/** Whether a service is up, and whether it answers the example input: asked over and over, then once. */
import { checkHealthAnswer } from '../../../src/shared/domain/rollout/health.ts';
import { checkSmokeAnswer, planSmokeTest } from '../../../src/shared/domain/rollout/smoke-test.ts';
import type { Phase } from '../../../src/shared/domain/rollout/deployment-document.ts';
import type { ServingSettings } from '../../../src/shared/domain/rollout/serving.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import type { HttpProbe, TargetHealth } from '../../../src/shared/ports/serving.ts';
import type { Clock } from '../../../src/shared/ports/runner.ts';

export interface Verifier {
  readonly probe: HttpProbe;
  readonly clock: Clock;
  readonly settings: ServingSettings;
}

const POLL_MS = 500;
export const PROBE_TIMEOUT_MS = 5000;
const SMOKE_TIMEOUT_MS = 30_000;

/** @param health what the target itself knows; undefined when there is no target. */
export async function waitForHealth(
  verifier: Verifier,
  version: string | undefined,
  health: () => Promise<TargetHealth | undefined>,
): Promise<Phase> {
  const { clock, settings } = verifier;
  const startedMs = clock.monotonicMs();
  const timeoutMs = settings.healthTimeoutSeconds * 1000;
  for (;;) {
    const found = await checkHealth(verifier, version, await health());
    const elapsedMs = clock.monotonicMs() - startedMs;
    if (found.outcome !== 'starting') return { name: 'health', outcome: found.outcome, detail: found.detail };
    if (elapsedMs >= timeoutMs) {
      const detail = `not healthy within ${settings.healthTimeoutSeconds} s: ${found.detail}`;
      return { name: 'health', outcome: 'failed', detail };
    }
    await clock.sleep(Math.min(POLL_MS, timeoutMs - elapsedMs));
  }
}

interface Check {
  readonly outcome: Phase['outcome'] | 'starting';
  readonly detail: string;
}

async function checkHealth(
  { probe, settings }: Verifier,
  version: string | undefined,
  health: TargetHealth | undefined,
): Promise<Check> {
  if (health?.state === 'unhealthy') return { outcome: 'failed', detail: health.detail };
  if (health?.state === 'starting') return { outcome: 'starting', detail: health.detail };
  if (settings.url === undefined) {
    const outcome = health?.state === 'healthy' ? 'ok' : 'skipped';
    return { outcome, detail: health?.detail ?? 'no service was started' };
  }
  const url = settings.url + settings.healthPath;
  const answer = await probe.request({ url, method: 'GET', timeoutMs: PROBE_TIMEOUT_MS });
  const judged = checkHealthAnswer(answer, version);
  return judged.healthy
    ? { outcome: 'ok', detail: `${settings.healthPath} answers with status ${answer?.status ?? 0}` }
    : { outcome: 'starting', detail: `${settings.healthPath}: ${judged.reason}` };
}

/** @param example text of the release's example input. */
export async function smokeTest({ probe, settings }: Verifier, example: string | undefined): Promise<Phase> {
  const name = 'smoke-test';
  if (settings.url === undefined) return { name, outcome: 'skipped', detail: 'no `url` to ask' };
  if (example === undefined) {
    return { name, outcome: 'skipped', detail: 'the release has no example input (`train: example:`)' };
  }
  try {
    const test = planSmokeTest(example, 'example input of the release');
    const url = settings.url + settings.predictPath;
    const call = { url, method: 'POST', json: test.body, timeoutMs: SMOKE_TIMEOUT_MS } as const;
    const { passed, detail } = checkSmokeAnswer(test, await probe.request(call));
    return { name, outcome: passed ? 'ok' : 'failed', detail };
  } catch (error) {
    // What the release holds cannot be changed any more: an example that is no JSON must not block it for ever.
    if (error instanceof DataError) return { name, outcome: 'skipped', detail: error.message };
    throw error;
  }
}
