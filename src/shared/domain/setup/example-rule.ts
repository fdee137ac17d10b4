/** A rule for the gate, as a comment in a proposed configuration: about a metric that the training writes, where it has one. */
import { findMeasurements } from '../interop/measurement-layouts.ts';
import { parseMeasurementFile } from '../interop/measurement-file.ts';
import { DataError } from '../kernel/errors.ts';
import { sameMetrics } from '../kernel/metric-aliases.ts';
import { metricsOfTask } from '../metrics/tasks/catalog.ts';
import type { ScoredTask } from './decide-task.ts';

/** The ones that decide most often first. */
const HIGHER = [
  ...['roc_auc', 'average_precision', 'f1', 'balanced_accuracy', 'matthews_corrcoef', 'accuracy', 'recall'],
  ...['precision', 'r2'],
] as const;
const LOWER = ['rmse', 'mae', 'mse', 'mape', 'wape', 'log_loss', 'brier'] as const;
/** Of what lies there; a model of use is not worse by more. */
const ROOM = 0.1;

interface Written {
  readonly name: string;
  readonly value: number;
}

interface MetricsText {
  readonly path: string;
  readonly text: string;
}

interface Decided {
  readonly task: ScoredTask | undefined;
  /** Whether metrics are computed from predictions; else those of the file are compared. */
  readonly isComputed: boolean;
}

/** @param file with the metrics of an earlier training; undefined where none lies there. */
export function exampleRule(file: MetricsText | undefined, { task, isComputed }: Decided): string {
  const written = file === undefined ? [] : readMetrics(file);
  const computed = isComputed && task !== undefined ? metricsOfTask(task).map(({ name }) => name) : undefined;
  for (const metric of [...HIGHER, ...LOWER]) {
    const found = written.find(({ name }) => sameMetrics(name, [metric]).length > 0);
    if (found === undefined || computed?.includes(metric) === false) continue;
    const isHigher = HIGHER.some((one) => one === metric);
    const name = computed === undefined ? found.name : metric;
    return isHigher
      ? `{ metric: ${quoted(name)}, at-least: ${rounded(found.value * (1 - ROOM))} }`
      : `{ metric: ${quoted(name)}, at-most: ${rounded(found.value * (1 + ROOM))} }`;
  }
  return task === 'regression' ? '{ metric: r2, at-least: 0.5 }' : '{ metric: accuracy, at-least: 0.8 }';
}

function readMetrics({ path, text }: MetricsText): readonly Written[] {
  try {
    const { leaves = [] } =
      findMeasurements(parseMeasurementFile(new TextEncoder().encode(text), path)) ?? {};
    return leaves.flatMap(({ path: names, value }) =>
      typeof value === 'number' && value > 0 ? [{ name: names.join('.'), value }] : [],
    );
  } catch (error) {
    if (error instanceof DataError) return [];
    throw error;
  }
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(2)));
}

function quoted(name: string): string {
  return /^[A-Za-z_][\w./-]*$/.test(name) ? name : JSON.stringify(name);
}
