/**
 * The one entry of the bundle, and the only file that knows all five actions. Each is loaded when it is
 * asked for, so a step pays for what it uses. Each `inputs.ts` exports its reader, each `main.ts` `main(step)`.
 */
import { runAction } from '../src/shared/runtime/run-action.ts';
import type { InputReader } from '../src/shared/domain/kernel/input-reader.ts';
import type { ActionName, Main } from '../src/shared/runtime/step.ts';

interface Entry {
  readonly loadInputs: () => Promise<(read: InputReader) => unknown>;
  readonly loadMain: () => Promise<{ readonly main: Main }>;
}

const entries: Readonly<Record<ActionName, Entry>> = {
  train: {
    loadInputs: async () => (await import('./train/inputs.ts')).readTrainInputs,
    loadMain: () => import('./train/main.ts'),
  },
  evaluate: {
    loadInputs: async () => (await import('./evaluate/inputs.ts')).readEvaluateInputs,
    loadMain: () => import('./evaluate/main.ts'),
  },
  register: {
    loadInputs: async () => (await import('./register/inputs.ts')).readRegisterInputs,
    loadMain: () => import('./register/main.ts'),
  },
  deploy: {
    loadInputs: async () => (await import('./deploy/inputs.ts')).readDeployInputs,
    loadMain: () => import('./deploy/main.ts'),
  },
  monitor: {
    loadInputs: async () => (await import('./monitor/inputs.ts')).readMonitorInputs,
    loadMain: () => import('./monitor/main.ts'),
  },
};

export function start(action: ActionName): Promise<void> {
  return runAction(action, async (step) => {
    const { loadInputs, loadMain } = entries[action];
    // `main` reads them again: this is for the reader of a wrong input, who need not wait for all the rest to load.
    (await loadInputs())(step.input);
    return (await loadMain()).main(step);
  });
}
