/** The tasks by name. A name in `taskNames` without an entry here does not compile. */
import type { PredictionsConfig } from '../../config/training-section.ts';
import { taskNames, type TaskName } from '../../documents/fields.ts';
import { metricOfForm, type MetricForm, type NamingColumns } from '../metric-form.ts';
import type { Metric, ScoredRows } from '../metric.ts';
import { binary } from './binary.ts';
import { forecast } from './forecast.ts';
import { metrics } from './metrics.ts';
import { multiclass } from './multiclass.ts';
import { ranking } from './ranking.ts';
import { regression } from './regression.ts';
import { scores } from './scores.ts';
import type { NamedTask, Task } from './task.ts';

export type TaskCatalog = { readonly [Name in TaskName]: NamedTask<Name> };

const tasksByName: TaskCatalog = { binary, multiclass, regression, forecast, ranking, scores, metrics };

/** Every name has one. */
export function taskOf(name: TaskName): Task {
  return tasksByName[name];
}

/** Those that are computed without being named by a rule. */
export function metricsOfTask(name: TaskName): readonly Metric[] {
  return taskOf(name).metrics;
}

/** With those that are computed only where a rule names them; one example of each form that has none among them. */
export function documentedMetrics(name: TaskName): readonly Metric[] {
  const { metrics: listed, metricsOnRequest = [], forms = [] } = taskOf(name);
  const named = [...listed, ...metricsOnRequest];
  const others = forms.filter(({ prefix }) => !named.some((metric) => metric.name.startsWith(prefix)));
  return [...named, ...others.map((form) => exampleMetrics(name, form)[0])];
}

/** In the order of the examples. @throws RangeError for an example that the form does not read. */
export function exampleMetrics(name: TaskName, form: MetricForm): readonly [Metric, ...Metric[]] {
  const [first, ...others] = form.examples;
  return [create(first), ...others.map(create)];

  function create(parameter: string): Metric {
    const metric = form.create(parameter, taskOf(name).exampleColumns);
    if (metric?.name === form.prefix + parameter) return metric;
    throw new RangeError(
      `task "${name}", form "${form.prefix}": expected a metric "${form.prefix}${parameter}", got ${metric === undefined ? 'none' : `"${metric.name}"`}: correct \`examples\` or \`create\``,
    );
  }
}

/** What rows of a model are evaluated by where no rule names more; without what the model did not say. */
export function listMetrics(task: TaskName, columns: PredictionsConfig, rows: ScoredRows): readonly Metric[] {
  const listed = taskOf(task).listMetrics?.(columns, rows) ?? metricsOfTask(task);
  return listed.filter(({ isComputable }) => isComputable?.(rows) !== false);
}

/**
 * By its name, which may have a parameter: `recall:setosa`.
 * @param columns of the model: a metric of its own measures is found with them only.
 */
export function findMetric(task: TaskName, name: string, columns?: NamingColumns): Metric | undefined {
  const { metrics: listed, metricsOnRequest = [], forms = [] } = taskOf(task);
  const named = [...listed, ...metricsOnRequest].find((metric) => metric.name === name);
  return named ?? metricOfForm(forms, name, columns);
}

/** A metric of any task: a value that training reported under its name has its direction too. */
export function findKnownMetric(name: string): Metric | undefined {
  for (const task of taskNames) {
    const metric = findMetric(task, name);
    if (metric !== undefined) return metric;
  }
  return undefined;
}

/** Of all tasks, each once. */
export function knownMetricNames(): readonly string[] {
  return [...new Set(taskNames.flatMap(metricsOfTask).map(({ name }) => name))];
}
