/**
 * Runs the phases of a rollout until one fails, and returns to what served before then. Every way out of here has
 * tried to leave one version in service. What is thrown leaves the deployment in the state `error`: what serves was not
 * confirmed.
 */
import { Cancelled } from '../../../src/shared/domain/kernel/cancellation.ts';
import type { Phase } from '../../../src/shared/domain/rollout/deployment-document.ts';
import type { RolloutStep } from '../../../src/shared/domain/rollout/strategies/plan-rollout.ts';
import { attempt } from '../../../src/shared/usecases/attempt.ts';
import { rollBack } from './roll-back.ts';
import { describeAsPhase } from './overtaken.ts';
import type { NothingToStart, Rollout } from './rollout.ts';

export interface RolloutResult {
  readonly phases: readonly Phase[];
  /** The last lines of a service that failed. */
  readonly logs: string;
}

/** What each step of a plan does. A step that failed is the last of its phases. */
export type RolloutWork = {
  readonly [K in RolloutStep['kind']]: (
    rollout: Rollout,
    step: Extract<RolloutStep, { readonly kind: K }>,
  ) => Promise<readonly Phase[]>;
};

/**
 * @throws what is not a failure of the service (a defect, a cancellation), after the rollback.
 */
export async function rollOut(rollout: Rollout | NothingToStart, work: RolloutWork): Promise<RolloutResult> {
  // A target that keeps what serves is asked at its shift, which is later.
  const asksLater = rollout.kind === 'service' && rollout.target.capabilities.keepsPrevious;
  const overtaken = asksLater ? undefined : await rollout.findOvertaken();
  if (overtaken !== undefined) return { phases: [describeAsPhase('start', overtaken)], logs: '' };
  if (rollout.kind === 'nothing-to-start') {
    const detail = { code: 'target-not-requested' } as const;
    return { phases: [{ name: 'start', outcome: 'skipped', detail }], logs: '' };
  }
  const phases: Phase[] = [];
  try {
    for (const step of rollout.plan) {
      phases.push(...(await runStep(rollout, step, work)));
      if (phases.at(-1)?.outcome !== 'failed') continue;
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

async function runStep(rollout: Rollout, step: RolloutStep, work: RolloutWork): Promise<readonly Phase[]> {
  switch (step.kind) {
    case 'start':
      return await work.start(rollout, step);
    case 'verify':
      return await work.verify(rollout, step);
    case 'shift':
      return await work.shift(rollout, step);
    case 'finish':
      return await work.finish(rollout, step);
  }
}

/** A failure is reported with or without them. */
async function readLogs({ candidate }: Rollout): Promise<string> {
  if (candidate === undefined) return '';
  const logs = await attempt(() => candidate.logs());
  return logs.ok ? logs.value : `(no logs: ${logs.error.message})`;
}
