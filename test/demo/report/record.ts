/** What the demo remembers for its page: scenes, and what a person could see on GitHub when each had ended. */
import type { RunResult } from '../engine/run-workflow.ts';

export type Badge = 'open' | 'merged' | 'closed' | 'done' | 'success' | 'failure' | 'neutral';

/** One box on the page: a pull request, a comment, a release, an issue, as it was at that time. */
export interface Exhibit {
  readonly title: string;
  readonly badge?: { readonly kind: Badge; readonly text: string };
  /** Who and when. */
  readonly byline: string;
  /** Markdown. */
  readonly body: string;
  readonly labels?: readonly string[];
  /** Lines below the body, like the assets of a release. */
  readonly footer?: readonly string[];
}

export interface SceneRecord {
  readonly title: string;
  readonly date: Date;
  /** What was printed for it. */
  readonly said: readonly string[];
  readonly exhibits: readonly Exhibit[];
  readonly runs: readonly RunResult[];
}

/** The repository at the end of the story. */
export interface FinalState {
  readonly tags: readonly { readonly name: string; readonly date: string; readonly message: string }[];
  readonly deployments: readonly {
    readonly environment: string;
    readonly ref: string;
    readonly state: string;
    readonly date: string;
    readonly description: string;
  }[];
  readonly issues: readonly { readonly title: string; readonly state: string; readonly dates: string }[];
  readonly ledger: readonly string[];
}
