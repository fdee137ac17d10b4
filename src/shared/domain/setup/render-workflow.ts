/** The workflow that is proposed: train, evaluate and register, each job with the permissions that it needs. */
import { hasModel, type Training } from './find-training.ts';
import { yamlScalar } from './yaml-scalar.ts';

/** A model of the workflow, as the configuration names it. */
export interface NamedTraining {
  readonly name: string;
  readonly training: Training;
}

/** @param models one or more; several become a matrix. */
export function renderWorkflow(models: readonly NamedTraining[]): string {
  const first = models[0]?.training;
  const matrix =
    models.length > 1
      ? `    strategy: { fail-fast: false, matrix: { model: [${models.map(({ name }) => name).join(', ')}] } }\n`
      : '';
  const inputs = (given: Readonly<Record<string, string>>): string =>
    renderInputs({ ...(models.length > 1 && { model: "'${{ matrix.model }}'" }), ...given });
  const steps = [...setupSteps(models), ...(models.length > 1 ? [] : ownSteps(first))];
  return `name: model
on:
  pull_request: {}
  push: { branches: [main, master] }
  workflow_dispatch: # registers a merged pull request again, or one that the gate stopped, with a reason
    inputs:
      pull-request: { description: number of the merged pull request, required: true }
      override: { description: rules that need not pass (verdict for all of them) }
      override-reason: { description: why that is right }
permissions: {}
jobs:
  train: # your own commands; this job can write nothing
    if: github.event_name == 'pull_request'
${matrix}    permissions: { contents: read }
    runs-on: ubuntu-latest
    steps:
      - { uses: actions/checkout@v6, with: { persist-credentials: false } }
${steps.flatMap((step) => step.split('\n').map((line) => `      ${line}\n`)).join('')}      - uses: model-steward/model-steward/actions/train@v1
${renderKeys(models)}${inputs(models.length > 1 ? {} : stepFiles(first))}  evaluate: # the comment and the status
    needs: train
    if: \${{ github.event_name == 'pull_request' && !cancelled() }} # says so when training failed
${matrix}    permissions: { contents: read, actions: read, pull-requests: write, statuses: write }
    runs-on: ubuntu-latest
    steps:
      - { uses: actions/checkout@v6, with: { persist-credentials: false } }
      - uses: model-steward/model-steward/actions/evaluate@v1
${inputs({})}  register: # the merge makes what was evaluated a version
    if: github.event_name != 'pull_request'
${matrix}    permissions: { contents: write, actions: read, pull-requests: write }
    runs-on: ubuntu-latest
    steps:
      - { uses: actions/checkout@v6, with: { persist-credentials: false } }
      - uses: model-steward/model-steward/actions/register@v1
${renderRegisterInputs(models.length > 1)}`;
}

/** Each once; what not every model needs is run for those that do. */
function setupSteps(models: readonly NamedTraining[]): readonly string[] {
  const users = new Map<string, readonly string[]>();
  for (const { name, training } of models)
    for (const step of training.setup) users.set(step, [...(users.get(step) ?? []), name]);
  return [...users].map(([step, names]) => (names.length === models.length ? step : stepFor(step, names)));
}

function stepFor(step: string, names: readonly string[]): string {
  const condition = names.map((name) => `matrix.model == '${name}'`).join(' || ');
  return step.startsWith('- { ')
    ? step.replace('- { ', `- { if: "${condition}", `)
    : `${step}\n  if: ${condition}`;
}

/** Those that a run by hand asks for are empty on a push. */
function renderRegisterInputs(isMatrix: boolean): string {
  const byHand = ['pull-request', 'override', 'override-reason'].map(
    (name) => `          ${name}: \${{ inputs.${name} }}\n`,
  );
  const model = isMatrix ? '          model: ${{ matrix.model }}\n' : '';
  return `        with:\n${model}          stage: production\n${byHand.join('')}`;
}

/** Secrets of the repository, for the step that runs its commands and for no other. */
function renderKeys(models: readonly NamedTraining[]): string {
  const keys = [...new Set(models.flatMap(({ training }) => training.keys))];
  return keys.length === 0
    ? ''
    : `        env:\n${keys.map((key) => `          ${key}: \${{ secrets.${key} }}\n`).join('')}`;
}

/** Whether the training is a step of the workflow: without a model file the configuration has no place for it. */
function isStep(training: Training | undefined): training is Training & { readonly command: string } {
  return training?.command !== undefined && !hasModel(training);
}

function ownSteps(training: Training | undefined): readonly string[] {
  if (!isStep(training)) return [];
  const folder = training.folder === undefined ? '' : `\n  working-directory: ${yamlScalar(training.folder)}`;
  return [`- run: ${yamlScalar(training.command)}${folder}`];
}

function stepFiles(training: Training | undefined): Readonly<Record<string, string>> {
  if (!isStep(training)) return {};
  const { metrics, parameters, folder } = training;
  const at = (path: string): string => JSON.stringify(folder === undefined ? path : `${folder}/${path}`);
  return {
    ...(metrics !== undefined && { metrics: at(metrics) }),
    ...(parameters !== undefined && { parameters: at(parameters) }),
  };
}

function renderInputs(given: Readonly<Record<string, string>>): string {
  const inputs = Object.entries(given).map(([name, value]) => `${name}: ${value}`);
  return inputs.length === 0 ? '' : `        with: { ${inputs.join(', ')} }\n`;
}
