/**
 * The switch: start the new version, wait until it is healthy, ask it for predictions, and go back to what
 * served before when any of these fails. Every way out of here leaves one version in service, or says that
 * it could not.
 */
import { StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import type { Phase } from '../../../src/shared/domain/rollout/deployment-document.ts';
import type { RunningService, ServiceTarget } from '../../../src/shared/ports/serving.ts';
import type { FetchedModel } from './fetch-model.ts';
import { smokeTest, waitForHealth, type Verifier } from './verify-service.ts';

export interface Switch {
  readonly target: ServiceTarget;
  readonly verifier: Verifier;
  readonly model: FetchedModel;
  /** `<name>@<digest>` */
  readonly image: string | undefined;
  readonly previous: RunningService | undefined;
}

export interface RollOutResult {
  readonly phases: readonly Phase[];
  /** The last lines of a service that failed. */
  readonly logs: string;
}

/** @throws what is no failure of the service (a defect, a cancellation), after what served before is back. */
export async function rollOut(request: Switch): Promise<RollOutResult> {
  const phases: Phase[] = [];
  try {
    for await (const phase of steps(request)) {
      phases.push(phase);
      if (phase.outcome === 'failed') {
        const logs = await readLogs(request.target);
        return { phases: [...phases, await rollBack(request)], logs };
      }
    }
  } catch (error) {
    await rollBack(request);
    throw error;
  }
  return { phases, logs: '' };
}

async function* steps({ target, verifier, model, image }: Switch): AsyncGenerator<Phase> {
  const { version, modelDigest } = model.document;
  yield await attempt('start', async () => {
    await target.replace({ image, version, modelDigest, modelFolder: model.folder });
    return `${version} was started`;
  });
  yield await waitForHealth(verifier, version, () => target.health());
  yield await smokeTest(verifier, model.example);
  await target.keep();
}

async function rollBack({ target, verifier, previous }: Switch): Promise<Phase> {
  const restored = await attempt('rollback', async () => {
    await target.restore(previous);
    return 'what was started is stopped again';
  });
  if (restored.outcome === 'failed') return restored;
  if (previous === undefined) {
    return { name: 'rollback', outcome: 'skipped', detail: `nothing served before; ${restored.detail}` };
  }
  const health = await waitForHealth(verifier, previous.version, () => target.health());
  const version = previous.version ?? 'the version before';
  return health.outcome === 'failed'
    ? { name: 'rollback', outcome: 'failed', detail: `${version} was started again, but: ${health.detail}` }
    : { name: 'rollback', outcome: 'ok', detail: `${version} serves again` };
}

async function attempt(name: 'start' | 'rollback', work: () => Promise<string>): Promise<Phase> {
  try {
    return { name, outcome: 'ok', detail: await work() };
  } catch (error) {
    if (!(error instanceof StewardError)) throw error;
    return { name, outcome: 'failed', detail: error.message };
  }
}

/** Decoration: a failure is reported with or without them. */
async function readLogs(target: ServiceTarget): Promise<string> {
  try {
    return await target.logs();
  } catch (error) {
    if (!(error instanceof StewardError)) throw error;
    return `(no logs: ${error.message})`;
  }
}
