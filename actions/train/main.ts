/** Wires train: ports from adapters, results to the runner. */
import { endStep, type Main } from '../../src/shared/runtime/step.ts';
import { prepareStep } from '../../src/shared/usecases/step-context.ts';
import { createTrainPorts } from './create-ports.ts';
import type { TrainInputs } from './inputs.ts';
import { describeTrainFailure, renderTrainOutputs, renderTrainReport } from './report.ts';
import { runTrain } from './run.ts';

export const main: Main<TrainInputs> = async (step, inputs) => {
  const { context, outputs, summary } = step;
  const ports = createTrainPorts(step, inputs);
  const outcome = await runTrain(await prepareStep({ inputs, context, ports }));
  outputs.set(renderTrainOutputs(outcome));
  await summary.write(renderTrainReport(outcome));
  return endStep(describeTrainFailure(outcome));
};
