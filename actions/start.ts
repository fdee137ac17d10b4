/**
 * The one entry of the bundle, and the only file that knows all five actions. Each is loaded when it is needed, so
 * a step pays for what it uses. Inputs are read first: a wrong input fails before everything else is loaded.
 */
import type { InputReader } from '../src/shared/domain/kernel/input-reader.ts';
import { runAction } from '../src/shared/runtime/run-action.ts';
import type { ActionName } from '../src/shared/domain/kernel/names.ts';
import type { Main, Step, StepOutcome } from '../src/shared/runtime/step.ts';

type Action = (step: Step) => Promise<StepOutcome>;

/** What the five actions do with a step of the runner. */
export const actions: Readonly<Record<ActionName, Action>> = {
  train: lazy(
    async () => (await import('./train/inputs.ts')).readTrainInputs,
    async () => (await import('./train/main.ts')).main,
  ),
  evaluate: lazy(
    async () => (await import('./evaluate/inputs.ts')).readEvaluateInputs,
    async () => (await import('./evaluate/main.ts')).main,
  ),
  register: lazy(
    async () => (await import('./register/inputs.ts')).readRegisterInputs,
    async () => (await import('./register/main.ts')).main,
  ),
  deploy: lazy(
    async () => (await import('./deploy/inputs.ts')).readDeployInputs,
    async () => (await import('./deploy/main.ts')).main,
  ),
  monitor: lazy(
    async () => (await import('./monitor/inputs.ts')).readMonitorInputs,
    async () => (await import('./monitor/main.ts')).main,
  ),
};

export function start(action: ActionName): Promise<void> {
  return runAction(action, actions[action]);
}

function lazy<Inputs>(
  loadReader: () => Promise<(read: InputReader) => Inputs>,
  loadMain: () => Promise<Main<Inputs>>,
): Action {
  return async (step) => {
    const inputs = (await loadReader())(step.input);
    return (await loadMain())(step, inputs);
  };
}
