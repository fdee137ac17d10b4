/** How monitor ends. A finding is a result and never fails the step: the issue carries it. */
import type { Check } from '../../src/shared/domain/documents/check.ts';
import type { Counts } from '../../src/shared/domain/monitoring/counts/counts.ts';
import type { StewardError } from '../../src/shared/domain/kernel/errors.ts';

export interface Checked {
  readonly kind: 'checked';
  readonly model: string;
  readonly check: Check;
  readonly releaseUrl: string;
  /** Absolute path of `check.json`. */
  readonly checkPath: string;
  /** Absolute path of `report.html`; undefined where it could not be made. */
  readonly reportPath: string | undefined;
  /** The files that labels and scores came from, when metrics were computed. */
  readonly sources: { readonly labels: string; readonly scores: string } | undefined;
  readonly issues: readonly KeptIssue[];
  readonly retraining: Retraining;
  /** What is wrong with tables that cannot be read, each a finding too: the step fails for it. */
  readonly dataErrors: readonly StewardError[];
  /** Why the issues could not be kept up to date: the step fails for it. */
  readonly issueError: StewardError | undefined;
}

/** The stage is empty, or its version has no reference profile. */
export interface NotChecked {
  readonly kind: 'not-checked';
  readonly model: string;
  readonly version: string | undefined;
  readonly reason: string;
}

/** A data contract for people to read and commit. */
export interface ProposedContract {
  readonly kind: 'proposed';
  readonly model: string;
  /** Whose reference it is from; undefined where a file states it. */
  readonly version: string | undefined;
  /** Path of that file. */
  readonly from?: string;
  /** YAML. */
  readonly contract: string;
}

/** Counts of current data, or the query that makes them. */
export interface Counted {
  readonly kind: 'counted';
  readonly model: string;
  readonly version: string;
  /** Absolute path of the file. */
  readonly path: string;
  readonly counts?: Counts;
  /** SQL. */
  readonly query?: string;
}

export type MonitorOutcome = Checked | NotChecked | ProposedContract | Counted;

export interface KeptIssue {
  readonly issueKind: Check['findings'][number]['kind'];
  readonly number: number;
  readonly url: string;
  /** Snoozed: the problem is back, and its issue stays closed. */
  readonly change: 'opened' | 'updated' | 'reopened' | 'closed' | 'snoozed';
}

/** What became of a decision to retrain; `text` is one sentence for the issue and the summary. */
export interface Retraining {
  readonly kind: 'none' | 'advised' | 'waiting' | 'started' | 'failed';
  readonly text: string;
  readonly runId?: number;
  /** The pull request that proposes it. */
  readonly pull?: { readonly number: number; readonly url: string };
  /** RFC 3339, of a run that was started, by this check or by one beside it. */
  readonly startedAt?: string;
}
