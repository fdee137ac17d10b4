/** How a run of train ended. */
import type { Run } from '../../src/shared/domain/documents/run.ts';

export interface TrainOutcome {
  /**
   * trained: a challenger with its evidence; unaffected: its inputs are those of the champion; scored: the
   * champion alone; nothing: there is no champion to score.
   */
  readonly kind: 'trained' | 'unaffected' | 'scored' | 'nothing';
  readonly model: string;
  readonly stage: string;
  readonly runId: number;
  readonly champion: Run['champion'];
  /** Undefined only when there was nothing to do. */
  readonly evidence: PublishedEvidence | undefined;
  /** Plain sentences for the report. */
  readonly notes: readonly string[];
}

export interface PublishedEvidence {
  /** Of the first challenger, where there are several. */
  readonly run: Run;
  /** Of the other challengers. */
  readonly others: readonly Run[];
  readonly runDigest: string;
  /** Absolute path of the folder. */
  readonly folder: string;
  readonly artifact: { readonly name: string; readonly id: number; readonly sizeBytes: number };
}
