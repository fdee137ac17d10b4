/** The measured numbers of docs/statistics.md are those of the rendered workflows-examples/flight-delays/STORY.md. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Every "z by rows, z by days" of the log loss, from both tables of comparisons. */
function ratiosOfLogLoss(story: string): readonly number[] {
  const number = String.raw`[+−](\d+\.\d)`;
  const pair = new RegExp(`${number} +[|/] +${number}(?= )`, 'g');
  const rows = story.split('\n').filter((line) => line.includes('| log_loss |'));
  return rows.flatMap((line) =>
    [...line.matchAll(pair)].map(([, byRows, byDays]) => Number(byRows) / Number(byDays)),
  );
}

test('the ratio of the standard errors by days and by rows is that of the story', () => {
  const ratios = ratiosOfLogLoss(read('workflows-examples/flight-delays/STORY.md'));
  expect(ratios).toHaveLength(20);
  const [smallest, largest] = [Math.min(...ratios).toFixed(1), Math.max(...ratios).toFixed(0)];
  expect(read('docs/statistics.md')).toContain(
    `is about ${smallest} to ${largest} times the one that counts rows`,
  );
});
