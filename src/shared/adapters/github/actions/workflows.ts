/**
 * Workflow runs, and `workflow_dispatch`: one of the two events that a workflow's own token can trigger.
 * https://docs.github.com/en/actions/concepts/security/github_token
 */
import { z } from 'zod';
import { ServiceError } from '../../../domain/kernel/errors.ts';
import type { WorkflowRun } from '../../../domain/kernel/platform.ts';
import { lastPartOf } from '../../../domain/kernel/repository-path.ts';
import type { Workflows } from '../../../ports/github.ts';
import { authorShape } from '../conversation/author.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';
import type { Identity } from '../transport/identity.ts';

const referencedShape = z
  .object({ path: z.string(), sha: z.string(), ref: z.string().nullish() })
  .transform(({ path, sha, ref }) => ({ path, sha, ref: ref ?? undefined }));

const runShape = z
  .object({
    id: z.number(),
    run_attempt: z.number().default(1),
    created_at: z.string(),
    run_started_at: z.string().nullish(),
    event: z.string(),
    status: z.string().nullish(),
    head_sha: z.string(),
    head_branch: z.string().nullish(),
    head_repository: z.object({ full_name: z.string() }).nullish(),
    path: z.string(),
    referenced_workflows: z.array(referencedShape).nullish(),
    actor: authorShape,
    triggering_actor: authorShape.nullish(),
    html_url: z.string(),
  })
  .transform((run): WorkflowRun => ({
    id: run.id,
    createdAt: run.created_at,
    attempt: run.run_attempt,
    startedAt: run.run_started_at ?? run.created_at,
    isCompleted: run.status === 'completed',
    event: run.event,
    headSha: run.head_sha,
    headBranch: run.head_branch ?? undefined,
    headRepository: run.head_repository?.full_name,
    // Some servers add the ref: `.github/workflows/model.yml@main`.
    workflowPath: run.path.replace(/@.*$/, ''),
    referencedWorkflows: run.referenced_workflows ?? undefined,
    actor: run.actor,
    triggeringActor: run.triggering_actor ?? run.actor,
    url: run.html_url,
  }));

const dispatchShape = z.union([
  z
    .object({ workflow_run_id: z.number() })
    .transform((run): { runId: number | undefined } => ({ runId: run.workflow_run_id })),
  z
    .union([z.undefined(), z.null(), z.literal('')])
    .transform((): { runId: number | undefined } => ({ runId: undefined })),
]);

const UNFINISHED = ['queued', 'in_progress', 'waiting', 'pending', 'requested'] as const;
/** Enough to contain a run that started seconds ago. */
const RECENT_RUNS = 30;

export function createWorkflows(client: GitHubClient, identity: Identity): Workflows {
  return {
    run: (id) =>
      client.read(
        {
          purpose: `read workflow run ${id}`,
          route: 'GET /repos/{owner}/{repo}/actions/runs/{run_id}',
          parameters: { run_id: id },
          permission: 'actions: read',
        },
        runShape,
      ),
    attempt: (id, attempt) =>
      client.read(
        {
          purpose: `read attempt ${attempt} of workflow run ${id}`,
          route: 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}',
          parameters: { run_id: id, attempt_number: attempt },
          permission: 'actions: read',
        },
        runShape,
      ),
    runsOfHead: (sha) =>
      client.list(
        {
          purpose: `list the workflow runs of ${sha.slice(0, 7)}`,
          route: 'GET /repos/{owner}/{repo}/actions/runs',
          parameters: { head_sha: sha },
          permission: 'actions: read',
        },
        runShape,
        { key: 'workflow_runs' },
      ),
    activeRuns: async (file) => {
      const runs = await Promise.all(
        UNFINISHED.map((status) => runsOfFile(client, file, { filter: { status } })),
      );
      return [...new Map(runs.flat().map((run) => [run.id, run])).values()];
    },
    dispatch: (file, ref, inputs) => dispatch(client, identity, { file, ref, inputs }),
  };
}

/** Newest first. */
function runsOfFile(
  client: GitHubClient,
  file: string,
  { filter, limit }: { readonly filter: Readonly<Record<string, string>>; readonly limit?: number },
): Promise<readonly WorkflowRun[]> {
  const call: Call = {
    purpose: `list the runs of ${file}`,
    route: 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
    parameters: { workflow_id: lastPartOf(file), ...filter },
    permission: 'actions: read',
  };
  return client.list(call, runShape, { key: 'workflow_runs', ...(limit === undefined ? {} : { limit }) });
}

interface Dispatch {
  readonly file: string;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * A run has nothing that identifies its dispatch. After a lost reply, a new run of this file by the login of this
 * token is taken for the result. Two jobs that dispatch the same file at the same time may share one run; that is
 * preferred to a second run.
 */
async function dispatch(
  client: GitHubClient,
  identity: Identity,
  wanted: Dispatch,
): Promise<{ runId: number | undefined }> {
  const recent = (): Promise<readonly WorkflowRun[]> =>
    runsOfFile(client, wanted.file, { filter: { event: 'workflow_dispatch' }, limit: RECENT_RUNS });
  const before = new Set((await recent()).map((run) => run.id));
  const find = async (): Promise<{ runId: number | undefined } | undefined> => {
    const login = await identity.login();
    const isOwn = ({ actor }: WorkflowRun): boolean => login === undefined || actor === login;
    const started = (await recent()).find((run) => !before.has(run.id) && isOwn(run));
    return started && { runId: started.id };
  };
  try {
    return await client.create(dispatchCall(wanted, { return_run_details: true }), dispatchShape, find);
  } catch (error) {
    if (!(error instanceof ServiceError) || !error.message.includes('return_run_details')) throw error;
    // GitHub Enterprise Server does not support this parameter.
    return client.create(dispatchCall(wanted, {}), dispatchShape, find);
  }
}

function dispatchCall({ file, ref, inputs }: Dispatch, extra: Readonly<Record<string, boolean>>): Call {
  return {
    purpose: `start the workflow ${file} on ${ref}`,
    route: 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
    parameters: { workflow_id: lastPartOf(file), ref, inputs, ...extra },
    permission: 'actions: write',
  };
}
