/**
 * A strategy as data: the steps of a rollout in their order, for what a target can do. The story executes the steps; a
 * new strategy is one more list here.
 */
import type { Strategy } from '../../documents/deployment.ts';

/** What a target can do. The story asks for these, and never which target it is. */
export interface TargetCapabilities {
  /** The candidate runs beside what serves, so that it is verified before it receives traffic. */
  readonly runsBeside: boolean;
  /** What served before stays on the target until `finish`. Without this, its files are fetched before anything starts. */
  readonly keepsPrevious: boolean;
  /** `current` reports the image that really runs, so that a service that was changed by hand is noticed. */
  readonly reportsImage: boolean;
}

export type RolloutStep =
  | { readonly kind: 'start' }
  | { readonly kind: 'verify' }
  /** @see ServiceTarget.shift for the weight */
  | { readonly kind: 'shift'; readonly weight: number }
  | { readonly kind: 'finish' };

const start = { kind: 'start' } as const;
const verify = { kind: 'verify' } as const;
const finish = { kind: 'finish' } as const;

type Planner = (capabilities: TargetCapabilities) => readonly RolloutStep[];

const planners: Readonly<Record<Strategy, Planner>> = {
  basic: ({ runsBeside }) => {
    const cutover = { kind: 'shift', weight: 1 } as const;
    return runsBeside ? [start, verify, cutover, finish] : [start, cutover, verify, finish];
  },
};

export function planRollout(strategy: Strategy, capabilities: TargetCapabilities): readonly RolloutStep[] {
  return planners[strategy](capabilities);
}
