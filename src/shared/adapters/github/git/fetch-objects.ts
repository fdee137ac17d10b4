/**
 * Any number of objects in one request, as `git fetch` asks for them: version 2 of git's protocol over HTTP. Without
 * trees and without history, so that a tag comes with the commit that it leads to and nothing else.
 * https://git-scm.com/docs/protocol-v2
 */
import { ServiceError } from '../../../domain/kernel/errors.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';
import { readPack, type PackedObject } from './pack-file.ts';

/** A tag and its commit, compressed; for the time limit. */
const BYTES_PER_OBJECT = 1_000;

/** @throws ServiceError where the server refuses it, has not all of them, or sends something else. */
export async function fetchObjects(
  client: GitHubClient,
  shas: readonly string[],
): Promise<readonly PackedObject[]> {
  const call: Call = {
    purpose: `fetch ${shas.length} tags`,
    route: `POST ${client.gitUrl}/git-upload-pack`,
    permission: 'contents: read',
  };
  const reply = await client.git(call, renderRequest(shas), shas.length * BYTES_PER_OBJECT);
  try {
    return readPack(packOf(reply));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ServiceError('SERVICE_FAILED', `${call.purpose}: expected a pack, got: ${error.message}`, {
      hint: 're-run the job; check that its token has `contents: read`',
      cause: error,
    });
  }
}

const FLUSH = '0000';
const DELIMITER = '0001';

function renderRequest(shas: readonly string[]): Uint8Array<ArrayBuffer> {
  const wanted = shas.map((sha) => `want ${sha}\n`);
  const options = ['deepen 1\n', 'filter tree:0\n', 'no-progress\n', ...wanted, 'done\n'];
  const head = [line('command=fetch\n'), line('object-format=sha1\n'), DELIMITER];
  return new TextEncoder().encode([...head, ...options.map(line), FLUSH].join(''));
}

/** Its length in four hexadecimal digits, themselves included. */
function line(text: string): string {
  return (Buffer.byteLength(text) + 4).toString(16).padStart(4, '0') + text;
}

const PACK_DATA = 1;
const FATAL = 3;

/** What comes before the pack says where history was cut off. The pack comes in lines too, each with its channel. */
function packOf(reply: Buffer): Buffer {
  const parts: Buffer[] = [];
  let isPack = false;
  for (let at = 0; at < reply.length;) {
    const length = Number.parseInt(reply.toString('latin1', at, at + 4), 16);
    if (!(length >= 0) || at + length > reply.length)
      throw new RangeError('expected lines of git’s protocol');
    const payload = reply.subarray(at + 4, at + length);
    at += Math.max(4, length);
    if (length <= 4) continue;
    if (!isPack) {
      const text = payload.toString();
      if (text.startsWith('ERR ')) throw new RangeError(text.trim());
      isPack = text.trim() === 'packfile';
    } else if (payload[0] === PACK_DATA) parts.push(payload.subarray(1));
    else if (payload[0] === FATAL) throw new RangeError(payload.toString('utf8', 1).trim());
  }
  return Buffer.concat(parts);
}
