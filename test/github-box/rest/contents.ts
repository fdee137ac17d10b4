/** Files at a ref: read as JSON, as raw bytes or as a listing; written one at a time. */
import { readCommit, readTree, type TreeEntry, writeBlob, writeCommit, writeTree } from '../git/objects.ts';
import { createRef, moveRef, readRef } from '../git/refs.ts';
import { type Call, param } from '../http/call.ts';
import { notFound, ok, refuse, type Reply, unprocessable } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { viewGitCommit } from '../view/commit.ts';
import { encodePath, type Json } from '../view/links.ts';
import { repositoryPage, repositoryUrl } from '../view/repository.ts';
import { signatureOf, wrapBase64 } from './git-objects.ts';
import { syncPulls } from './pull-sync.ts';
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
  const commit = await resolveCommit(call.repository, ref);
  if (commit === undefined) throw refuse(404, `No commit found for the ref ${ref}`);
  const path = param(call, 'path').replace(/\/+$/, '');
  const object = await git.objects.read(`${commit.sha}:${path}`);
  if (object === undefined) throw notFound();
  if (object.type === 'tree') {
    const entries = await readTree(git, object.sha);
    const prefix = path === '' ? '' : `${path}/`;
    return ok(entries.map((entry) => viewEntry(call, { ...entry, path: `${prefix}${entry.path}` }, ref)));
  }
  if (object.type !== 'blob') throw notFound();
  const size = object.content.length;
  if (size > RAW_LIMIT_BYTES) throw refuse(403, 'This API returns blobs up to 100 MB in size.');
  if (String(call.headers.accept).includes('raw')) {
    const contentType = 'application/vnd.github.raw+json; charset=utf-8';
    return { status: 200, raw: { bytes: object.content, contentType } };
  }
  const entry = viewEntry(call, { path, mode: '100644', type: 'blob', sha: object.sha, size }, ref);
  return ok(
    size > JSON_LIMIT_BYTES
      ? { ...entry, content: '', encoding: 'none' }
      : { ...entry, content: wrapBase64(object.content), encoding: 'base64' },
  );
}

const kindOfMode: Readonly<Record<string, string>> = {
  '040000': 'dir',
  '120000': 'symlink',
  '160000': 'submodule',
};

function viewEntry(call: Call, entry: TreeEntry, ref: string): Json {
  const path = encodePath(entry.path);
  const self = `${repositoryUrl(call.world, call.repository)}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const git = `${repositoryUrl(call.world, call.repository)}/git/${entry.type}s/${entry.sha}`;
  const page = repositoryPage(call.world, call.repository);
  const html = `${page}/${entry.type === 'tree' ? 'tree' : 'blob'}/${encodePath(ref)}/${path}`;
  return {
    name: entry.path.split('/').at(-1),
    path: entry.path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url: self,
    html_url: html,
    git_url: git,
    download_url: entry.type === 'blob' ? `${page}/raw/${encodePath(ref)}/${path}` : null,
    type: kindOfMode[entry.mode] ?? 'file',
    _links: { self, git, html },
  };
}

async function putContent(call: Call): Promise<Reply> {
  const { git, defaultBranch } = call.repository;
  const path = param(call, 'path');
  const body = call.body as {
    message: string;
    content: string;
    sha?: string;
    branch?: string;
    author?: { name: string; email: string; date?: string };
    committer?: { name: string; email: string; date?: string };
  };
  const branch = body.branch ?? defaultBranch;
  const ref = await readRef(git, `refs/heads/${branch}`);
  if (ref === undefined && branch !== defaultBranch) throw refuse(404, `Branch ${branch} not found`);
  const parent = ref === undefined ? undefined : await readCommit(git, ref.sha);
  const before = parent === undefined ? undefined : await git.objects.read(`${parent.sha}:${path}`);
  if (before !== undefined && body.sha === undefined) {
    throw unprocessable(`Invalid request.\n\n"sha" wasn't supplied.`);
  }
  if (before?.sha !== body.sha) throw refuse(409, `${path} does not match ${body.sha ?? ''}`);
  const blob = await writeBlob(git, Buffer.from(body.content, 'base64'));
  const committer = signatureOf(call, body.committer);
  const sha = await writeCommit(git, {
    tree: await writeTree(git, parent?.tree, [{ path, mode: '100644', sha: blob }]),
    parents: parent === undefined ? [] : [parent.sha],
    author: body.author === undefined ? committer : signatureOf(call, body.author),
    committer,
    message: body.message,
  });
  const name = `refs/heads/${branch}`;
  const moved =
    ref === undefined
      ? await createRef(git, name, sha)
      : await moveRef(git, name, { from: ref.sha, to: sha });
  if (!moved) throw refuse(409, `${name} is at another commit but expected ${ref?.sha ?? 'none'}`);
  await syncPulls(call.world, call.repository);
  const commit = await readCommit(git, sha);
  const size = Buffer.from(body.content, 'base64').length;
  const content = viewEntry(call, { path, mode: '100644', type: 'blob', sha: blob, size }, branch);
  return {
    status: before === undefined ? 201 : 200,
    body: { content, commit: viewGitCommit(call.world, call.repository, commit!) },
  };
}
