/** The metric list of actions/evaluate/README.md, from what each metric says about itself. */
import { taskNames } from '../../src/shared/domain/documents/fields.ts';
import type { Metric } from '../../src/shared/domain/metrics/metric.ts';
import { metricsOfTask } from '../../src/shared/domain/metrics/tasks/catalog.ts';

export function metricRows(): string[][] {
  return taskNames.flatMap((task) => metricsOfTask(task).map((metric) => metricRow(task, metric)));
}

function metricRow(task: string, { name, words, range, better, baseline }: Metric): string[] {
  return [
    `\`${name}\``,
    task,
    `${words.title}: ${words.meaning}`,
    `${describeEnd(range.lower)} to ${describeEnd(range.upper)}`,
    better === 'zero' ? 'close to zero; only `at-least` and `at-most`' : better,
    better === 'zero' ? '' : `one ${baseline.words}`,
  ];
}

function describeEnd(value: number): string {
  return String(value).replace('Infinity', '∞').replace('-', '−');
}
