/** `npm test`: format, lint and types beside the tests of each part, since neither keeps two cores busy on its own. */
import { runTogether, type CommandLine } from './run-together.ts';

const npm = process.env.npm_execpath;
const check: CommandLine =
  npm === undefined ? ['npm', 'run', '-s', 'check'] : [process.execPath, npm, 'run', '-s', 'check'];
const passed = await runTogether(['vitest', 'run', '--project', 'parts', ...process.argv.slice(2)], check);
if (!passed) process.exitCode = 1;
