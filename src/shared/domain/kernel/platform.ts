/** What GitHub reports, reduced to what is used here. Adapters make these; the domain and the actions read them. */

/** Of a status of a commit or of a deployment: GitHub rejects a longer description. */
export const MAX_DESCRIPTION_LENGTH = 140;

export interface RepositoryName {
  readonly owner: string;
  readonly name: string;
}

/** What a person may do in the repository. */
export const accessLevels = ['admin', 'write', 'read', 'none'] as const;
export type AccessLevel = (typeof accessLevels)[number];

/** Whose approval, override or start of a run counts. */
export function hasWriteAccess(level: AccessLevel): boolean {
  return level === 'admin' || level === 'write';
}

/** Where and why this step runs: the runner's environment, once. */
export interface RunContext {
  readonly repository: RepositoryName;
  readonly sha: string;
  readonly ref: string;
  readonly eventName: string;
  /** The webhook payload: unknown until somebody checks it. */
  readonly event: unknown;
  readonly runId: number;
  readonly runAttempt: number;
  /** Path of the workflow file (`.github/workflows/model.yml`); undefined where the runner does not say. */
  readonly workflowPath: string | undefined;
  readonly job: string;
  /** Who started the first attempt of the run. */
  readonly actor: string;
  /** Who started this attempt: the same, or who had it run again. */
  readonly triggeringActor: string;
  readonly serverUrl: string;
  readonly workspace: string;
  readonly tempDir: string;
  readonly runner: { readonly os: string; readonly arch: string; readonly image: string | undefined };
}

export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly state: 'open' | 'closed';
  readonly merged: boolean;
  readonly mergedBy: string | undefined;
  readonly author: string;
  readonly head: { readonly sha: string; readonly ref: string; readonly repository: string | undefined };
  /** `sha` is the tip that GitHub knew last: of a merged pull request it can be older than what the merge replaced. */
  readonly base: { readonly sha: string; readonly ref: string };
  /** The commit on the base branch, the last one of several; undefined until it is merged. */
  readonly mergeCommit: string | undefined;
  /** How many commits it has; undefined in lists. */
  readonly commits: number | undefined;
  readonly url: string;
}

/** A pull request that this token's identity has opened from a branch of this repository. */
export interface OwnPullRequest {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  readonly branch: string;
  readonly headSha: string;
  readonly state: 'open' | 'closed';
  readonly isMerged: boolean;
  /** RFC 3339. */
  readonly openedAt: string;
  /** Whether the token of a workflow opened it: then its own workflows wait for an approval, or are not started at all. */
  readonly isOfWorkflow: boolean;
}

/** What a commit has that another one lacks. */
export interface CommitComparison {
  /** Oldest first; empty where the other one has all of it. */
  readonly commits: readonly string[];
  /** How many commits the other one has that this one lacks: 0 for an ancestor. */
  readonly lacking: number;
  readonly changedFiles: ChangedFiles;
}

/** What a pull request changes, or the commits between two others, by the list of files. */
export interface ChangedFiles {
  /** Both of a renamed file. */
  readonly paths: readonly string[];
  /**
   * False where the platform counts other files than it lists: it ends a list at 3,000, and a list that it has not made
   * yet is empty. A file that is missing in `paths` may be changed then.
   */
  readonly isComplete: boolean;
}

export interface Review {
  readonly login: string;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING';
  readonly commit: string | undefined;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  /** Whether the platform made it, as its button does with a merge, and not a person with git. */
  readonly isOfPlatform: boolean;
}

/** Pushes to one branch, newest first. */
export interface ListedPushes {
  readonly pushes: readonly { readonly after: string; readonly actor: string }[];
  /** Whether there were no others before them. */
  readonly isWhole: boolean;
}

/** A commit, and the logins that it names as its authors and its committer. */
export interface SignedCommit {
  readonly sha: string;
  readonly signers: readonly string[];
}

/** A workflow file that a run called, as it was then. */
export interface ReferencedWorkflow {
  /** `owner/name/.github/workflows/file.yml@ref`, with the ref as the caller wrote it; some servers leave that away. */
  readonly path: string;
  readonly sha: string;
  /** In full; undefined where the caller named a commit. */
  readonly ref: string | undefined;
}

export interface WorkflowRun {
  readonly id: number;
  /** When its event happened (RFC 3339): a re-run has that of the first attempt. */
  readonly createdAt: string;
  /** The latest attempt, and when it started (RFC 3339). */
  readonly attempt: number;
  readonly startedAt: string;
  /** Whether the latest attempt has ended, however. */
  readonly isCompleted: boolean;
  readonly event: string;
  readonly headSha: string;
  readonly headBranch: string | undefined;
  /** `owner/name` of the repository that the head lives in: another one for a fork. */
  readonly headRepository: string | undefined;
  readonly workflowPath: string;
  /** Workflow files that it called, of whatever repository; undefined where the server does not list them. */
  readonly referencedWorkflows?: readonly ReferencedWorkflow[] | undefined;
  /** Who started the first attempt. */
  readonly actor: string;
  /** Who started the latest one. */
  readonly triggeringActor: string;
  readonly url: string;
}

export interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly sizeBytes: number;
  /** `sha256:<hex>` of the zip, where the server reports it. */
  readonly digest: string | undefined;
  readonly expired: boolean;
  readonly expiresAt: string | undefined;
  readonly createdAt: string;
}

/** An artifact in the list of the repository, with the run that made it. */
export interface ListedArtifact extends Artifact {
  readonly run: {
    readonly id: number;
    readonly headBranch: string | undefined;
    /** Whether the head lives in another repository. */
    readonly fork: boolean;
  };
}

export interface Tag {
  readonly name: string;
  /** The commit that the tag leads to. */
  readonly commit: string;
  readonly message: string;
  /** RFC 3339; undefined for a lightweight tag, which is ignored, as GTO does. */
  readonly taggedAt: string | undefined;
  /** Address of who made it, which anybody can write. */
  readonly tagger?: string | undefined;
}

export interface NewTag {
  readonly name: string;
  readonly commit: string;
  readonly message: string;
  /** RFC 3339. */
  readonly taggedAt: string;
}

export interface ReleaseAsset {
  readonly id: number;
  readonly name: string;
  readonly sizeBytes: number;
  /** Anything but "uploaded" is an incomplete upload. */
  readonly state: string;
  /** `sha256:<hex>`; undefined where the server does not report it. */
  readonly digest: string | undefined;
}

export interface Release {
  readonly id: number;
  readonly tag: string;
  readonly name: string;
  readonly body: string;
  readonly draft: boolean;
  readonly immutable: boolean;
  readonly url: string;
  readonly uploadUrl: string;
  readonly assets: readonly ReleaseAsset[];
}

export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
  readonly labels: readonly string[];
  readonly author: string;
  readonly url: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly author: string;
  readonly url: string;
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
export type DeploymentState = (typeof deploymentStates)[number];

export interface DeploymentStatus {
  readonly id: number;
  readonly state: DeploymentState;
  readonly createdAt: string;
  /** Of the newest success of the deployment, which another state may follow; absent where it had none lately. */
  readonly successId?: number;
}

export interface DeploymentRecord {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly payload: unknown;
  readonly createdAt: string;
  readonly creator: string;
  /** A person made it who is not this token's identity: by hand, and not in a run. */
  readonly isByHand: boolean;
}
