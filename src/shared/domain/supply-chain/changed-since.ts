/**
 * What a branch changed of a model since the commit of a run (docs/trust.md#one-branch-and-its-newest-state). A retraining
 * that is started again weeks later has the files of its first attempt: they have to be those of the branch now.
 */
import type { SelectedModel } from '../config/select-model.ts';
import type { Run } from '../documents/run.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { inputsAmong } from './input-patterns.ts';

export interface SinceRun {
  readonly run: Pick<Run, 'inputs' | 'commands'>;
  /** The model as the run's commit configures it, and as the newest commit of the branch does. */
  readonly head: SelectedModel;
  readonly now: SelectedModel;
}

/** @returns one line for each input of the model that is another one now, like `train.py: changed on the branch`. */
export function listChangedSince(
  changed: readonly string[],
  { run, head, now }: SinceRun,
): readonly string[] {
  const recorded = new Set(run.inputs.files.map(({ path }) => path));
  const { commands } = run;
  const found = inputsAmong(changed, [head.config, now.config], [commands.train, commands.score]);
  const inputs = [...changed.filter((path) => recorded.has(path)), ...found];
  return [
    ...[...new Set(inputs)].sort().map((path) => `${path}: changed on the branch`),
    ...(trainingOf(head) === trainingOf(now)
      ? []
      : ["the model's section of the configuration: changed on the branch"]),
  ];
}

/** The keys that make the model and need no approval, so that no other rule compares them. */
function trainingOf({ config: { paths, data, train } }: SelectedModel): string {
  return canonicalJson({ paths, data, train: train ?? null });
}
