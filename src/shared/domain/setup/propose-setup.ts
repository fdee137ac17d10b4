/** The workflow, the configuration and the score command that a repository lacks, for what lies in it. */
import { CONFIG_PATH, isWorkflowPath } from '../kernel/names.ts';
import { absentDataOfSetup, absentDataOfTraining } from './absent-of-setup.ts';
import { findPromptApplication } from './find-prompts.ts';
import { hasModel, type Training } from './find-training.ts';
import { findTrainings } from './find-trainings.ts';
import { findUnproposedTrainings } from './unproposed-trainings.ts';
import type { SetupFinding } from './setup-finding.ts';
import { usesOwnAction } from '../supply-chain/own-action.ts';
import { renderConfig } from './render-config.ts';
import { renderWorkflow, type NamedTraining } from './render-workflow.ts';
import { proposePrompts } from './propose-prompts.ts';
import { proposeScore, type ScoreProposal } from './propose-score.ts';
import type { Survey } from './survey.ts';

export const WORKFLOW_PATH = '.github/workflows/model.yml';
/** Where the other name is taken by a workflow of another kind. */
const OTHER_WORKFLOW_PATH = '.github/workflows/model-steward.yml';

export interface SetupProposal {
  /** Path → content of what is missing; no path of a file that lies there. Empty where the repository has both. */
  readonly files: Readonly<Record<string, string>>;
  /** What was found, one line each. */
  readonly found: readonly string[];
  /** What only a person can decide. */
  readonly questions: readonly string[];
  /** What a run on GitHub would lack, whatever is decided. */
  readonly problems: readonly SetupFinding[];
}

export interface ProposeOptions {
  /** Of the folder, for the name of the model. */
  readonly name: string;
  /** Whether a score command to complete is added; an incomplete one fails. */
  readonly withSketch: boolean;
}

export function proposeSetup(survey: Survey, { name, withSketch }: ProposeOptions): SetupProposal {
  const workflows = survey.paths.filter(isWorkflowPath);
  const own = workflows.filter((path) => usesOwnAction(survey.read(path) ?? ''));
  const configs = survey.paths.filter((path) => path === CONFIG_PATH);
  // A workflow that gives everything as inputs, or leaves metrics.json, needs no configuration.
  if (own.length > 0)
    return {
      files: {},
      found: [...own, ...configs],
      questions: [],
      problems: absentDataOfSetup(survey, own),
    };
  const workflow = workflows.includes(WORKFLOW_PATH) ? OTHER_WORKFLOW_PATH : WORKFLOW_PATH;
  const prompts = configs.length === 0 ? findPromptApplication(survey) : undefined;
  if (prompts !== undefined)
    return { ...proposePrompts(prompts, { name: modelName(name), workflow, withSketch }), problems: [] };
  const found = findTrainings(survey);
  const usable = found.length > 1 ? found.filter(hasModel) : found;
  const models = (usable.length > 0 ? usable : found.slice(0, 1)).map((training): NamedTraining => ({
    name: modelName(training.name ?? name),
    training,
  }));
  const [first] = models;
  const score = first !== undefined && configs.length === 0 ? proposeScore(first.training) : undefined;
  const used = score?.script.kind === 'sketch' && !withSketch ? undefined : score;
  const files = {
    [workflow]: renderWorkflow(models),
    ...(configs.length === 0 && { [CONFIG_PATH]: renderConfig(models, used) }),
    ...(used?.script.kind === 'sketch' && { [placeOf(first, used.path)]: used.script.text }),
  };
  return {
    files,
    found: [...found.flatMap((training) => describe(training, models)), ...describeScore(used)],
    questions: [...(models.length === 0 ? [] : questionsOf(models, used)), ...askAboutOthers(survey, found)],
    problems: models.flatMap(({ training }) => absentDataOfTraining(training)),
  };
}

/** A score command lies in the folder of its model. */
function placeOf(model: NamedTraining | undefined, path: string): string {
  const folder = model?.training.folder;
  return folder === undefined ? path : `${folder}/${path}`;
}

function modelName(text: string): string {
  const name = text
    // `ü` is a letter with a mark in a name of ASCII.
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 64)
    .replace(/[^a-z0-9]+$/, '');
  return name === '' ? 'model' : name;
}

function describe(training: Training, models: readonly NamedTraining[]): readonly string[] {
  const { folder, parameters, command } = training;
  const found = folder === undefined ? training.found : `${folder}: ${training.found}`;
  const isLeftOut = !models.some((one) => one.training === training);
  return [
    command === undefined ? found : `${found} (${command})`,
    ...describeOutputs(training),
    ...(parameters === undefined ? [] : [`${parameters}: parameters`]),
    ...(isLeftOut ? [`left out: add it to \`models\` of ${CONFIG_PATH} when its model file is known`] : []),
  ];
}

function describeOutputs({ metrics, model, tracking }: Training): readonly string[] {
  const logged = tracking === undefined ? undefined : 'what is logged to MLflow';
  return [
    metrics === undefined && logged === undefined
      ? 'no metrics file was found'
      : `${metrics ?? logged}: metrics`,
    model.length === 0 && logged === undefined
      ? 'no model file was found'
      : `${model.length === 0 ? logged : model.join(', ')}: the model`,
  ];
}

function questionsOf(models: readonly NamedTraining[], score: ScoreProposal | undefined): readonly string[] {
  const { command, metrics, model, tracking } = models[0]?.training ?? { model: [] };
  return [
    ...(command === undefined
      ? [`which command trains the model? Write it to \`train.command\` in ${CONFIG_PATH}`]
      : []),
    ...(metrics === undefined && tracking === undefined
      ? ['where are the metrics? Let the training write a file, and name it as `train.metrics`']
      : []),
    ...(model.length === 0 && tracking === undefined
      ? ['which files are the model? Name them as `train.model`; without them no version can be registered']
      : []),
    'which metric decides? Add `gate`, best before the first merge, so that it counts at once; without it the comment is a report, and nothing is registered',
    ...askAboutScore(score),
  ];
}

function askAboutOthers(survey: Survey, found: readonly Training[]): readonly string[] {
  return findUnproposedTrainings(survey, found).map(
    (training) =>
      `is \`${training}\` another model? Nothing of this proposal runs it: add it to \`models\` of ${CONFIG_PATH}, with a name of its own`,
  );
}

const INTERVALS = 'differences then get confidence intervals';

function askAboutScore(score: ScoreProposal | undefined): readonly string[] {
  if (score === undefined)
    return [`can both models be run on the same rows? Add \`score\` and \`predictions\`: ${INTERVALS}`];
  const { path, data, hasData, unlabeled, columns, script } = score;
  const without =
    unlabeled === undefined ? '' : ` ${unlabeled} has no column ${columns.label}, so it cannot be that.`;
  const rows = hasData
    ? []
    : [
        `which rows does no training see?${without} Put them into ${data}, or name their file as \`score.data\``,
      ];
  const uncomment = `take \`task\`, \`score\` and \`predictions\` out of their comments: ${INTERVALS}`;
  switch (script.kind) {
    case 'complete':
      return rows;
    case 'to-adapt':
      return [
        ...rows,
        `does ${path} write one prediction a row? Let it read the model from MODEL_STEWARD_MODEL and the rows from MODEL_STEWARD_DATA, and write id, label and prediction to MODEL_STEWARD_OUT; then ${uncomment}`,
      ];
    case 'sketch':
      return [...rows, `what are the columns of ${data}? Complete ${path}, and ${uncomment}`];
  }
}

function describeScore(score: ScoreProposal | undefined): readonly string[] {
  if (score === undefined) return [];
  const { path, data, hasData, decision, script } = score;
  // Until the script is complete, the section of the score command is a comment.
  const where = script.kind === 'complete' ? '' : ' in the comment about the score command';
  const by =
    decision.because === undefined ? `nothing says it; correct \`task\`${where}` : `by ${decision.because}`;
  return [
    ...(script.kind === 'sketch' ? [] : [`${path}: the score command`]),
    ...(hasData ? [`${data}: held-out rows`] : []),
    `the task: ${decision.task} (${by})`,
  ];
}
