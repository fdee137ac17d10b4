/** Wires train to the runner, the machine and GitHub. */
import { createTables } from '../../src/shared/adapters/data/tables.ts';
import { createCacheFolders } from '../../src/shared/adapters/files/cache-folders.ts';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { createScratch } from '../../src/shared/adapters/files/scratch.ts';
import { createGitHub } from '../../src/shared/adapters/github/create-github.ts';
import { createCheckout } from '../../src/shared/adapters/process/checkout.ts';
import { createCommands } from '../../src/shared/adapters/process/commands.ts';
import type { Step, StepOutcome } from '../../src/shared/runtime/step.ts';
import { readTrainInputs } from './inputs.ts';
import { renderTrainOutputs, renderTrainReport } from './report.ts';
import { run } from './run.ts';

export async function main(step: Step): Promise<StepOutcome> {
  const { apiUrl, clock, commandEnvironment: environment, context, log, signal } = step;
  const inputs = readTrainInputs(step.input);
  const { repository, tempDir, workspace } = context;
  const github = createGitHub({ apiUrl, token: inputs.token, repository, clock, log, openFiles });
  const ports = {
    workspace: openFiles(workspace),
    scratch: createScratch(tempDir),
    commands: createCommands({ log, environment, signal }),
    checkout: createCheckout(workspace, environment),
    tables: createTables(),
    tags: github.tags,
    releases: github.releases,
    fileCache: github.fileCache,
    cacheFolders: createCacheFolders(tempDir),
    uploads: github.artifactUploads,
    clock,
    log,
  };
  const outcome = await run(inputs, ports, context);
  step.outputs.set(renderTrainOutputs(outcome, context.runId));
  await step.summary.write(renderTrainReport(outcome));
  return 'success';
}
