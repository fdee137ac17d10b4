/** Calls about logged models, which clients have since version 3: the files lie apart from those of the run. */
import { asJsonNumber, asPairs, pairsOf, type CallObject } from './call-fields.ts';
import { searchedBy, searchPage } from './search-page.ts';
import { artifactUriOfModel, type LoggedModel, type TrackedState } from './tracked-state.ts';
import type { CallHandler, CallRequest } from './tracking-call.ts';

export const loggedModelCalls: Readonly<Record<string, CallHandler>> = {
  'POST logged-models': create,
  'GET logged-models/*': ({ state, names }) => reply(modelOf(state, names)),
  'PATCH logged-models/*': finalize,
  'DELETE logged-models/*': ({ state, names }) => {
    state.models.delete(modelOf(state, names).id);
    return {};
  },
  'PATCH logged-models/*/tags': (request) => add(request, 'tags'),
  'POST logged-models/*/params': (request) => add(request, 'params'),
  'DELETE logged-models/*/tags/*': ({ state, names }) => {
    modelOf(state, names).tags.delete(names[1] ?? '');
    return {};
  },
  'POST logged-models/search': search,
};

function modelOf(state: TrackedState, [id = '']: readonly string[]): LoggedModel {
  return state.model(id);
}

function create({ fields, state, nowMs }: CallRequest): CallObject {
  const experiment = state.experiment(fields.text('experiment_id') ?? '0');
  const [params, tags] = [pairsOf(fields, 'params'), pairsOf(fields, 'tags')];
  const id = `m-${state.newId()}`;
  const model: LoggedModel = {
    id,
    name: fields.text('name') ?? `model-${state.models.size + 1}`,
    experimentId: experiment.id,
    runId: fields.text('source_run_id'),
    type: fields.text('model_type') ?? '',
    createdMs: nowMs,
    updatedMs: nowMs,
    params: new Map(params),
    tags: new Map(tags),
    metrics: new Map(),
    status: 'LOGGED_MODEL_PENDING',
  };
  state.takeRoom([model.name, model.type, model.runId ?? '', ...params.flat(), ...tags.flat()]);
  state.models.set(id, model);
  return reply(model);
}

function finalize({ fields, state, names, nowMs }: CallRequest): CallObject {
  const model = modelOf(state, names);
  const status = fields.required('status');
  state.takeRoom([status]);
  model.status = status;
  model.updatedMs = nowMs;
  return reply(model);
}

function add({ fields, state, names }: CallRequest, part: 'tags' | 'params'): CallObject {
  const model = modelOf(state, names);
  for (const [key, value] of pairsOf(fields, part)) {
    state.takeRoom([key, value]);
    model[part].set(key, value);
  }
  return part === 'tags' ? reply(model) : {};
}

function search({ fields, state }: CallRequest): CallObject {
  const experiments = fields.texts('experiment_ids');
  const order = fields.objects('order_by').map((term) => {
    const direction = term.text('ascending') === 'false' ? 'DESC' : 'ASC';
    return `${term.required('field_name')} ${direction}`;
  });
  return searchPage({
    fields,
    order,
    as: 'models',
    entities: [...state.models.values()]
      .filter(({ experimentId }) => experiments.includes(experimentId))
      .toReversed(),
    searched: searchedOf,
    render,
  });
}

function searchedOf(model: LoggedModel): ReturnType<typeof searchedBy> {
  const { id, name, status, type, runId, createdMs, updatedMs, metrics, params, tags } = model;
  const attributes = {
    ...{ model_id: id, name, status, model_type: type, source_run_id: runId },
    ...{ creation_timestamp: createdMs, creation_time: createdMs, last_updated_timestamp: updatedMs },
  };
  const metricOf = (key: string): number | undefined =>
    [...metrics.values()].findLast((metric) => metric.key === key)?.value;
  return searchedBy(attributes, { metrics: metricOf, params, tags });
}

function reply(model: LoggedModel): CallObject {
  return { model: render(model) };
}

function render(model: LoggedModel): CallObject {
  const { id, name, experimentId, runId, type, status, createdMs, updatedMs } = model;
  return {
    info: {
      ...{ model_id: id, name, experiment_id: experimentId, model_type: type, status },
      ...{ creation_timestamp_ms: createdMs, last_updated_timestamp_ms: updatedMs },
      ...(runId !== undefined && { source_run_id: runId }),
      artifact_uri: artifactUriOfModel(model),
      tags: asPairs(model.tags),
    },
    data: {
      params: asPairs(model.params),
      metrics: [...model.metrics.values()].map(({ key, value, timestampMs, step, runId: run, dataset }) => ({
        ...{ key, value: asJsonNumber(value), timestamp: timestampMs, step, model_id: id, run_id: run },
        ...(dataset && { dataset_name: dataset.name, dataset_digest: dataset.digest }),
      })),
    },
  };
}
