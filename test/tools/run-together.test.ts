import { spawnSync } from 'node:child_process';
import { mkdtempDisposableSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const MODULE = JSON.stringify(join(import.meta.dirname, 'run-together.ts'));

function together(watched: string, beside: string) {
  const lines = [watched, beside].map((code) => JSON.stringify([process.execPath, '-e', code]));
  return play(`runTogether(${lines.join(', ')})`);
}

/** Suites by their name. */
function inLanes(...lanes: readonly Readonly<Record<string, string>>[]) {
  const suites = lanes.map((lane) =>
    Object.entries(lane).map(([name, code]) => ({ name, command: [process.execPath, '-e', code] })),
  );
  return play(`runLanes(${JSON.stringify(suites)})`);
}

/** In a process of its own, whose output is what is looked at. */
function play(call: string) {
  const program = `const { runTogether, runLanes } = await import(${MODULE}); console.log(await ${call});`;
  const { stdout, status, error } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    timeout: 240_000,
  });
  // A process that is left holds the output open until the time is over.
  expect(error).toBeUndefined();
  return { output: stdout, status };
}

describe('two commands at once', () => {
  it('pass when both do, and the output of both is there', () => {
    const { output } = together("console.log('tests')", "console.log('types'); console.error('lint')");
    expect(output).toMatch(/tests/);
    expect(output).toMatch(/types\nlint\n/);
    expect(output).toMatch(/true\n$/);
  });

  it('fail with either', () => {
    expect(together('process.exitCode = 1', '').output).toMatch(/false\n$/);
    expect(together('', 'process.exitCode = 1').output).toMatch(/false\n$/);
  });

  it('the watched one is stopped when the other fails', () => {
    const { output, status } = together(
      'setTimeout(() => undefined, 600_000)',
      "console.log('an error of types'); process.exitCode = 1",
    );
    expect({ output, status }).toEqual({ output: 'an error of types\nfalse\n', status: 0 });
  });
});

describe('suites in lanes', () => {
  it('pass when all do: those of a lane one after the other, each output below its name', () => {
    const { output } = inLanes(
      { real: "console.log('engine')" },
      { demo: "console.log('story')", repositories: "console.error('kinds')" },
    );
    expect(output).toMatch(/\n=== real ===\n[^]*engine\n/);
    expect(output).toMatch(/\n=== demo ===\nstory\n[^]*\n=== repositories ===\nkinds\n/);
    expect(output).toMatch(/undefined\n$/);
  });

  it('the first failure stops the others with what they have started, and is named', () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'lanes-'));
    const mark = JSON.stringify(join(folder.path, 'started'));
    const started = `require('node:fs').writeFileSync(${mark}, ''); setTimeout(() => undefined, 600_000)`;
    const real = `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(started)}], { stdio: 'inherit' })`;
    const demo = `const wait = setInterval(() => {
      if (!require('node:fs').existsSync(${mark})) return;
      clearInterval(wait);
      console.log('broken');
      process.exitCode = 1;
    }, 20)`;
    const never = "console.log('never')";
    const { output, status } = inLanes({ real, later: never }, { demo, repositories: never });
    expect({ output, status }).toEqual({
      output: '\n=== real ===\n\n=== demo ===\nbroken\ndemo\n',
      status: 0,
    });
  });

  it('one that takes what the others leave has the lowest priority, with what it starts', () => {
    const nice = "console.log(require('node:os').getPriority())";
    const started = `process.stdout.write(require('node:child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(nice)}]))`;
    const suites = [
      [{ name: 'real', command: [process.execPath, '-e', nice] }],
      [{ name: 'rates', command: [process.execPath, '-e', started], isIdle: true }],
    ];
    const { output } = play(`runLanes(${JSON.stringify(suites)})`);
    expect(output).toMatch(new RegExp(`=== real ===\n[^]*^${getPriority()}\n`, 'm'));
    expect(output).toMatch(/=== rates ===\n19\n/);
  });

  it('a failure of the watched lane stops the others', () => {
    const { output } = inLanes(
      { real: 'process.exitCode = 1' },
      { demo: 'setTimeout(() => undefined, 600_000)' },
    );
    expect(output).toBe('\n=== real ===\nreal\n');
  });
});
