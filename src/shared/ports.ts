/**
 * Every effect that the system can have, as interfaces of at most six methods. Who reads this file knows
 * everything that the code may do to anything. Adapters implement them; each `main.ts` wires them.
 */
import type { FileRecord } from './domain/documents/digest.ts';
import type { LedgerEvent } from './domain/documents/event.ts';
import type {
  Artifact,
  Comment,
  Commit,
  DeploymentRecord,
  DeploymentState,
  Issue,
  NewTag,
  PullRequest,
  Release,
  ReleaseAsset,
  Review,
  Tag,
  WorkflowRun,
} from './domain/platform.ts';
import type { Table } from './domain/table/table.ts';

export interface Log {
  info(message: string): void;
  notice(message: string): void;
  warning(message: string): void;
  debug(message: string): void;
  /** Folds what `work` prints under `title`. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>;
}

export interface Clock {
  now(): Date;
  /** Milliseconds that only grow: for durations. */
  monotonicMs(): number;
  sleep(ms: number): Promise<void>;
}

/** Files below one folder. Paths are relative, with `/`; nothing outside the folder can be reached. */
export interface Files {
  readonly root: string;
  /** @throws DataError when it does not exist, is not a regular file, or leaves the root. */
  read(path: string): Promise<Uint8Array>;
  exists(path: string): Promise<boolean>;
  /** Digest and size, streamed. */
  record(path: string): Promise<FileRecord>;
  /** Regular files that match any of the globs, sorted bytewise; symbolic links are refused with a DataError. */
  match(globs: readonly string[]): Promise<readonly string[]>;
  /** Writes by rename, so nobody ever sees half a file. */
  write(path: string, content: Uint8Array | string): Promise<void>;
  /** Copies a file from another root, and returns its record as read while copying. */
  copyFrom(source: Files, from: string, to: string): Promise<FileRecord>;
}

export interface Tables {
  /** Reads CSV, JSON Lines or Parquet, by content. `columns` limits what is kept. */
  read(files: Files, path: string, columns?: readonly string[]): Promise<Table>;
}

export interface CommandRequest {
  readonly command: string;
  /** Absolute folder. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly title: string;
}

export interface CommandOutcome {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly durationMs: number;
  readonly timedOut: boolean;
}

export interface Commands {
  /** `bash -eo pipefail -c`, standard input closed, output streamed and fenced; the process group has ended on return. */
  run(request: CommandRequest): Promise<CommandOutcome>;
}

export interface Checkout {
  /** The commit and tree that are checked out, and whether tracked files are unchanged. */
  head(): Promise<{ readonly commit: string; readonly tree: string; readonly clean: boolean }>;
}

export interface FileCache {
  /** Restores into `path`; the caller verifies digests, because a cache is never believed. */
  restore(path: string, key: string): Promise<boolean>;
  /** Never throws: a cache that cannot be written costs time, not correctness. */
  save(path: string, key: string): Promise<void>;
}

export interface ArtifactUploads {
  upload(
    name: string,
    root: string,
    files: readonly string[],
  ): Promise<{ readonly id: number; readonly sizeBytes: number }>;
}

export interface Artifacts {
  ofRun(runId: number): Promise<readonly Artifact[]>;
  /** Verifies the zip's digest, then unpacks regular files only into the empty folder `into`. */
  download(artifact: Artifact, into: string): Promise<Files>;
}

export interface Repositories {
  defaultBranch(): Promise<string>;
  isPrivate(): Promise<boolean>;
  commit(sha: string): Promise<Commit>;
  /** Commits after `before` up to `after`, oldest first. */
  commitsBetween(before: string, after: string): Promise<readonly string[]>;
  /** The permission that a user has: admin, write, read or none. */
  permission(login: string): Promise<'admin' | 'write' | 'read' | 'none'>;
  /** The text of a file at a commit; undefined when there is none. */
  fileAt(path: string, ref: string): Promise<string | undefined>;
}

export interface PullRequests {
  get(number: number): Promise<PullRequest>;
  /** Merged pull requests that brought `sha`; the platform lags, so an empty answer may be asked again. */
  ofCommit(sha: string): Promise<readonly PullRequest[]>;
  /** Open pull requests whose head is `sha` in `headRepository` (`owner/name`). */
  openWithHead(sha: string, headRepository: string): Promise<readonly PullRequest[]>;
  reviews(number: number): Promise<readonly Review[]>;
  /** Paths that the pull request changes. */
  changedFiles(number: number): Promise<readonly string[]>;
}

export interface Workflows {
  run(id: number): Promise<WorkflowRun>;
  /** Runs of a head commit, newest first, whatever their conclusion. */
  runsOfHead(sha: string): Promise<readonly WorkflowRun[]>;
  /** Starts `workflow_dispatch` of a file on a ref; the run's id where the server tells. */
  dispatch(
    file: string,
    ref: string,
    inputs: Readonly<Record<string, string>>,
  ): Promise<{ readonly runId: number | undefined }>;
  /** Unfinished runs of a workflow file. */
  activeRuns(file: string): Promise<readonly WorkflowRun[]>;
}

export interface Tags {
  /** Annotated and lightweight tags whose names begin with `prefix`. */
  list(prefix: string): Promise<readonly Tag[]>;
  /** The atomic claim: exactly one caller gets "created". A lost reply is recognised by reading back. */
  create(tag: NewTag): Promise<'created' | 'exists'>;
  /** A commit with the tree and the one parent of `commit`, that nothing but a tag leads to. */
  createRegistrationCommit(commit: string, message: string, at: string): Promise<string>;
  get(name: string): Promise<Tag | undefined>;
}

export interface Releases {
  /** Drafts included: found by list, because drafts are invisible by tag. @throws ConflictError for two drafts. */
  find(tag: string): Promise<Release | undefined>;
  createDraft(draft: {
    readonly tag: string;
    readonly name: string;
    readonly body: string;
  }): Promise<Release>;
  /** Adopts an equal asset, replaces an incomplete one, never touches a different complete one. */
  uploadAsset(release: Release, name: string, source: { files: Files; path: string }): Promise<ReleaseAsset>;
  /** draft:false and make_latest:false, then reads back. */
  publish(release: Release): Promise<Release>;
  /** Streams the asset into `to` and returns what was read. */
  downloadAsset(
    release: Release,
    asset: ReleaseAsset,
    to: { files: Files; path: string },
  ): Promise<FileRecord>;
}

export interface Comments {
  /** The one comment that begins with the marker and is ours, on all pages. */
  find(number: number, marker: string): Promise<Comment | undefined>;
  /** Creates or updates that comment. `body` begins with the marker. */
  upsert(number: number, marker: string, body: string): Promise<Comment>;
}

export interface Issues {
  /** Ours with these labels that begin with this marker, open ones first, then newest first. */
  find(labels: readonly string[], marker: string): Promise<readonly Issue[]>;
  create(issue: {
    readonly title: string;
    readonly body: string;
    readonly labels: readonly string[];
    readonly marker: string;
  }): Promise<Issue>;
  update(number: number, change: { readonly title?: string; readonly body?: string }): Promise<Issue>;
  close(number: number, reason: 'completed' | 'not_planned'): Promise<void>;
  reopen(number: number): Promise<void>;
  get(number: number): Promise<Issue>;
}

export interface Statuses {
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
  /** Latest state of a deployment; undefined before its first status. */
  state(id: number): Promise<DeploymentState | undefined>;
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
  ): Promise<void>;
}

export interface Ledger {
  /** One new file; compare-and-swap on the branch, created when missing. Same path and bytes again: no write. */
  append(path: string, event: LedgerEvent): Promise<{ readonly commit: string }>;
  /** Paths below a folder, sorted. */
  list(folder: string): Promise<readonly string[]>;
  read(path: string): Promise<LedgerEvent>;
}

export interface ImageBlob {
  /** `sha256:<hex>` */
  readonly digest: string;
  readonly sizeBytes: number;
  /** The bytes from the beginning, again at each call: models are larger than memory, and attempts fail. */
  readonly content: () => AsyncIterable<Uint8Array>;
}

export interface ImageRegistry {
  /** Manifest and its digest, by tag or digest; undefined when there is none. */
  manifest(
    repository: string,
    reference: string,
  ): Promise<{ readonly digest: string; readonly mediaType: string; readonly bytes: Uint8Array } | undefined>;
  blob(repository: string, digest: string): Promise<Uint8Array>;
  hasBlob(repository: string, digest: string): Promise<boolean>;
  /** Copies within the registry where it can, else by download and upload. */
  copyBlob(digest: string, from: string, to: string): Promise<void>;
  pushBlob(repository: string, blob: ImageBlob): Promise<void>;
  pushManifest(
    repository: string,
    reference: string,
    manifest: { readonly mediaType: string; readonly bytes: Uint8Array },
  ): Promise<{ readonly digest: string }>;
}

export interface RunningService {
  readonly version: string | undefined;
  readonly imageDigest: string | undefined;
  /** What the target needs to find it again. */
  readonly handle: string;
}

export interface ServiceTarget {
  /** What serves now, so that it can be returned to. */
  current(): Promise<RunningService | undefined>;
  /** Replaces what serves; what served before stays restorable until `keep`. */
  replace(next: {
    readonly image: string | undefined;
    readonly version: string;
    readonly modelFolder: string;
    readonly modelDigest: string;
  }): Promise<RunningService>;
  /** Puts `previous` back (or stops everything when there was none). */
  restore(previous: RunningService | undefined): Promise<void>;
  /** Removes what was kept for a rollback. */
  keep(): Promise<void>;
  /** What the target itself knows of the service that `replace` started. */
  health(): Promise<TargetHealth>;
  /** The last lines that the service printed, for the report of a failure. */
  logs(): Promise<string>;
}

export interface TargetHealth {
  /** `unknown` where the target cannot tell: only a request to the service can. */
  readonly state: 'starting' | 'healthy' | 'unhealthy' | 'unknown';
  readonly detail: string;
}

export interface HttpProbe {
  /** One GET or POST with a time limit, no redirects; undefined when nothing answered. */
  request(call: {
    readonly url: string;
    readonly method: 'GET' | 'POST';
    readonly json?: unknown;
    readonly timeoutMs: number;
  }): Promise<{ readonly status: number; readonly body: string } | undefined>;
}
