/**
 * Where an output lies that is not where the configuration names it: most often the name is right, and its folder is
 * another one. Else what looks like such an output is named.
 */
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { lastPartOf } from '../../../src/shared/domain/kernel/repository-path.ts';
import {
  isMetricsFile,
  METRICS_PATTERNS,
  MODEL_PATTERNS,
} from '../../../src/shared/domain/setup/output-names.ts';
import type { CommittedFiles, Files } from '../../../src/shared/ports/workspace.ts';

type NamedOutput = 'model' | 'metrics';

const KEYS = { model: 'train.model', metrics: 'train.metrics' } as const satisfies Record<
  NamedOutput,
  string
>;
/** Packages have files of such names too. */
const PACKAGES = /(^|\/)(node_modules|site-packages|\.?venv|renv\/library)\//;
const MAX_SHOWN = 5;
const MAX_COMPARED = 50;

/** @param wanted path or pattern of which there is no file. @returns what to do, as an imperative. */
export async function adviseOnAbsent(workspace: Files, output: NamedOutput, wanted: string): Promise<string> {
  const write = `the training command has to write ${output === 'model' ? 'them' : 'it'}, below the root of the checkout`;
  const same = await matchOthers(workspace, patternsOfName(wanted));
  if (same.length > 0) return `name it as \`${KEYS[output]}\` where it lies: ${shown(same)}; or ${write}`;
  const alike = await matchOthers(workspace, output === 'model' ? MODEL_PATTERNS : METRICS_PATTERNS);
  const likely = output === 'model' ? alike : alike.filter(isMetricsFile);
  return likely.length > 0 ? `${write}; what looks like ${output} there: ${shown(likely)}` : write;
}

/** @returns what looks like metrics or a model, and git does not track; empty where there is no such file. */
export async function listLikelyOutputs(workspace: Files, committed: CommittedFiles): Promise<string> {
  const metrics = (await matchOthers(workspace, METRICS_PATTERNS)).filter(isMetricsFile);
  const models = await matchOthers(workspace, MODEL_PATTERNS);
  const written = async (paths: readonly string[]): Promise<readonly string[]> => {
    const some = paths.slice(0, MAX_COMPARED);
    const isTracked = await Promise.all(some.map((path) => committed.exists(path)));
    return some.filter((_, index) => isTracked[index] === false);
  };
  const [ofMetrics, ofModels] = [await written(metrics), await written(models)];
  return [
    ...(ofMetrics.length > 0 ? [`what looks like metrics there: ${shown(ofMetrics)}`] : []),
    ...(ofModels.length > 0 ? [`like a model: ${shown(ofModels)}`] : []),
  ].join('; ');
}

/** The whole pattern, or its last part, in any folder. */
function patternsOfName(wanted: string): readonly string[] {
  const last = lastPartOf(wanted);
  const isName = /[^*?]{2}/.test(last);
  return [`**/${wanted}`, ...(isName ? [`**/${last}`] : [])];
}

/** A link among them is no reason for another error. */
async function matchOthers(workspace: Files, patterns: readonly string[]): Promise<readonly string[]> {
  try {
    return (await workspace.match(patterns)).filter((path) => !PACKAGES.test(path));
  } catch (error) {
    if (error instanceof DataError) return [];
    throw error;
  }
}

function shown(paths: readonly string[]): string {
  const more = paths.length > MAX_SHOWN ? `, and ${paths.length - MAX_SHOWN} more` : '';
  return `${paths.slice(0, MAX_SHOWN).join(', ')}${more}`;
}
