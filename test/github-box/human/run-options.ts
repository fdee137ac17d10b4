/** What starts a workflow run, and what follows from it. */

export interface RunOptions {
  /** Path of the workflow file, such as `.github/workflows/train.yml`. */
  readonly workflow: string;
  readonly event: string;
  /** The tip of the branch by default; for pull requests the head of the pull request. */
  readonly headSha?: string;
  readonly headBranch?: string;
  /** Number of the pull request, for events that have one. */
  readonly pull?: number;
  /** `owner/name`; another repository makes it a fork's run. */
  readonly headRepository?: string;
  /** Login. */
  readonly actor?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** Commit before a push. */
  readonly before?: string;
  readonly schedule?: string;
  /** The run that ended, for `workflow_run`. */
  readonly completedRun?: number;
  readonly status?: 'queued' | 'in_progress';
  /** Fields that are added to the event's payload. */
  readonly payload?: Readonly<Record<string, unknown>>;
}

export interface RunHead {
  readonly headSha: string;
  readonly headBranch: string;
  readonly headRepository: string;
  /** GITHUB_REF and GITHUB_SHA. */
  readonly ref: string;
  readonly sha: string;
  readonly title: string;
}
