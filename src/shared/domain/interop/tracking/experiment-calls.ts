/** Calls about experiments: mlflow.org/docs/latest/rest-api.html */
import { asPairs, pairsOf, type CallObject } from './call-fields.ts';
import { searchedBy, searchPage } from './search-page.ts';
import type { TrackedExperiment, TrackedState } from './tracked-state.ts';
import type { CallHandler, CallRequest } from './tracking-call.ts';
import { missing, TrackingRefusal } from './tracking-refusal.ts';

export const experimentCalls: Readonly<Record<string, CallHandler>> = {
  'POST experiments/create': create,
  'GET experiments/get': ({ fields, state }) => reply(state.experiment(fields.required('experiment_id'))),
  'GET experiments/get-by-name': ({ fields, state }) =>
    reply(byName(state, fields.required('experiment_name'))),
  'POST experiments/search': search,
  'GET experiments/search': search,
  'POST experiments/delete': ({ fields, state }) =>
    setStage(state, fields.required('experiment_id'), 'deleted'),
  'POST experiments/restore': ({ fields, state }) =>
    setStage(state, fields.required('experiment_id'), 'active'),
  'POST experiments/update': ({ fields, state }) => {
    const name = fields.required('new_name');
    state.takeRoom([name]);
    state.experiment(fields.required('experiment_id')).name = name;
    return {};
  },
  'POST experiments/set-experiment-tag': ({ fields, state }) => {
    const [key, value] = [fields.required('key'), fields.text('value') ?? ''];
    const { tags } = state.experiment(fields.required('experiment_id'));
    state.takeRoom([key, value]);
    tags.set(key, value);
    return {};
  },
  'POST experiments/delete-experiment-tag': ({ fields, state }) => {
    state.experiment(fields.required('experiment_id')).tags.delete(fields.required('key'));
    return {};
  },
};

function create({ fields, state, nowMs }: CallRequest): CallObject {
  const name = fields.required('name');
  if ([...state.experiments.values()].some((experiment) => experiment.name === name))
    throw new TrackingRefusal('RESOURCE_ALREADY_EXISTS', `Experiment '${name}' already exists.`);
  const tags = pairsOf(fields, 'tags');
  state.takeRoom([name, ...tags.flat()]);
  const id = String(state.experiments.size);
  state.experiments.set(id, { id, name, createdMs: nowMs, tags: new Map(tags), stage: 'active' });
  return { experiment_id: id };
}

function byName(state: TrackedState, name: string): TrackedExperiment {
  const found = [...state.experiments.values()].find((experiment) => experiment.name === name);
  if (found === undefined) throw missing('experiment', name);
  return found;
}

function setStage(state: TrackedState, id: string, stage: TrackedExperiment['stage']): CallObject {
  state.experiment(id).stage = stage;
  return {};
}

function search({ fields, state }: CallRequest): CallObject {
  const view = fields.text('view_type') ?? 'ACTIVE_ONLY';
  return searchPage({
    fields,
    as: 'experiments',
    entities: [...state.experiments.values()].filter(({ stage }) => isInView(stage, view)).toReversed(),
    searched: ({ id, name, createdMs, tags }) =>
      searchedBy(
        { name, experiment_id: id, creation_time: createdMs, last_update_time: createdMs },
        { tags },
      ),
    render,
  });
}

export function isInView(stage: TrackedExperiment['stage'], view: string): boolean {
  return view === 'ALL' || stage === (view === 'DELETED_ONLY' ? 'deleted' : 'active');
}

function reply(experiment: TrackedExperiment): CallObject {
  return { experiment: render(experiment) };
}

function render({ id, name, stage, createdMs, tags }: TrackedExperiment): CallObject {
  return {
    experiment_id: id,
    name,
    artifact_location: `mlflow-artifacts:/${id}`,
    lifecycle_stage: stage,
    creation_time: createdMs,
    last_update_time: createdMs,
    ...(tags.size > 0 && { tags: asPairs(tags) }),
  };
}
