/** Wires deploy: ports from adapters, results to the runner. */
import { endStep, type Main } from '../../src/shared/runtime/step.ts';
import { prepareStep } from '../../src/shared/usecases/step-context.ts';
import { createDeployPorts } from './create-ports.ts';
import type { DeployInputs } from './inputs.ts';
import { describeDeployFailure, renderDeployOutputs, renderDeployReport } from './report.ts';
import { runDeploy } from './run.ts';

export const main: Main<DeployInputs> = async (step, inputs) => {
  const { context, outputs, summary } = step;
  const ports = createDeployPorts(step, inputs);
  const outcome = await runDeploy(await prepareStep({ inputs, context, ports }));
  outputs.set(renderDeployOutputs(outcome));
  await summary.write(renderDeployReport(outcome));
  return endStep(describeDeployFailure(outcome));
};
