/** Bytes in, bytes out. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from './reply.ts';

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The client sees a connection that breaks, not a reply. */
export function cutConnection(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

/** @param cut declares the whole length and sends half of it. */
export function sendReply(
  response: ServerResponse,
  reply: Reply,
  { date, cut = false }: { readonly date: Date; readonly cut?: boolean },
): void {
  const bytes = replyBytes(reply);
  const contentType = reply.raw?.contentType ?? 'application/json; charset=utf-8';
  response.sendDate = false;
  response.writeHead(reply.status, {
    date: date.toUTCString(),
    'x-github-request-id': randomUUID(),
    'x-github-media-type': 'github.v3; format=json',
    'x-github-api-version-selected': '2022-11-28',
    ...(bytes === undefined ? {} : { 'content-type': contentType, 'content-length': bytes.length }),
    ...reply.headers,
  });
  if (!cut || bytes === undefined) {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
}

function replyBytes(reply: Reply): Buffer | undefined {
  if (reply.raw !== undefined) return reply.raw.bytes;
  return reply.body === undefined ? undefined : Buffer.from(JSON.stringify(reply.body));
}
