/**
 * The numbers of docs/statistics.md: measured ones are those of the rendered workflows-examples/flight-delays/STORY.md,
 * limits are those of the code. The rates of its tables are the simulation study's.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { alertLevels } from '../../src/shared/domain/monitoring/drift/alert-levels.ts';
import { planTest } from '../../src/shared/domain/monitoring/drift/plan-test.ts';
import {
  MIN_EFFECTIVE_GROUPS,
  MIN_GROUPS,
  RECOMMENDED_GROUPS,
} from '../../src/shared/domain/statistics/grouped/interval.ts';

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
  expect(ratios).toHaveLength(21);
  const [smallest, largest] = [Math.min(...ratios).toFixed(1), Math.max(...ratios).toFixed(0)];
  expect(read('docs/statistics.md')).toContain(
    `is about ${smallest} to ${largest} times the one that counts rows`,
  );
});

test('the numbers of groups, levels and days are those that the code uses', () => {
  const statistics = read('docs/statistics.md').replace(/\s+/g, ' ');
  const { warning, alert } = alertLevels({ falseAlarmsPerYear: 1, windowDays: 7, columns: 1 });
  for (const sentence of [
    `fewer than ${MIN_GROUPS}, or G\\* below ${MIN_EFFECTIVE_GROUPS}`,
    `Days below ${RECOMMENDED_GROUPS.ordered} and other groups below ${RECOMMENDED_GROUPS.unordered} are marked`,
    `_warning_ at p ≤ ${warning}; _alert_ at p ≤ ${alert}`,
  ]) {
    expect(statistics).toContain(sentence);
  }
});

test.each([
  [27, 'fewer than 28', ['none', 'none']],
  [28, '28 to 119', ['rho-t', 'none']],
  [30, '28 to 119', ['rho-t', 'permutation']],
  [119, '28 to 119', ['rho-t', 'permutation']],
  [120, '120 and more', ['rho-t', 'rho-t']],
])(
  'with %d days of reference, monitoring tests windows of 7 and 30 days as its README says',
  (days, row, kinds) => {
    expect([7, 30].map((window) => planTest(days, window).kind)).toEqual(kinds);
    const words = {
      none: 'inconclusive',
      permutation: 'the permutation of days alone, provisional',
      'rho-t': 'rho-t, and the permutation of days as well',
    };
    const line = read('actions/monitor/README.md')
      .split('\n')
      .find((each) => each.startsWith(`| ${row} `));
    const cells = (line ?? '').split('|').map((cell) => cell.trim());
    const shown = kinds.map((kind) => words[kind as keyof typeof words]);
    expect(cells[3]).toBe(shown[0]);
    if (days !== 28) expect(cells[4]).toContain(shown[1]);
    else expect(cells[4]).toContain('from 30 days of reference on');
  },
);
