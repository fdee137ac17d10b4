/** Git data: blobs, trees, commits and annotated tags, written and read as they are. */
import { isoDate } from '../clock.ts';
import { GitError } from '../git/command.ts';
import {
  readCommit,
  readTag,
  type Signature,
  type Tag,
  writeBlob,
  writeCommit,
  writeTag,
} from '../git/objects.ts';
import { readTree, writeTree } from '../git/tree.ts';
import { type Call, param } from '../http/call.ts';
import { created, notFound, ok, type Reply, unprocessable } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { emailOf } from '../state/accounts.ts';
import { UNSIGNED, viewGitCommit } from '../view/commit.ts';
import { encodePath, type Json, nodeId } from '../view/links.ts';
import { repositoryUrl } from '../view/repository.ts';
import { requireHistory } from './git-refs.ts';

const GIT = '/repos/{owner}/{repo}/git';
const read = [{ contents: 'read' }] as const;
const write = [{ contents: 'write' }] as const;

export const gitObjectRoutes: readonly Route[] = [
  { method: 'POST', template: `${GIT}/blobs`, needs: write, handle: postBlob },
  { method: 'GET', template: `${GIT}/blobs/{file_sha}`, needs: read, handle: getBlob },
  { method: 'POST', template: `${GIT}/trees`, needs: write, handle: postTree },
  {
    method: 'GET',
    template: `${GIT}/trees/{tree_sha}`,
    needs: read,
    handle: async (call) => {
      await requireHistory(call.repository);
      const tree = await call.repository.git.objects.read(`${param(call, 'tree_sha')}^{tree}`);
      if (tree === undefined) throw notFound();
      return ok(await viewTree(call, tree.sha, call.query.has('recursive')));
    },
  },
  { method: 'POST', template: `${GIT}/commits`, needs: write, handle: postCommit },
  {
    method: 'GET',
    template: `${GIT}/commits/{commit_sha}`,
    needs: read,
    handle: async (call) => {
      await requireHistory(call.repository);
      const commit = await readCommit(call.repository.git, param(call, 'commit_sha'));
      if (commit === undefined) throw notFound();
      return ok(viewGitCommit(call.world, call.repository, commit));
    },
  },
  { method: 'POST', template: `${GIT}/tags`, needs: write, handle: postTag },
  {
    method: 'GET',
    template: `${GIT}/tags/{tag_sha}`,
    needs: read,
    handle: async (call) => {
      await requireHistory(call.repository);
      const tag = await readTag(call.repository.git, param(call, 'tag_sha'));
      if (tag === undefined) throw notFound();
      return ok(viewTag(call, tag));
    },
  },
];

async function postBlob(call: Call): Promise<Reply> {
  const { content, encoding = 'utf-8' } = call.body as { content: string; encoding?: string };
  await requireHistory(call.repository);
  const bytes = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8');
  const sha = await writeBlob(call.repository.git, bytes);
  const url = `${repositoryUrl(call.world, call.repository)}/git/blobs/${sha}`;
  return created({ sha, url }, url);
}

async function getBlob(call: Call): Promise<Reply> {
  await requireHistory(call.repository);
  const blob = await call.repository.git.objects.read(param(call, 'file_sha'));
  if (blob?.type !== 'blob') throw notFound();
  if (String(call.headers.accept).includes('raw')) {
    const contentType = 'application/vnd.github.raw+json; charset=utf-8';
    return { status: 200, raw: { bytes: blob.content, contentType } };
  }
  return ok({
    sha: blob.sha,
    node_id: nodeId('Blob', blob.sha),
    size: blob.content.length,
    url: `${repositoryUrl(call.world, call.repository)}/git/blobs/${blob.sha}`,
    content: wrapBase64(blob.content),
    encoding: 'base64',
  });
}

/** GitHub breaks base64 into lines of 60. */
export function wrapBase64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{1,60}/g, '$&\n');
}

interface TreeBody {
  readonly base_tree?: string;
  readonly tree: readonly {
    readonly path?: string;
    readonly mode?: string;
    readonly sha?: string | null;
    readonly content?: string;
  }[];
}

async function postTree(call: Call): Promise<Reply> {
  const { base_tree: base, tree } = call.body as TreeBody;
  const { git } = call.repository;
  await requireHistory(call.repository);
  if (tree.length === 0) throw unprocessable('Invalid tree info');
  if (base !== undefined && (await git.objects.read(`${base}^{tree}`)) === undefined) throw notFound();
  const changes = await Promise.all(
    tree.map(async ({ path, mode = '100644', sha, content }) => {
      if (path === undefined || path === '' || path.startsWith('/')) {
        throw unprocessable('tree.path contains a malformed path component');
      }
      if (sha === null) return { path, mode, sha: undefined };
      if (sha !== undefined && content !== undefined) {
        throw unprocessable('Must supply either tree.sha or tree.content');
      }
      return { path, mode, sha: sha ?? (await writeBlob(git, content ?? '')) };
    }),
  );
  for (const { sha, mode } of changes) {
    if (sha === undefined || mode === '160000') continue;
    if ((await git.objects.read(sha)) === undefined) {
      throw unprocessable(`tree.sha ${sha} is not a valid ${mode === '040000' ? 'tree' : 'blob'}`);
    }
  }
  const view = await viewTree(call, await writeTree(git, base, changes), false);
  return created(view, String(view.url));
}

async function viewTree(call: Call, sha: string, recursive: boolean): Promise<Json> {
  const url = `${repositoryUrl(call.world, call.repository)}/git`;
  const entries = await readTree(call.repository.git, sha, recursive);
  return {
    sha,
    url: `${url}/trees/${sha}`,
    truncated: false,
    tree: entries.map((entry) => ({ ...entry, url: `${url}/${entry.type}s/${entry.sha}` })),
  };
}

interface PersonBody {
  readonly name: string;
  readonly email: string;
  readonly date?: string;
}

async function postCommit(call: Call): Promise<Reply> {
  const { git } = call.repository;
  const body = call.body as {
    message: string;
    tree: string;
    parents?: readonly string[];
    author?: PersonBody;
    committer?: PersonBody;
  };
  await requireHistory(call.repository);
  if ((await git.objects.read(body.tree))?.type !== 'tree') throw unprocessable('Tree SHA does not exist');
  for (const parent of body.parents ?? []) {
    if ((await git.objects.read(parent))?.type !== 'commit') {
      throw unprocessable('Parent SHA does not exist or is not a commit object');
    }
  }
  const author = signatureOf(call, body.author);
  const sha = await writeCommit(git, {
    tree: body.tree,
    parents: body.parents ?? [],
    author,
    committer: body.committer === undefined ? author : signatureOf(call, body.committer),
    message: body.message,
  });
  const commit = await readCommit(git, sha);
  const view = viewGitCommit(call.world, call.repository, commit!);
  return created(view, String(view.url));
}

/** The person given, or the one behind the token; the date given, or now. */
export function signatureOf(call: Call, person: Partial<PersonBody> | undefined): Signature {
  const account = call.world.accounts.get(call.actor.login);
  return {
    name: person?.name ?? account.login,
    email: person?.email ?? emailOf(account),
    date: isoDate(person?.date === undefined ? call.world.clock.now() : new Date(person.date)),
  };
}

async function postTag(call: Call): Promise<Reply> {
  const { git } = call.repository;
  const body = call.body as {
    tag: string;
    message: string;
    object: string;
    type: Tag['type'];
    tagger?: PersonBody;
  };
  await requireHistory(call.repository);
  try {
    const sha = await writeTag(git, {
      name: body.tag,
      object: body.object,
      type: body.type,
      message: body.message,
      tagger: signatureOf(call, body.tagger),
    });
    const tag = await readTag(git, sha);
    const view = viewTag(call, tag!);
    return created(view, String(view.url));
  } catch (error) {
    if (error instanceof GitError) throw unprocessable('Could not create tag object: check object and type');
    throw error;
  }
}

function viewTag(call: Call, tag: Tag): Json {
  const url = `${repositoryUrl(call.world, call.repository)}/git`;
  return {
    sha: tag.sha,
    node_id: nodeId('Tag', tag.sha),
    tag: tag.name,
    url: `${url}/tags/${encodePath(tag.sha)}`,
    message: tag.message,
    tagger: tag.tagger,
    object: { type: tag.type, sha: tag.object, url: `${url}/${tag.type}s/${tag.object}` },
    verification: UNSIGNED,
  };
}
