/** What was seen of two runs: of the one that is evaluated, and of the version that is replaced (docs/trust.md#what-the-scoring-reads). */
import type { Run } from '../documents/run.ts';

/** As `reads` of run.json; undefined where nothing was seen. */
export interface ReadsOfRuns {
  /** Of the run that is evaluated. */
  readonly own: Run['reads'];
  /** Of the version that is replaced: no pull request chose what its training read. */
  readonly replaced: Run['reads'];
  readonly sideEffects?: SideEffectsOfRuns;
}

/** As `sideEffects` of run.json; undefined where nothing was seen. */
export interface SideEffectsOfRuns {
  /** Of the run that is evaluated. */
  readonly own: Run['sideEffects'];
  /** Of the version that is replaced. */
  readonly replaced: Run['sideEffects'];
}
