/**
 * The part of MLflow's tracking server that trainings use (mlflow.org/docs/latest/rest-api.html), without a database and
 * for one training: clients of versions 2 and 3 create experiments and runs, log to them, search them and log models.
 * Files of artifacts are written by the caller, where this says so. Not here: traces, prompts, webhooks, users.
 */
import { StewardError } from '../../kernel/errors.ts';
import { ArtifactIndex, renderListing } from './artifact-index.ts';
import { decodeArtifactPath } from './artifact-place.ts';
import { fieldsOfBody, fieldsOfQuery, type CallObject } from './call-fields.ts';
import { experimentCalls } from './experiment-calls.ts';
import { loggedModelCalls } from './logged-model-calls.ts';
import { loggingCalls } from './logging-calls.ts';
import { registeredModelCalls } from './registered-model-calls.ts';
import { runCalls, runIdOfCall } from './run-calls.ts';
import { artifactUriOfModel, artifactUriOfRun, pathOfArtifacts, TrackedState } from './tracked-state.ts';
import type { CallHandler, CallRequest } from './tracking-call.ts';
import { TrackingRefusal } from './tracking-refusal.ts';

export interface TrackingCall {
  readonly method: string;
  /** Below `/api/2.0/mlflow/`, still encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly nowMs: number;
}

export interface TrackingReply {
  readonly status: number;
  readonly body: CallObject;
}

export interface Tracker {
  readonly state: TrackedState;
  readonly artifacts: ArtifactIndex;
  answer(call: TrackingCall): TrackingReply;
}

const calls: Readonly<Record<string, CallHandler>> = {
  ...experimentCalls,
  ...runCalls,
  ...loggingCalls,
  ...loggedModelCalls,
  ...registeredModelCalls,
};

/** @param seed of all ids. */
export function createTracker(seed: string): Tracker {
  const state = new TrackedState(seed);
  const artifacts = new ArtifactIndex();
  const answer = (call: TrackingCall): TrackingReply => {
    try {
      return { status: 200, body: handle(call, { state, artifacts }) };
    } catch (error) {
      return replyOfError(error);
    }
  };
  return { state, artifacts, answer };
}

export function replyOfError(error: unknown): TrackingReply {
  if (error instanceof TrackingRefusal) return { status: error.status, body: error.body };
  if (!(error instanceof StewardError)) throw error;
  const { status, body } = new TrackingRefusal('BAD_REQUEST', error.message);
  return { status, body };
}

/** `logged-models/m-1/tags/x` is the call `logged-models/<*>/tags/<*>`. */
const NAMED =
  /^logged-models\/(?!search$)([^/]+)(?:(\/(?:tags|params|artifacts\/directories))(?:\/([^/]+))?)?$/;

function handle(
  { method, path, query, body, nowMs }: TrackingCall,
  { state, artifacts }: Pick<Tracker, 'state' | 'artifacts'>,
): CallObject {
  const [, id, part = '', name] = NAMED.exec(path) ?? [];
  const key =
    id === undefined
      ? `${method} ${path}`
      : `${method} logged-models/*${part}${name === undefined ? '' : '/*'}`;
  const fields = method === 'GET' ? fieldsOfQuery(query) : fieldsOfBody(body);
  const names = [id, name].flatMap((text) => (text === undefined ? [] : [decodeName(text)]));
  const request: CallRequest = { fields, state, nowMs, names };
  switch (key) {
    case 'GET artifacts/list':
      return listOf(artifacts, artifactUriOfRun(state.run(runIdOfCall({ fields }))), fields.text('path'));
    case 'GET logged-models/*/artifacts/directories':
      return listOf(
        artifacts,
        artifactUriOfModel(state.model(names[0] ?? '')),
        fields.text('artifact_directory_path'),
      );
  }
  const handler = Object.hasOwn(calls, key) ? calls[key] : undefined;
  if (handler !== undefined) return handler(request);
  throw new TrackingRefusal(
    'ENDPOINT_NOT_FOUND',
    `The tracking of Model Steward has no call ${method} ${path.slice(0, 100)}. Set \`train.tracking: none\`, or MLFLOW_TRACKING_URI to a server that has it.`,
  );
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function listOf(artifacts: ArtifactIndex, uri: string, folder: string | undefined): CallObject {
  const root = pathOfArtifacts(uri);
  const path = folder === undefined ? '' : decodeArtifactPath(encodeURIComponent(folder));
  const listed = artifacts.list(path === '' ? root : `${root}/${path}`);
  return { root_uri: uri, files: renderListing(listed, path === '' ? '' : `${path}/`) };
}
