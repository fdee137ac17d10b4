/**
 * The seam between the box's server and the services that plug into it: the results service (artifacts,
 * cache), its blob store, and the OCI registry. A mount owns everything below its prefixes.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Mount {
  /** Path prefixes with both slashes, such as `/twirp/`; a prefix without the last slash is one exact path. */
  readonly prefixes: readonly string[];
  /** Gets the request with its body unread; must always end the response. A rejection becomes a 500 and a violation. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** The box's time. It stands still between writes, so that a story has the same dates every time. */
export interface Clock {
  now(): Date;
  /** Moves on by one second and returns the new time: call it once for each write. */
  tick(): Date;
}

/** A job of a workflow run, as its runtime token names it. */
export interface RuntimeJob {
  /** `owner/name`. */
  readonly repository: string;
  readonly runId: number;
  readonly attempt: number;
  readonly jobId: string;
  /** What the token calls the two, in its claim `scp`: `Actions.Results:<runBackendId>:<jobBackendId>`. */
  readonly runBackendId: string;
  readonly jobBackendId: string;
  /** Ref whose cache scope the job may write, such as `refs/heads/main`; and further scopes that it may read. */
  readonly cacheScope: string;
  readonly cacheReadScopes: readonly string[];
  /** True for triggers that outsiders control: such a token reads caches and saves none. */
  readonly cacheReadOnly?: boolean;
}

export interface ResultsServiceOptions {
  readonly clock: Clock;
  resolveRuntimeToken(token: string): RuntimeJob | undefined;
  /** Origin of the storage, without a slash at the end: another port than the API's, as on GitHub. */
  baseUrl(): string;
}

/** A finalized artifact. */
export interface StoredArtifact {
  readonly id: number;
  readonly repository: string;
  readonly runId: number;
  readonly attempt: number;
  readonly name: string;
  readonly sizeBytes: number;
  /** `sha256:<hex>` over the stored bytes. */
  readonly digest: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly expired: boolean;
}

/** `createResultsService(options: ResultsServiceOptions): ResultsService` in `results/service.ts`. */
export interface ResultsService extends Mount {
  /** In order of creation, expired ones included; `artifactsIn` for a whole repository. */
  artifactsOf(runId: number): readonly StoredArtifact[];
  artifactsIn(repository: string): readonly StoredArtifact[];
  artifact(id: number): StoredArtifact | undefined;
  /** A signed address, good for one minute of the box's clock. */
  downloadUrl(id: number): string;
  /** Takes the bytes away, as the end of the retention does. */
  expire(id: number): void;
  remove(id: number): void;
  /** What restores the artifacts of now, those included whose upload has begun and not ended. */
  snapshot(): () => void;
}

export interface OciRegistryOptions {
  /** Origin of the API server: the registry's host and its token realm. */
  baseUrl(): string;
  /** May a request with `token` (undefined: anonymous) do this to the image repository `image`, such as `acme/churn`? */
  authorize(token: string | undefined, image: string, action: 'pull' | 'push'): boolean;
}

/** `createOciRegistry(options: OciRegistryOptions): Mount` in `oci/registry.ts`. */
