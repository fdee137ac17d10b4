/** Wires register: reads the inputs, runs, publishes outputs and summary. */
import { createTables } from '../../src/shared/adapters/data/tables.ts';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { createScratch } from '../../src/shared/adapters/files/scratch.ts';
import { createGitHub } from '../../src/shared/adapters/github/create-github.ts';
import { createCheckout } from '../../src/shared/adapters/process/checkout.ts';
import type { Step, StepOutcome } from '../../src/shared/runtime/step.ts';
import { readRegisterInputs } from './inputs.ts';
import { reasonOf, registerOutputsOf, renderRegisterReport } from './report.ts';
import { run } from './run.ts';

export async function main(step: Step): Promise<StepOutcome> {
  const inputs = readRegisterInputs(step.input);
  const { apiUrl, context, clock, log, commandEnvironment } = step;
  const { repository, workspace, tempDir } = context;
  const outcome = await run(inputs, context, {
    ...createGitHub({ apiUrl, token: inputs.token, repository, clock, log, openFiles }),
    checkout: createCheckout(workspace, commandEnvironment),
    clock,
    log,
    scratch: createScratch(tempDir),
    tables: createTables(),
    workspace: openFiles(workspace),
  });
  step.outputs.set(registerOutputsOf(outcome));
  await step.summary.write(renderRegisterReport(outcome));
  if (outcome.kind === 'nothing') {
    log.notice(reasonOf(outcome));
    if (outcome.warning !== undefined) log.warning(outcome.warning);
  }
  if (outcome.kind !== 'refused') return 'success';
  const { hint } = outcome.error;
  return { failure: `${reasonOf(outcome)}${hint === undefined ? '' : `\nHint: ${hint}`}` };
}
