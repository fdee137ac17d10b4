/** `npm run check`: format, lint and types. All of them are run, so that one that fails does not hide the others. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { sortProblems } from './lint-output.ts';

const [format, lint] = await Promise.all([run('oxfmt', '--check'), run('oxlint')]);
const unformatted = format.code === 0 ? [] : [format.output, 'Write the format with: npm run format\n'];
process.stdout.write([sortProblems(lint.output), ...unformatted].join('\n'));
if (format.code !== 0 || lint.code !== 0) process.exitCode = 1;

async function run(command: string, ...args: readonly string[]) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, output: output + errors };
}
