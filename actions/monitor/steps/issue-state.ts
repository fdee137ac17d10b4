/**
 * What an issue has to remember between checks, in a comment of its body that GitHub does not show. The
 * issue is identified by its author; a comment that a person damaged counts as an empty state.
 */
import { z } from 'zod';

const stateSchema = z.object({
  /** When the problem was first seen, RFC 3339. */
  since: z.iso.datetime(),
  /** When a retraining was last started for it. */
  retrainingAt: z.iso.datetime().optional(),
});

export type IssueState = z.infer<typeof stateSchema>;

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

export function renderIssueState({ since, retrainingAt }: IssueState): string {
  const state = { since, ...(retrainingAt === undefined ? {} : { retrainingAt }) };
  return `<!-- model-steward:state ${JSON.stringify(state)} -->`;
}
