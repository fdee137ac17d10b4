import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCommands, type CommandsOptions } from '../../../src/shared/adapters/process/commands.ts';
import { Cancelled } from '../../../src/shared/domain/kernel/cancellation.ts';
import type { CommandRequest } from '../../../src/shared/ports/runner.ts';
import { createLog } from '../../../src/shared/runtime/log.ts';
import { until } from '../../ground/until.ts';
import { hasEnded } from './has-ended.ts';
import { obeyedCommands } from './runner-parser.ts';

let folder: string;
let printed: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commands-'));
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    return true;
  });
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

function run(command: string, change: Partial<CommandRequest & CommandsOptions> = {}) {
  const { environment = {}, ...rest } = change;
  const commands = createCommands({
    log: createLog(),
    environment: { PATH: process.env.PATH!, GREETING: 'hello' },
    signal: new AbortController().signal,
    ...rest,
  });
  return commands.run({ command, cwd: folder, environment, timeoutMs: Infinity, title: 'Train', ...rest });
}

/** Lines that the command printed. */
function lines(): readonly string[] {
  return /::stop-commands::([0-9a-f]{64})\n([^]*?)::\1::\n/.exec(printed)![2]!.split('\n').slice(0, -1);
}

/** Time limits pass when the test says so: a machine may take as long as it likes to start a command. */
function holdTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
}

const DEAF = `trap '' INT TERM; echo ready; while true; do sleep 0.05; done`;
const untilReady = (): Promise<void> => until(() => printed.includes('\nready\n'));

describe('a command', () => {
  it('reports how it ended', async () => {
    expect(await run('exit 3')).toMatchObject({ exitCode: 3, signal: undefined, timedOut: false });
    expect(await run('kill -9 $$')).toMatchObject({ exitCode: undefined, signal: 'SIGKILL' });
    const { durationMs } = await run('true');
    expect(durationMs).toBeGreaterThan(0);
  });

  it('fails when any part of it fails', async () => {
    expect(await run('false; echo not reached')).toMatchObject({ exitCode: 1 });
    expect(await run('exit 4 | cat')).toMatchObject({ exitCode: 4 });
    expect(printed).not.toContain('\nnot reached');
  });

  it('gets values through the environment, whatever they contain, and never as code', async () => {
    const hostile = '$(touch pwned) `touch pwned` "; touch pwned; \'\n';
    await run('printf %s "$MODEL_STEWARD_DATA" > seen; echo "$GREETING"', {
      environment: { MODEL_STEWARD_DATA: hostile },
    });
    expect(await readFile(join(folder, 'seen'), 'utf8')).toBe(hostile);
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
    expect(lines()).toEqual(['hello']);
  });

  it('has a closed standard input', async () => {
    expect(await run('cat; echo "end of input"')).toMatchObject({ exitCode: 0 });
    expect(lines()).toEqual(['end of input']);
  });

  it('prints both of its streams in whole lines, the last one also without a line feed', async () => {
    await run('printf one; printf two >&2; sleep 0.1; echo 1; echo 2 >&2; printf end');
    expect([...lines()].sort()).toEqual(['end', 'one1', 'two2']);
  });

  it('may print a line that never ends without filling the memory', async () => {
    await run('head -c 200000 /dev/zero | tr "\\0" "x"');
    expect(lines().length).toBeGreaterThan(1);
    expect(lines().join('')).toBe('x'.repeat(200_000));
  });

  it('cannot make the runner obey what it prints', async () => {
    const forms = ['error', 'add-mask', 'stop-commands', 'set-output name=x', 'endgroup', 'warning file=a'];
    const prints = forms.flatMap((form) => [
      `::${form}::x`,
      `  ::${form}::x`,
      `##[${form}]x`,
      `text ##[${form}]x`,
    ]);
    await run(`cat <<'END'\n${prints.join('\n')}\n::${'0'.repeat(64)}::\nEND`);
    expect(lines()).toHaveLength(prints.length + 1);
    expect(obeyedCommands(printed)).toEqual({
      commands: ['group', 'stop-commands', 'endgroup'],
      stopped: false,
    });
  });

  it('is fenced with another token each time', async () => {
    await run('true');
    await run('true');
    const tokens = [...printed.matchAll(/::stop-commands::([0-9a-f]{64})\n/g)].map((match) => match[1]);
    expect(new Set(tokens).size).toBe(2);
  });

  it('that is silent for long is said to be running, each time', async () => {
    holdTime();
    const running = run('echo ready; until [ -e seen ]; do sleep 0.01; done; echo done', {
      heartbeatMs: 60_000,
    });
    await untilReady();
    vi.advanceTimersByTime(59_000);
    expect(printed).not.toContain('still running');
    vi.advanceTimersByTime(121_000);
    await writeFile(join(folder, 'seen'), '');
    await running;
    const silent = '(Train: still running, no output for 1 min)';
    expect(lines()).toEqual(['ready', silent, silent, silent, 'done']);
  });

  it('leaves nothing running: children in the background are ended with it', async () => {
    await run(
      `(echo $BASHPID > polite; exec sleep 600) & disown
       (trap "" TERM HUP INT; echo $BASHPID > deaf; sleep 600) &
       until [ -s polite -a -s deaf ]; do sleep 0.01; done`,
    );
    for (const name of ['polite', 'deaf']) await until(() => hasEnded(join(folder, name)));
  });

  it('is not waited for when a process that left its group keeps its output open', async () => {
    // The process writes its own id, so that it has left the group when the command ends.
    const outcome = await run(
      `setsid bash -c 'echo $$ > pid; exec sleep 600' & until [ -s pid ]; do sleep 0.01; done; echo started`,
    );
    process.kill(Number(await readFile(join(folder, 'pid'), 'utf8')), 'SIGKILL');
    expect(outcome).toMatchObject({ exitCode: 0 });
    expect(lines()).toEqual(['started']);
  });

  it('is asked to leave nothing running: daemons are ended with it, also those that start others, and it is said', async () => {
    await run(
      `setsid bash -c 'echo $$ > first; while :; do setsid bash -c "echo \\$\\$ > second; sleep 600"; done' > /dev/null 2>&1 &
       until [ -s first -a -s second ]; do sleep 0.01; done`,
      { endsLeftProcesses: true },
    );
    for (const name of ['first', 'second']) await until(() => hasEnded(join(folder, name)));
    expect(printed).toMatch(
      /Train: what the command left running in the background was ended \(processes: \d+\)/,
    );
  });

  it('is ended with all its children at its time limit', async () => {
    holdTime();
    const running = run('trap "echo bye; exit 7" TERM; echo ready; sleep 600 & wait', { timeoutMs: 1000 });
    await untilReady();
    vi.advanceTimersByTime(1000);
    expect(await running).toMatchObject({ timedOut: true, exitCode: 7 });
    expect(lines()).toEqual(['ready', 'bye']);
  });

  it('that does not want to end is killed after its time of grace', async () => {
    holdTime();
    const running = run(DEAF, { timeoutMs: 1000, graceMs: 100 });
    await untilReady();
    vi.advanceTimersByTime(1100);
    expect(await running).toMatchObject({ timedOut: true, signal: 'SIGKILL' });
  });

  it('says that bash could not be started, and where', async () => {
    await expect(run('true', { cwd: join(folder, 'absent') })).rejects.toMatchObject({
      code: 'COMMAND_FAILED',
      message: expect.stringContaining('Train: expected bash to start') as string,
    });
    expect(obeyedCommands(printed).stopped).toBe(false);
  });
});

describe('a command that cleans up', () => {
  const cancelled = AbortSignal.abort(new Cancelled('SIGINT'));

  it('runs after a cancellation, and reports how it ended', async () => {
    await expect(run('true', { signal: cancelled })).rejects.toThrow('cancelled: the runner sent SIGINT');
    const outcome = await run('echo restored > state; exit 3', {
      signal: cancelled,
      cancelledTimeoutMs: 60_000,
    });
    expect(outcome).toMatchObject({ exitCode: 3, timedOut: false });
    expect(await readFile(join(folder, 'state'), 'utf8')).toBe('restored\n');
  });

  it('is ended at its time limit, also when it does not listen', async () => {
    holdTime();
    const running = run(DEAF, { signal: cancelled, cancelledTimeoutMs: 1000 });
    await untilReady();
    // Half a second of grace: it was out of time already.
    vi.advanceTimersByTime(1500);
    expect(await running).toMatchObject({ signal: 'SIGKILL', timedOut: true });
  });

  it('continues through a cancellation, from which the time limit counts', async () => {
    holdTime();
    const controller = new AbortController();
    const running = run('echo ready; until [ -e seen ]; do sleep 0.01; done; touch done', {
      signal: controller.signal,
      cancelledTimeoutMs: 5000,
    });
    await untilReady();
    vi.advanceTimersByTime(60_000);
    controller.abort(new Cancelled('SIGINT'));
    vi.advanceTimersByTime(4999);
    await writeFile(join(folder, 'seen'), '');
    expect(await running).toMatchObject({ exitCode: 0, timedOut: false });
    expect(existsSync(join(folder, 'done'))).toBe(true);
  });
});
