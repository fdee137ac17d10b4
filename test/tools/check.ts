/**
 * Format, lint and types of the whole repository, at the same time: lint alone takes as long as the other two.
 * Prettier and the compiler remember in .cache/ what they found good. ESLint does not: its rules read types, so a
 * file can become wrong through a change of another one, which its cache does not see.
 * With `--then <command>` that command starts beside the rest of lint, once format and types are good.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { reportFailures, runCommand } from './run-command.ts';

const lint = runCommand('eslint . --max-warnings=0');
const isReadable = reportFailures(
  await Promise.all([
    runCommand(
      'prettier --check --cache --cache-strategy content --cache-location .cache/prettier --log-level warn .',
    ),
    runCommand('tsc'),
  ]),
);
const [option, ...next] = process.argv.slice(2);
const isPassed = option !== '--then' || (isReadable && (await passes(next)));
const isClean = reportFailures([await lint]);
process.exitCode = isReadable && isPassed && isClean ? 0 : 1;

/** In the terminal, as if it had been started there. */
async function passes([command = '', ...args]: readonly string[]): Promise<boolean> {
  const child = spawn(command, args, { stdio: 'inherit' });
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0;
}
