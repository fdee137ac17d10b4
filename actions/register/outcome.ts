/** How register ends. A refusal is a value: outputs, summary and comment are written before the step fails. */
import type { GateName } from '../../src/shared/domain/documents/evaluation.ts';
import type { ModelVersion } from '../../src/shared/domain/documents/model.ts';
import type { StewardError } from '../../src/shared/domain/kernel/errors.ts';
import type { PullRequest, WorkflowRun } from '../../src/shared/domain/kernel/platform.ts';
import type { ShownHistory } from '../../src/shared/domain/report/stage-history-text.ts';
import type { VersionCheck } from '../../src/shared/domain/registry/version-checks.ts';
import type { SearchResult } from '../../src/shared/domain/registry/search/search-result.ts';
import type { StageOperation } from '../../src/shared/domain/registry/tag-message.ts';

/**
 * What a version would come from: a merged pull request, or a run without one. The gate belongs to the subject, and not
 * to the run in which its evidence was found.
 */
export type Subject =
  | { readonly kind: 'pull-request'; readonly gate: 'gate'; readonly pull: PullRequest }
  | { readonly kind: 'retraining'; readonly gate: 'gate-retrain'; readonly run: WorkflowRun }
  | { readonly kind: 'manual'; readonly gate: GateName; readonly run: WorkflowRun };

/** A stage with the version that is assigned to it. */
export interface StageState {
  readonly name: string;
  /** The tag that assigned the version. */
  readonly tag: string;
  readonly operation: StageOperation;
  /** Address of the attempt that created the tag; undefined when it was not register. */
  readonly movedBy: string | undefined;
  /** The version that was assigned before. */
  readonly previous: string | undefined;
}

export interface Registered {
  readonly kind: 'registered';
  readonly subject: Subject;
  readonly document: ModelVersion;
  readonly tag: string;
  readonly releaseUrl: string;
  readonly stage: StageState | undefined;
  /** A command that promotes the version, where it waits for a person to do so. */
  readonly promotion: string | undefined;
}

/** There is nothing to do, and that is no mistake. */
export interface Nothing {
  readonly kind: 'nothing';
  readonly model: string;
  readonly reason: string;
  /** Present when inputs of the model changed without an evaluation. */
  readonly warning: string | undefined;
}

export interface Refused {
  readonly kind: 'refused';
  readonly model: string;
  readonly error: StewardError;
  readonly subject: Subject;
  /** Creates new evidence, where that is the remedy. */
  readonly command: string | undefined;
  /** What was started automatically, such as a retraining. */
  readonly followUp: string | undefined;
}

/** A version after promote, rollback, resolve or download. */
export interface Assigned {
  readonly kind: 'assigned';
  readonly operation: 'promote' | 'rollback' | 'resolve' | 'download';
  readonly document: ModelVersion;
  readonly tag: string;
  readonly releaseUrl: string;
  /** Undefined when a version was resolved by its number. */
  readonly stage: StageState | undefined;
  /** Whether this run moved the stage. */
  readonly moved: boolean;
  /** Absolute path of the folder with the verified files of the model; undefined when none were asked for. */
  readonly folder: string | undefined;
}

/** Which versions had a stage, and when. */
export interface StageHistory extends ShownHistory {
  readonly kind: 'history';
}

/** Whether a version is still what was registered. */
export interface Verified {
  readonly kind: 'verified';
  readonly model: string;
  /** Without the `v`. */
  readonly version: string;
  readonly tag: string;
  /** In the order of `versionParts`; only the first one where that is not as registered. */
  readonly checks: readonly VersionCheck[];
  /** Undefined where `model.json` is not what the tag says. */
  readonly release: { readonly url: string; readonly modelDigest: string } | undefined;
}

/** What a search found. */
export interface Found {
  readonly kind: 'found';
  readonly result: SearchResult;
}

/** A version that was archived, deprecated, or restored. */
export interface MarkedVersion {
  readonly kind: 'marked';
  readonly operation: 'archive' | 'deprecate' | 'restore';
  readonly model: string;
  /** Without the `v`. */
  readonly version: string;
  readonly tag: string;
  readonly reason: string;
  /** Tags that this run created; none where the version was marked so already. */
  readonly created: readonly string[];
}

export type RegisterOutcome =
  | Registered
  | Nothing
  | Refused
  | Assigned
  | StageHistory
  | Verified
  | Found
  | MarkedVersion;
