/** Wires deploy: ports from adapters, results to the runner. */
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { createGitHub } from '../../src/shared/adapters/github/create-github.ts';
import { endStep, type Main } from '../../src/shared/runtime/step.ts';
import { prepareStep } from '../../src/shared/usecases/step-context.ts';
import { createDeployPorts } from './create-ports.ts';
import type { DeployInputs } from './inputs.ts';
import { describeDeployFailure, renderDeployOutputs, renderDeployReport } from './report.ts';
import { runDeploy } from './run.ts';

export const main: Main<DeployInputs> = async (step, inputs) => {
  const { apiUrl, clock, context, log, outputs, summary } = step;
  const { repository } = context;
  const github = createGitHub({ apiUrl, token: inputs.token, repository, clock, log, openFiles });
  const ports = createDeployPorts(step, inputs, github);
  const outcome = await runDeploy(await prepareStep({ inputs, context, ports }));
  outputs.set(renderDeployOutputs(outcome));
  await summary.write(renderDeployReport(outcome));
  return endStep(describeDeployFailure(outcome));
};
