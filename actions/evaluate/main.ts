/** Wiring of evaluate: ports from adapters, results to the runner. */
import { createTables } from '../../src/shared/adapters/data/tables.ts';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { createScratch } from '../../src/shared/adapters/files/scratch.ts';
import { createGitHub } from '../../src/shared/adapters/github/create-github.ts';
import type { Main } from '../../src/shared/runtime/step.ts';
import { readEvaluateInputs } from './inputs.ts';
import { describeOutputs, failureOf, renderEvaluateReport } from './report.ts';
import { runEvaluate } from './run.ts';

export const main: Main = async ({ input, context, outputs, summary, log, clock, apiUrl }) => {
  const inputs = readEvaluateInputs(input);
  const { repository, tempDir, workspace } = context;
  const outcome = await runEvaluate(inputs, context, {
    ...createGitHub({ apiUrl, token: inputs.token, repository, clock, log, openFiles }),
    clock,
    log,
    tables: createTables(),
    workspace: openFiles(workspace),
    scratch: createScratch(tempDir),
  });
  outputs.set(describeOutputs(outcome));
  await summary.write(renderEvaluateReport(outcome));
  const failure = failureOf(outcome);
  return failure === undefined ? 'success' : { failure };
};
