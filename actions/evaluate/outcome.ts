/**
 * How evaluate ends. A verdict other than pass is a value: outputs, summary and comment are written first, then the
 * step fails.
 */
import type { Evaluation } from '../../src/shared/domain/documents/evaluation.ts';
import type { ModelFileScan } from '../../src/shared/domain/documents/file-scan.ts';
import type { StewardError } from '../../src/shared/domain/kernel/errors.ts';
import type { Artifact } from '../../src/shared/domain/kernel/platform.ts';
import type { Withdrawal } from '../../src/shared/domain/registry/resolve-stage.ts';
import type { IncludedContent } from '../../src/shared/domain/report/included-content.ts';
import type { Protection } from '../../src/shared/domain/supply-chain/protection.ts';
import type { OpenedEvidence } from '../../src/shared/usecases/open-evidence.ts';

export interface PullRequestSubject {
  readonly kind: 'pull-request';
  readonly number: number;
  readonly headSha: string;
  /** Who opened it. */
  readonly author: string;
  readonly headRef: string;
  readonly baseRef: string;
  /** Undefined where the event does not say it. */
  readonly defaultBranch?: string | undefined;
  /** Commit of the base branch, with the gate that the pull request did not write. */
  readonly baseSha: string;
  /** Its evidence was made outside of this repository. */
  readonly isFork: boolean;
  /** The token of such a run can only read: the pull request comes from a fork or from Dependabot. */
  readonly isReadOnly: boolean;
}

/** What is evaluated: a pull request, or what was trained on a branch (retraining). */
export type Subject = PullRequestSubject | { readonly kind: 'branch' };

export interface Evidence extends OpenedEvidence {
  readonly artifact: Artifact;
  readonly attempt: number;
  readonly runId: number;
}

export interface KeptEvaluation {
  /** Absolute, on this runner. */
  readonly path: string;
  readonly digest: string;
  readonly artifact: string;
  /** Of the full report on this runner; undefined where it could not be made. */
  readonly reportPath?: string;
}

/** What the full report needs, which is made before anything is kept. */
export interface ReportedEvaluation {
  readonly kind: 'evaluated';
  readonly evaluation: Evaluation;
  /** What was read in a way that could be another: sentences without a cell. */
  readonly readingNotes: readonly string[];
  /** The tag that took its stage from the champion; undefined while the champion has it. */
  readonly withdrawnBy: Withdrawal | undefined;
  readonly evidence: Evidence;
  /** Files that the training wrote for the report; undefined where there are none, and where digits are hidden. */
  readonly included?: IncludedContent | undefined;
  /** Undefined for a retraining. */
  readonly pull: PullRequestSubject | undefined;
  /** What the pull request changes about its own evaluation; undefined for a retraining. */
  readonly protection: Protection | undefined;
  /** What loading the model files would call; undefined where no model was kept. */
  readonly scan: ModelFileScan | undefined;
  /** Address in a browser. */
  readonly repositoryUrl: string;
  /** Of this run, in a browser. */
  readonly runUrl: string;
  readonly onInconclusive: 'fail' | 'pass';
}

/** What a comment needs; all requests to GitHub were made before. */
export interface Evaluated extends ReportedEvaluation {
  /** Undefined in `mode: comment`, which keeps nothing. */
  readonly kept: KeptEvaluation | undefined;
}

export interface Published {
  readonly commentUrl: string | undefined;
  /** What could not be written although this run should be able to. */
  readonly problems: readonly StewardError[];
}

/** Whether the step fails for it, after the verdict is out: not for what a person has decided about the conversation. */
export function isFailure({ code }: StewardError): boolean {
  return code !== 'LOCKED';
}

export interface Nothing {
  readonly kind: 'unaffected' | 'nothing';
  readonly model: string;
  readonly reason: string;
}

export type EvaluateOutcome = (Evaluated & { readonly published: Published }) | Nothing;
