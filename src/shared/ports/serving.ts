/** What serves a model, and HTTP requests to it. */
import type { HealthObservation, StartDetail } from '../domain/documents/phase.ts';
import type { PinnedImage } from '../domain/kernel/image-reference.ts';
import type { TargetCapabilities } from '../domain/rollout/strategies/plan-rollout.ts';

/**
 * Where versions are served. A rollout is `start`, then `shift` of the traffic, then `finish`; `discard` undoes it from
 * anywhere in between. At each moment what served before can be found again by the next run, also after a crash.
 */
export interface ServiceTarget {
  readonly capabilities: TargetCapabilities;
  /** What serves now. */
  current(): Promise<RunningService | undefined>;
  /** Makes the version ready for traffic, and leaves alone what serves. */
  start(next: StartRequest): Promise<Candidate>;
  /** @param weight share of the traffic that the candidate receives from now on, from 0 to 1. */
  shift(candidate: Candidate, weight: number): Promise<void>;
  /** Removes what served before. */
  finish(): Promise<void>;
  /** Removes the candidate. @returns what serves again; undefined when there is nothing to return to. */
  discard(): Promise<RunningService | undefined>;
}

export interface RunningService {
  /** Undefined where the target does not know it. */
  readonly version: string | undefined;
  readonly imageDigest: string | undefined;
  /** What the target itself knows, without a request to the service. */
  health(): Promise<TargetHealth>;
  /** The last lines that the service printed; empty where the target does not have them. */
  logs(): Promise<string>;
}

/** A version that was started and may yet be discarded. */
export interface Candidate extends RunningService {
  /** What was started. */
  readonly detail: StartDetail;
}

export interface TargetHealth {
  /** `unknown` where only a request to the service can show it. */
  readonly state: 'starting' | 'healthy' | 'unhealthy' | 'unknown';
  readonly detail: HealthObservation;
}

/** A version with its verified files on this machine. */
export interface ServedVersion {
  readonly version: string;
  readonly modelDigest: string;
  readonly image: PinnedImage | undefined;
  /** Absolute path. */
  readonly modelFolder: string;
}

export interface StartRequest extends ServedVersion {
  /** What `discard` returns to, for targets that do not keep it themselves. */
  readonly previous: ServedVersion | undefined;
}

export interface HttpProbe {
  /** One GET or POST with a time limit, without redirects; undefined when nothing answered. */
  request(call: {
    readonly url: string;
    readonly method: 'GET' | 'POST';
    readonly json?: unknown;
    readonly timeoutMs: number;
  }): Promise<{ readonly status: number; readonly body: string } | undefined>;
}
