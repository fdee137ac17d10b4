/**
 * Who decides when a request is served, and with which fault: a test that wants every order of two runs, or the end of a
 * run between two requests, takes control of the box's traffic. Without a controller every request is served at once.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readToken } from './access.ts';
import { type FaultOptions, faultReply } from './faults.ts';
import { cutConnection, sendReply } from './wire.ts';

/** A request as it arrives, before its body is read. */
export interface Arrival {
  readonly method: string;
  /** As it was sent, without the query: `/api/v3/repos/…`, `/twirp/…`, `/v2/…`. */
  readonly path: string;
  /** Of the API, or of the runtime; undefined for signed addresses. */
  readonly token: string | undefined;
  /** May change something. */
  readonly isWrite: boolean;
}

export interface Controller {
  /** The request is served when the promise resolves, with that fault; one that never resolves is never served. */
  admit(arrival: Arrival): Promise<FaultOptions | undefined>;
  /** Its reply was sent, or its connection cut. */
  served(arrival: Arrival): void;
}

/** The controller of a box, where there is one. */
export interface Traffic {
  controller: Controller | undefined;
}

/** Serves a request when its turn has come. */
export async function whenAdmitted(
  { controller }: Traffic,
  request: IncomingMessage,
  serve: (fault: FaultOptions | undefined) => Promise<void>,
): Promise<void> {
  if (controller === undefined) return serve(undefined);
  const arrival = arrivalOf(request);
  const fault = await controller.admit(arrival);
  try {
    await serve(fault);
  } finally {
    controller.served(arrival);
  }
}

function arrivalOf(request: IncomingMessage): Arrival {
  const { method = 'GET', url = '/' } = request;
  const path = url.replace(/\?.*$/, '');
  return { method, path, token: readToken(request), isWrite: isWrite(method, path) };
}

/** The box's GraphQL has no mutations; of the runtime's services some calls only ask. */
function isWrite(method: string, path: string): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  if (path === '/api/graphql' || path.endsWith('/git-upload-pack')) return false;
  return !path.startsWith('/twirp/') || /\/(Create|Finalize|Delete)\w+$/.test(path);
}

/** A service other than the API with a fault: it learns nothing of it. */
export async function serveWithFault(
  fault: FaultOptions | undefined,
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
  serve: () => Promise<void>,
): Promise<void> {
  if (fault?.kind === 'reset-before') {
    cutConnection(response);
    return;
  }
  const reply = fault && faultReply({ ...fault, hits: 1 }, 'core');
  if (reply !== undefined) {
    request.resume();
    sendReply(response, reply, { date: new Date() });
    return;
  }
  if (fault !== undefined) loseReply(fault, response);
  await serve();
}

/** What the service answers after it has done what was asked does not arrive, or not whole. */
function loseReply({ kind }: FaultOptions, response: ServerResponse): void {
  const end = (body: unknown): ServerResponse => {
    if (kind === 'cut-body' && typeof body === 'string') {
      response.write(body.slice(0, body.length / 2), () => response.socket?.destroy());
    } else if (kind !== 'hang') cutConnection(response);
    return response;
  };
  if (kind === 'reset-after' || kind === 'cut-body' || kind === 'hang') Object.assign(response, { end });
}
