/** The workflow that is proposed: train, evaluate and register, each job with the permissions that it needs. */
import type { Training } from './find-training.ts';

/** A model of the workflow, as the configuration names it. */
export interface NamedTraining {
  readonly name: string;
  readonly training: Training;
}

/** @param models one or more; several become a matrix. */
export function renderWorkflow(models: readonly NamedTraining[]): string {
  const trainings = models.map(({ training }) => training);
  const [first] = trainings;
  const matrix =
    models.length > 1
      ? `    strategy: { fail-fast: false, matrix: { model: [${models.map(({ name }) => name).join(', ')}] } }\n`
      : '';
  const inputs = (given: Readonly<Record<string, string>>): string =>
    renderInputs({ ...(models.length > 1 && { model: "'${{ matrix.model }}'" }), ...given });
  const steps = [
    ...new Set([...trainings.flatMap(({ setup }) => setup), ...(models.length > 1 ? [] : ownSteps(first))]),
  ];
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
${steps.map((step) => `      ${step}\n`).join('')}      - uses: model-steward/model-steward/actions/train@v1
${inputs(models.length > 1 ? {} : stepFiles(first))}  evaluate: # the comment and the status
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

/** Those that a run by hand asks for are empty on a push. */
function renderRegisterInputs(isMatrix: boolean): string {
  const byHand = ['pull-request', 'override', 'override-reason'].map(
    (name) => `          ${name}: \${{ inputs.${name} }}\n`,
  );
  const model = isMatrix ? '          model: ${{ matrix.model }}\n' : '';
  return `        with:\n${model}          stage: production\n${byHand.join('')}`;
}

/** Whether the training is a step of the workflow: without a model file the configuration has no place for it. */
function isStep(training: Training | undefined): training is Training & { readonly command: string } {
  return training?.command !== undefined && training.model.length === 0;
}

function ownSteps(training: Training | undefined): readonly string[] {
  return isStep(training) ? [`- run: ${training.command}`] : [];
}

function stepFiles(training: Training | undefined): Readonly<Record<string, string>> {
  if (!isStep(training)) return {};
  const { metrics, parameters } = training;
  return {
    ...(metrics !== undefined && { metrics: JSON.stringify(metrics) }),
    ...(parameters !== undefined && { parameters: JSON.stringify(parameters) }),
  };
}

function renderInputs(given: Readonly<Record<string, string>>): string {
  const inputs = Object.entries(given).map(([name, value]) => `${name}: ${value}`);
  return inputs.length === 0 ? '' : `        with: { ${inputs.join(', ')} }\n`;
}
