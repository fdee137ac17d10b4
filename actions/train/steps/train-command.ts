/** Runs the training command in the checkout. */
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { ENVIRONMENT_PREFIX } from '../../../src/shared/domain/kernel/names.ts';
import type { CommandOutcome } from '../../../src/shared/ports/runner.ts';
import type { TrainPorts } from '../ports.ts';
import type { TrainSettings } from './settings.ts';

export interface TrainCommandOptions {
  readonly seed: number;
  readonly challenger: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
}

/** Does nothing without a command: then an earlier step of the job has trained. @throws DataError COMMAND_FAILED */
export async function runTrainCommand(
  { commands, workspace }: TrainPorts,
  { command, timeoutMs, trainingCount }: TrainSettings,
  { seed, challenger, environment }: TrainCommandOptions,
): Promise<void> {
  if (command === undefined) return;
  const names = [
    ...(challenger === undefined ? [] : [`challenger ${challenger}`]),
    ...(trainingCount === 1 ? [] : [`seed ${seed}`]),
  ];
  const name = names.length === 0 ? '' : ` (${names.join(', ')})`;
  const outcome = await commands.run({
    title: `Train${name}`,
    ...{ command, timeoutMs },
    cwd: workspace.root,
    environment: {
      ...environment,
      [`${ENVIRONMENT_PREFIX}SEED`]: String(seed),
      ...(challenger !== undefined && { [`${ENVIRONMENT_PREFIX}CHALLENGER`]: challenger }),
    },
  });
  requireSuccess(outcome, `train command${name}`);
}

/** @throws DataError COMMAND_FAILED that says how the command ended. */
export function requireSuccess(
  { exitCode, signal, timedOut, lastLines }: CommandOutcome,
  where: string,
): void {
  if (exitCode === 0 && !timedOut) return;
  const end = signal === undefined ? `exit code ${exitCode ?? 'none'}` : `signal ${signal}`;
  throw new DataError(
    'COMMAND_FAILED',
    `${where}: expected exit code 0, got ${timedOut ? `no end within the time limit (${end})` : end}`,
    {
      hint: timedOut ? 'raise `timeout-minutes`, or find out what it waits for' : hintFor(exitCode),
      lastLines,
    },
  );
}

/** @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_08_02 */
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

function hintFor(exitCode: number | undefined): string {
  const read = 'read its own message in the log of the step that runs train';
  switch (exitCode) {
    case NOT_FOUND:
      return `a program was not found: install it in a step before that of train, or correct its name; ${read}`;
    case NOT_EXECUTABLE:
      return `a file may not be executed: name its interpreter (\`bash train.sh\`), or \`git add --chmod=+x\` it; ${read}`;
    default:
      return read;
  }
}
