/**
 * How long each action takes from the start of its process until its inputs are read, as a ratio to an empty
 * Node process. Each run fails at its inputs, which is the first line that it prints. The two are measured
 * alternately, because a machine is quicker at one time than at another. A missed aim is printed, and the exit code is 1.
 * Usage: npm run bench:start [rounds]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from 'simple-statistics';
import { actionNames, type ActionName } from '../../src/shared/domain/kernel/names.ts';
import { distFolder } from '../tools/build.ts';
import { markMissedAim } from './processes.ts';
import { readRounds } from './usage.ts';

/** Train and evaluate run in every pull request. */
const aims: Readonly<Record<ActionName, number>> = {
  train: 1.6,
  evaluate: 1.6,
  register: 2.2,
  deploy: 2.2,
  monitor: 2.2,
};
const rounds = readRounds('bench:start', 21);

if (!existsSync(distFolder))
  throw new Error(`${distFolder}: expected the bundle, got nothing (npm run build)`);

const folder = await mkdtemp(join(tmpdir(), 'bench-start-'));
try {
  const empty = join(folder, 'empty.mjs');
  await writeFile(empty, 'process.stdout.write("\\n");\n');
  console.log(`start to inputs read, ratio to an empty Node process (median of ${rounds} pairs)`);
  for (const action of actionNames) {
    const { ratio, actionMs, emptyMs } = await compare(join(distFolder, `${action}.js`), empty);
    const mark = markMissedAim(ratio > aims[action], `at most ${aims[action]}`);
    console.log(
      `${action.padEnd(9)} ${ratio.toFixed(2)}   ${actionMs.toFixed(0)} ms, empty ${emptyMs.toFixed(0)} ms${mark}`,
    );
  }
} finally {
  await rm(folder, { recursive: true });
}

async function compare(script: string, empty: string) {
  const pairs: { actionMs: number; emptyMs: number }[] = [];
  await timeToFirstOutput(script);
  for (let round = 0; round < rounds; round++) {
    const emptyMs = await timeToFirstOutput(empty);
    pairs.push({ emptyMs, actionMs: await timeToFirstOutput(script) });
  }
  return {
    ratio: median(pairs.map(({ actionMs, emptyMs }) => actionMs / emptyMs)),
    actionMs: median(pairs.map(({ actionMs }) => actionMs)),
    emptyMs: median(pairs.map(({ emptyMs }) => emptyMs)),
  };
}

/** Milliseconds from spawning until the first byte on standard output. */
async function timeToFirstOutput(script: string): Promise<number> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [script], {
    env: brokenStep(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const [first] = (await once(child.stdout, 'data')) as [Buffer];
  const elapsedMs = performance.now() - startedMs;
  child.stdout.resume();
  await exit;
  if (!/^\n|InputError|INPUT_INVALID/.test(first.toString())) {
    throw new Error(`${script}: expected it to fail at its inputs, got ${first.toString().slice(0, 500)}`);
  }
  return elapsedMs;
}

/** A step as the runner starts it, but for an input that no action knows. */
function brokenStep(): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    INPUT_TOKEN: '',
    INPUT_UNKNOWN: 'x',
    GITHUB_REPOSITORY: 'acme/flights',
    GITHUB_SHA: '0'.repeat(40),
    GITHUB_REF: 'refs/heads/main',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_JOB: 'bench',
    GITHUB_ACTOR: 'bench',
    GITHUB_WORKSPACE: folder,
    RUNNER_TEMP: folder,
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
  };
}
