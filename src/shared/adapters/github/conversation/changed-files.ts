/** The files that a pull request changes, by REST: all of them, with both names of a renamed one. */
import { z } from 'zod';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';

const fileShape = z.object({ filename: z.string(), previous_filename: z.string().optional() });

/** A renamed file counts under both of its names. */
export async function listChangedFiles(client: GitHubClient, number: number): Promise<readonly string[]> {
  const call: Call = {
    purpose: `list the files of #${number}`,
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
    parameters: { pull_number: number },
    permission: 'pull-requests: read',
  };
  const files = await client.list(call, fileShape);
  return files.flatMap((file) =>
    file.previous_filename === undefined ? [file.filename] : [file.filename, file.previous_filename],
  );
}
