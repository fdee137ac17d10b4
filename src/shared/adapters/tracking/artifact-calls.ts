/**
 * The calls of `mlflow-artifacts:` (mlflow/server/handlers.py): files are uploaded, listed and downloaded through the
 * server. They are written below one folder, where a run or a logged model owns the path.
 */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { renderListing, type ArtifactIndex } from '../../domain/interop/tracking/artifact-index.ts';
import { decodeArtifactPath, requireOwnedPath } from '../../domain/interop/tracking/artifact-place.ts';
import type { Tracker } from '../../domain/interop/tracking/tracker.ts';
import { missing, TrackingRefusal } from '../../domain/interop/tracking/tracking-refusal.ts';
import type { Files } from '../../ports/workspace.ts';
import { sendJson } from './tracking-http.ts';

export const ARTIFACTS_PATH = '/api/2.0/mlflow-artifacts/artifacts';

export interface ArtifactCall {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly tracker: Tracker;
  readonly files: Files;
  readonly query: URLSearchParams;
  /** As the client wrote it. */
  readonly path: string;
}

/** @throws TrackingRefusal, DataError */
export async function answerArtifactCall(call: ArtifactCall): Promise<void> {
  const { incoming, response, tracker, query } = call;
  const encoded = call.path.slice(ARTIFACTS_PATH.length + 1);
  if (encoded === '' && incoming.method === 'GET') {
    const folder = query.get('path') ?? '';
    const path = folder === '' ? '' : decodeArtifactPath(encodeURIComponent(folder));
    sendJson(response, 200, { files: renderListing(tracker.artifacts.list(path), '') });
    return;
  }
  const path = requireOwnedPath(tracker.state, decodeArtifactPath(encoded));
  switch (incoming.method) {
    case 'PUT':
      await upload(call, path);
      return;
    case 'GET':
      await download(call, path);
      return;
    default:
      throw new TrackingRefusal(
        'NOT_IMPLEMENTED',
        `artifacts: expected GET or PUT, got ${incoming.method ?? ''}`,
      );
  }
}

async function upload({ incoming, response, tracker, files }: ArtifactCall, path: string): Promise<void> {
  const { artifacts } = tracker;
  // Before anything is read: then the client gets the reply, and not the end of its connection.
  artifacts.requireRoomForFile(path, Number(incoming.headers['content-length'] ?? 0));
  const taken = { bytes: 0 };
  try {
    const { sizeBytes } = await files.writeFrom(path, counted(incoming, artifacts, taken));
    artifacts.add(path, sizeBytes);
  } catch (error) {
    artifacts.giveBackBytes(taken.bytes);
    throw error;
  }
  sendJson(response, 200, {});
}

async function* counted(
  incoming: IncomingMessage,
  artifacts: ArtifactIndex,
  taken: { bytes: number },
): AsyncIterable<Uint8Array> {
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    taken.bytes += chunk.length;
    artifacts.takeBytes(chunk.length);
    yield chunk;
  }
}

async function download({ response, tracker, files }: ArtifactCall, path: string): Promise<void> {
  if (!tracker.artifacts.has(path)) throw missing('artifact', path);
  const content = await files.open(path);
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': content.sizeBytes,
    'x-content-type-options': 'nosniff',
  });
  for await (const chunk of content.stream()) if (!response.write(chunk)) await once(response, 'drain');
  response.end();
}
