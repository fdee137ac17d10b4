/** When each attempt of a run started: it shows in which attempt an artifact was created. */
import type { WorkflowRun } from '../domain/kernel/platform.ts';
import type { Workflows } from '../ports/github.ts';

/** @returns RFC 3339, the first attempt first. A run that was not re-run costs no request. */
export async function readAttemptStarts(
  workflows: Pick<Workflows, 'attempt'>,
  { id, attempt, startedAt }: WorkflowRun,
): Promise<readonly string[]> {
  const earlier = Array.from({ length: attempt - 1 }, (_, index) => workflows.attempt(id, index + 1));
  return [...(await Promise.all(earlier)).map((run) => run.startedAt), startedAt];
}
