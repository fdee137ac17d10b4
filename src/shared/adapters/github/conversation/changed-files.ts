/**
 * The files that a pull request changes, by REST, with both names of a renamed one. GitHub ends the list at 3,000 files
 * (https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files), and it is empty until the difference has been
 * computed: so it is compared with the number that the pull request itself has.
 */
import { z } from 'zod';
import type { ChangedFiles } from '../../../domain/kernel/platform.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';

export const changedFileShape = z.object({ filename: z.string(), previous_filename: z.string().optional() });
type ListedFile = z.infer<typeof changedFileShape>;
const countShape = z.object({ changed_files: z.number() });

const permission = 'pull-requests: read';

/** @param count files of the pull request, where it is known already. Zero is what GitHub has not counted yet. */
export async function readChangedFiles(
  client: GitHubClient,
  number: number,
  count?: number,
): Promise<ChangedFiles> {
  const listed = await listFiles(client, number);
  const counted = count === undefined || count === 0 ? await countFiles(client, number) : count;
  // One more request, for a list that was made since then.
  const isLate = listed.length < counted && listed.length < MAX_LISTED;
  const files = isLate ? await listFiles(client, number) : listed;
  return { paths: files.flatMap(pathsOf), isComplete: isWholeList(files.length, counted) };
}

/** Both of a renamed file. */
export function pathsOf({ filename, previous_filename: before }: ListedFile): readonly string[] {
  return before === undefined ? [filename] : [filename, before];
}

/** No file is no list: a pull request that changes nothing looks like one whose difference is not computed yet. */
export function isWholeList(listed: number, counted: number): boolean {
  return listed > 0 && listed === counted;
}

/** GitHub lists no more, however many there are. */
const MAX_LISTED = 3_000;

function listFiles(client: GitHubClient, number: number): Promise<readonly ListedFile[]> {
  const call: Call = {
    purpose: `list the files of #${number}`,
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
    parameters: { pull_number: number },
    permission,
  };
  return client.list(call, changedFileShape);
}

async function countFiles(client: GitHubClient, number: number): Promise<number> {
  const call: Call = {
    purpose: `count the files of #${number}`,
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
    parameters: { pull_number: number },
    permission,
  };
  return (await client.read(call, countShape)).changed_files;
}
