/** Files and folders at a ref: as JSON, as raw bytes, or as a listing. */
import { readTree } from '../git/tree.ts';
import { type Call, param } from '../http/call.ts';
import { notFound, ok, refuse, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { viewContentEntry } from './content-view.ts';
import { putContent } from './content-write.ts';
import { wrapBase64 } from './git-objects.ts';
import { resolveCommit } from './resolve.ts';

const CONTENTS = '/repos/{owner}/{repo}/contents/{path}';
/** Above it the JSON form holds no content; https://docs.github.com/rest/repos/contents. */
const JSON_LIMIT_BYTES = 1024 * 1024;
const RAW_LIMIT_BYTES = 100 * 1024 * 1024;

export const contentRoutes: readonly Route[] = [
  { method: 'GET', template: CONTENTS, needs: [{ contents: 'read' }], handle: getContent },
  { method: 'PUT', template: CONTENTS, needs: [{ contents: 'write' }], handle: putContent },
];

async function getContent(call: Call): Promise<Reply> {
  const { git, defaultBranch } = call.repository;
  const ref = call.query.get('ref') ?? defaultBranch;
  const path = param(call, 'path').replace(/\/+$/, '');
  const commit = await resolveCommit(call.repository, ref);
  if (commit === undefined) throw refuse(404, `No commit found for the ref ${ref}`);
  const object = await git.objects.read(`${commit.sha}:${path}`);
  if (object?.type === 'tree') return listFolder(call, { sha: object.sha, path, ref });
  if (object?.type !== 'blob') throw notFound();
  return showFile(call, { sha: object.sha, bytes: object.content, path, ref });
}

async function listFolder(
  call: Call,
  { sha, path, ref }: { readonly sha: string; readonly path: string; readonly ref: string },
): Promise<Reply> {
  const prefix = path === '' ? '' : `${path}/`;
  const entries = await readTree(call.repository.git, sha);
  const full = entries.map((entry) => ({ ...entry, path: `${prefix}${entry.path}` }));
  return ok(full.map((entry) => viewContentEntry(call.world, call.repository, { entry, ref })));
}

function showFile(
  call: Call,
  file: { readonly sha: string; readonly bytes: Buffer; readonly path: string; readonly ref: string },
): Reply {
  const { sha, bytes, path, ref } = file;
  const size = bytes.length;
  if (size > RAW_LIMIT_BYTES) throw refuse(403, 'This API returns blobs up to 100 MB in size.');
  if (String(call.headers.accept).includes('raw')) {
    return { status: 200, raw: { bytes, contentType: 'application/vnd.github.raw+json; charset=utf-8' } };
  }
  const entry = { path, mode: '100644', type: 'blob', sha, size } as const;
  const content =
    size > JSON_LIMIT_BYTES
      ? { content: '', encoding: 'none' }
      : { content: wrapBase64(bytes), encoding: 'base64' };
  return ok({ ...viewContentEntry(call.world, call.repository, { entry, ref }), ...content });
}
