/**
 * Runs before every test file. Files share a process, which saves loading the same modules a hundred times, so
 * a file has to leave the process as it found it: one that does not fails here, not the file that comes after it.
 */
import fc from 'fast-check';
import { afterAll, expect } from 'vitest';

/** The same random inputs in every run: a property that fails must fail for everybody, not for one in a hundred. */
fc.configureGlobal({ seed: 20_261_122 });

const before = readProcess();

afterAll(() => {
  const after = readProcess();
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => before.get(name) !== after.get(name),
  );
  expect(changed, 'what this file left changed for the files that run after it').toEqual([]);
});

/** What a test could forget to put back, by name; values may be secrets, so only names are shown. */
function readProcess(): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    // vitest names the running file in variables of its own.
    ...Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')),
    ['working folder', process.cwd()],
    ['exit code', process.exitCode],
    ['process.stdout.write', Reflect.get(process.stdout, 'write')],
  ]);
}
