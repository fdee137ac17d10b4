/** The bytes of one file at a ref, and the files of one folder. */
import { z } from 'zod';
import { isObjectName } from '../../../domain/kernel/digest-form.ts';
import { DataError } from '../../../domain/kernel/errors.ts';
import type { Contents } from '../../../ports/github.ts';
import type { GitHubClient } from '../transport/client.ts';
import { readChangesOf, type Comparisons } from './comparisons.ts';
import { listObjects, listOtherwise } from './git-trees.ts';
import { parseOnce } from '../../../domain/kernel/parse-once.ts';

const fileShape = z.object({
  type: z.literal('file'),
  sha: z.string(),
  size: z.number(),
  encoding: z.string(),
  content: z.string(),
});
const contentShape = z.union([fileShape, z.object({ type: z.string() }), z.array(z.unknown())]);
const folderShape = z.array(z.object({ type: z.string(), path: z.string() }));
const blobShape = z.object({ content: z.string(), encoding: z.literal('base64') });

export function createContents(client: GitHubClient, comparisons: Comparisons): Contents {
  const known = new Map<string, Promise<string | undefined>>();
  const readText = async (path: string, ref: string): Promise<string | undefined> => {
    const bytes = await readFileAt(client, path, ref);
    return bytes && new TextDecoder().decode(bytes);
  };
  return {
    fileAt: async (path, ref) => {
      // A commit never changes: several parts of a step ask for its workflows, also for those that it does not have.
      if (!isObjectName(ref)) return await readText(path, ref);
      const key = `${ref}:${path}`;
      const text = known.get(key) ?? readText(path, ref);
      known.set(key, text);
      try {
        return await text;
      } catch (error) {
        known.delete(key);
        throw error;
      }
    },
    changesOf: (path, until) => readChangesOf(client, path, until),
    filesIn: (folder, ref) => listFolderAt(client, folder, ref),
    compare: (before, after) => comparisons.compare(before, after),
    filesOtherwise: (tree, other) => listOtherwise(client, tree, other),
    objectsAt: (commit) => listObjects(client, commit),
  };
}

/** @returns undefined when there is no such path. @throws DataError when it is a folder or a link. */
export async function readFileAt(
  client: GitHubClient,
  path: string,
  ref: string,
): Promise<Uint8Array | undefined> {
  const content = await client.readOptional(
    {
      purpose: `read ${path} at ${ref}`,
      route: 'GET /repos/{owner}/{repo}/contents/{path}',
      parameters: { path, ref },
      permission: 'contents: read',
    },
    contentShape,
  );
  if (content === undefined) return undefined;
  const file = parseOnce(fileShape, content).data;
  if (file === undefined) {
    throw new DataError(
      'FILES_INVALID',
      `${path} at ${ref}: expected a file, got a folder, a link or a submodule`,
      { hint: 'put a regular file at this path, and commit it' },
    );
  }
  if (file.encoding === 'base64') return Buffer.from(file.content, 'base64');
  // This endpoint omits content above 1 MB; the blob endpoint returns up to 100 MB.
  return readBlob(client, file.sha);
}

/** @returns the paths of its files; empty when there is no such folder. @throws ServiceError when the path is a file. */
async function listFolderAt(client: GitHubClient, folder: string, ref: string): Promise<readonly string[]> {
  const entries = await client.readOptional(
    {
      purpose: `list ${folder} at ${ref}`,
      route: 'GET /repos/{owner}/{repo}/contents/{path}',
      parameters: { path: folder, ref },
      permission: 'contents: read',
    },
    folderShape,
  );
  return (entries ?? []).filter(({ type }) => type === 'file').map(({ path }) => path);
}

async function readBlob(client: GitHubClient, sha: string): Promise<Uint8Array> {
  const call = {
    purpose: `read the blob ${sha.slice(0, 7)}`,
    route: 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}',
    parameters: { file_sha: sha },
    permission: 'contents: read',
  };
  return Buffer.from((await client.read(call, blobShape)).content, 'base64');
}
