/**
 * The one entry of the bundle, and the only file that knows all five actions. Each is loaded when it is
 * asked for, so a step pays for what it uses. Each `main.ts` exports `main(step)`.
 */
import { runAction } from '../src/shared/runtime/run-action.ts';
import type { ActionName, Main } from '../src/shared/runtime/step.ts';

const mains: Readonly<Record<ActionName, () => Promise<{ readonly main: Main }>>> = {
  train: () => import('./train/main.ts'),
  evaluate: () => import('./evaluate/main.ts'),
  register: () => import('./register/main.ts'),
  deploy: () => import('./deploy/main.ts'),
  monitor: () => import('./monitor/main.ts'),
};

export function start(action: ActionName): Promise<void> {
  return runAction(action, async (step) => (await mains[action]()).main(step));
}
