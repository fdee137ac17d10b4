/** Absent data of a repository that has its workflow, or of the trainings that are proposed for one. */
import type { ModelConfig } from '../config/config.ts';
import { parseConfig } from '../config/parse-config.ts';
import { CONFIG_PATH } from '../kernel/names.ts';
import { expandCommands } from './expand-commands.ts';
import { findAbsentData, type AbsentRequest } from './find-absent-data.ts';
import { findAbsentFolders } from './find-absent-folders.ts';
import type { Training } from './find-training.ts';
import { findTrainings } from './find-trainings.ts';
import type { SetupFinding } from './setup-finding.ts';
import { codeOfCommands, followCode } from './follow-code.ts';
import { ownActionOf } from '../supply-chain/own-action.ts';
import { linkOf, type Survey } from './survey.ts';
import { parseWorkflow, type Workflow } from './workflow.ts';
import { valueOrNothing } from './survey.ts';

/** @param workflows paths of those with a step of this product. What cannot be read is left to those who say so. */
export function absentDataOfSetup(survey: Survey, workflows: readonly string[]): readonly SetupFinding[] {
  const config = valueOrNothing(() => parseConfig(survey.read(CONFIG_PATH) ?? ''));
  const models = Object.entries(config?.models ?? {});
  const commands = [
    ...stepsOfTrainings(survey, workflows),
    ...models.flatMap(([, { train, score }]) => [train?.command ?? [], score?.command ?? []].flat()),
  ];
  if (workflows.length === 0 && commands.length === 0)
    return findTrainings(survey).flatMap(absentDataOfTraining);
  const expanded = expandCommands(survey, commands);
  const own = models.flatMap(([, model]) => outputsOf(model));
  const written = {
    commands: expanded.commands,
    code: codeOfCommands(survey, expanded.commands),
    outputs: [...own, ...expanded.outputs],
  };
  const absent = findAbsentData(survey, {
    ...written,
    inputs: models.flatMap(([name, model]) => inputsOf(name, model)),
  });
  return [...absent, ...findAbsentFolders(survey, { ...written, outputs: own })];
}

/** Commands and actions of the jobs that train, as text: any of them may fetch data. */
export function stepsOfTrainings(survey: Survey, workflows: readonly string[]): readonly string[] {
  return workflows.flatMap((path) =>
    stepsOfTraining(valueOrNothing(() => parseWorkflow(survey.read(path) ?? '', path))),
  );
}

function stepsOfTraining(workflow: Workflow | undefined): readonly string[] {
  return Object.values(workflow?.jobs ?? {})
    .filter(({ steps }) => steps.some(({ uses = '' }) => ownActionOf(uses) === 'train'))
    .flatMap(({ steps }) =>
      steps.flatMap(({ run, uses }) => run ?? (ownActionOf(uses ?? '') ? [] : (uses ?? []))),
    );
}

/** @returns also what train refuses of its outputs. */
export function absentDataOfTraining(training: Training): readonly SetupFinding[] {
  const { survey, folder, command, code, metrics, model, parameters, behindLinks } = training;
  if (command === undefined) return [];
  const linked = behindLinks.map((path): SetupFinding => ({
    severity: 'error',
    where: code[0] ?? command,
    message: `${path} is written through the symbolic link ${linkOf(survey, path)?.path ?? ''}: train takes no file from behind a link`,
    hint: 'let the training write into a folder of the checkout, such as model/',
  }));
  const expanded = expandCommands(survey, [command]);
  const own = [...model, ...(metrics === undefined ? [] : [metrics])];
  const written = {
    commands: expanded.commands,
    code: [...followCode(survey, code), ...(parameters === undefined ? [] : [parameters])],
    outputs: [...behindLinks, ...own, ...expanded.outputs],
  };
  const absent = findAbsentData(survey, { ...written, inputs: [] });
  const found = [...linked, ...absent, ...findAbsentFolders(survey, { ...written, outputs: own })];
  return folder === undefined ? found : found.map((one) => ({ ...one, where: `${folder}: ${one.where}` }));
}

function outputsOf({ train }: ModelConfig): readonly string[] {
  const { model = [], metrics = 'metrics.json', predictions } = train ?? {};
  return [...model, metrics, ...(predictions === undefined ? [] : [predictions])];
}

function inputsOf(name: string, { score, train, data }: ModelConfig): AbsentRequest['inputs'] {
  const place = (key: string): string => `${CONFIG_PATH}: models.${name}.${key}`;
  return [
    ...(score === undefined ? [] : [{ path: score.data, where: place('score.data') }]),
    ...(train?.reference === undefined ? [] : [{ path: train.reference, where: place('train.reference') }]),
    ...data.filter((pattern) => !pattern.startsWith('!')).map((path) => ({ path, where: place('data') })),
  ];
}
