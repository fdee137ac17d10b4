/** Branches that this token makes, and one changed file on top of one: a commit of its own, never a forced move. */
import { z } from 'zod';
import { InputError, ServiceError } from '../../../domain/kernel/errors.ts';
import type { BranchFile, Branches } from '../../../ports/github.ts';
import { backoffMs } from '../../http/backoff.ts';
import type { RetryPolicy } from '../../http/retry.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';

const refShape = z.object({ object: z.object({ sha: z.string() }) });
/** GitHub leaves the content of a file above 1 MB out, with another encoding. */
const fileShape = z.object({
  type: z.literal('file'),
  sha: z.string(),
  encoding: z.literal('base64'),
  content: z.string(),
});
const contentShape = z.union([fileShape, z.array(z.unknown()), z.object({ type: z.string() })]);

const changedShape = z.object({ content: z.object({ sha: z.string() }) });

const permission = 'contents: write';
const MAX_RACES = 4;

export function createBranches(client: GitHubClient, policy: RetryPolicy): Branches {
  return {
    ensure: async (name, from) => {
      const { object } = await client.read(readCall(from), refShape);
      const call: Call = {
        purpose: `create the branch ${name}`,
        route: 'POST /repos/{owner}/{repo}/git/refs',
        parameters: { ref: `refs/heads/${name}`, sha: object.sha },
        permission,
      };
      await client.create(call, refShape, () => client.readOptional(readCall(name), refShape));
    },
    changeFile: async (file, edit) => {
      for (let race = 1; ; race++) {
        const { sha, text } = await readFile(client, file);
        const wanted = edit(text);
        if (wanted === text) return 'unchanged';
        const refusal = await writeFile(client, file, { sha, text: wanted });
        if (refusal === undefined) return 'changed';
        if (race === MAX_RACES) throw refusal;
        await policy.clock.sleep(backoffMs(race, policy.random));
      }
    },
  };
}

function readCall(name: string): Call {
  return {
    purpose: `read the branch ${name}`,
    route: 'GET /repos/{owner}/{repo}/git/ref/{ref}',
    parameters: { ref: `heads/${name}` },
    permission: 'contents: read',
  };
}

interface FileText {
  /** Object name of the content. */
  readonly sha: string;
  readonly text: string;
}

/** @throws InputError for what is no regular file of text below 1 MB. */
async function readFile(client: GitHubClient, { branch, path }: BranchFile): Promise<FileText> {
  const call: Call = {
    purpose: `read ${path} on ${branch}`,
    route: 'GET /repos/{owner}/{repo}/contents/{path}',
    parameters: { path, ref: branch },
    permission: 'contents: read',
  };
  const file = fileShape.safeParse(await client.readOptional(call, contentShape)).data;
  if (file !== undefined) {
    const bytes = Buffer.from(file.content, 'base64');
    const text = bytes.toString('utf8');
    if (Buffer.from(text).equals(bytes)) return { sha: file.sha, text };
  }
  throw new InputError(
    'CONFIG_INVALID',
    `${path} on ${branch}: expected a regular file of UTF-8 text below 1 MB, got none`,
    { hint: 'name a file of the repository that is committed on the default branch' },
  );
}

/**
 * From the content that was read, so that nothing of anybody is overwritten. An attempt whose reply was lost finds its own
 * text there. @returns the refusal where somebody else was first.
 */
async function writeFile(
  client: GitHubClient,
  file: BranchFile,
  { sha, text }: FileText,
): Promise<ServiceError | undefined> {
  const call: Call = {
    purpose: `change ${file.path} on ${file.branch}`,
    route: 'PUT /repos/{owner}/{repo}/contents/{path}',
    parameters: {
      ...{ path: file.path, branch: file.branch, message: file.message, sha },
      content: Buffer.from(text).toString('base64'),
    },
    permission,
  };
  try {
    await client.create(call, changedShape, async () => {
      const { sha: found, text: now } = await readFile(client, file);
      return now === text ? { content: { sha: found } } : undefined;
    });
    return undefined;
  } catch (error) {
    if (error instanceof ServiceError && error.status === 409) return error;
    throw error;
  }
}
