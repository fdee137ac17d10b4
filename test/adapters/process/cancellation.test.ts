/** The runner signals only the step's own process: what the step started is the step's to end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../ground/until.ts';
import { hasEnded } from './has-ended.ts';
import { obeyedCommands } from './runner-parser.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'cancel-'));
});
afterAll(() => rm(root, { recursive: true }));

async function runAndSignal(command: string, signals: readonly NodeJS.Signals[], graceMs = 3000) {
  const folder = await mkdtemp(join(root, 'step-'));
  const script = join(import.meta.dirname, 'fixtures', 'run-command.ts');
  const child = spawn(process.execPath, [script, command, String(graceMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      GITHUB_REPOSITORY: 'acme/flights',
      GITHUB_SHA: 'a'.repeat(40),
      GITHUB_REF: 'refs/heads/main',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_RUN_ID: '1',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_JOB: 'train',
      GITHUB_ACTOR: 'ada',
      GITHUB_WORKSPACE: folder,
      RUNNER_TEMP: folder,
      RUNNER_OS: 'Linux',
      RUNNER_ARCH: 'X64',
    },
  });
  const exit = once(child, 'exit');
  let printed = '';
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    const wasReady = printed.includes('\nready\n');
    printed += chunk.toString();
    if (!wasReady && printed.includes('\nready\n')) for (const signal of signals) child.kill(signal);
  }
  const [exitCode, endSignal] = (await exit) as [number | null, NodeJS.Signals | null];
  return { folder, printed, exitCode, endSignal };
}

/** A training run with a grandchild; both write down which signal they got. */
const POLITE = `
  trap 'echo "child INT" >> got; exit 9' INT
  trap 'echo "child TERM" >> got; exit 9' TERM
  bash -c 'trap "echo grandchild >> got; exit" INT TERM; echo $$ > grandchild; echo ready; sleep 600 & wait'`;

const DEAF = `trap '' INT TERM HUP; echo $$ > pid; echo ready; while true; do sleep 0.1; done`;

// At the same time: most of it is waiting for a process.
describe.concurrent('a cancelled command', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('gets %s, and so do its children', async (signal) => {
    const { folder, printed, exitCode } = await runAndSignal(POLITE, [signal]);
    const got = (await readFile(join(folder, 'got'), 'utf8')).trim().split('\n').sort();
    expect(got).toEqual([`child ${signal.slice(3)}`, 'grandchild']);
    expect(exitCode).toBe(1);
    expect(printed).toContain(`::error::cancelled: the runner sent ${signal}`);
    expect(obeyedCommands(printed)).toEqual({
      commands: ['group', 'stop-commands', 'endgroup', 'error'],
      stopped: false,
    });
    await until(() => hasEnded(join(folder, 'grandchild')));
  });

  it('that does not listen is killed after its time of grace', async () => {
    const { folder, printed, exitCode } = await runAndSignal(DEAF, ['SIGTERM'], 200);
    expect(exitCode).toBe(1);
    expect(obeyedCommands(printed).stopped).toBe(false);
    await until(() => hasEnded(join(folder, 'pid')));
  });

  it('is killed at once on a second signal, and the fence is closed', async () => {
    const { folder, printed, exitCode } = await runAndSignal(DEAF, ['SIGINT', 'SIGTERM'], 60_000);
    expect(exitCode).toBe(1);
    expect(obeyedCommands(printed).stopped).toBe(false);
    await until(() => hasEnded(join(folder, 'pid')));
  });

  it('is killed when the step takes too long to end', async () => {
    const { folder, exitCode, printed } = await runAndSignal(DEAF, ['SIGINT'], 60_000);
    expect(exitCode).toBe(1);
    expect(printed).toContain('did not end within 7 s');
    await until(() => hasEnded(join(folder, 'pid')));
  });

  it('is not taken for one that ended on its own', async () => {
    const { folder, printed } = await runAndSignal(
      `trap 'exit 0' TERM; echo ready; sleep 600 & wait; touch more`,
      ['SIGTERM'],
    );
    expect(printed).not.toContain('"exitCode":0');
    expect(existsSync(join(folder, 'more'))).toBe(false);
  });
});
