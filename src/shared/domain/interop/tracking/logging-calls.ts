/** Calls that log to a run: metrics, parameters, tags, datasets, and which models came of it. */
import { asJsonNumber, pairsOf, type CallFields, type CallObject } from './call-fields.ts';
import { MetricHistory, type MetricPoint } from './metric-history.ts';
import { runIdOfCall } from './run-calls.ts';
import type { TrackedDataset, TrackedRun, TrackedState } from './tracked-state.ts';
import type { CallHandler, CallRequest } from './tracking-call.ts';
import { invalid, TrackingRefusal } from './tracking-refusal.ts';
import { isOfMachine } from '../mlflow-metrics.ts';

export const loggingCalls: Readonly<Record<string, CallHandler>> = {
  'POST runs/log-metric': (request) => {
    logMetric(request, request.fields);
    return {};
  },
  'POST runs/log-parameter': ({ fields, state }) => {
    logParameter(state, state.run(runIdOfCall({ fields })), [
      fields.required('key'),
      fields.text('value') ?? '',
    ]);
    return {};
  },
  'POST runs/set-tag': ({ fields, state }) => {
    setTag(state, state.run(runIdOfCall({ fields })), [fields.required('key'), fields.text('value') ?? '']);
    return {};
  },
  'POST runs/delete-tag': ({ fields, state }) => {
    state.run(runIdOfCall({ fields })).tags.delete(fields.required('key'));
    return {};
  },
  'POST runs/log-batch': logBatch,
  'POST runs/log-inputs': logInputs,
  'POST runs/outputs': logOutputs,
  'POST runs/log-model': ({ fields, state }) => {
    logModel(state, state.run(runIdOfCall({ fields })), fields.required('model_json'));
    return {};
  },
  'GET metrics/get-history': getHistory,
};

function logBatch(request: CallRequest): CallObject {
  const { fields, state } = request;
  const run = state.run(runIdOfCall({ fields }));
  for (const metric of fields.objects('metrics')) logMetric(request, metric);
  for (const pair of pairsOf(fields, 'params')) logParameter(state, run, pair);
  for (const pair of pairsOf(fields, 'tags')) setTag(state, run, pair);
  return {};
}

/** @param metric of a call about one, or of a batch, whose run is that of the call. */
function logMetric({ fields, state, nowMs }: CallRequest, metric: CallFields): void {
  const run = state.run(runIdOfCall({ fields }));
  const key = metric.required('key');
  const value = metric.number('value');
  if (value === undefined) throw invalid('value', 'a number', undefined);
  const point: MetricPoint = {
    value,
    timestampMs: metric.integer('timestamp') ?? nowMs,
    step: metric.integer('step') ?? 0,
  };
  let history = run.metrics.get(key);
  if (history === undefined) {
    state.takeRoom([key]);
    history = new MetricHistory();
    run.metrics.set(key, history);
  }
  if (history.push(point, metric.text('model_id') !== undefined)) state.takeRoom([]);
  if (!isOfMachine(key)) run.loggedAt = state.nextCall();
  logMetricOfModel(state, run, { metric, point, key });
}

function logMetricOfModel(
  state: TrackedState,
  { id: runId }: TrackedRun,
  { metric, point, key }: { readonly metric: CallFields; readonly point: MetricPoint; readonly key: string },
): void {
  const modelId = metric.text('model_id');
  if (modelId === undefined) return;
  const [name, digest] = [metric.text('dataset_name'), metric.text('dataset_digest')];
  const dataset = name === undefined || digest === undefined ? undefined : { name, digest };
  const place = `${key}\n${runId}\n${name ?? ''}\n${digest ?? ''}`;
  const { metrics } = state.model(modelId);
  if (!metrics.has(place)) state.takeRoom([place]);
  metrics.set(place, { key, ...point, runId, dataset });
}

function logParameter(state: TrackedState, run: TrackedRun, [key, value]: readonly [string, string]): void {
  const known = run.params.get(key);
  if (known === value) return;
  if (known !== undefined)
    throw new TrackingRefusal(
      'INVALID_PARAMETER_VALUE',
      `Changing param values is not allowed. Param with key='${key}' was already logged with value='${known}' for run ID='${run.id}'. Attempted logging new value '${value}'.`,
    );
  state.takeRoom([key, value]);
  run.params.set(key, value);
}

function setTag(state: TrackedState, run: TrackedRun, [key, value]: readonly [string, string]): void {
  state.takeRoom([key, value]);
  run.tags.set(key, value);
  if (key === 'mlflow.runName') run.name = value;
}

function logInputs({ fields, state }: CallRequest): CallObject {
  const run = state.run(runIdOfCall({ fields }));
  for (const input of fields.objects('datasets')) {
    const given = input.object('dataset');
    const dataset: TrackedDataset = {
      name: given.required('name'),
      digest: given.required('digest'),
      sourceType: given.text('source_type') ?? '',
      source: given.text('source') ?? '',
      schema: given.text('schema'),
      profile: given.text('profile'),
      tags: new Map(pairsOf(input, 'tags')),
    };
    const { name, digest, source, schema = '', profile = '', tags } = dataset;
    if (run.datasets.some((known) => known.name === name && known.digest === digest)) continue;
    state.takeRoom([name, digest, source, schema, profile, ...[...tags].flat()]);
    run.datasets.push(dataset);
  }
  logModelsOf(state, run, fields);
  return {};
}

function logOutputs({ fields, state }: CallRequest): CallObject {
  logModelsOf(state, state.run(runIdOfCall({ fields })), fields);
  return {};
}

function logModelsOf(state: TrackedState, run: TrackedRun, fields: CallFields): void {
  for (const model of fields.objects('models')) {
    const modelId = model.required('model_id');
    state.takeRoom([modelId]);
    run.models.push({ modelId, step: model.integer('step') ?? 0 });
  }
}

const MODEL_HISTORY = 'mlflow.log-model.history';

/** Clients of version 2 send what the file MLmodel says, and read it in a tag. The file itself is what counts. */
function logModel(state: TrackedState, run: TrackedRun, model: string): void {
  const known = run.tags.get(MODEL_HISTORY);
  setTag(state, run, [
    MODEL_HISTORY,
    known === undefined ? `[${model}]` : `${known.slice(0, -1)}, ${model}]`,
  ]);
}

/** Points of long trainings are a part of all. */
function getHistory({ fields, state }: CallRequest): CallObject {
  const key = fields.required('metric_key');
  const points = state.run(runIdOfCall({ fields })).metrics.get(key)?.points() ?? [];
  return {
    metrics: points.map(({ value, timestampMs, step }) => ({
      ...{ key, value: asJsonNumber(value), timestamp: timestampMs, step },
    })),
  };
}
