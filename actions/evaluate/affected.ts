/** Whether a pull request touches what makes the model (journeys.md R11), where train left no evidence. */
import type { SelectedModel } from '../../src/shared/domain/config/select-model.ts';
import { parseGlob } from '../../src/shared/domain/glob.ts';
import { configPathOf, type Judging } from './judging.ts';
import type { PullRequestSubject } from './subject.ts';

/** A model that names no paths is made of everything. */
export async function affectsModel(judging: Judging, pull: PullRequestSubject): Promise<boolean> {
  const patterns = patternsOf(judging.model);
  if (patterns.length === 0) return true;
  const globs = [...patterns, configPathOf(judging.inputs)].map(parseGlob);
  const changed = await judging.ports.pullRequests.changedFiles(pull.number);
  return changed.some((path) => globs.some((glob) => glob.matches(path)));
}

function patternsOf({ config }: SelectedModel): readonly string[] {
  if (config.paths.length === 0) return [];
  return [
    ...config.paths,
    ...config.data,
    ...[config.train?.reference, config.score?.data].filter((path) => path !== undefined),
  ];
}
