/** Where the cases of one action play: a repository in the box at the moment before the step, as often as it is wanted. */
import type { Box } from '../github-box/box.ts';
import type { JobOptions, StartedJob, StartedRun } from '../github-box/human/runs.ts';
import type { Repository } from '../github-box/state/repository.ts';
import type { StepRequest } from '../ground/step.ts';
import type { Remains } from './remains.ts';

export interface Stage extends AsyncDisposable {
  readonly box: Box;
  readonly repository: Repository;
  /** The run whose job has the step; it was started before the moment. */
  readonly run: StartedRun;
  readonly jobOptions: JobOptions;
  /** How the step ends without trouble; undefined where it succeeds. */
  readonly failure?: RegExp;
  /** Another run of the same workflow. */
  startAnother(): Promise<StartedRun>;
  /** Takes everything back to the moment. */
  restore(): Promise<void>;
  request(job: StartedJob): Promise<Pick<StepRequest, 'action' | 'inputs' | 'clock'>>;
  /** What counts, without dates and numbers of attempts. */
  remains(): Promise<Remains>;
}
