import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const MODULE = JSON.stringify(join(import.meta.dirname, 'run-together.ts'));

/** In a process of its own, whose output is what is looked at. */
function together(watched: string, beside: string) {
  const lines = [watched, beside].map((code) => JSON.stringify([process.execPath, '-e', code]));
  const program = `const { runTogether } = await import(${MODULE}); console.log(await runTogether(${lines.join(', ')}));`;
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    timeout: 20_000,
  });
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
      'setTimeout(() => undefined, 60_000)',
      "console.log('an error of types'); process.exitCode = 1",
    );
    expect({ output, status }).toEqual({ output: 'an error of types\nfalse\n', status: 0 });
  });
});
