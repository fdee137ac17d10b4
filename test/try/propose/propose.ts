/** The workflow and the configuration that a repository lacks, for what lies in it. */
import { basename } from 'node:path';
import { stringify } from 'yaml';
import { CONFIG_PATH } from '../../../src/shared/domain/kernel/names.ts';
import { usesOwnAction } from '../engine/resolve-action.ts';
import { findTraining, type Training } from './find-training.ts';
import { surveyRepository, type Survey } from './survey.ts';

export const WORKFLOW_PATH = '.github/workflows/model.yml';

export interface Proposal {
  /** Path → content of what is missing; empty where the repository has both. */
  readonly files: Readonly<Record<string, string>>;
  /** What was found, one line each. */
  readonly found: readonly string[];
  /** What only a person can decide. */
  readonly questions: readonly string[];
}

/** @param name of the repository. */
export async function proposeSetup(folder: string, name = basename(folder)): Promise<Proposal> {
  return propose(await surveyRepository(folder), name);
}

/** @param name of the folder, for the name of the model. */
export function propose(survey: Survey, name: string): Proposal {
  const workflows = survey.paths.filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path));
  const own = workflows.find((path) => usesOwnAction(survey.read(path) ?? ''));
  const hasConfig = survey.paths.includes(CONFIG_PATH);
  if (own !== undefined && hasConfig) return { files: {}, found: [own, CONFIG_PATH], questions: [] };
  const training = findTraining(survey);
  // A workflow that gives everything as inputs, or leaves metrics.json, needs no configuration.
  const files = {
    ...(own === undefined && { [WORKFLOW_PATH]: renderWorkflow(training) }),
    ...(own === undefined && !hasConfig && { [CONFIG_PATH]: renderConfig(survey, training, name) }),
  };
  return {
    files,
    found: describe(training),
    questions: Object.keys(files).length === 0 ? [] : questionsOf(training),
  };
}

function describe({ found, metrics, model, parameters }: Training): readonly string[] {
  return [
    found,
    metrics === undefined ? 'no metrics file was found' : `${metrics}: metrics`,
    model.length === 0 ? 'no model file was found' : `${model.join(', ')}: the model`,
    ...(parameters === undefined ? [] : [`${parameters}: parameters`]),
  ];
}

function questionsOf({ command, metrics, model }: Training): readonly string[] {
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
    'can both models be run on the same rows? Add `score` and `predictions`, and differences get confidence intervals',
  ];
}

function renderConfig({ paths }: Survey, training: Training, name: string): string {
  const model = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, 64);
  const folders = ['src', 'features', 'conf', 'config'].filter((folder) =>
    paths.some((path) => path.startsWith(`${folder}/`)),
  );
  const code = [
    ...training.code.filter((path) => !folders.some((folder) => path.startsWith(`${folder}/`))),
    ...folders.map((folder) => `${folder}/**`),
  ];
  const config = {
    models: {
      [model === '' ? 'model' : model]: {
        ...(code.length > 0 && { paths: code.slice(0, 20) }),
        ...(paths.some((path) => path.startsWith('data/')) && { data: ['data/**'] }),
        ...(training.command !== undefined &&
          training.model.length > 0 && {
            train: {
              command: training.command,
              model: training.model,
              ...(training.metrics !== undefined && { metrics: training.metrics }),
              ...(training.parameters !== undefined && { parameters: training.parameters }),
            },
          }),
      },
    },
  };
  const note = [
    '# Add a gate when you know what decides:',
    '#     gate:',
    '#       - { metric: accuracy, at-least: 0.8 }',
  ];
  return `${stringify(config, { lineWidth: 110 })}${note.join('\n')}\n`;
}

function renderWorkflow({ setup, command, model, metrics, parameters }: Training): string {
  const asStep = command !== undefined && model.length === 0 ? [`- run: ${command}`] : [];
  const steps = [...setup, ...asStep].map((step) => `      ${step}\n`).join('');
  // Without a model file the configuration has no place for them.
  const named = model.length > 0 || command === undefined ? [] : Object.entries({ metrics, parameters });
  const given = named.flatMap(([name, path]) =>
    path === undefined ? [] : [`${name}: ${JSON.stringify(path)}`],
  );
  const inputs = given.length === 0 ? '' : `        with: { ${given.join(', ')} }\n`;
  return `name: model
on: { pull_request: {}, push: { branches: [main, master] } }
permissions: {}
jobs:
  train:
    if: github.event_name == 'pull_request'
    permissions: { contents: read }
    runs-on: ubuntu-latest
    steps:
      - { uses: actions/checkout@v6, with: { persist-credentials: false } }
${steps}      - uses: model-steward/model-steward/actions/train@v1
${inputs}  evaluate:
    needs: train
    if: \${{ github.event_name == 'pull_request' && !cancelled() }}
    permissions: { contents: read, actions: read, pull-requests: write, statuses: write }
    runs-on: ubuntu-latest
    steps:
      - { uses: actions/checkout@v6, with: { persist-credentials: false } }
      - uses: model-steward/model-steward/actions/evaluate@v1
  register:
    if: github.event_name == 'push'
    permissions: { contents: write, actions: read, pull-requests: write }
    runs-on: ubuntu-latest
    steps:
      - { uses: actions/checkout@v6, with: { persist-credentials: false } }
      - uses: model-steward/model-steward/actions/register@v1
        with: { stage: production }
`;
}
