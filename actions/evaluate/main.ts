/** Wires evaluate: ports from adapters, results to the runner. */
import { createModelFileUnpacker } from '../../src/shared/adapters/data/model-file-unpacker.ts';
import { createTables } from '../../src/shared/adapters/data/tables.ts';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { createScratch } from '../../src/shared/adapters/files/scratch.ts';
import { createGitHub } from '../../src/shared/adapters/github/create-github.ts';
import { createCheckout } from '../../src/shared/adapters/process/checkout.ts';
import { endStep, type Main } from '../../src/shared/runtime/step.ts';
import type { EvaluateInputs } from './inputs.ts';
import { describeEvaluateFailure, renderEvaluateOutputs, renderEvaluateReport } from './report.ts';
import { runEvaluate } from './run.ts';
import { prepareOrSay } from './steps/say-not-evaluated.ts';

export const main: Main<EvaluateInputs> = async (step, inputs) => {
  const { apiUrl, clock, commandEnvironment, graphqlUrl, context, log, outputs, summary } = step;
  const { repository, tempDir, workspace } = context;
  const ports = {
    ...createGitHub({ apiUrl, graphqlUrl, token: inputs.token, repository, clock, log, tempDir }),
    checkout: createCheckout(workspace, commandEnvironment),
    clock,
    log,
    scratch: createScratch(tempDir),
    tables: createTables({ log, clock }),
    unpacker: createModelFileUnpacker(),
    workspace: openFiles(workspace),
  };
  const outcome = await runEvaluate(await prepareOrSay({ inputs, context, ports }));
  outputs.set(renderEvaluateOutputs(outcome));
  await summary.write(renderEvaluateReport(outcome));
  return endStep(describeEvaluateFailure(outcome));
};
