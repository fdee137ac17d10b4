/** Everything that is read from GitHub or written to it; adapters handle retries, pages and lost replies. */
import type { LedgerEvent, UnknownEvent } from '../domain/documents/event.ts';
import type { FileRecord } from '../domain/kernel/digest.ts';
import type {
  AccessLevel,
  Artifact,
  ChangedFiles,
  Comment,
  Commit,
  CommitComparison,
  DeploymentRecord,
  DeploymentState,
  DeploymentStatus,
  Issue,
  ListedArtifact,
  ListedPushes,
  NewTag,
  OwnPullRequest,
  PullRequest,
  Release,
  ReleaseAsset,
  Review,
  SignedCommit,
  Tag,
  WorkflowRun,
} from '../domain/kernel/platform.ts';
import type { PlannedCall } from '../domain/kernel/planned-call.ts';
import type { HeadUses } from '../domain/supply-chain/evidence-runs.ts';
import type { Files } from './workspace.ts';

export interface ArtifactUploads {
  /** @param paths of regular files below the root of `files`, which is the root of the artifact. */
  upload(
    name: string,
    files: Files,
    paths: readonly string[],
  ): Promise<{ readonly id: number; readonly sizeBytes: number }>;
}

export interface Artifacts {
  ofRun(runId: number): Promise<readonly Artifact[]>;
  /** The newest artifacts of the repository with exactly this name, newest first, in one request. */
  named(name: string): Promise<readonly ListedArtifact[]>;
  /** Verifies the digest of the zip, then unpacks it into the empty folder `into`; regular files only. */
  download(artifact: Artifact, into: Files): Promise<void>;
}

export interface Repositories {
  defaultBranch(): Promise<string>;
  isPrivate(): Promise<boolean>;
  commit(sha: string): Promise<Commit>;
  /** Commits after `before` up to `after`, oldest first. */
  commitsBetween(before: string, after: string): Promise<readonly string[]>;
}

/** Logins. */
export interface People {
  permission(login: string): Promise<AccessLevel>;
  /** Persons with write permission; undefined where the platform does not say. */
  writers(): Promise<readonly string[] | undefined>;
  /** The newest pushes to a branch; undefined where the platform does not list them. */
  pushesTo(branch: string): Promise<ListedPushes | undefined>;
  /** Whom a commit names as its author and its committer, which anybody can write. */
  signersOf(sha: string): Promise<readonly string[]>;
  /** The commits of a pull request, oldest first, each with whom it names, co-authors too; undefined where not all are listed. */
  signedCommits(pull: number): Promise<readonly SignedCommit[] | undefined>;
}

/** Files as they are at a commit, which need not be the one that is checked out. */
export interface Contents {
  /** The text of a file; undefined when there is none. */
  fileAt(path: string, ref: string): Promise<string | undefined>;
  /** Paths of the files of a folder, without those of its subfolders; empty when there is no such folder. */
  filesIn(folder: string, ref: string): Promise<readonly string[]>;
  /** The newest 100 commits up to one that changed a file, newest first. */
  changesOf(path: string, until: string): Promise<readonly Commit[]>;
  /** What `after` has since it left `before`; undefined where one of them does not exist any more, or they share no commit. */
  compare(before: string, after: string): Promise<CommitComparison | undefined>;
  /**
   * Paths of the files that a tree has otherwise than another one, or alone, or not, whatever commits lie between them.
   * @param other its name, or its objects as `Checkout.objects` has them.
   */
  filesOtherwise(tree: string, other: string | ReadonlyMap<string, string>): Promise<readonly string[]>;
  /** Mode and name of the object of each file, by path. @param commit or a tree. */
  objectsAt(commit: string): Promise<ReadonlyMap<string, string>>;
}

export interface PullRequests {
  get(number: number): Promise<PullRequest>;
  /** Merged pull requests that introduced `sha`; GitHub lags, so an empty result can be incomplete. */
  ofCommit(sha: string): Promise<readonly PullRequest[]>;
  /** Open pull requests whose head is `sha` in `headRepository` (`owner/name`). */
  openWithHead(sha: string, headRepository: string): Promise<readonly PullRequest[]>;
  reviews(number: number): Promise<readonly Review[]>;
  changedFiles(number: number): Promise<ChangedFiles>;
  /** The same, and a file of the commit that the change is compared with, in one request where that is possible. */
  proposal(number: number, base: ProposalBase): Promise<Proposal>;
}

/** Pull requests that this token's identity opens, each from a branch of this repository. */
export interface OwnPullRequests {
  /** Open ones whose branch begins with the prefix, oldest first. */
  findOpen(branchPrefix: string): Promise<readonly OwnPullRequest[]>;
  get(number: number): Promise<OwnPullRequest>;
  /** Of several runs that open one from the same branch, all get the same. */
  open(pull: NewPullRequest): Promise<OwnPullRequest>;
  /** Title and text, and the end of it without a merge, in one write. */
  update(
    number: number,
    change: { readonly title?: string; readonly body?: string; readonly state?: 'closed' },
  ): Promise<void>;
}

export interface NewPullRequest {
  readonly branch: string;
  /** The branch that it is to be merged into. */
  readonly base: string;
  readonly title: string;
  readonly body: string;
}

export interface Branches {
  /** At the tip of another branch; one of this name that is there already stays as it is. */
  ensure(name: string, from: string): Promise<void>;
  /**
   * A new text of a file, as one commit on top of the branch: what others have committed there stays.
   * @param edit gets the text as it is at that moment; without a change there is no commit.
   */
  changeFile(file: BranchFile, edit: (text: string) => string): Promise<'changed' | 'unchanged'>;
}

export interface BranchFile {
  readonly branch: string;
  readonly path: string;
  /** Of the commit. */
  readonly message: string;
}

/** A file of a commit of the base branch. */
export interface ProposalBase {
  readonly commit: string;
  readonly path: string;
  /** The head branch, where what else it was proposed for is asked too. */
  readonly headRef?: string | undefined;
}

export interface Proposal {
  readonly changedFiles: ChangedFiles;
  /** Undefined when the base has no such file. */
  readonly baseText: string | undefined;
  /** Undefined unless asked for and answered. */
  readonly uses: HeadUses | undefined;
}

export interface Workflows {
  run(id: number): Promise<WorkflowRun>;
  /** The run as one of its attempts saw it. */
  attempt(id: number, attempt: number): Promise<WorkflowRun>;
  /** Runs of a head commit, newest first, whatever their conclusion. */
  runsOfHead(sha: string): Promise<readonly WorkflowRun[]>;
  /** Starts `workflow_dispatch` of a file on a ref; the run's id where the server reports it. */
  dispatch(
    file: string,
    ref: string,
    inputs: Readonly<Record<string, string>>,
  ): Promise<{ readonly runId: number | undefined }>;
  /** Unfinished runs of a workflow file. */
  activeRuns(file: string): Promise<readonly WorkflowRun[]>;
}

export interface Tags {
  /**
   * Annotated and lightweight tags of the model, its versions and its stages. One request for their names, however many,
   * and one for what was not read before.
   */
  ofModel(model: string): Promise<readonly Tag[]>;
  /** What `ofModel` gave last, with the tags that this step has created since: for what needs no newer state. */
  known(model: string): Promise<readonly Tag[]>;
  /** Atomic: exactly one caller gets "created". After a lost reply the tag is read back. */
  create(tag: NewTag): Promise<'created' | 'exists'>;
  /** A commit with the tree and the one parent of `commit`; only a tag will point to it. */
  createRegistrationCommit(commit: string, message: string, at: string): Promise<string>;
  get(name: string): Promise<Tag | undefined>;
}

export interface NewDraft {
  readonly tag: string;
  readonly name: string;
  readonly body: string;
}

export interface FoundDraft {
  readonly release: Release;
  readonly author: string;
  /** Whether this token's identity made it. */
  readonly isOwn: boolean;
}

export interface NewestReleases {
  /** What another run has published meanwhile. */
  readonly published: Release | undefined;
  /** Oldest first; none where one is published. A tag holds no draft, so there may be several, and of anybody. */
  readonly drafts: readonly FoundDraft[];
}

/** The bytes of an asset, and what they have to be. */
export interface AssetSource {
  readonly sizeBytes: number;
  readonly sha256: string;
  /** From the beginning, in each attempt. */
  readonly stream: () => AsyncIterable<Uint8Array>;
}

export interface Releases {
  /** The published one, or any draft among the newest releases: it says that there is one, and not whose. */
  find(tag: string): Promise<Release | undefined>;
  /** Of a tag that is new: among the newest releases only. */
  newestOf(tag: string): Promise<NewestReleases>;
  createDraft(draft: NewDraft): Promise<Release>;
  /** Adopts an equal asset of `release` and replaces an incomplete one. @throws ConflictError for a different complete one. */
  uploadAsset(release: Release, name: string, source: AssetSource): Promise<ReleaseAsset>;
  /**
   * Publishes with the name and the notes of `release`, whatever stands there, and without making it the latest release of
   * the repository.
   * @param check throws for a release that is not what it should be; called with what is there before, and after.
   */
  publish(release: Release, check: (release: Release) => void): Promise<Release>;
  /** Streams the asset into `to`, which is written only when its digest is the one that GitHub stores. */
  downloadAsset(
    release: Release,
    asset: ReleaseAsset,
    to: { files: Files; path: string },
  ): Promise<FileRecord>;
}

/** What `find` gave in this step: it is not looked for again. */
export interface FoundComment {
  readonly comment: Comment | undefined;
}

/** A comment of a pull request, and what its last commit was at that moment. */
export interface FoundInPull extends FoundComment {
  readonly headSha: string;
  /** Of other bots, with the same marker, oldest first: that of an App whose token was used before, or a forgery. */
  readonly byOtherBots: readonly Comment[];
}

export interface CommentWrite {
  /** Begins with the marker. */
  readonly body: string;
  readonly found?: FoundComment;
}

export interface Comments {
  /** The one comment that begins with the marker and was written by this token's identity, on all pages. */
  find(number: number, marker: string): Promise<Comment | undefined>;
  /** The same with the head of the pull request, in one request: what is written is about the newest push. */
  findInPull(number: number, marker: string): Promise<FoundInPull>;
  /** Creates or updates that comment. */
  upsert(number: number, marker: string, write: CommentWrite): Promise<Comment>;
  /** The oldest comment of this marker, whoever of several runs wrote it; a new one where there is none. */
  claim(number: number, marker: string, body: string): Promise<Comment>;
}

export interface Issues {
  /**
   * Issues of this token's identity with these labels that begin with this marker, open ones first, then newest first.
   * Of an open one the labels or the marker are enough: people change both.
   */
  find(labels: readonly string[], marker: string): Promise<readonly Issue[]>;
  /**
   * Of several runs that create one at once, all get the oldest.
   * @throws ServiceError with status 422 when one of the assignees has no access to the repository.
   */
  create(issue: {
    readonly title: string;
    readonly body: string;
    readonly labels: readonly string[];
    readonly marker: string;
    /** Logins; no one unless given. */
    readonly assignees?: readonly string[];
  }): Promise<Issue>;
  update(number: number, change: { readonly title?: string; readonly body?: string }): Promise<Issue>;
  close(number: number, reason: 'completed' | 'not_planned'): Promise<void>;
  reopen(number: number): Promise<void>;
  get(number: number): Promise<Issue>;
}

export interface Statuses {
  /** The description of the newest status of this context; undefined where there is none. */
  latestDescription(sha: string, context: string): Promise<string | undefined>;
  set(
    sha: string,
    status: {
      readonly context: string;
      readonly state: 'success' | 'failure' | 'error' | 'pending';
      readonly description: string;
      readonly targetUrl: string;
    },
  ): Promise<void>;
}

export interface Deployments {
  /** Newest first. */
  list(environment: string, task: string): Promise<readonly DeploymentRecord[]>;
  /** Latest status of a deployment; undefined before its first one. */
  status(id: number): Promise<DeploymentStatus | undefined>;
  create(deployment: {
    readonly ref: string;
    readonly task: string;
    readonly environment: string;
    readonly description: string;
    readonly payload: Readonly<Record<string, unknown>>;
  }): Promise<DeploymentRecord>;
  setState(
    id: number,
    state: DeploymentState,
    detail: { readonly description: string; readonly environmentUrl?: string; readonly logUrl?: string },
  ): Promise<DeploymentStatus>;
}

/** How the ledger came to be, as this step saw it last. */
export interface LedgerHistory {
  /** The newest commit; undefined until the ledger begins. */
  readonly commit: string | undefined;
  /** Undefined where the platform did not say it. */
  readonly recent:
    | {
        /** Newest first. `isAddition`: no line of an earlier event was changed or removed. */
        readonly commits: readonly { readonly commit: string; readonly isAddition: boolean }[];
        /** Whether there are no others. */
        readonly isWhole: boolean;
      }
    | undefined;
}

export interface Ledger {
  /** One new file, by compare-and-swap on the branch, which is created when missing. The same event again is no write. */
  append(path: string, event: LedgerEvent): Promise<{ readonly commit: string }>;
  /** The same for several at once: all of them, or none. */
  appendAll(
    events: readonly { readonly path: string; readonly event: LedgerEvent }[],
  ): Promise<{ readonly commit: string }>;
  /** No request where this step has looked at the ledger before; else one. */
  history(): Promise<LedgerHistory>;
  /** Paths below a folder, sorted. */
  list(folder: string): Promise<readonly string[]>;
  /**
   * Of these paths, those that the ledger lacks. One request.
   * @param next a path that is read next: what stands there comes with this request, and `read` makes none.
   */
  absent(paths: readonly string[], next?: string): Promise<ReadonlySet<string>>;
  /** Undefined where there is nothing. @throws DataError for something that is no event. */
  read(path: string): Promise<LedgerEvent | UnknownEvent | undefined>;
}

/** What a dry run would have written; nothing in another run. */
export interface WritePlan {
  /** In the order in which they would be made. */
  calls(): readonly PlannedCall[];
  note(call: PlannedCall): void;
}

/** Events of the ledger, many at once. */
export interface LedgerEvents {
  /**
   * One request for 50 paths, and one more for each file that is cut there.
   * @returns without the paths at which nothing stands, or nothing that is an event.
   */
  readAll(paths: readonly string[]): Promise<ReadonlyMap<string, LedgerEvent | UnknownEvent>>;
}
