/**
 * Calls about registered models and their versions. They last as long as the training: a version of MLflow is a name
 * that code can load by, and no version of this repository.
 */
import { asPairs, pairsOf, type CallFields, type CallObject } from './call-fields.ts';
import { searchedBy, searchPage } from './search-page.ts';
import {
  artifactUriOfModel,
  type MlflowModelName,
  type MlflowVersion,
  type TrackedState,
} from './tracked-state.ts';
import type { CallHandler, CallRequest } from './tracking-call.ts';
import { missing, TrackingRefusal } from './tracking-refusal.ts';

export const registeredModelCalls: Readonly<Record<string, CallHandler>> = {
  'POST registered-models/create': create,
  'GET registered-models/get': ({ fields, state }) => replyName(state, nameOf(state, fields)),
  'PATCH registered-models/update': ({ fields, state }) => {
    const model = nameOf(state, fields);
    model.description = keptText(state, fields.text('description'));
    return replyName(state, model);
  },
  'DELETE registered-models/delete': ({ fields, state }) => {
    state.registered.delete(nameOf(state, fields).name);
    return {};
  },
  'GET registered-models/search': searchNames,
  'POST registered-models/set-tag': ({ fields, state }) => setTag(state, nameOf(state, fields).tags, fields),
  'DELETE registered-models/delete-tag': ({ fields, state }) => {
    nameOf(state, fields).tags.delete(fields.required('key'));
    return {};
  },
  'POST registered-models/alias': ({ fields, state }) => {
    const [alias, version] = [fields.required('alias'), fields.required('version')];
    const { name, aliases } = nameOf(state, fields);
    state.version(name, version);
    state.takeRoom([alias, version]);
    aliases.set(alias, version);
    return {};
  },
  'GET registered-models/alias': ({ fields, state }) => {
    const { name, aliases } = nameOf(state, fields);
    const alias = fields.required('alias');
    const version = aliases.get(alias);
    if (version === undefined) throw missing('alias', alias);
    return replyVersion(state, name, state.version(name, version));
  },
  'DELETE registered-models/alias': ({ fields, state }) => {
    nameOf(state, fields).aliases.delete(fields.required('alias'));
    return {};
  },
  'GET registered-models/get-latest-versions': latest,
  'POST registered-models/get-latest-versions': latest,
  'POST model-versions/create': createVersion,
  'GET model-versions/get': (request) => replyOf(request),
  'PATCH model-versions/update': (request) => {
    versionOf(request).description = keptText(request.state, request.fields.text('description'));
    return replyOf(request);
  },
  'GET model-versions/get-download-uri': (request) => ({
    artifact_uri: downloadUri(request.state, versionOf(request)),
  }),
  'POST model-versions/transition-stage': (request) => {
    versionOf(request).stage = keptText(request.state, request.fields.required('stage'));
    return replyOf(request);
  },
  'POST model-versions/set-tag': (request) => setTag(request.state, versionOf(request).tags, request.fields),
  'GET model-versions/search': searchVersions,
};

function nameOf(state: TrackedState, fields: CallFields): MlflowModelName {
  return state.registeredName(fields.required('name'));
}

function versionOf({ fields, state }: CallRequest): MlflowVersion {
  return state.version(fields.required('name'), fields.required('version'));
}

function keptText(state: TrackedState, text = ''): string {
  state.takeRoom([text]);
  return text;
}

function setTag(state: TrackedState, tags: Map<string, string>, fields: CallFields): CallObject {
  const [key, value] = [fields.required('key'), fields.text('value') ?? ''];
  state.takeRoom([key, value]);
  tags.set(key, value);
  return {};
}

function create({ fields, state, nowMs }: CallRequest): CallObject {
  const name = fields.required('name');
  if (state.registered.has(name))
    throw new TrackingRefusal('RESOURCE_ALREADY_EXISTS', `Registered Model (name=${name}) already exists.`);
  const tags = pairsOf(fields, 'tags');
  const description = fields.text('description') ?? '';
  state.takeRoom([name, description, ...tags.flat()]);
  const model: MlflowModelName = {
    ...{ name, description, createdMs: nowMs, tags: new Map(tags), aliases: new Map(), versions: [] },
  };
  state.registered.set(name, model);
  return replyName(state, model);
}

function createVersion({ fields, state, nowMs }: CallRequest): CallObject {
  const { name, versions } = nameOf(state, fields);
  const tags = pairsOf(fields, 'tags');
  const source = fields.required('source');
  const modelId = fields.text('model_id') ?? /^models:\/(m-[0-9a-f]{32})$/.exec(source)?.[1];
  const version: MlflowVersion = {
    version: String(versions.length + 1),
    createdMs: nowMs,
    source,
    runId: fields.text('run_id') ?? (modelId === undefined ? undefined : state.models.get(modelId)?.runId),
    modelId,
    tags: new Map(tags),
    description: fields.text('description') ?? '',
    stage: 'None',
  };
  state.takeRoom([source, version.description, version.runId ?? '', ...tags.flat()]);
  versions.push(version);
  return replyVersion(state, name, version);
}

/** `models:/m-…` names a logged model; everything else is a place already. */
function downloadUri(state: TrackedState, { source, modelId }: MlflowVersion): string {
  return source.startsWith('models:/') && modelId !== undefined
    ? artifactUriOfModel(state.model(modelId))
    : source;
}

function latest({ fields, state }: CallRequest): CallObject {
  const model = nameOf(state, fields);
  const stages = fields.texts('stages');
  const found = newestOfStages(model).filter(({ stage }) => stages.length === 0 || stages.includes(stage));
  return { model_versions: found.map((version) => renderVersion(state, model.name, version)) };
}

function newestOfStages({ versions }: MlflowModelName): readonly MlflowVersion[] {
  return [...new Map(versions.map((version) => [version.stage, version])).values()];
}

function searchNames({ fields, state }: CallRequest): CallObject {
  return searchPage({
    fields,
    as: 'registered_models',
    entities: [...state.registered.values()],
    searched: ({ name, tags }) => searchedBy({ name }, { tags }),
    render: (model) => renderName(state, model),
  });
}

function searchVersions({ fields, state }: CallRequest): CallObject {
  const entities = [...state.registered.values()].flatMap(({ name, versions }) =>
    versions.toReversed().map((version) => ({ name, version })),
  );
  return searchPage({
    fields,
    entities,
    as: 'model_versions',
    searched: ({ name, version: { version, runId, source, tags } }) =>
      searchedBy({ name, version_number: Number(version), run_id: runId, source_path: source }, { tags }),
    render: ({ name, version }) => renderVersion(state, name, version),
  });
}

function replyName(state: TrackedState, model: MlflowModelName): CallObject {
  return { registered_model: renderName(state, model) };
}

function replyOf(request: CallRequest): CallObject {
  return replyVersion(request.state, request.fields.required('name'), versionOf(request));
}

function replyVersion(state: TrackedState, name: string, version: MlflowVersion): CallObject {
  return { model_version: renderVersion(state, name, version) };
}

function renderName(state: TrackedState, model: MlflowModelName): CallObject {
  const { name, createdMs, description, tags, aliases } = model;
  return {
    ...{ name, creation_timestamp: createdMs, last_updated_timestamp: createdMs, description },
    tags: asPairs(tags),
    aliases: [...aliases].map(([alias, version]) => ({ alias, version })),
    latest_versions: newestOfStages(model).map((version) => renderVersion(state, name, version)),
  };
}

function renderVersion(state: TrackedState, name: string, version: MlflowVersion): CallObject {
  const { createdMs, stage, description, source, runId, modelId } = version;
  const aliases = [...state.registeredName(name).aliases];
  return {
    ...{ name, version: version.version, current_stage: stage, description, source, status: 'READY' },
    ...{ creation_timestamp: createdMs, last_updated_timestamp: createdMs },
    ...(runId !== undefined && { run_id: runId }),
    ...(modelId !== undefined && { model_id: modelId }),
    tags: asPairs(version.tags),
    aliases: aliases.flatMap(([alias, at]) => (at === version.version ? [alias] : [])),
  };
}
