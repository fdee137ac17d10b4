/** What a repository remembers, one interface a resource. Dates are RFC 3339 UTC; people are logins. */

export interface LabelRecord {
  readonly id: number;
  name: string;
  color: string;
  description: string | null;
}

export interface IssueRecord {
  readonly id: number;
  readonly number: number;
  readonly user: string;
  readonly createdAt: string;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  stateReason: 'completed' | 'reopened' | 'not_planned' | 'duplicate' | null;
  /** Names; the labels themselves belong to the repository. */
  labels: string[];
  assignees: string[];
  updatedAt: string;
  closedAt: string | null;
  closedBy: string | null;
  /** A pull request is an issue with this part. */
  readonly pull?: PullRecord;
  /** Why only those who may write can comment; undefined: everybody can. */
  lockReason?: LockReason;
}

export const lockReasons = ['off-topic', 'too heated', 'resolved', 'spam'] as const;
export type LockReason = (typeof lockReasons)[number] | 'none';

export interface BaseChange {
  /** RFC 3339. */
  readonly at: string;
  /** By the platform, because its base was merged and deleted. */
  readonly isAutomatic: boolean;
}

export interface PullRecord {
  readonly id: number;
  readonly headRepository: string;
  readonly headRef: string;
  baseRef: string;
  readonly baseChanges: BaseChange[];
  draft: boolean;
  /** Kept up to date while open, frozen afterwards. */
  headSha: string;
  baseSha: string;
  /** Test merge while open (null: conflict); what landed afterwards. */
  mergeSha: string | null;
  merged: MergeRecord | null;
}

export interface MergeRecord {
  readonly at: string;
  readonly by: string;
  /** Commits that the merge brought to the base branch, oldest first, and those of the pull request. */
  readonly landed: readonly string[];
  readonly commits: readonly string[];
}

export interface CommentRecord {
  readonly id: number;
  readonly issue: number;
  readonly user: string;
  readonly createdAt: string;
  body: string;
  updatedAt: string;
}

export interface ReviewRecord {
  readonly id: number;
  readonly pull: number;
  readonly user: string;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
  readonly body: string;
  readonly commit: string;
  readonly submittedAt: string;
}

export interface StatusRecord {
  readonly id: number;
  readonly sha: string;
  readonly state: 'error' | 'failure' | 'pending' | 'success';
  readonly context: string;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: string;
  readonly createdAt: string;
}

export interface ReleaseRecord {
  readonly id: number;
  readonly author: string;
  readonly createdAt: string;
  tagName: string;
  targetCommitish: string;
  name: string | null;
  body: string | null;
  draft: boolean;
  prerelease: boolean;
  immutable: boolean;
  makeLatest: 'true' | 'false' | 'legacy';
  publishedAt: string | null;
  updatedAt: string;
  assets: AssetRecord[];
}

export interface AssetRecord {
  readonly id: number;
  readonly uploader: string;
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly createdAt: string;
  /** `starter`: the upload broke off. */
  readonly state: 'uploaded' | 'starter';
  /** `sha256:<hex>`; null: incomplete. */
  readonly digest: string | null;
  name: string;
  label: string | null;
  downloads: number;
}

export interface DeploymentRecord {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly payload: unknown;
  readonly environment: string;
  readonly description: string | null;
  readonly creator: string;
  readonly createdAt: string;
  readonly transient: boolean;
  readonly production: boolean;
  readonly statuses: DeploymentStatusRecord[];
  updatedAt: string;
}

export const deploymentStates = [
  'error',
  'failure',
  'inactive',
  'in_progress',
  'queued',
  'pending',
  'success',
] as const;

export interface DeploymentStatusRecord {
  readonly id: number;
  readonly state: (typeof deploymentStates)[number];
  readonly creator: string;
  readonly description: string;
  readonly environment: string;
  readonly logUrl: string;
  readonly environmentUrl: string;
  readonly createdAt: string;
}

export interface WorkflowRecord {
  readonly id: number;
  readonly path: string;
  /** `name:` of the file when it first ran; else its path. */
  readonly name: string;
  readonly createdAt: string;
}

export interface RunRecord {
  readonly id: number;
  readonly number: number;
  readonly workflow: WorkflowRecord;
  readonly event: string;
  readonly headSha: string;
  readonly headBranch: string;
  readonly headRepository: string;
  readonly actor: string;
  /** Who started the latest attempt. */
  triggeringActor: string;
  readonly title: string;
  readonly createdAt: string;
  /** Full ref and commit that the jobs see as GITHUB_REF and GITHUB_SHA. */
  readonly ref: string;
  readonly sha: string;
  readonly pull: number | undefined;
  /** Workflow files that it calls; `ref` is not there where the caller names a commit. */
  readonly referencedWorkflows: readonly {
    readonly path: string;
    readonly sha: string;
    readonly ref?: string;
  }[];
  readonly payload: unknown;
  attempt: number;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
  startedAt: string;
  updatedAt: string;
  /** Earlier attempts as they ended. */
  readonly attempts: {
    attempt: number;
    conclusion: string | null;
    startedAt: string;
    updatedAt: string;
    triggeringActor: string;
  }[];
}

/** A push to a branch, and whose it was: the platform knows that, whoever the commits name. */
export interface ActivityRecord {
  readonly id: number;
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly actor: string;
  readonly type: 'push' | 'branch_creation';
  readonly at: string;
}
