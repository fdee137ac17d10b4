/** Calls about runs: created, ended, searched. */
import { asJsonNumber, asPairs, pairsOf, type CallObject } from './call-fields.ts';
import { isInView } from './experiment-calls.ts';
import { searchedBy, searchPage } from './search-page.ts';
import { artifactUriOfRun, type TrackedDataset, type TrackedRun } from './tracked-state.ts';
import type { CallHandler, CallRequest } from './tracking-call.ts';

const RUN_NAME = 'mlflow.runName';

export const runCalls: Readonly<Record<string, CallHandler>> = {
  'POST runs/create': create,
  'GET runs/get': ({ fields, state }) => reply(state.run(runIdOfCall({ fields }))),
  'POST runs/update': update,
  'POST runs/delete': (request) => setStage(request, 'deleted'),
  'POST runs/restore': (request) => setStage(request, 'active'),
  'POST runs/search': search,
};

/** Older clients call it `run_uuid`. */
export function runIdOfCall({ fields }: Pick<CallRequest, 'fields'>): string {
  return fields.text('run_id') ?? fields.required('run_uuid');
}

function create({ fields, state, nowMs }: CallRequest): CallObject {
  const experiment = state.experiment(fields.text('experiment_id') ?? '0');
  const tags = new Map(pairsOf(fields, 'tags'));
  const name = fields.text('run_name') ?? tags.get(RUN_NAME) ?? `run-${state.runs.size + 1}`;
  const user = fields.text('user_id') ?? '';
  tags.set(RUN_NAME, name);
  state.takeRoom([name, user, ...[...tags].flat()]);
  const run: TrackedRun = {
    id: state.newId(),
    experimentId: experiment.id,
    user,
    startMs: fields.integer('start_time') ?? nowMs,
    metrics: new Map(),
    params: new Map(),
    tags,
    datasets: [],
    models: [],
    name,
    status: 'RUNNING',
    endMs: undefined,
    stage: 'active',
    loggedAt: 0,
  };
  state.runs.set(run.id, run);
  return reply(run);
}

function update({ fields, state }: CallRequest): CallObject {
  const run = state.run(runIdOfCall({ fields }));
  const name = fields.text('run_name');
  const status = fields.text('status');
  state.takeRoom([name ?? '', status ?? '']);
  if (name !== undefined) {
    run.name = name;
    run.tags.set(RUN_NAME, name);
  }
  if (status !== undefined) run.status = status;
  run.endMs = fields.integer('end_time') ?? run.endMs;
  return { run_info: renderInfo(run) };
}

function setStage({ fields, state }: CallRequest, stage: TrackedRun['stage']): CallObject {
  state.run(runIdOfCall({ fields })).stage = stage;
  return {};
}

function search({ fields, state }: CallRequest): CallObject {
  const experiments = fields.texts('experiment_ids');
  const view = fields.text('run_view_type') ?? 'ACTIVE_ONLY';
  const entities = [...state.runs.values()]
    .filter(({ experimentId, stage }) => experiments.includes(experimentId) && isInView(stage, view))
    .toReversed()
    .toSorted((one, other) => other.startMs - one.startMs);
  return searchPage({ fields, as: 'runs', entities, searched: searchedOf, render });
}

function searchedOf(run: TrackedRun): ReturnType<typeof searchedBy> {
  const { id, name, status, startMs, endMs, user, metrics, params, tags } = run;
  const attributes = {
    ...{ run_id: id, run_name: name, 'Run name': name, status, user_id: user },
    ...{ start_time: startMs, created: startMs, end_time: endMs, artifact_uri: artifactUriOfRun(run) },
  };
  return searchedBy(attributes, { metrics: (key) => metrics.get(key)?.latest?.value, params, tags });
}

function reply(run: TrackedRun): CallObject {
  return { run: render(run) };
}

function renderInfo(run: TrackedRun): CallObject {
  return {
    ...{ run_id: run.id, run_uuid: run.id, run_name: run.name, experiment_id: run.experimentId },
    ...{ user_id: run.user, status: run.status, start_time: run.startMs },
    ...(run.endMs !== undefined && { end_time: run.endMs }),
    artifact_uri: artifactUriOfRun(run),
    lifecycle_stage: run.stage,
  };
}

function render(run: TrackedRun): CallObject {
  const metrics = [...run.metrics].flatMap(([key, { latest }]) =>
    latest === undefined
      ? []
      : [{ key, value: asJsonNumber(latest.value), timestamp: latest.timestampMs, step: latest.step }],
  );
  const { datasets, models } = run;
  return {
    info: renderInfo(run),
    data: { metrics, params: asPairs(run.params), tags: asPairs(run.tags) },
    inputs: datasets.length === 0 ? {} : { dataset_inputs: datasets.map(renderDataset) },
    ...(models.length > 0 && {
      outputs: { model_outputs: models.map(({ modelId, step }) => ({ model_id: modelId, step })) },
    }),
  };
}

function renderDataset({
  name,
  digest,
  sourceType,
  source,
  schema,
  profile,
  tags,
}: TrackedDataset): CallObject {
  return {
    tags: asPairs(tags),
    dataset: {
      ...{ name, digest, source_type: sourceType, source },
      ...(schema !== undefined && { schema }),
      ...(profile !== undefined && { profile }),
    },
  };
}
