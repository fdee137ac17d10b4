/** Wiring: the runner's step, the ports onto GitHub and the workspace, and the results. */
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { createTables } from '../../src/shared/adapters/data/tables.ts';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { createGitHub } from '../../src/shared/adapters/github/create-github.ts';
import type { Main } from '../../src/shared/runtime/step.ts';
import { readMonitorInputs } from './inputs.ts';
import { outputsOf, renderMonitorReport } from './report.ts';
import { run } from './run.ts';

export const main: Main = async ({ context, input, outputs, summary, log, clock, apiUrl }) => {
  const inputs = readMonitorInputs(input);
  const { repository, tempDir, workspace } = context;
  await mkdir(tempDir, { recursive: true });
  const outcome = await run(inputs, context, {
    ...createGitHub({ apiUrl, token: inputs.token, repository, clock, log, openFiles }),
    clock,
    log,
    tables: createTables(),
    workspace: openFiles(workspace),
    scratch: openFiles(await mkdtemp(join(tempDir, 'model-steward-'))),
  });
  outputs.set(outputsOf(outcome));
  await summary.write(renderMonitorReport(outcome));
  if (outcome.kind === 'not-checked') {
    log.notice(outcome.reason);
    return 'success';
  }
  return outcome.failure === undefined ? 'success' : { failure: outcome.failure };
};
