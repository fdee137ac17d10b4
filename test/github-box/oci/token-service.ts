/**
 * Token authentication as ghcr.io does it: a request without a token is answered with a challenge that
 * names the realm and the scope; the client exchanges its GitHub token there, by basic authentication, for
 * a bearer token that is good for the actions that were granted.
 * https://distribution.github.io/distribution/spec/auth/token/
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { OciRegistryOptions } from '../mount.ts';
import { OciError } from './oci-error.ts';

export const TOKEN_PATH = '/token';
const TOKEN_LIFETIME_SECONDS = 300;

export type OciAction = 'pull' | 'push';

export class TokenService {
  readonly #options: OciRegistryOptions;
  /** The GitHub token behind each bearer token (undefined: anonymous), and what was granted, as `image:action`. */
  readonly #issued = new Map<string, { readonly owner: string | undefined; readonly granted: Set<string> }>();

  constructor(options: OciRegistryOptions) {
    this.#options = options;
  }

  /** Grants what the token allows, of what was asked; asking for too much is no error, as on ghcr.io. */
  exchange(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const owner = basicPassword(request.headers.authorization);
    const granted = new Set<string>();
    for (const scope of url.searchParams.getAll('scope').flatMap((text) => text.split(' '))) {
      const [type, image = '', actions = ''] = scope.split(':');
      for (const action of type === 'repository' ? actions.split(',') : []) {
        if (!isAction(action) || !this.#options.authorize(owner, image, action)) continue;
        granted.add(`${image}:${action}`);
      }
    }
    const token = randomBytes(32).toString('base64url');
    this.#issued.set(token, { owner, granted });
    const body = JSON.stringify({ token, access_token: token, expires_in: TOKEN_LIFETIME_SECONDS });
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  }

  /** @throws OciError 401 with a challenge where there is no token, 403 where the token was granted less */
  require(request: IncomingMessage, image: string, action: OciAction): void {
    if (this.isGranted(request, image, action)) return;
    if (this.#bearer(request)) {
      throw new OciError(403, 'DENIED', `permission_denied: the token may not ${action} ${image}`);
    }
    const actions = action === 'push' ? 'pull,push' : 'pull';
    throw this.#challenge(`repository:${image}:${actions}`);
  }

  isGranted(request: IncomingMessage, image: string, action: OciAction): boolean {
    return this.#bearer(request)?.granted.has(`${image}:${action}`) ?? false;
  }

  /** The check of `GET /v2/`: any token of this registry. */
  requireAny(request: IncomingMessage): void {
    if (this.#bearer(request) === undefined) throw this.#challenge('repository:user/image:pull');
  }

  #bearer(request: IncomingMessage): { readonly granted: ReadonlySet<string> } | undefined {
    const match = /^bearer (.+)$/i.exec(request.headers.authorization ?? '');
    return this.#issued.get(match?.[1] ?? '');
  }

  #challenge(scope: string): OciError {
    const base = this.#options.baseUrl();
    const parts = [`realm="${base}${TOKEN_PATH}"`, `service="${new URL(base).host}"`, `scope="${scope}"`];
    const headers = { 'www-authenticate': `Bearer ${parts.join(',')}` };
    return new OciError(401, 'UNAUTHORIZED', 'authentication required', headers);
  }
}

function isAction(text: string): text is OciAction {
  return text === 'pull' || text === 'push';
}

/** The user name is not looked at: GitHub knows its users by their token. */
function basicPassword(authorization: string | undefined): string | undefined {
  const match = /^basic (.+)$/i.exec(authorization ?? '');
  const [, password] = /:(.*)$/s.exec(Buffer.from(match?.[1] ?? '', 'base64').toString('utf8')) ?? [];
  return password === '' ? undefined : password;
}
