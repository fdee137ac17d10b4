/** Bodies of calls and replies. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { TrackingRefusal } from '../../domain/interop/tracking/tracking-refusal.ts';
import type { CallObject } from '../../domain/interop/tracking/call-fields.ts';

/** MLflow takes batches of at most 1 MB (mlflow/utils/validation.py); schemas of wide tables are longer. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** @throws TrackingRefusal for one that is too long, or no UTF-8. */
export async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  // To its end, also where it is too long: a client reads the reply when it has sent everything.
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (sizeBytes > MAX_BODY_BYTES)
    throw new TrackingRefusal(
      'BAD_REQUEST',
      `body: expected at most ${MAX_BODY_BYTES} bytes, got ${sizeBytes}`,
    );
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new TrackingRefusal('BAD_REQUEST', 'body: expected text in UTF-8, got other bytes');
  }
}

export function sendJson(response: ServerResponse, status: number, body: CallObject): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.end(bytes);
}
