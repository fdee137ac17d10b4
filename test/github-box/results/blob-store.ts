/**
 * The blob store behind artifacts and caches, as far as their clients use it: block blobs of the Azure
 * Blob REST API (Put Block, Put Block List, Put Blob, Get Blob with a range, Head) under signed URLs.
 * Everything is kept in memory. https://learn.microsoft.com/rest/api/storageservices/blob-service-rest-api
 */
import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Clock } from '../mount.ts';
import { createBlob, type StoredBlob } from './blob.ts';
import { readBody } from './body.ts';

/** The SDK takes the first segment of a path for the account where the host is an IP address. */
export const BLOB_PREFIX = '/blob-storage/';
const SIGNED_URL_LIFETIME_MS = 60 * 1000;

export interface DownloadHeaders {
  readonly contentType: string;
  readonly fileName: string;
}

interface Grant {
  readonly blob: string;
  readonly expiresAt: number;
  /** Present on a grant to read. */
  readonly download?: DownloadHeaders;
}

interface BlobCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly body: Buffer;
}

export class BlobStore {
  readonly #clock: Clock;
  readonly #baseUrl: () => string;
  readonly #blobs = new Map<string, StoredBlob>();
  /** Blocks by blob and block id, until a block list names them. */
  readonly #blocks = new Map<string, Map<string, Buffer>>();
  readonly #grants = new Map<string, Grant>();

  constructor(clock: Clock, baseUrl: () => string) {
    this.#clock = clock;
    this.#baseUrl = baseUrl;
  }

  read(blob: string): StoredBlob | undefined {
    return this.#blobs.get(blob);
  }

  remove(blob: string): void {
    this.#blobs.delete(blob);
  }

  signUpload(blob: string): string {
    return this.#sign(blob, 'cw', {});
  }

  signDownload(blob: string, download: DownloadHeaders): string {
    return this.#sign(blob, 'r', { download });
  }

  #sign(blob: string, permissions: string, detail: Pick<Grant, 'download'>): string {
    const expiresAt = this.#clock.now().getTime() + SIGNED_URL_LIFETIME_MS;
    // Random and long: the clients mask this value in their output, and a short one would mask innocent text.
    const signature = randomBytes(32).toString('base64url');
    this.#grants.set(signature, { blob, expiresAt, ...detail });
    const url = new URL(BLOB_PREFIX + blob, this.#baseUrl());
    url.searchParams.set('sp', permissions);
    url.searchParams.set('se', new Date(expiresAt).toISOString());
    url.searchParams.set('sig', signature);
    return url.href;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://blob-storage');
    const call = { request, response, url, body: await readBody(request) };
    const grant = this.#grants.get(url.searchParams.get('sig') ?? '');
    const method = request.method ?? 'GET';
    if (grant === undefined || BLOB_PREFIX + grant.blob !== url.pathname) {
      refuse(response, 403, 'AuthenticationFailed');
    } else if (grant.expiresAt < this.#clock.now().getTime()) {
      refuse(response, 403, 'AuthenticationFailed');
    } else if (method === 'PUT' && grant.download === undefined) {
      this.#put(call, grant.blob);
    } else if ((method === 'GET' || method === 'HEAD') && grant.download !== undefined) {
      this.#get(call, grant.blob, grant.download);
    } else {
      refuse(response, 403, 'AuthorizationPermissionMismatch');
    }
  }

  #put({ url, body, response }: BlobCall, blob: string): void {
    const comp = url.searchParams.get('comp');
    const blocks = this.#blocks.get(blob) ?? new Map<string, Buffer>();
    if (comp === 'block') {
      this.#blocks.set(blob, blocks.set(url.searchParams.get('blockid') ?? '', body));
    } else if (comp === 'blocklist') {
      const parts = blockIds(body).map((id) => blocks.get(id));
      if (!parts.every((part) => part !== undefined)) {
        refuse(response, 400, 'InvalidBlockList');
        return;
      }
      this.#blobs.set(blob, createBlob(parts));
      this.#blocks.delete(blob);
    } else {
      this.#blobs.set(blob, createBlob([body]));
    }
    const hash = createHash('sha256').update(body).digest('hex');
    response.writeHead(201, { ...this.#validators(hash), 'content-length': '0' }).end();
  }

  #get({ request, response }: BlobCall, blob: string, download: DownloadHeaders): void {
    const stored = this.#blobs.get(blob);
    if (stored === undefined) {
      refuse(response, 404, 'BlobNotFound');
      return;
    }
    const { sizeBytes } = stored;
    const range = parseRange(request.headers['x-ms-range'] ?? request.headers.range, sizeBytes);
    const { start, end } = range ?? { start: 0, end: sizeBytes - 1 };
    response.writeHead(range ? 206 : 200, {
      ...this.#validators(stored.digest.slice('sha256:'.length)),
      'content-type': download.contentType,
      'content-disposition': `attachment; filename="${download.fileName}"`,
      'content-length': String(end - start + 1),
      'accept-ranges': 'bytes',
      ...(range && { 'content-range': `bytes ${start}-${end}/${sizeBytes}` }),
    });
    if (request.method === 'HEAD') response.end();
    else Readable.from(stored.slice(start, end + 1)).pipe(response);
  }

  #validators(hash: string): Record<string, string> {
    return {
      etag: `"${hash.slice(0, 16)}"`,
      'last-modified': this.#clock.now().toUTCString(),
      'x-ms-version': '2025-11-05',
      'x-ms-request-id': randomBytes(8).toString('hex'),
    };
  }
}

/** `<BlockList><Latest>id</Latest>…</BlockList>`, in order. */
function blockIds(xml: Buffer): readonly string[] {
  const items = xml.toString('utf8').matchAll(/<(?:Latest|Uncommitted|Committed)>([^<]+)</g);
  return [...items].map(([, id]) => id ?? '');
}

function parseRange(
  header: string | readonly string[] | undefined,
  sizeBytes: number,
): { readonly start: number; readonly end: number } | undefined {
  const match = /^bytes=(\d+)-(\d*)$/.exec(typeof header === 'string' ? header : '');
  if (match === null || Number(match[1]) >= sizeBytes) return undefined;
  const end = match[2] === '' ? sizeBytes - 1 : Math.min(Number(match[2]), sizeBytes - 1);
  return { start: Number(match[1]), end };
}

function refuse(response: ServerResponse, status: number, code: string): void {
  const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml', 'x-ms-error-code': code }).end(body);
}
