/** Signed addresses of the storage host, where GitHub sends whoever asks for the bytes of an asset. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Mount } from '../mount.ts';

export interface Download {
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly fileName: string;
}

export interface Downloads extends Mount {
  sign(download: Download): string;
}

const PREFIX = '/_download/';

export function createDownloads(storageUrl: string): Downloads {
  const signed = new Map<string, Download>();
  return {
    prefixes: [PREFIX],
    sign: (download) => {
      const signature = randomBytes(24).toString('hex');
      signed.set(signature, download);
      return `${storageUrl}${PREFIX}${encodeURIComponent(download.fileName)}?sig=${signature}`;
    },
    handle: (request, response) => {
      const url = new URL(request.url ?? '/', storageUrl);
      answer(request, response, signed.get(url.searchParams.get('sig') ?? ''));
      return Promise.resolve();
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse, download: Download | undefined): void {
  if (download === undefined) {
    response.writeHead(403).end();
    return;
  }
  // The real storage refuses a request that carries a signature and a token.
  if (request.headers.authorization !== undefined) {
    response.writeHead(400).end('Only one authentication mechanism is allowed');
    return;
  }
  response
    .writeHead(200, {
      'content-type': download.contentType,
      'content-length': download.bytes.length,
      'content-disposition': `attachment; filename="${download.fileName}"`,
    })
    .end(download.bytes);
}
