/** Which stages a command of DVC brings up to date, and what they read that none of them makes. */
import { stageOfMatrix, type DvcEntry, type DvcPipeline, type DvcStage } from './dvc-pipeline.ts';

export interface StageSelection {
  /** Of the folder in which the command runs. */
  readonly folder: string;
  /** As the command names them; none for all stages of that folder. */
  readonly targets: readonly string[];
}

/** @returns the stages with those that they need, in the order of the lock files. */
export function selectDvcStages(
  pipelines: readonly DvcPipeline[],
  { folder, targets }: StageSelection,
): readonly DvcStage[] {
  const all = pipelines.flatMap(({ stages }) => stages);
  const own = pipelines.find((pipeline) => pipeline.folder === folder)?.stages ?? [];
  const selected = new Set<DvcStage>();
  const queue = [...startsAmong(own, targets)];
  for (let stage = queue.pop(); stage !== undefined; stage = queue.pop()) {
    if (selected.has(stage)) continue;
    selected.add(stage);
    for (const input of stage.inputs)
      queue.push(...all.filter(({ outputs }) => outputs.some((output) => overlaps(output.path, input.path))));
  }
  return all.filter((stage) => selected.has(stage));
}

/** A target may also be a file, or a stage of another folder: then all stages of this folder count. */
function startsAmong(own: readonly DvcStage[], targets: readonly string[]): readonly DvcStage[] {
  const named = targets.map((target) =>
    own.filter(({ name }) => {
      const stage = name.slice(name.indexOf(':') + 1);
      return stage === target || stageOfMatrix(stage) === target;
    }),
  );
  return named.length === 0 || named.some((stages) => stages.length === 0) ? own : named.flat();
}

/** @returns what the stages read from outside of them. */
export function inputsFromOutside(stages: readonly DvcStage[]): readonly DvcEntry[] {
  const made = stages.flatMap(({ outputs }) => outputs);
  return stages
    .flatMap(({ inputs }) => inputs)
    .filter((input) => !made.some((output) => overlaps(output.path, input.path)));
}

/** Whether one path is the other one, or lies in it. */
export function overlaps(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
}
