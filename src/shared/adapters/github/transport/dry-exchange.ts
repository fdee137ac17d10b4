/**
 * An exchange that writes nothing: what would change the repository is noted and answered from memory, as GitHub would
 * answer it, and reads see what was answered so. By construction: no route but reads is ever sent, also one that is not
 * listed here, which is an error. What GitHub would refuse, such as a missing permission or a ruleset, is not known.
 */
import { createHash } from 'node:crypto';
import { digestStream } from '../../../domain/kernel/digest.ts';
import type { PlannedCall } from '../../../domain/kernel/planned-call.ts';
import type { WritePlan } from '../../../ports/github.ts';
import type { Reply } from './call.ts';
import type { Exchange, ExchangeRequest } from './exchange.ts';

export type DryExchange = Exchange & WritePlan;

type Parameters = ExchangeRequest['parameters'];

interface Memory {
  readonly calls: PlannedCall[];
  /** By full name. */
  readonly refs: Map<string, { readonly ref: string; readonly object: { sha: string; type: string } }>;
  readonly releases: Map<number, Record<string, unknown> & { readonly assets: unknown[] }>;
}

/** Greater than any that GitHub has given. */
const FIRST_ID = 9_000_000_000_000;
const REPO = '/repos/{owner}/{repo}';
const BOT = { login: 'github-actions[bot]', type: 'Bot' };

/** @param graphqlUrl what is posted there is a query. */
export function createDryExchange(real: Exchange, graphqlUrl: string): DryExchange {
  const memory: Memory = { calls: [], refs: new Map(), releases: new Map() };
  return {
    calls: () => memory.calls,
    note: (call) => void memory.calls.push(call),
    sendGit: (request) => real.sendGit(request),
    fetchForeign: (url, timeoutMs) => real.fetchForeign(url, timeoutMs),
    send: async (request) => {
      const isQuery =
        request.route === `POST ${graphqlUrl}` && !/^\s*mutation/.test(String(request.parameters.query));
      if (isQuery) return await real.send(request);
      if (request.route.startsWith('GET ')) return await read(real, memory, request);
      const data = await answer(real, memory, request);
      memory.calls.push(plannedCall(request));
      return { status: data === undefined ? 204 : 201, headers: {}, data: data ?? '' };
    },
  };
}

/** What was answered to a write comes before what is there, or with it. */
async function read(real: Exchange, { refs, releases }: Memory, request: ExchangeRequest): Promise<Reply> {
  const { route, parameters } = request;
  switch (route.slice('GET '.length)) {
    case `${REPO}/git/matching-refs/{ref}`: {
      const reply = await real.send({ ...request, parameters: withoutCondition(parameters) });
      const added = [...refs.values()].filter(({ ref }) => ref.startsWith(`refs/${String(parameters.ref)}`));
      return Array.isArray(reply.data) ? { ...reply, data: [...(reply.data as unknown[]), ...added] } : reply;
    }
    case `${REPO}/releases/{release_id}`: {
      const known = releases.get(Number(parameters.release_id));
      return known === undefined ? await real.send(request) : ok(known);
    }
    case `${REPO}/releases/{release_id}/assets`: {
      const known = releases.get(Number(parameters.release_id));
      return known === undefined ? await real.send(request) : ok(known.assets);
    }
    default:
      return await real.send(request);
  }
}

/** A reply "not modified" would hide what was added. */
function withoutCondition({ headers, ...parameters }: Parameters): Parameters {
  const all = Object.entries((headers ?? {}) as Record<string, string>);
  return { ...parameters, headers: Object.fromEntries(all.filter(([name]) => name !== 'if-none-match')) };
}

function ok(data: unknown): Reply {
  return { status: 200, headers: {}, data };
}

/** @returns undefined where GitHub answers without a body. @throws RangeError for a route that has no answer here. */
async function answer(real: Exchange, memory: Memory, request: ExchangeRequest): Promise<unknown> {
  const { route, parameters } = request;
  const sha = shaOf(request);
  const [method = '', path = ''] = route.split(' ');
  if (method === 'DELETE') return undefined;
  if (method === 'POST' && /\/releases\/\d+\/assets/.test(path)) return await addAsset(real, memory, request);
  switch (route) {
    case `POST ${REPO}/git/tags`:
      return { ...parameters, sha, object: { sha: parameters.object, type: parameters.type } };
    case `POST ${REPO}/git/commits`:
      return { sha, tree: { sha: parameters.tree }, parents: shasOf(parameters.parents) };
    case `POST ${REPO}/git/trees`:
      return { sha };
    case `PUT ${REPO}/contents/{path}`:
      return { commit: { sha, tree: { sha } } };
    case `POST ${REPO}/git/refs`:
      return setRef(memory, String(parameters.ref), String(parameters.sha));
    case `PATCH ${REPO}/git/refs/{ref}`:
      return setRef(memory, `refs/${String(parameters.ref)}`, String(parameters.sha));
    case `POST ${REPO}/releases`:
      return addRelease(memory, parameters);
    case `PATCH ${REPO}/releases/{release_id}`: {
      const release = await releaseOf(real, memory, request);
      return Object.assign(release, {
        draft: parameters.draft,
        name: parameters.name,
        body: parameters.body,
      });
    }
    case `POST ${REPO}/issues/{issue_number}/comments`:
    case `PATCH ${REPO}/issues/comments/{comment_id}`:
      return { id: FIRST_ID, body: parameters.body, user: BOT, html_url: '' };
    case `POST ${REPO}/actions/workflows/{workflow_id}/dispatches`:
      return undefined;
    default:
      throw new RangeError(`dry run: expected a write that it can answer, got ${route}`);
  }
}

function setRef({ refs }: Memory, ref: string, sha: string): unknown {
  const type = ref.startsWith('refs/tags/') ? 'tag' : 'commit';
  const created = { ref, object: { sha, type } };
  refs.set(ref, created);
  return created;
}

function addRelease({ releases }: Memory, parameters: Parameters): unknown {
  const { owner, repo, tag_name, name, body, draft } = parameters;
  const id = FIRST_ID + releases.size + 1;
  const place = `repos/${String(owner)}/${String(repo)}/releases/${id}/assets`;
  const upload_url = `https://dry-run.invalid/${place}{?name,label}`;
  const release = { id, tag_name, name, body, draft, html_url: '', upload_url, assets: [], author: BOT };
  releases.set(id, release);
  return release;
}

/** The bytes are read to their end, so that the digest is the one that GitHub would store. */
async function addAsset(real: Exchange, memory: Memory, request: ExchangeRequest): Promise<unknown> {
  const { name, data } = request.parameters;
  const { sha256, sizeBytes } = await digestStream(data as AsyncIterable<Uint8Array>);
  const [, id] = /\/releases\/(\d+)\/assets/.exec(request.route) ?? [];
  const { assets } = await releaseOf(real, memory, { ...request, parameters: { release_id: Number(id) } });
  const digest = `sha256:${sha256}`;
  const asset = { id: FIRST_ID + assets.length, name, size: sizeBytes, state: 'uploaded', digest };
  assets.push(asset);
  return asset;
}

/** Of a draft that an earlier run left, as it is there. */
async function releaseOf(
  real: Exchange,
  { releases }: Memory,
  { parameters: { owner, repo, release_id }, timeoutMs }: ExchangeRequest,
): Promise<Record<string, unknown> & { readonly assets: unknown[] }> {
  const id = Number(release_id);
  const known = releases.get(id);
  if (known !== undefined) return known;
  const route = `GET ${REPO}/releases/{release_id}`;
  const reply = await real.send({ route, parameters: { owner, repo, release_id }, timeoutMs });
  const found = { assets: [], ...(reply.data as Record<string, unknown>) };
  releases.set(id, found);
  return found;
}

/** The same write has the same name, and no other object has it. */
function shaOf({ route, parameters }: ExchangeRequest): string {
  return createHash('sha1')
    .update(`${route} ${JSON.stringify(parameters)}`)
    .digest('hex');
}

function shasOf(parents: unknown): readonly { readonly sha: string }[] {
  return Array.isArray(parents) ? parents.map((parent) => ({ sha: String(parent) })) : [];
}

function plannedCall({ route, parameters, purpose = '' }: ExchangeRequest): PlannedCall {
  const [method = '', template = ''] = route.split(' ');
  const path = template.replace(/^https?:\/\/[^/]+/, '').replace(/\{\?[^}]*\}/, '');
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => textOf(parameters[name]));
  return { method, path: filled, purpose };
}

/** Parts of a path are texts and numbers. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
