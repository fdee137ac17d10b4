/** What a training logged, as `run.json` has it: a bounded part, in well-formed text. */
import { trackedStatuses, type TrackingRecord, type TrackedStatus } from '../../documents/tracking-record.ts';
import { parseMetrics, type Metrics } from '../measurements.ts';
import type { MetricHistory } from './metric-history.ts';
import type { TrackedRun } from './tracked-state.ts';
import { isNestedRun, type TrackedTraining } from './tracked-training.ts';

const MAX_RUNS = 50;
const MAX_PARAMETERS = 1000;
/** Of each run. */
const MAX_ENTRIES = 20;
const MAX_CURVES = 30;
const MAX_CURVE_POINTS = 50;
const MAX_TEXT_LENGTH = 200;

/** @returns undefined where nothing was logged. */
export function describeTracking(training: TrackedTraining): TrackingRecord | undefined {
  const { runs, run, registered } = training;
  if (run === undefined) return undefined;
  const shown = chooseRuns(runs, run);
  return {
    tool: 'mlflow',
    runs: shown.map((one) => describeRun(one, one === run)),
    ...(runs.length > shown.length && { leftOut: runs.length - shown.length }),
    curves: describeCurves(run),
    datasets: run.datasets.slice(0, MAX_ENTRIES).map(({ name, digest, tags }) => {
      const context = tags.get('mlflow.data.context');
      return {
        name: clip(name),
        digest: clip(digest),
        ...(context !== undefined && { context: clip(context) }),
      };
    }),
    registered: registered
      .slice(0, MAX_ENTRIES)
      .map(({ name, version }) => ({ name: clip(name), version: clip(version) })),
  };
}

/** The latest values of the run that counts, as a metrics file would have them. */
export function metricsOfTraining({ run, runs }: TrackedTraining): Metrics | undefined {
  if (run === undefined || run.metrics.size === 0) return undefined;
  const entries = [...run.metrics].map(
    ([name, { latest }]) => [name.toWellFormed(), asValue(latest?.value)] as const,
  );
  const bytes = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const metrics = parseMetrics(bytes, 'metrics.json');
  const notes = runs.length === 1 ? {} : { mlflow: `one of ${runs.length} runs` };
  return { ...metrics, notes: { ...metrics.notes, ...notes } };
}

/** Of the run that counts; MLflow keeps them as text. */
export function parametersOfTraining({ run }: TrackedTraining): Readonly<Record<string, string>> {
  const entries = [...(run?.params ?? [])].slice(0, MAX_PARAMETERS);
  return Object.fromEntries(entries.map(([name, value]) => [clip(name), clip(value)]));
}

/** NaN and infinite values stay text. */
function asValue(value = Number.NaN): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** The first ones, and always the one that counts. */
function chooseRuns(runs: readonly TrackedRun[], counting: TrackedRun): readonly TrackedRun[] {
  const first = runs.slice(0, MAX_RUNS);
  return first.includes(counting) ? first : [...first.slice(1), counting];
}

function describeRun(run: TrackedRun, counts: boolean): TrackingRecord['runs'][number] {
  const values = [...run.metrics].flatMap(([name, { latest }]) =>
    latest !== undefined && Number.isFinite(latest.value) ? [[clip(name), latest.value] as const] : [],
  );
  const parameters = [...run.params].map(([name, value]) => [clip(name), clip(value)] as const);
  return {
    name: clip(run.name),
    status: statusOf(run),
    ...(isNestedRun(run) && { nested: true }),
    ...(counts && { counts: true }),
    metrics: Object.fromEntries(values.slice(0, MAX_ENTRIES)),
    parameters: Object.fromEntries(parameters.slice(0, MAX_ENTRIES)),
  };
}

function statusOf({ status }: TrackedRun): TrackedStatus {
  return trackedStatuses.find((known) => known === status.toLowerCase()) ?? 'running';
}

function describeCurves({ metrics }: TrackedRun): TrackingRecord['curves'] {
  return [...metrics]
    .flatMap(([name, history]) => {
      const { range, count } = history;
      if (range === undefined || count < 2) return [];
      return [{ metric: clip(name), count, ...range, points: thin(history) }];
    })
    .slice(0, MAX_CURVES);
}

/** Evenly, with the first and the last. */
function thin(history: MetricHistory): { readonly step: number; readonly value: number }[] {
  const points = history.points().filter(({ value }) => Number.isFinite(value));
  const count = Math.min(points.length, MAX_CURVE_POINTS);
  return Array.from({ length: count }, (_, index) => {
    const at = count === 1 ? 0 : Math.round((index * (points.length - 1)) / (count - 1));
    const { step = 0, value = 0 } = points[at] ?? {};
    return { step, value };
  });
}

function clip(text: string): string {
  const whole = text.toWellFormed();
  return whole.length <= MAX_TEXT_LENGTH ? whole : `${whole.slice(0, MAX_TEXT_LENGTH - 1).toWellFormed()}…`;
}
