/** Trainings that a workflow tool for data runs: Snakemake, Kedro and targets of R. Both name their files in a text of their own. */
import { folderOf, resolvePath } from '../kernel/repository-path.ts';
import { isMetricsFile, isModelFile } from './output-names.ts';
import { scriptsNamedBy } from './follow-code.ts';
import type { FoundTraining } from './found-training.ts';
import { asRecord, type Survey } from './survey.ts';
import { findProgramCommand } from './written-commands.ts';
import { readYaml } from '../supply-chain/workflow-text.ts';

const SNAKEFILES = ['Snakefile', 'workflow/Snakefile'] as const;
const SNAKEMAKE_PART = /(^|\/)Snakefile$|\.smk$/;
/** What stands behind `output:` up to the next directive of the rule. */
const OUTPUTS = /^([ \t]+)output:(.*(?:\n\1[ \t]+.*|\n[ \t]*)*)/gm;
const SCRIPTS = /^[ \t]+(?:script|notebook):\s*["']([^"'\n]+)["']/gm;
const SHELLS = /^[ \t]+shell:\s*(["']{1,3})([\s\S]*?)\1/gm;

export function findSnakemake(survey: Survey): FoundTraining | undefined {
  const { paths, read } = survey;
  const main = SNAKEFILES.find((path) => paths.includes(path));
  if (main === undefined) return undefined;
  const parts = paths.filter((path) => SNAKEMAKE_PART.test(path));
  const text = parts.map((path) => read(path) ?? '').join('\n');
  const outputs = [...text.matchAll(OUTPUTS)].flatMap(([, , block = '']) => quotedIn(block)).map(patternOf);
  const scripts = parts.flatMap((part) =>
    [...(read(part) ?? '').matchAll(SCRIPTS)].flatMap(
      ([, script = '']) => resolvePath(folderOf(part), script) ?? [],
    ),
  );
  const shells = [...text.matchAll(SHELLS)].map(([, , command = '']) => command);
  const code = [...scripts.filter((path) => paths.includes(path)), ...scriptsNamedBy(survey, shells)];
  const plain = `snakemake --cores all${/^[ \t]+conda:/m.test(text) ? ' --use-conda' : ''}`;
  return {
    command: findProgramCommand(survey, 'snakemake') ?? plain,
    found: `${main}: a workflow of Snakemake`,
    // The rules name data, and what a change of them changes.
    code: [...new Set([...code, ...parts])],
    recipes: shells,
    ...outputsAmong(outputs),
  };
}

export function findKedro(survey: Survey): FoundTraining | undefined {
  const { paths, read } = survey;
  const pyproject = read('pyproject.toml') ?? '';
  if (!/^\[tool\.kedro\]/m.test(pyproject)) return undefined;
  const catalogs = paths.filter((path) => /^conf\/base\/catalog[\w/-]*\.ya?ml$/.test(path));
  const files = catalogs
    .flatMap((path) => Object.values(asRecord(readYaml(read(path) ?? ''))))
    .map((entry) => asRecord(entry).filepath)
    .filter((path): path is string => typeof path === 'string' && !path.includes('://'));
  const models = files.filter((path) => isModelFile(path) || /(^|\/)\d*_?models\//.test(path));
  return {
    command: findProgramCommand(survey, 'kedro run') ?? 'kedro run',
    found: 'pyproject.toml: a Kedro project',
    code: paths.filter((path) => /^src\/.*\.py$/.test(path)),
    ...outputsAmong([...models, ...files.filter(isMetricsFile)], models),
  };
}

/** The pipeline of targets, whose functions stand in `R/`. https://books.ropensci.org/targets/walkthrough.html */
export function findTargets({ paths, read }: Survey): FoundTraining | undefined {
  if (!/\btar_target|\btar_plan\(|\blibrary\(targets\)/.test(read('_targets.R') ?? '')) return undefined;
  return {
    command: "Rscript -e 'targets::tar_make()'",
    found: '_targets.R: a pipeline of targets',
    code: paths.filter((path) => path === '_targets.R' || /^R\/.*\.R$/i.test(path)),
  };
}

function outputsAmong(
  outputs: readonly string[],
  models: readonly string[] = outputs.filter(isModelFile),
): Pick<FoundTraining, 'metrics' | 'model'> {
  const metrics = outputs.filter((path) => isMetricsFile(path) && !path.includes('*'));
  const best = metrics.find((path) => /metrics?[^/]*$/.test(path)) ?? metrics[0];
  const model = [...new Set(models)].filter((path) => path !== best);
  return { ...(best !== undefined && { metrics: best }), ...(model.length > 0 && { model }) };
}

function quotedIn(text: string): readonly string[] {
  return [...text.matchAll(/["']([^"'\n]+)["']/g)].map(([, quoted = '']) => quoted);
}

/** What a wildcard stands for is known when the workflow runs. */
function patternOf(path: string): string {
  return path.replaceAll(/\{[^{}]*\}/g, '*');
}
