/** What `check` finds in the files of a setup: each says where, what, and what to change in which file. */

export const severities = ['error', 'warning', 'note'] as const;

export interface SetupFinding {
  /** An error fails a run, a warning makes it useless in part, a note says what will happen. */
  readonly severity: (typeof severities)[number];
  /** The file, with a place inside it. */
  readonly where: string;
  readonly message: string;
  /** As an imperative; a note needs none. */
  readonly hint?: string;
}
