/** The workflow, the configuration and the score command that a repository lacks, for what lies in it. */
import { CONFIG_PATH } from '../kernel/names.ts';
import { absentDataOfSetup, absentDataOfTraining } from './absent-of-setup.ts';
import { findTrainings, type Training } from './find-training.ts';
import type { SetupFinding } from './finding.ts';
import { usesOwnAction } from './own-action.ts';
import { renderConfig } from './render-config.ts';
import { renderWorkflow, type NamedTraining } from './render-workflow.ts';
import { sketchScore, type ScoreSketch } from './sketch-score.ts';
import type { Survey } from './survey.ts';

export const WORKFLOW_PATH = '.github/workflows/model.yml';
/** Where the other name is taken by a workflow of another kind. */
const OTHER_WORKFLOW_PATH = '.github/workflows/model-steward.yml';
const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/;

export interface Proposal {
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

export function proposeSetup(survey: Survey, { name, withSketch }: ProposeOptions): Proposal {
  const workflows = survey.paths.filter((path) => WORKFLOW.test(path));
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
  const found = findTrainings(survey);
  const usable = found.length > 1 ? found.filter(({ model }) => model.length > 0) : found;
  const models = (usable.length > 0 ? usable : found.slice(0, 1)).map((training): NamedTraining => ({
    name: modelName(training.name ?? name),
    training,
  }));
  const [first] = models;
  const sketch =
    withSketch && first !== undefined && configs.length === 0
      ? sketchScore(survey, first.training)
      : undefined;
  const workflow = workflows.includes(WORKFLOW_PATH) ? OTHER_WORKFLOW_PATH : WORKFLOW_PATH;
  const files = {
    [workflow]: renderWorkflow(models),
    ...(configs.length === 0 && { [CONFIG_PATH]: renderConfig(survey, models, sketch) }),
    ...(sketch !== undefined && { [sketch.path]: sketch.text }),
  };
  return {
    files,
    found: found.flatMap((training) => describe(training, models)),
    questions: models.length === 0 ? [] : questionsOf(models, sketch),
    problems: models.flatMap(({ training }) => absentDataOfTraining(survey, training)),
  };
}

function modelName(text: string): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 64)
    .replace(/[^a-z0-9]+$/, '');
  return name === '' ? 'model' : name;
}

function describe(training: Training, models: readonly NamedTraining[]): readonly string[] {
  const { found, metrics, model, parameters, command } = training;
  const isLeftOut = !models.some((one) => one.training === training);
  return [
    command === undefined ? found : `${found} (${command})`,
    metrics === undefined ? 'no metrics file was found' : `${metrics}: metrics`,
    model.length === 0 ? 'no model file was found' : `${model.join(', ')}: the model`,
    ...(parameters === undefined ? [] : [`${parameters}: parameters`]),
    ...(isLeftOut ? [`left out: add it to \`models\` of ${CONFIG_PATH} when its model file is known`] : []),
  ];
}

function questionsOf(models: readonly NamedTraining[], sketch: ScoreSketch | undefined): readonly string[] {
  const { command, metrics, model } = models[0]?.training ?? { model: [] };
  return [
    ...(command === undefined
      ? [`which command trains the model? Write it to \`train.command\` in ${CONFIG_PATH}`]
      : []),
    ...(metrics === undefined
      ? ['where are the metrics? Let the training write a file, and name it as `train.metrics`']
      : []),
    ...(model.length === 0
      ? ['which files are the model? Name them as `train.model`; without them no version can be registered']
      : []),
    'which metric decides? Add `gate`; without it the comment reports, and nothing is decided',
    sketch === undefined
      ? 'can both models be run on the same rows? Add `score` and `predictions`, and differences get confidence intervals'
      : `what are the columns of ${sketch.data}? Complete ${sketch.path}, and take \`score\` and \`predictions\` out of their comments: differences then get confidence intervals`,
  ];
}
