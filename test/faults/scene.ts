/** Two steps that a repository may have at the same time, and what has to be there when both have ended. */
import type { Box } from '../github-box/box.ts';
import type { StartedRun } from '../github-box/human/runs.ts';
import type { Repository } from '../github-box/state/repository.ts';
import type { SteppedRequest } from './interleave.ts';
import type { Stage } from './stage.ts';

export interface Scene extends AsyncDisposable {
  readonly box: Box;
  readonly repository: Repository;
  restore(): Promise<void>;
  /** In jobs of their own; the second attempt of those that failed in the first. */
  begin(attempt: 1 | 2): Promise<readonly [SteppedRequest, SteppedRequest]>;
  /** When both have ended well, some of them in their second attempt. */
  check(): Promise<void>;
}

/** The same step in two runs. */
export async function twice(
  start: () => Promise<Stage>,
  check: (stage: Stage) => Promise<void>,
): Promise<Scene> {
  const stage = await start();
  const { box, repository, jobOptions } = stage;
  const runs = [stage.run, await stage.startAnother()] as const;
  const restore = box.snapshot();
  const request = async (attempt: 1 | 2, run: StartedRun): Promise<SteppedRequest> => {
    const job = attempt === 1 ? await run.startJob(jobOptions) : await box.rerun(run, jobOptions);
    return { box, job, ...(await stage.request(job)) };
  };
  return {
    ...{ box, repository },
    restore: async () => {
      await stage.restore();
      restore();
    },
    begin: async (attempt) => [await request(attempt, runs[0]), await request(attempt, runs[1])],
    check: () => check(stage),
    [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
  };
}
