import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { interpolate, isTrue } from './engine/expressions.ts';
import { parseOutputs } from './engine/file-commands.ts';
import { createProcesses } from './engine/processes.ts';
import { runStep, type StepPlace } from './engine/run-step.ts';
import { parseWorkflow } from './engine/workflow.ts';

describe('the small engine of the demo', () => {
  it('replaces expressions by what they mean, and what is missing by nothing', () => {
    const contexts = { vars: { TODAY: '2001-04-02' }, inputs: {} };
    expect(interpolate('on ${{ vars.TODAY }}, issue "${{ inputs.issue }}"', contexts)).toBe(
      'on 2001-04-02, issue ""',
    );
  });

  it.each([
    ['true', true, true],
    ['true', false, false],
    ['${{ !cancelled() }}', false, true],
    ['failure()', true, false],
    ["vars.MODE == 'on'", true, true],
    ["vars.MODE == 'on'", false, false],
  ])('decides `if: %s` after success %s as %s', (condition, succeeded, expected) => {
    expect(isTrue(condition, { vars: { MODE: 'on' } }, succeeded)).toBe(expected);
  });

  it('reads outputs in both forms', () => {
    expect(parseOutputs('a=1\nb<<END\nfirst\nx=2\nEND\nc=\n')).toEqual({ a: '1', b: 'first\nx=2', c: '' });
  });

  it('refuses an output that never ends', () => {
    expect(() => parseOutputs('b<<END\nfirst\n')).toThrow(/expected a line END/);
  });

  it('refuses a workflow with anything that it does not understand', () => {
    const source = 'name: x\non: push\njobs: { a: { runs-on: ubuntu-latest, strategy: {}, steps: [] } }';
    expect(() => parseWorkflow(source, 'x.yml')).toThrow(/x\.yml: .*cannot run this[^]*strategy/);
  });

  it('runs a shell step as the runner does: it stops at the first error, and sees only its own environment', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'engine-'));
    const processes = createProcesses();
    const place: StepPlace = {
      workspace: folder,
      folder,
      index: 0,
      environment: { GREETING: 'hello' },
      contexts: {},
      now: new Date('2001-04-02T09:00:00Z'),
      actionForm: 'source',
      processes,
    };
    const step = {
      with: {},
      env: {},
      run: 'echo "said=$GREETING $USER" >> "$GITHUB_OUTPUT"; false | cat; echo no',
    };
    const result = await runStep(step, place);
    expect(result).toMatchObject({ succeeded: false, outputs: { said: 'hello ' }, log: [] });
    const clock = { with: {}, env: {}, run: 'node -p "new Date().toISOString().slice(0, 15)"' };
    expect((await runStep(clock, place)).log).toEqual(['2001-04-02T09:0']);
    await rm(folder, { recursive: true });
  });

  it('ends everything that a step has started', async () => {
    const processes = createProcesses();
    const seen = Promise.withResolvers<string>();
    const running = processes.run({
      command: 'bash',
      args: ['-c', 'sleep 300 & echo started; wait'],
      cwd: tmpdir(),
      environment: { PATH: process.env.PATH ?? '' },
      onLine: (line) => seen.resolve(line),
    });
    await seen.promise;
    await processes.end();
    // The promise resolves when no process has its output open any more, the background process included.
    expect(await running).not.toBe(0);
    await expect(
      processes.run({ command: 'true', args: [], cwd: tmpdir(), environment: {}, onLine: () => undefined }),
    ).rejects.toThrow(/ending/);
  });
});
