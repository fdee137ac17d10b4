/** What makes a model, as its configuration says it: one rule for all who ask whether a file is an input of it. */
import type { ModelConfig } from '../config/config.ts';
import { parsePatterns, type PathSet } from '../kernel/glob.ts';
import { createFileIndex } from './file-index.ts';
import { filesOfCommands } from './files-of-commands.ts';
import { lockFilePatterns } from './lock-files.ts';

/**
 * The inputs of a model among files: by its patterns, and those of its commands.
 * @param commands more than the configuration has, such as those of a run.
 */
export function inputsAmong(
  paths: readonly string[],
  configs: readonly ModelConfig[],
  commands: readonly (string | undefined)[] = [],
): readonly string[] {
  const patterns = configs.flatMap(inputPatternsOf);
  const own = configs.flatMap(({ train, score }) => [train?.command, score?.command]);
  const named = new Set(filesOfCommands([...commands, ...own], createFileIndex(paths)));
  return paths.filter((path) => named.has(path) || patterns.some((set) => set.matches(path)));
}

/** Each list on its own: a pattern with "!" leaves out files of its own list alone. */
export function inputPatternsOf({
  paths,
  data,
  train,
  score,
  'working-directory': folder,
}: ModelConfig): readonly PathSet[] {
  const named = [train?.reference, score?.data].filter((path) => path !== undefined);
  return [paths, data, lockFilePatterns(folder), named].map(parsePatterns);
}
