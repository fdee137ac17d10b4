/**
 * The runner's command protocol: lines on standard output, and one file for outputs. The same bytes as
 * @actions/core writes (a test compares them); that package is not used because importing it loads an HTTP
 * client for OIDC, which doubles the time that a step needs to start.
 * https://docs.github.com/actions/reference/workflow-commands
 */
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { EOL } from 'node:os';

export type CommandName = 'debug' | 'notice' | 'warning' | 'error' | 'group' | 'endgroup' | 'add-mask';

export function issueCommand(name: CommandName, message = ''): void {
  const escaped = message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  process.stdout.write(`::${name}::${escaped}${EOL}`);
}

/** Marks the step as failed, once the process ends by itself. */
export function setFailed(message: string): void {
  process.exitCode = 1;
  issueCommand('error', message);
}

/** Appends to the file of `GITHUB_OUTPUT`. The random delimiter keeps a value from being read as a second output. */
export function appendOutput(path: string, name: string, value: string): void {
  const delimiter = `ghadelimiter_${randomUUID()}`;
  appendFileSync(path, `${name}<<${delimiter}${EOL}${value}${EOL}${delimiter}${EOL}`);
}
