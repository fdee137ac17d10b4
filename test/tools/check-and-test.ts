/** `npm test`: format, lint and types beside the tests of each part, since neither keeps two cores busy on its own. */
import { runTogether, type CommandLine } from './run-together.ts';

const npm = process.env.npm_execpath;
const check: CommandLine =
  npm === undefined ? ['npm', 'run', '-s', 'check'] : [process.execPath, npm, 'run', '-s', 'check'];
/** A test that needs the ones before it in its file fails; the order is the same in every run. */
const ORDER = ['--sequence.shuffle.tests', '--sequence.seed=1'];
const tests: CommandLine = ['vitest', 'run', '--project', 'parts', ...ORDER, ...process.argv.slice(2)];
const passed = await runTogether(tests, check);
if (!passed) process.exitCode = 1;
