/**
 * What an issue has to remember between checks, in a comment of its body that GitHub does not show. The
 * issue is identified by its author; a comment that a person damaged counts as an empty state.
 */
import { z } from 'zod';

const stateSchema = z.object({
  /** When the problem was first seen, RFC 3339. */
  since: z.iso.datetime(),
  /** When retrainings were started or proposed for it, oldest first. */
  retrainings: z.array(z.iso.datetime()).optional(),
  /** Number of the pull request that proposed the last one. */
  pull: z.number().int().positive().optional(),
});

export type IssueState = z.infer<typeof stateSchema>;

/** As many as the largest budget of a month. */
const MOST_REMEMBERED = 99;

const COMMENT = /^<!-- model-steward:state (\{[^\n]*\}) -->$/m;

export function parseIssueState(body: string): IssueState | undefined {
  const [, json] = COMMENT.exec(body.replaceAll('\r\n', '\n')) ?? [];
  if (json === undefined) return undefined;
  try {
    return stateSchema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}

export function renderIssueState({ since, retrainings = [], pull }: IssueState): string {
  const state = {
    since,
    ...(retrainings.length > 0 && { retrainings: retrainings.slice(-MOST_REMEMBERED) }),
    ...(pull !== undefined && { pull }),
  };
  return `<!-- model-steward:state ${JSON.stringify(state)} -->`;
}
