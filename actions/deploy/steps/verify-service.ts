/** Whether a service is healthy, requested until it is or the time is over; and whether it answers the example input. */
import type { PhaseOutcome } from '../../../src/shared/domain/documents/deployment.ts';
import type { HealthDetail, HealthObservation } from '../../../src/shared/domain/documents/phase.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import type { Phase } from '../../../src/shared/domain/rollout/deployment-document.ts';
import { serviceAddress } from '../../../src/shared/domain/rollout/serving-settings.ts';
import { checkSmokeResponse, planSmokeTest } from '../../../src/shared/domain/rollout/smoke-test.ts';
import { checkRequest } from '../../../src/shared/domain/signature/check-request.ts';
import type { RunningService } from '../../../src/shared/ports/serving.ts';
import { requestHealth } from './request-health.ts';
import { requireCandidate, type Rollout, type Verifier } from './rollout.ts';
import { describeError } from './run-phase.ts';

const POLL_MS = 500;
const SMOKE_TIMEOUT_MS = 30_000;

export interface HealthPhase extends Phase {
  readonly detail: HealthDetail;
}

export async function verifyService(rollout: Rollout): Promise<readonly Phase[]> {
  const { verifier } = rollout;
  const health = await waitForHealth(verifier, requireCandidate(rollout));
  return health.outcome === 'failed' ? [health] : [health, await runSmokeTest(rollout)];
}

export async function waitForHealth(verifier: Verifier, service: RunningService): Promise<HealthPhase> {
  const name = 'health';
  const { clock, settings } = verifier;
  const startedMs = clock.monotonicMs();
  const timeoutMs = settings.healthTimeoutMs;
  for (;;) {
    const { outcome, detail } = await checkHealth(verifier, service);
    if (outcome !== 'starting') return { name, outcome, detail };
    const elapsedMs = clock.monotonicMs() - startedMs;
    if (elapsedMs >= timeoutMs) {
      const timeoutSeconds = timeoutMs / 1000;
      return { name, outcome: 'failed', detail: { code: 'health-timeout', timeoutSeconds, last: detail } };
    }
    await clock.sleep(Math.min(POLL_MS, timeoutMs - elapsedMs));
  }
}

interface HealthCheck {
  readonly outcome: PhaseOutcome | 'starting';
  readonly detail: HealthObservation;
}

async function checkHealth(
  { createProbe, settings }: Verifier,
  service: RunningService,
): Promise<HealthCheck> {
  const { state, detail } = await service.health();
  if (state === 'unhealthy') return { outcome: 'failed', detail };
  if (state === 'starting') return { outcome: state, detail };
  const reported = await requestHealth(createProbe, settings, service.version);
  if (reported === undefined) return { outcome: state === 'healthy' ? 'ok' : 'skipped', detail };
  return { outcome: reported.healthy ? 'ok' : 'starting', detail: reported.detail };
}

async function runSmokeTest({ verifier, example, inputs }: Rollout): Promise<Phase> {
  const { createProbe, settings } = verifier;
  const name = 'smoke-test';
  if (settings.url === undefined) return { name, outcome: 'skipped', detail: { code: 'no-service-url' } };
  if (example === undefined) {
    return { name, outcome: 'skipped', detail: { code: 'no-example-input' } };
  }
  try {
    const test = planSmokeTest(example, 'example input of the release');
    const problems = checkRequest(test.body, inputs ?? []);
    if (problems.length > 0)
      return { name, outcome: 'failed', detail: { code: 'smoke-test-signature', problems: [...problems] } };
    const url = serviceAddress(settings.url, settings.predictPath);
    const call = { url, method: 'POST', json: test.body, timeoutMs: SMOKE_TIMEOUT_MS } as const;
    const { passed, detail } = checkSmokeResponse(test, await createProbe(settings).request(call));
    return { name, outcome: passed ? 'ok' : 'failed', detail };
  } catch (error) {
    // A release cannot be changed: an example that is not JSON must not block the version permanently.
    if (error instanceof DataError) return { name, outcome: 'skipped', detail: describeError(error) };
    throw error;
  }
}
