/** Finds the route of a request. Templates are those of GitHub's API description, so they name the operation too. */
import type { Needs } from '../state/tokens.ts';
import type { Call } from './call.ts';
import type { Reply } from './reply.ts';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As in the API description: `/repos/{owner}/{repo}/git/ref/{ref}`. */
  readonly template: string;
  /** Alternatives, any of which is enough; none: a token of the repository is. */
  readonly needs: readonly Needs[];
  /** `uploads`: reached under the upload host only. */
  readonly host?: 'uploads';
  readonly handle: (call: Call) => Promise<Reply> | Reply;
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

export interface Router {
  find(request: { method: string; path: string; host: 'api' | 'uploads' }): Match | undefined;
}

/** Parameters that GitHub lets hold slashes without encoding them. */
const GREEDY = new Set(['ref', 'path', 'branch', 'basehead']);

export function createRouter(routes: readonly Route[]): Router {
  const compiled = routes
    .map((route) => ({ route, pattern: compileTemplate(route.template) }))
    .sort((left, right) => literalLength(right.route.template) - literalLength(left.route.template));
  return {
    find: ({ method, path, host }) => {
      for (const { route, pattern } of compiled) {
        if (route.method !== method || (route.host ?? 'api') !== host) continue;
        const found = pattern.exec(path);
        if (found !== null) return { route, params: decodeAll(found.groups ?? {}) };
      }
      return undefined;
    },
  };
}

/** More literal text wins: `/commits/{ref}/status` before `/commits/{ref}`. */
function literalLength(template: string): number {
  return template.replace(/\{\w+\}/g, '').length;
}

function compileTemplate(template: string): RegExp {
  const source = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    GREEDY.has(name) ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`,
  );
  // An empty path is the root folder: `/contents/`.
  return new RegExp(`^${source.replace('/(?<path>.+)', '(?:/(?<path>.*))?')}$`);
}

function decodeAll(groups: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value ?? '')]),
  );
}
