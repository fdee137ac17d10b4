/** Commit statuses: the newest one of a context counts, so an equal newest one need not be written again. */
import { z } from 'zod';
import type { Statuses } from '../../../ports/github.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';
import { MAX_DESCRIPTION_LENGTH } from '../../../domain/kernel/platform.ts';

const statusShape = z.object({
  context: z.string(),
  state: z.string(),
  description: z.string().nullish(),
  target_url: z.string().nullish(),
});

export function createStatuses(client: GitHubClient): Statuses {
  return {
    latestDescription: async (sha, context) =>
      (await list(client, sha)).find((status) => status.context === context)?.description ?? undefined,
    set: async (sha, { context, state, description, targetUrl }) => {
      const wanted = {
        context,
        state,
        description: description.slice(0, MAX_DESCRIPTION_LENGTH),
        target_url: targetUrl,
      };
      const call: Call = {
        purpose: `set the status "${context}" of ${sha.slice(0, 7)}`,
        route: 'POST /repos/{owner}/{repo}/statuses/{sha}',
        parameters: { sha, ...wanted },
        permission: 'statuses: write',
      };
      await client.create(call, statusShape, async () => {
        const latest = (await list(client, sha)).find((status) => status.context === context);
        const isWanted =
          latest?.state === state &&
          latest.description === wanted.description &&
          latest.target_url === targetUrl;
        return isWanted ? latest : undefined;
      });
    },
  };
}

/** Newest first. */
function list(client: GitHubClient, sha: string): Promise<readonly z.infer<typeof statusShape>[]> {
  const call: Call = {
    purpose: `list the statuses of ${sha.slice(0, 7)}`,
    route: 'GET /repos/{owner}/{repo}/commits/{ref}/statuses',
    parameters: { ref: sha },
    permission: 'statuses: read',
  };
  return client.list(call, statusShape);
}
