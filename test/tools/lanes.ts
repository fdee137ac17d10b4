/**
 * `npm run lanes -- test:real demo,test:repositories idle:test:rates`: scripts of package.json in lanes, those of a lane
 * one after the other. For suites that keep one core busy, or wait for what they install; after `idle:` for one that
 * takes what they leave, and on which time has no effect.
 */
import { runLanes, type Suite } from './run-together.ts';

const npm = process.env.npm_execpath;
const IDLE = 'idle:';
const suiteOf = (named: string): Suite => {
  const isIdle = named.startsWith(IDLE);
  const name = isIdle ? named.slice(IDLE.length) : named;
  return {
    name,
    command: npm === undefined ? ['npm', 'run', '-s', name] : [process.execPath, npm, 'run', '-s', name],
    isIdle,
  };
};
const lanes = process.argv.slice(2).map((lane) => lane.split(',').map(suiteOf));
const isUsage = lanes.length === 0 || lanes.flat().some(({ name }) => name === '' || name.startsWith('-'));
if (isUsage)
  console.error(
    'usage: npm run lanes -- <script>[,<script>…] [idle:<script>] …, scripts of package.json, a lane each',
  );
const failed = isUsage ? undefined : await runLanes(lanes);
if (isUsage) process.exitCode = 2;
if (failed !== undefined) {
  console.error(`${failed} failed; what ran beside it was stopped. Alone: npm run ${failed}`);
  process.exitCode = 1;
}
