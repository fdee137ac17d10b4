/** A command line as a child process, with what it printed kept until it ends: several reports at once cannot be read. */
import { spawn } from 'node:child_process';

export interface CommandResult {
  readonly command: string;
  readonly output: string;
  readonly code: number;
}

export function runCommand(command: string): Promise<CommandResult> {
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ command, output, code: code ?? -1 }));
  });
}

/** Says what failed. @returns whether nothing did. */
export function reportFailures(results: readonly CommandResult[]): boolean {
  const failed = results.filter(({ code }) => code !== 0);
  for (const { command, output, code } of failed) console.error(`${command}: exit code ${code}\n${output}`);
  return failed.length === 0;
}
