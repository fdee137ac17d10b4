/** Changed files that no rule finds by following names, and what is known of each by names (docs/trust.md#what-the-scoring-reads). */
import { parsePatterns } from '../domain/kernel/glob.ts';
import { ATTRIBUTES_FILE } from '../domain/supply-chain/git-attributes.ts';
import { DVC_OUTPUT_FILE, DVC_PIPELINE, DVC_SETTINGS } from '../domain/supply-chain/dvc-outputs.ts';
import type { UncountedChange } from '../domain/supply-chain/read-changes.ts';
import { trainingUnchanged, type Trainings } from './find-training-files.ts';

/** These are compared by what they say. */
const COMPARED = [ATTRIBUTES_FILE, DVC_OUTPUT_FILE, DVC_PIPELINE, DVC_SETTINGS];

/** Costs no request. @param paths that count for no reason. @param changed all that are changed. */
export async function findUncounted(
  trainings: Trainings,
  changed: readonly string[],
  paths: readonly string[],
): Promise<readonly UncountedChange[]> {
  const open = paths.filter((path) => !COMPARED.some((pattern) => pattern.test(path)));
  const [config] = trainings.configs;
  if (open.length === 0 || trainings.configs.every(({ score }) => score === undefined)) return [];
  const { isOwn, isShared, isInput } = await trainingUnchanged(trainings, changed);
  const named = [config?.paths ?? [], config?.data ?? []].map(parsePatterns);
  const hasInputs = (config?.paths ?? []).length > 0;
  return open.map((path) => ({
    path,
    isShared: isOwn(path) || isShared(path),
    isInput: hasInputs ? named.some((set) => set.matches(path)) : isInput(path),
  }));
}
