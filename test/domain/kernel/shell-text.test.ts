/** Words and lines, as a shell reads them: it is asked. */
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { joinContinuedLines, quoteForShell } from '../../../src/shared/domain/kernel/shell-text.ts';

function run(script: string): string {
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' });
}

it('a shell reads each quoted text as the one word that it was', () => {
  const texts = [
    '',
    'a b',
    "it's",
    '$HOME',
    '`id`',
    'a\nb',
    '*',
    '~',
    'data/rows.csv',
    '-n',
    'é{1,2}',
    '"',
    '\\',
  ];
  const script = texts.map((text) => `printf '%s\\0' ${quoteForShell(text)}`).join('; ');
  expect(run(script).split('\0').slice(0, -1)).toEqual(texts);
});

it.each([
  ['a continued line', 'echo a \\\n  b'],
  ['two of them', 'echo a \\\n\tb \\\nc\necho d'],
  ['an empty line, which ends the command', 'echo a \\\n\necho b'],
])('%s prints the same when it is joined', (_, script) => {
  const joined = joinContinuedLines(script);
  expect(joined).not.toContain('\\');
  expect(run(joined)).toBe(run(script));
});

it('a backslash before a line end of Windows continues the line too', () => {
  expect(joinContinuedLines('a \\\r\n  b')).toBe('a  b');
});
