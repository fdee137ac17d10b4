/** How evaluate ends. A verdict that says no is a value: outputs, summary and comment come first, then the step fails. */
import type { Evaluation } from '../../src/shared/domain/documents/evaluation.ts';
import type { StewardError } from '../../src/shared/domain/kernel/errors.ts';
import type { Evidence } from './steps/open-evidence.ts';
import type { KeptEvaluation } from './steps/keep-evaluation.ts';
import type { PullRequestSubject } from './steps/subject.ts';

/** What a report tells; everything that was asked of GitHub is asked already. */
export interface Judged {
  readonly kind: 'judged';
  readonly evaluation: Evaluation;
  readonly evidence: Evidence;
  /** Undefined where the run is another one's, and nothing is kept. */
  readonly kept: KeptEvaluation | undefined;
  /** Undefined for a retraining. */
  readonly pull: PullRequestSubject | undefined;
  readonly editsGate: boolean;
  /** Addresses in a browser. */
  readonly repositoryUrl: string;
  readonly onInconclusive: 'fail' | 'pass';
}

export interface Published {
  readonly commentUrl: string | undefined;
  /** What could not be written although this run should be able to: the step fails for it, after the verdict is out. */
  readonly problems: readonly StewardError[];
}

export interface Nothing {
  readonly kind: 'unaffected' | 'nothing';
  readonly model: string;
  readonly reason: string;
}

export type EvaluateOutcome = (Judged & { readonly published: Published }) | Nothing;
