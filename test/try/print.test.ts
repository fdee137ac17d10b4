/** What `try` says in the terminal of a step that failed. */
import { expect, it } from 'vitest';
import { createPrinter } from './print.ts';

function print(log: readonly string[]): string {
  const lines: string[] = [];
  createPrinter((line) => lines.push(line)).step('train', {
    ...{ title: 'Train', conclusion: 'failure', seconds: 1, log, summary: '', remark: undefined },
  });
  return lines.join('\n');
}

it('shows what the command said last, which the error refers to', () => {
  const said = Array.from({ length: 30 }, (_, line) => `epoch ${line}`);
  const printed = print([
    ...said,
    "FileNotFoundError: [Errno 2] No such file or directory: 'data/houses.csv'",
    '::error title=train::COMMAND_FAILED: train command: expected exit code 0, got exit code 1%0AHint: read its own message in the log above',
  ]);
  expect(printed).toContain("No such file or directory: 'data/houses.csv'");
  expect(printed.indexOf('FileNotFoundError')).toBeLessThan(printed.indexOf('COMMAND_FAILED'));
  expect(printed).toContain('epoch 29');
  expect(printed).not.toContain('epoch 3\n');
});
