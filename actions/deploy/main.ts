/** Wires deploy: reads the inputs, runs, publishes outputs and summary. */
import { createGitHub } from '../../src/shared/adapters/github/create-github.ts';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import type { Step, StepOutcome } from '../../src/shared/runtime/step.ts';
import { readDeployInputs } from './inputs.ts';
import { createDeployPorts } from './create-ports.ts';
import {
  describeDeployFailure,
  describeEmptyStage,
  renderDeployOutputs,
  renderDeployReport,
} from './report.ts';
import { runDeploy } from './run.ts';

export async function main(step: Step): Promise<StepOutcome> {
  const inputs = readDeployInputs(step.input);
  const { apiUrl, context, clock, log } = step;
  const { repository } = context;
  const github = createGitHub({ apiUrl, token: inputs.token, repository, clock, log, openFiles });
  const outcome = await runDeploy(inputs, context, createDeployPorts(step, inputs, github));
  step.outputs.set(renderDeployOutputs(outcome));
  await step.summary.write(renderDeployReport(outcome));
  if (outcome.kind === 'empty-stage') log.notice(describeEmptyStage(outcome));
  const failure = describeDeployFailure(outcome);
  return failure === undefined ? 'success' : { failure };
}
