/**
 * Versions of replies: what a client has already is answered 304, without a body.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Reply } from './reply.ts';

export function unlessSame({ method, headers }: IncomingMessage, reply: Reply): Reply {
  if (method !== 'GET' || reply.status !== 200 || reply.body === undefined) return reply;
  const bytes = Buffer.from(JSON.stringify(reply.body));
  const etag = `W/"${createHash('sha256').update(bytes).digest('hex')}"`;
  const own = { ...reply.headers, etag };
  if (headers['if-none-match'] === etag)
    return { status: 304, headers: { ...own, 'content-length': String(bytes.length) } };
  return { ...reply, headers: own };
}
