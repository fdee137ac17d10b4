/**
 * The port `Tracking`: a server on the loopback interface that speaks as MLflow's tracking server does, for as long as
 * one command runs. The command gets its address and a token in the variables that the clients in Python, R and Java
 * read; whoever has no token gets nothing.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ServiceError } from '../../domain/kernel/errors.ts';
import { concludeTraining } from '../../domain/interop/tracking/tracked-training.ts';
import { createTracker, replyOfError, type Tracker } from '../../domain/interop/tracking/tracker.ts';
import { TrackingRefusal } from '../../domain/interop/tracking/tracking-refusal.ts';
import type { Clock } from '../../ports/runner.ts';
import type { Tracking, TrackingRequest, TrackingSession } from '../../ports/tracking.ts';
import type { Files } from '../../ports/workspace.ts';
import { answerArtifactCall, ARTIFACTS_PATH } from './artifact-calls.ts';
import { readBody, sendJson } from './tracking-http.ts';

export interface TrackingOptions {
  readonly clock: Clock;
  /** What the commands of the job see. */
  readonly environment: Readonly<Record<string, string>>;
}

const LOOPBACK = '127.0.0.1';
const API = /^\/api\/2\.0\/(?:preview\/)?mlflow\//;

export function createTracking({ clock, environment }: TrackingOptions): Tracking {
  return {
    hasServer: () => (environment.MLFLOW_TRACKING_URI ?? '') !== '',
    start: (request) => start(request, { clock, environment }),
  };
}

async function start(
  request: TrackingRequest,
  { clock, environment }: TrackingOptions,
): Promise<TrackingSession> {
  const token = randomBytes(32).toString('hex');
  const tracker = createTracker(request.seed);
  const place: Place = { tracker, files: request.files, clock, token };
  const pending = new Set<Promise<void>>();
  const server = createServer((incoming, response) => {
    const responding = respond(incoming, response, place).finally(() => pending.delete(responding));
    pending.add(responding);
  });
  const port = await listen(server);
  return {
    environment: {
      MLFLOW_TRACKING_URI: `http://${LOOPBACK}:${port}`,
      MLFLOW_TRACKING_TOKEN: token,
      // Clients prefer these to the token.
      MLFLOW_TRACKING_USERNAME: '',
      MLFLOW_TRACKING_PASSWORD: '',
      MLFLOW_EXPERIMENT_NAME: environment.MLFLOW_EXPERIMENT_NAME ?? request.experiment,
      ...withoutProxy(environment),
    },
    end: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      // A file that was on its way is removed, and nothing writes to the folder any more.
      await Promise.all(pending);
      return concludeTraining(tracker.state, tracker.artifacts);
    },
  };
}

async function listen(server: Server): Promise<number> {
  try {
    const listening = once(server, 'listening');
    server.listen(0, LOOPBACK);
    await listening;
  } catch (cause) {
    throw new ServiceError(
      'SERVICE_FAILED',
      `tracking: expected a port of ${LOOPBACK}, got ${String(cause)}`,
      {
        cause,
        hint: 'set `train.tracking: none`, or let processes of the runner listen on its loopback interface',
      },
    );
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A proxy of the job would be asked for the loopback address too. */
function withoutProxy(environment: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const names = ['NO_PROXY', 'no_proxy'];
  const known = names.map((name) => environment[name] ?? '').find((value) => value !== '');
  const value = known === undefined ? LOOPBACK : `${known},${LOOPBACK}`;
  return Object.fromEntries(names.map((name) => [name, value]));
}

interface Place {
  readonly tracker: Tracker;
  readonly files: Files;
  readonly clock: Clock;
  readonly token: string;
}

async function respond(incoming: IncomingMessage, response: ServerResponse, place: Place): Promise<void> {
  try {
    await answer(incoming, response, place);
  } catch (error) {
    sendFailure(response, error);
  }
}

/** A failure of this server is one of the client's calls, and never one of the step. */
function sendFailure(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  try {
    const { status, body } = replyOfError(error);
    sendJson(response, status, body);
  } catch {
    sendJson(response, 500, { error_code: 'INTERNAL_ERROR', message: String(error) });
  }
}

async function answer(incoming: IncomingMessage, response: ServerResponse, place: Place): Promise<void> {
  const { method = 'GET', url = '/' } = incoming;
  // By hand: `URL` would resolve `..` before anything is checked.
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  const query = new URLSearchParams(end < 0 ? '' : url.slice(end + 1));
  if (!isAuthorized(incoming, place.token))
    throw new TrackingRefusal('UNAUTHENTICATED', 'expected the token of MLFLOW_TRACKING_TOKEN, got another');
  const { tracker, files, clock } = place;
  if (path === ARTIFACTS_PATH || path.startsWith(`${ARTIFACTS_PATH}/`)) {
    await answerArtifactCall({ incoming, response, tracker, files, query, path });
    return;
  }
  const body = method === 'GET' ? '' : await readBody(incoming);
  const call = { method, path: path.replace(API, ''), query, body, nowMs: clock.now().getTime() };
  const reply = tracker.answer(call);
  sendJson(response, reply.status, reply.body);
}

function isAuthorized({ headers }: IncomingMessage, token: string): boolean {
  const expected = Buffer.from(`Bearer ${token}`);
  const got = Buffer.from(headers.authorization ?? '');
  return got.length === expected.length && timingSafeEqual(got, expected);
}
