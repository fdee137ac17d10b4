import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'steps-'));
});
afterAll(() => rmSync(root, { recursive: true }));

/** @param signals are sent one after the other, once the step has printed "ready". */
async function runStep(scenario: string, signals: readonly NodeJS.Signals[] = []) {
  const folder = mkdtempSync(join(root, 'step-'));
  writeFileSync(join(folder, 'output'), '');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'fixtures', 'step.ts'), scenario], {
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
      GITHUB_OUTPUT: join(folder, 'output'),
      RUNNER_TEMP: folder,
      RUNNER_OS: 'Linux',
      RUNNER_ARCH: 'X64',
    },
  });
  const printed = text(child.stdout);
  if (signals.length > 0) await once(child.stdout, 'data');
  for (const signal of signals) child.kill(signal);
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  const output = readFileSync(join(folder, 'output'), 'utf8');
  return { exitCode, output, errors: errorLines(await printed), printed: await printed };
}

function errorLines(printed: string): readonly string[] {
  return printed.split('\n').filter((line) => line.startsWith('::error::'));
}

// At the same time: most of it is waiting for a process.
describe.concurrent('a step', () => {
  it('ends well when its main says so', async () => {
    const { exitCode, errors, output } = await runStep('success');
    expect(exitCode).toBe(0);
    expect(errors).toEqual([]);
    expect(output).toContain('verdict<<');
  });

  it('that says no has set its outputs before it fails', async () => {
    const { exitCode, errors, output } = await runStep('no');
    expect(exitCode).toBe(1);
    expect(errors).toEqual(['::error::the challenger is worse']);
    expect(output).toContain('\nfail\n');
  });

  it('prints a known error as code, message, what caused it and hint, and its stacks for debugging', async () => {
    const { exitCode, errors, printed } = await runStep('typed');
    expect(exitCode).toBe(1);
    expect(errors).toEqual([
      '::error::DATA_EMPTY: a.csv: expected rows, got none%0ACause: GET /x: expected 200, got 500%0AHint: add rows',
    ]);
    expect(printed).toMatch(/::debug::ServiceError: GET \/x: expected 200, got 500/);
  });

  it('calls anything else a defect of Model Steward, with its stack', async () => {
    const { exitCode, errors } = await runStep('defect');
    expect(exitCode).toBe(1);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(
      /DEFECT: this is a defect of Model Steward.*TypeError: cannot read x.*step\.ts/,
    );
  });

  it('fails for an error that no promise owns', async () => {
    const { exitCode, errors } = await runStep('stray');
    expect(exitCode).toBe(1);
    expect(errors[0]).toContain('Error: stray');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('finishes its bookkeeping when %s cancels it', async (signal) => {
    const { exitCode, errors, printed } = await runStep('polite', [signal]);
    expect(exitCode).toBe(1);
    expect(printed).toContain('bookkeeping done');
    expect(errors).toEqual([`::error::cancelled: the runner sent ${signal}`]);
  });

  it('ends at once on a second signal', async () => {
    const { exitCode, errors } = await runStep('deaf', ['SIGINT', 'SIGTERM']);
    expect(exitCode).toBe(1);
    expect(errors).toHaveLength(1);
  });

  it('that does not listen is ended well before the runner kills it', async () => {
    const { exitCode, errors } = await runStep('deaf', ['SIGINT']);
    expect(exitCode).toBe(1);
    expect(errors[0]).toContain('did not end within 7 s');
  });
});
