/** Workflow files and their dispatch by hand. */
import { parse } from 'yaml';
import { type Call, param } from '../http/call.ts';
import { noContent, notFound, ok, type Reply, unprocessable } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { createRun, findWorkflow } from '../human/run-records.ts';
import type { WorkflowRecord } from '../state/records.ts';
import type { Dispatch } from '../state/world.ts';
import { repositoryPage, repositoryUrl } from '../view/repository.ts';
import { viewWorkflow } from '../view/run.ts';
import { resolveCommit } from './resolve.ts';

const WORKFLOW = '/repos/{owner}/{repo}/actions/workflows/{workflow_id}';
const MAX_INPUTS = 25;

export const workflowRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: WORKFLOW,
    needs: [{ actions: 'read' }],
    handle: async (call) => {
      const workflow = await requireWorkflow(call, param(call, 'workflow_id'));
      return ok(viewWorkflow(call.world, call.repository, workflow));
    },
  },
  { method: 'POST', template: `${WORKFLOW}/dispatches`, needs: [{ actions: 'write' }], handle: dispatch },
];

/** By number or by file name; the file must be on the default branch, unless it has run before. */
export async function requireWorkflow(call: Call, name: string): Promise<WorkflowRecord> {
  const { repository, world } = call;
  const known = repository.workflows.find(
    ({ id, path }) => String(id) === name || path === name || path === `.github/workflows/${name}`,
  );
  if (known !== undefined) return known;
  const path = name.startsWith('.github/') ? name : `.github/workflows/${name}`;
  const file = await repository.git.objects.read(`refs/heads/${repository.defaultBranch}:${path}`);
  if (file?.type !== 'blob') throw notFound();
  return findWorkflow(world, repository, { path, commit: `refs/heads/${repository.defaultBranch}` });
}

/** What a form can hold. */
type InputValue = string | number | boolean;

interface InputDefinition {
  readonly required?: boolean;
  readonly default?: InputValue;
  readonly type?: string;
  readonly options?: readonly string[];
}

async function dispatch(call: Call): Promise<Reply> {
  const { repository, world, actor } = call;
  const body = call.body as {
    ref: string;
    inputs?: Record<string, InputValue>;
    return_run_details?: boolean;
  };
  const workflow = await requireWorkflow(call, param(call, 'workflow_id'));
  const commit = await resolveCommit(repository, body.ref);
  if (commit === undefined) throw unprocessable(`No ref found for: ${body.ref}`);
  const file = await repository.git.objects.read(`${commit.sha}:${workflow.path}`);
  const inputs = checkInputs(file?.content.toString() ?? '', body.inputs ?? {});
  const branch = body.ref.replace(/^refs\/(heads|tags)\//, '');
  const run = await createRun(world, repository, {
    workflow: workflow.path,
    event: 'workflow_dispatch',
    headSha: commit.sha,
    headBranch: branch,
    actor: actor.login,
    inputs,
    status: 'queued',
  });
  const dispatched: Dispatch = {
    repository: repository.fullName,
    workflow: workflow.path,
    ref: body.ref,
    inputs,
    runId: run.id,
    login: actor.login,
  };
  world.dispatches.push(dispatched);
  // The run starts after the reply, as on GitHub, and may itself call the API.
  if (world.onDispatch !== undefined) world.startLater(() => world.onDispatch?.(dispatched, run));
  if (body.return_run_details !== true) return noContent();
  return ok({
    workflow_run_id: run.id,
    run_url: `${repositoryUrl(world, repository)}/actions/runs/${run.id}`,
    html_url: `${repositoryPage(world, repository)}/actions/runs/${run.id}`,
  });
}

/** @returns the inputs with the defaults of the workflow. */
function checkInputs(source: string, given: Record<string, InputValue>): Record<string, InputValue> {
  const document = parse(source) as { on?: unknown } | null;
  const definitions = dispatchInputs(document?.on);
  if (definitions === undefined) throw unprocessable("Workflow does not have 'workflow_dispatch' trigger");
  const unexpected = Object.keys(given).filter((name) => !(name in definitions));
  if (unexpected.length > 0) throw unprocessable(`Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  if (Object.keys(given).length > MAX_INPUTS) throw unprocessable('you may only define up to 25 `inputs`');
  const inputs: Record<string, InputValue> = {};
  for (const [name, definition] of Object.entries(definitions)) {
    const value = given[name] ?? definition?.default;
    if ((value === undefined || value === '') && definition?.required === true) {
      throw unprocessable(`Required input '${name}' not provided`);
    }
    if (
      definition?.type === 'choice' &&
      value !== undefined &&
      !definition.options?.includes(String(value))
    ) {
      throw unprocessable(
        `Provided value '${String(value)}' for input '${name}' not in the list of allowed values`,
      );
    }
    if (value !== undefined) inputs[name] = value;
  }
  return inputs;
}

/** Undefined: it cannot be dispatched. `on` is a word, a list or a map. */
function dispatchInputs(on: unknown): Record<string, InputDefinition | null> | undefined {
  const event = 'workflow_dispatch';
  if (on === event || (Array.isArray(on) && on.includes(event))) return {};
  if (typeof on !== 'object' || on === null || Array.isArray(on) || !(event in on)) return undefined;
  const settings = (on as Record<string, { inputs?: Record<string, InputDefinition | null> } | null>)[event];
  return settings?.inputs ?? {};
}
