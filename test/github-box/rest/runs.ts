/** Workflow runs and their attempts. */
import { readCommit } from '../git/objects.ts';
import { type Call, numberParam, param } from '../http/call.ts';
import { countedReply } from '../http/paginate.ts';
import { notFound, ok, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { RunRecord } from '../state/records.ts';
import { viewRun } from '../view/run.ts';
import type { Json } from '../view/links.ts';
import { requireWorkflow } from './workflows.ts';

const ACTIONS = '/repos/{owner}/{repo}/actions';
const read = [{ actions: 'read' }] as const;

export const runRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: `${ACTIONS}/runs`,
    needs: read,
    handle: (call) => listRuns(call, call.repository.runs),
  },
  {
    method: 'GET',
    template: `${ACTIONS}/workflows/{workflow_id}/runs`,
    needs: read,
    handle: async (call) => {
      const workflow = await requireWorkflow(call, param(call, 'workflow_id'));
      return listRuns(
        call,
        call.repository.runs.filter((run) => run.workflow.id === workflow.id),
      );
    },
  },
  {
    method: 'GET',
    template: `${ACTIONS}/runs/{run_id}`,
    needs: read,
    handle: async (call) => ok(await showRun(call, requireRun(call))),
  },
  {
    method: 'GET',
    template: `${ACTIONS}/runs/{run_id}/attempts/{attempt_number}`,
    needs: read,
    handle: async (call) => {
      const run = requireRun(call);
      const attempt = numberParam(call, 'attempt_number');
      if (attempt < 1 || attempt > run.attempt) throw notFound();
      return ok(await showRun(call, run, attempt));
    },
  },
];

export function requireRun(call: Call): RunRecord {
  const id = numberParam(call, 'run_id');
  const run = call.repository.runs.find((candidate) => candidate.id === id);
  if (run === undefined) throw notFound();
  return run;
}

async function showRun(call: Call, run: RunRecord, attempt = run.attempt): Promise<Json> {
  const commit = await readCommit(call.repository.git, run.headSha);
  return viewRun(call.world, call.repository, { run, commit, attempt });
}

/** Filter → what it compares; `status` takes a status or a conclusion. */
const filters: Readonly<Record<string, (run: RunRecord) => readonly (string | null)[]>> = {
  actor: (run) => [run.actor],
  branch: (run) => [run.headBranch],
  event: (run) => [run.event],
  head_sha: (run) => [run.headSha],
  status: (run) => [run.status, run.conclusion],
  check_suite_id: (run) => [String(run.id)],
};

/** Newest first. */
function listRuns(call: Call, runs: readonly RunRecord[]): Promise<Reply> {
  const { query } = call;
  const since = /^>=(.+)$/.exec(query.get('created') ?? '')?.[1];
  let found = runs.filter(({ createdAt }) => since === undefined || new Date(createdAt) >= new Date(since));
  for (const [name, valuesOf] of Object.entries(filters)) {
    const asked = query.get(name);
    if (asked !== null) found = found.filter((run) => valuesOf(run).includes(asked));
  }
  return countedReply(call, found.toReversed(), {
    name: 'workflow_runs',
    view: (run) => showRun(call, run),
  });
}
