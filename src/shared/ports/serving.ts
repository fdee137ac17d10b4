/** What serves a model, and requests to it. */

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

/** A version that a target can return to, with its verified files at hand. */
export interface ServedVersion {
  readonly version: string;
  readonly image: string | undefined;
  readonly modelFolder: string;
  readonly modelDigest: string;
}
