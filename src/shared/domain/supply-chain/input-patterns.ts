/** The patterns of what makes a model, as its configuration gives them; what its commands name comes on top. */
import type { ModelConfig } from '../config/config.ts';
import { parsePatterns, type PathSet } from '../kernel/glob.ts';
import { lockFilePatterns } from './lock-files.ts';

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
