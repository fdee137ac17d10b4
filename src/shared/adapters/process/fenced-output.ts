/**
 * Output of untrusted commands on our standard output. Between `::stop-commands::<token>` and `::<token>::`
 * the runner obeys nothing, and the token cannot be guessed. The fence is closed also when this process exits.
 * https://docs.github.com/actions/reference/workflow-commands#stopping-and-starting-workflow-commands
 */
import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';

export interface FencedOutput {
  /** Whole lines, so that the end of the fence begins a line. */
  write(lines: Uint8Array): void;
  end(): void;
}

const STDOUT = 1;

export function fenceOutput(): FencedOutput {
  const token = randomBytes(32).toString('hex');
  const close = (): void => {
    // Synchronously: nothing else is written any more when a process exits.
    writeSync(STDOUT, `::${token}::\n`);
  };
  process.stdout.write(`::stop-commands::${token}\n`);
  process.once('exit', close);
  return {
    write: (lines) => process.stdout.write(lines),
    end: () => {
      process.off('exit', close);
      process.stdout.write(`::${token}::\n`);
    },
  };
}
