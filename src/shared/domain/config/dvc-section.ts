/**
 * `train.dvc` of the configuration: the pipeline of `dvc.yaml` instead of a command. Which files make the model, and whether a
 * pull request changes them, is found by the command line of DVC that runs it.
 */
import { z } from 'zod';
import { quoteForShell } from '../kernel/shell-text.ts';
import { key } from './key.ts';

const REPRO = 'repro';

/** No option of DVC: those that there are have keys. */
const targetField = z
  .string()
  .min(1)
  .max(1024)
  .regex(/^[^-\s]/, 'expected a stage, or a file with stages');

export const dvcField = z.union([
  z.literal(REPRO),
  z.strictObject({
    targets: key(
      z.array(targetField).min(1).max(100).optional(),
      'Stages to bring up to date, with those that they need. Without it: all stages of `dvc.yaml` in the folder of the model',
      ['train', 'evaluate'],
    ),
    pull: key(
      z.boolean().optional(),
      'Whether what did not change is fetched from the remote instead of being made again. Without it: where a file of DVC in the checkout names a default remote',
      true,
    ),
  }),
]);

export interface DvcRun {
  readonly targets: readonly string[];
  /** Undefined: where there is a default remote. */
  readonly pull: boolean | undefined;
}

/** @returns undefined where the model is trained by a command. */
export function dvcRunOf(dvc: z.infer<typeof dvcField> | undefined): DvcRun | undefined {
  if (dvc === undefined) return undefined;
  return dvc === REPRO ? { targets: [], pull: undefined } : { targets: dvc.targets ?? [], pull: dvc.pull };
}

/**
 * Whoever may write to the remote, or to a cache of the job, could leave outputs in the run cache that no stage has made, under what
 * a changed stage is going to read: so it counts for nothing.
 * @param pulls whether what did not change is fetched.
 */
export function renderDvcRepro({ targets }: DvcRun, pulls: boolean): string {
  const words = ['dvc', REPRO, '--no-run-cache', ...(pulls ? ['--pull'] : []), ...targets.map(quoteForShell)];
  return words.join(' ');
}
