/** How a run of train ended. */
import type { Run } from '../../src/shared/domain/documents/run.ts';
import type { Evidence } from './steps/evidence.ts';

export interface TrainOutcome {
  /**
   * trained: a challenger with its evidence; unaffected: its inputs are those of the champion; scored: the
   * champion alone; nothing: there is no champion to score.
   */
  readonly kind: 'trained' | 'unaffected' | 'scored' | 'nothing';
  readonly model: string;
  readonly stage: string;
  readonly champion: Run['champion'];
  /** Undefined only when there was nothing to do. */
  readonly evidence: Evidence | undefined;
  /** What the reader should know besides: plain sentences. */
  readonly notes: readonly string[];
}
