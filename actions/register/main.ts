/** Wires register: ports from adapters, results to the runner. */
import { createModelFileUnpacker } from '../../src/shared/adapters/data/model-file-unpacker.ts';
import { createTables } from '../../src/shared/adapters/data/tables.ts';
import { createCacheFolders } from '../../src/shared/adapters/files/cache-folders.ts';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { createScratch } from '../../src/shared/adapters/files/scratch.ts';
import { createGitHub } from '../../src/shared/adapters/github/create-github.ts';
import { createCheckout } from '../../src/shared/adapters/process/checkout.ts';
import { endStep, type Main } from '../../src/shared/runtime/step.ts';
import { prepareStep } from '../../src/shared/usecases/step-context.ts';
import type { RegisterInputs } from './inputs.ts';
import { describeRegisterFailure, renderRegisterOutputs, renderRegisterReport } from './report.ts';
import { runRegister } from './run.ts';

export const main: Main<RegisterInputs> = async (step, inputs) => {
  const { apiUrl, clock, graphqlUrl, commandEnvironment, context, log, outputs, summary } = step;
  const { repository, tempDir, workspace } = context;
  const ports = {
    ...createGitHub({
      ...{ apiUrl, graphqlUrl, token: inputs.token, repository, clock, log, tempDir },
      isDry: inputs.dryRun,
    }),
    cacheFolders: createCacheFolders(tempDir),
    checkout: createCheckout(workspace, commandEnvironment),
    clock,
    log,
    scratch: createScratch(tempDir),
    tables: createTables({ log, clock }),
    unpacker: createModelFileUnpacker(),
    workspace: openFiles(workspace),
  };
  const isOfAnyModel = inputs.operation === 'search';
  const outcome = await runRegister(await prepareStep({ inputs, context, ports, isOfAnyModel }));
  const planned = inputs.dryRun ? ports.writePlan.calls() : undefined;
  for (const { method, path, purpose } of planned ?? []) log.info(`would ${purpose}: ${method} ${path}`);
  outputs.set(renderRegisterOutputs(outcome, planned));
  await summary.write(renderRegisterReport(outcome, planned));
  return endStep(describeRegisterFailure(outcome));
};
