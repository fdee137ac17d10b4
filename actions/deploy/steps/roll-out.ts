/**
 * Runs the phases of a rollout until one fails, and returns to what served before then. Every way out of here has
 * tried to leave one version in service. What is thrown leaves the deployment in the state `error`: what serves was not
 * confirmed.
 */
import { Cancelled } from '../../../src/shared/domain/kernel/cancellation.ts';
import type { Phase } from '../../../src/shared/domain/rollout/deployment-document.ts';
import { attempt } from '../../../src/shared/usecases/attempt.ts';
import { rollBack } from './roll-back.ts';
import { describeAsPhase, type Overtaken } from './overtaken.ts';
import type { Rollout } from './rollout.ts';

export interface RolloutResult {
  readonly phases: readonly Phase[];
  /** The last lines of a service that failed. */
  readonly logs: string;
}

export interface RollOutSteps {
  readonly phasesOf: (rollout: Rollout) => AsyncGenerator<Phase>;
  readonly findOvertaken: () => Promise<Overtaken | undefined>;
}

/**
 * @param rollout undefined where nothing is started.
 * @throws what is not a failure of the service (a defect, a cancellation), after the rollback.
 */
export async function rollOut(
  rollout: Rollout | undefined,
  { phasesOf, findOvertaken }: RollOutSteps,
): Promise<RolloutResult> {
  // A target that keeps what serves is asked at its shift, which is later.
  const overtaken = rollout?.target.capabilities.keepsPrevious ? undefined : await findOvertaken();
  if (overtaken !== undefined) return { phases: [describeAsPhase('start', overtaken)], logs: '' };
  if (rollout === undefined) {
    const detail = { code: 'target-not-requested' } as const;
    return { phases: [{ name: 'start', outcome: 'skipped', detail }], logs: '' };
  }
  const phases: Phase[] = [];
  try {
    for await (const phase of phasesOf(rollout)) {
      phases.push(phase);
      if (phase.outcome !== 'failed') continue;
      const logs = await readLogs(rollout);
      return { phases: [...phases, await rollBack(rollout)], logs };
    }
  } catch (error) {
    // A cancelled step has seconds: enough to restore what served, not to wait until it is healthy.
    if (error instanceof Cancelled) await attempt(() => rollout.target.discard());
    else await rollBack(rollout);
    throw error;
  }
  return { phases, logs: '' };
}

/** A failure is reported with or without them. */
async function readLogs({ candidate }: Rollout): Promise<string> {
  if (candidate === undefined) return '';
  const logs = await attempt(() => candidate.logs());
  return logs.ok ? logs.value : `(no logs: ${logs.error.message})`;
}
