/** What no tracked text may have, whatever it is about: what is left of a merge, and a folder of one machine. */
import { execFileSync } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const LARGEST_TEXT_BYTES = 4_000_000;

/** A formatter turns the marks of a conflict in Markdown into quotes of quotes. */
const CONFLICT = /^(?:<{7} |>{7} |\|{7} |(?:> ){6}>)/m;
const MACHINE_FOLDER = /(?<![\w./-])\/(?:work|farm|root|home\/[a-z]+)\/[\w.]/;

function problemsOf(text: string): readonly string[] {
  return [
    ...(CONFLICT.test(text) ? ['the mark of a merge conflict; resolve it'] : []),
    ...(MACHINE_FOLDER.test(text) ? ['a folder of one machine; write a path from the repository'] : []),
  ];
}

const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' })
  .split('\0')
  .filter(Boolean);

async function readText(path: string): Promise<string> {
  const { size } = await stat(join(ROOT, path));
  if (size > LARGEST_TEXT_BYTES) return '';
  const bytes = await readFile(join(ROOT, path));
  return bytes.includes(0) ? '' : bytes.toString('utf8');
}

it('no tracked text has the mark of a conflict, or names a folder of a machine', async () => {
  const own = tracked.filter((path) => !path.includes('dist/'));
  const found: string[] = [];
  for (const path of own)
    for (const problem of problemsOf(await readText(path))) found.push(`${path}: ${problem}`);
  expect(own.length).toBeGreaterThan(1000);
  expect(found).toEqual([]);
});

it.each([
  ['<'.repeat(7) + ' HEAD', 1],
  ['one\n' + '>'.repeat(7) + ' aa87428 (Each name)', 1],
  ['> '.repeat(6) + '> aa87428', 1],
  ['see ' + ['', 'home', 'runner', 'work'].join('/'), 1],
  ['> > quoted', 0],
  ['a title\n=======', 0],
  ['https://example.com/work/item', 0],
])('%j has %d problems', (text, count) => {
  expect(problemsOf(text)).toHaveLength(count);
});
