/**
 * The jobs of a workflow in their order. What this runner cannot imitate (containers, other operating systems,
 * reusable workflows) becomes a reason why a job is not run, and is shown.
 */
import type { Workflow, WorkflowJob } from '../../../src/shared/domain/setup/workflow.ts';

/** Why this runner cannot run the job; undefined when it can. */
export function whyNotRun(job: WorkflowJob): string | undefined {
  if (job.uses !== undefined) return `the reusable workflow ${job.uses} is not followed`;
  if (job.container !== undefined) return 'containers of jobs are not imitated';
  if (job.services !== undefined) return 'service containers are not imitated';
  const machine = JSON.stringify(job['runs-on'] ?? '');
  return /windows|macos/i.test(machine) ? `runs-on ${machine}: only Linux is imitated` : undefined;
}

/** Jobs in an order in which each comes after those that it needs. @throws Error for a circle or an unknown job. */
export function orderJobs({ jobs }: Workflow): readonly (readonly [string, WorkflowJob])[] {
  const ordered: (readonly [string, WorkflowJob])[] = [];
  const states = new Map<string, 'visiting' | 'done'>();
  const visit = (id: string): void => {
    const job = jobs[id];
    if (job === undefined)
      throw new Error(`needs: expected one of ${Object.keys(jobs).join(', ')}, got ${id}`);
    if (states.get(id) === 'done') return;
    if (states.get(id) === 'visiting') throw new Error(`needs: expected no circle, got one through ${id}`);
    states.set(id, 'visiting');
    job.needs.forEach(visit);
    states.set(id, 'done');
    ordered.push([id, job]);
  };
  Object.keys(jobs).forEach(visit);
  return ordered;
}
