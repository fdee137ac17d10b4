/** The metric list of actions/evaluate/README.md, from what each metric says about itself. */
import { taskNames } from '../../src/shared/domain/documents/fields.ts';
import { isOrdered, type Direction } from '../../src/shared/domain/kernel/direction.ts';
import type { Metric } from '../../src/shared/domain/metrics/metric.ts';
import { documentedMetrics } from '../../src/shared/domain/metrics/tasks/catalog.ts';

export function metricRows(): string[][] {
  return taskNames.flatMap((task) => documentedMetrics(task).map((metric) => metricRow(task, metric)));
}

function metricRow(
  task: string,
  { name, words, range, better, nominal, baseline, measure }: Metric,
): string[] {
  return [
    `\`${name}\``,
    task,
    `${words.title}: ${words.meaning}`,
    `${describeEnd(range.lower)} to ${describeEnd(range.upper)}`,
    measure === undefined ? directionWords[better].replace('nominal', String(nominal)) : 'as `measures` says',
    !isOrdered(better) || baseline === undefined ? '' : `one ${baseline.words}`,
  ];
}

const directionWords: Readonly<Record<Direction, string>> = {
  higher: 'higher',
  lower: 'lower',
  zero: 'close to zero; only `at-least` and `at-most`',
  nominal: 'close to nominal; only `at-least` and `at-most`',
};

function describeEnd(value: number): string {
  return String(value).replace('Infinity', '∞').replace('-', '−');
}
