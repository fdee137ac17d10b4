/**
 * Format, lint and types of the whole repository, at the same time: lint alone takes as long as the other two.
 * Prettier and the compiler remember in .cache/ what they found good. ESLint does not: its rules read types, so a
 * file can become wrong through a change of another one, which its cache does not see.
 */
import { spawn } from 'node:child_process';

const commands = [
  'prettier --check --cache --cache-strategy content --cache-location .cache/prettier --log-level warn .',
  'eslint . --max-warnings=0',
  'tsc',
];

const results = await Promise.all(commands.map(run));
for (const { command, output, code } of results) {
  if (code !== 0) console.error(`${command}: exit code ${code}\n${output}`);
}
process.exitCode = results.some(({ code }) => code !== 0) ? 1 : 0;

interface Result {
  readonly command: string;
  /** What it printed, kept until it ends: three reports at once cannot be read. */
  readonly output: string;
  readonly code: number;
}

function run(command: string): Promise<Result> {
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
