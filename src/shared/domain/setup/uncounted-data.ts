/** Data in git that the training of a model reads, and that its configuration does not count as an input. */
import type { Config, ModelConfig } from '../config/config.ts';
import { CONFIG_PATH } from '../kernel/names.ts';
import { filesNamedBy } from '../supply-chain/command-files.ts';
import { inputPatternsOf } from '../supply-chain/input-patterns.ts';
import { findReadData } from './find-data.ts';
import type { SetupFinding } from './setup-finding.ts';
import { codeOfCommands } from './follow-code.ts';
import type { Survey } from './survey.ts';

/** @param steps commands of the workflow's training jobs: of the only model they are its training too. */
export function uncountedData(
  config: Config,
  survey: Survey,
  steps: readonly string[],
): readonly SetupFinding[] {
  const models = Object.entries(config.models);
  return models.flatMap(([name, model]) =>
    uncountedOf({ name, model }, survey, models.length === 1 ? steps : []),
  );
}

function uncountedOf(
  { name, model }: { readonly name: string; readonly model: ModelConfig },
  survey: Survey,
  steps: readonly string[],
): readonly SetupFinding[] {
  const { paths, train, 'working-directory': folder } = model;
  const commands = [
    ...steps.filter((step) => !ACTION.test(step)),
    ...(train?.command === undefined ? [] : [train.command]),
  ];
  // Without `paths` every pull request trains.
  if (paths.length === 0 || commands.length === 0) return [];
  const outputs = [...(train?.model ?? []), train?.metrics, train?.predictions].filter(
    (path) => path !== undefined,
  );
  const read = findReadData(survey, {
    commands,
    code: codeOfCommands(folder === undefined ? survey : below(survey, folder), commands),
    outputs,
  });
  const named = filesNamedBy(commands, survey.paths);
  const inputs = inputPatternsOf(model);
  return read
    .filter(({ path }) => !named.includes(path) && !inputs.some((set) => set.matches(path)))
    .map(({ path, source }) => ({
      severity: 'warning',
      where: `${CONFIG_PATH}: models.${name}.data`,
      message: `${source} reads ${path}, which is no input of the model: a pull request that changes only this file trains nothing`,
      hint: `add ${path} to \`data\`${folder === undefined ? '' : `, relative to ${folder}`}`,
    }));
}

/** What a step uses, where it has no command. */
const ACTION = /^[\w.-]+\/[\w./-]+@\S+$/;

/** A script of this name in the folder of another model is not the one that runs. */
function below(survey: Survey, folder: string): Survey {
  return { ...survey, paths: survey.paths.filter((path) => path.startsWith(`${folder}/`)) };
}
