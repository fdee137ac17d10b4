/** Wires train: ports from adapters, results to the runner. */
import { createTables } from '../../src/shared/adapters/data/tables.ts';
import { createCacheFolders } from '../../src/shared/adapters/files/cache-folders.ts';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { createScratch } from '../../src/shared/adapters/files/scratch.ts';
import { createGitHub } from '../../src/shared/adapters/github/create-github.ts';
import { createCheckout } from '../../src/shared/adapters/process/checkout.ts';
import { createCommands } from '../../src/shared/adapters/process/commands.ts';
import { createCommitCheckouts } from '../../src/shared/adapters/process/commit-checkouts.ts';
import { repositoryUrlOf } from '../../src/shared/domain/kernel/origin.ts';
import { endStep, type Main } from '../../src/shared/runtime/step.ts';
import { prepareStep } from '../../src/shared/usecases/step-context.ts';
import type { TrainInputs } from './inputs.ts';
import { describeTrainFailure, renderTrainOutputs, renderTrainReport } from './report.ts';
import { runTrain } from './run.ts';

export const main: Main<TrainInputs> = async (step, inputs) => {
  const {
    apiUrl,
    clock,
    graphqlUrl,
    commandEnvironment: environment,
    context,
    log,
    outputs,
    signal,
    summary,
  } = step;
  const { repository, tempDir, workspace } = context;
  const ports = {
    ...createGitHub({ apiUrl, graphqlUrl, token: inputs.token, repository, clock, log, tempDir }),
    cacheFolders: createCacheFolders(tempDir),
    checkout: createCheckout(workspace, environment),
    clock,
    commands: createCommands({ log, environment, signal }),
    commitCheckouts: createCommitCheckouts({
      ...{ workspace, environment, token: inputs.token },
      repositoryUrl: repositoryUrlOf(context),
    }),
    log,
    scratch: createScratch(tempDir),
    tables: createTables(),
    workspace: openFiles(workspace),
  };
  const outcome = await runTrain(await prepareStep({ inputs, context, ports }));
  outputs.set(renderTrainOutputs(outcome));
  await summary.write(renderTrainReport(outcome));
  return endStep(describeTrainFailure(outcome));
};
