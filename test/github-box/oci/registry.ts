/**
 * A small OCI registry: the part of the distribution specification that Docker, skopeo and our own client
 * use to push and pull (blobs with uploads in one or several pieces and mounts, manifests by tag and
 * digest, the list of tags), behind token authentication. It has no deletion, no catalog and no referrers.
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Mount, OciRegistryOptions } from '../mount.ts';
import { readBody } from '../results/body.ts';
import { OciError } from './oci-error.ts';
import { OciStore, sha256 } from './store.ts';
import { TOKEN_PATH, TokenService } from './token-service.ts';

const API_PREFIX = '/v2/';
const NAME = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*';
const ROUTE = new RegExp(`^/v2/(${NAME})/(blobs/uploads|blobs|manifests|tags|referrers)/(.*)$`);

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly method: string;
  /** Name of the image repository, such as `acme/churn`. */
  readonly image: string;
  /** What follows the kind: a digest, a tag, the id of an upload, or nothing. */
  readonly reference: string;
  readonly body: Buffer;
}

export function createOciRegistry(options: OciRegistryOptions): Mount {
  const tokens = new TokenService(options);
  const handlers = new OciHandlers(tokens);
  return {
    prefixes: [API_PREFIX, TOKEN_PATH],
    async handle(request, response) {
      const url = new URL(request.url ?? '/', 'http://registry');
      const body = await readBody(request);
      try {
        if (url.pathname === TOKEN_PATH) tokens.exchange(request, response, url);
        else handlers.answer(request, response, { url, body });
      } catch (error) {
        if (!(error instanceof OciError)) throw error;
        refuse(response, error);
      }
    },
  };
}

function refuse(response: ServerResponse, error: OciError): void {
  const body = JSON.stringify({ errors: [{ code: error.code, message: error.message }] });
  response.writeHead(error.status, { 'content-type': 'application/json', ...error.headers }).end(body);
}

class OciHandlers {
  readonly #tokens: TokenService;
  readonly #store = new OciStore();
  /** Bytes that arrived so far, by upload id. */
  readonly #uploads = new Map<string, Buffer>();

  constructor(tokens: TokenService) {
    this.#tokens = tokens;
  }

  answer(
    request: IncomingMessage,
    response: ServerResponse,
    { url, body }: Pick<Call, 'url' | 'body'>,
  ): void {
    if (url.pathname === API_PREFIX) {
      this.#tokens.requireAny(request);
      response.writeHead(200, { 'docker-distribution-api-version': 'registry/2.0' }).end('{}');
      return;
    }
    const [, image, kind, reference] = ROUTE.exec(url.pathname) ?? [];
    if (image === undefined || reference === undefined) {
      throw new OciError(404, 'NAME_INVALID', `${url.pathname}: no such resource`);
    }
    const method = request.method ?? 'GET';
    this.#tokens.require(request, image, method === 'GET' || method === 'HEAD' ? 'pull' : 'push');
    const call = { request, response, url, method, image, reference, body };
    switch (kind) {
      case 'blobs/uploads':
        this.#upload(call);
        break;
      case 'blobs':
        this.#blob(call);
        break;
      case 'manifests':
        this.#manifest(call);
        break;
      case 'tags':
        this.#tags(call);
        break;
      default:
        throw new OciError(404, 'UNSUPPORTED', 'this registry keeps no referrers');
    }
  }

  #upload(call: Call): void {
    switch (call.method) {
      case 'POST':
        this.#startUpload(call);
        break;
      case 'PATCH':
        this.#continueUpload(call);
        break;
      case 'PUT':
        this.#finishUpload(call);
        break;
      case 'GET':
        this.#accepted(call, call.reference, 204);
        break;
      default:
        throw new OciError(405, 'UNSUPPORTED', `${call.method} of an upload`);
    }
  }

  #startUpload(call: Call): void {
    const { searchParams } = call.url;
    const [mount, from, digest] = ['mount', 'from', 'digest'].map((name) => searchParams.get(name));
    const mayMount = mount && from && this.#tokens.isGranted(call.request, from, 'pull');
    if (mayMount && this.#store.mountBlob(call.image, mount, from)) {
      created(call, mount);
    } else if (digest) {
      this.#store.addBlob(call.image, digest, call.body);
      created(call, digest);
    } else {
      const id = randomUUID();
      this.#uploads.set(id, Buffer.alloc(0));
      this.#accepted(call, id, 202);
    }
  }

  #continueUpload(call: Call): void {
    const soFar = this.#uploadOf(call.reference);
    const start = /^(\d+)-\d+$/.exec(call.request.headers['content-range'] ?? '')?.[1];
    if (start !== undefined && Number(start) !== soFar.length) {
      throw new OciError(416, 'BLOB_UPLOAD_INVALID', `the next byte is ${soFar.length}, not ${start}`);
    }
    this.#uploads.set(call.reference, Buffer.concat([soFar, call.body]));
    this.#accepted(call, call.reference, 202);
  }

  #finishUpload(call: Call): void {
    const bytes = Buffer.concat([this.#uploadOf(call.reference), call.body]);
    const digest = call.url.searchParams.get('digest') ?? '';
    this.#store.addBlob(call.image, digest, bytes);
    this.#uploads.delete(call.reference);
    created(call, digest);
  }

  #uploadOf(id: string): Buffer {
    const bytes = this.#uploads.get(id);
    if (bytes === undefined) throw new OciError(404, 'BLOB_UPLOAD_UNKNOWN', `upload ${id} unknown`);
    return bytes;
  }

  /** The address is relative, as ghcr.io gives it: clients have to resolve it. */
  #accepted({ response, image }: Call, id: string, status: number): void {
    const last = Math.max(this.#uploadOf(id).length - 1, 0);
    const location = `${API_PREFIX}${image}/blobs/uploads/${id}`;
    response.writeHead(status, { location, range: `0-${last}`, 'docker-upload-uuid': id }).end();
  }

  #blob({ method, response, image, reference }: Call): void {
    if (method !== 'GET' && method !== 'HEAD') throw new OciError(405, 'UNSUPPORTED', `${method} of a blob`);
    const bytes = this.#store.blob(image, reference);
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-length': String(bytes.length),
      'docker-content-digest': reference,
    });
    response.end(method === 'HEAD' ? undefined : bytes);
  }

  #manifest(call: Call): void {
    const { method, response, image, reference, request, body } = call;
    if (method === 'PUT') {
      const mediaType = request.headers['content-type'] ?? '';
      this.#store.putManifest(image, reference, { mediaType, bytes: body });
      const location = `${API_PREFIX}${image}/manifests/${reference}`;
      response.writeHead(201, { location, 'docker-content-digest': sha256(body) }).end();
      return;
    }
    if (method !== 'GET' && method !== 'HEAD')
      throw new OciError(405, 'UNSUPPORTED', `${method} of a manifest`);
    const manifest = this.#store.manifest(image, reference);
    response.writeHead(200, {
      'content-type': manifest.mediaType,
      'content-length': String(manifest.bytes.length),
      'docker-content-digest': manifest.digest,
    });
    response.end(method === 'HEAD' ? undefined : manifest.bytes);
  }

  #tags({ url, image, response }: Call): void {
    const after = url.searchParams.get('last') ?? '';
    const limit = Number(url.searchParams.get('n') ?? '1000');
    const rest = this.#store.tags(image).filter((tag) => tag > after);
    const tags = rest.slice(0, limit);
    const next = `<${API_PREFIX}${image}/tags/list?n=${limit}&last=${tags.at(-1) ?? ''}>; rel="next"`;
    const headers = { 'content-type': 'application/json', ...(rest.length > limit && { link: next }) };
    response.writeHead(200, headers).end(JSON.stringify({ name: image, tags }));
  }
}

function created({ response, image }: Call, digest: string): void {
  const location = `${API_PREFIX}${image}/blobs/${digest}`;
  response.writeHead(201, { location, 'docker-content-digest': digest }).end();
}
