/** Benchmarks are minutes of measurements: what is no count of rounds is refused before the first one. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const commands = Object.entries({ lanes: scripts.lanes ?? '', ...benchmarksOf(scripts) });

function benchmarksOf(all: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => name.startsWith('bench:')));
}

const run = async (command: string, argument: string) => {
  const file = command.replace(/^node /, '');
  return await promisify(execFile)(process.execPath, [file, argument], { cwd: ROOT }).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    (error: unknown) => error as { readonly code: number; readonly stderr: string },
  );
};

it.concurrent.each(commands)('%s: what is no count is answered with the usage', async (name, command) => {
  const refused = await run(command, '--rounds');
  expect(refused.code, `${name}: read its arguments by test/bench/usage.ts`).toBe(2);
});

it('the usage names the script and what it takes', async () => {
  const asked = await run(scripts['bench:evaluate'] ?? '', '--help');
  expect(asked).toEqual({ code: 0, output: 'usage: npm run bench:evaluate -- [rounds]\n' });
});
