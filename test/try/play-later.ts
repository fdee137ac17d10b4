/**
 * The workflows that no pull request and no push starts: those on a schedule, and those that a person starts. They come
 * after the merge, because a monitor needs a version. What nothing starts is said.
 */
import { basename } from 'node:path';
import { isTriggeredBy, type Workflow } from '../../src/shared/domain/setup/workflow.ts';
import { ownActionOf } from '../../src/shared/domain/supply-chain/own-action.ts';
import type { ActionName } from '../../src/shared/domain/kernel/names.ts';
import { OWNER } from './load-repository.ts';
import { MAX_WAIT_SECONDS } from './second-pull.ts';
import { playWorkflow, readWorkflows, type FoundWorkflow, type Stage } from './stage.ts';

export interface LaterRequest {
  readonly options: {
    readonly onPhase: (title: string) => void;
    readonly hasAllWorkflows?: boolean;
    /** With 'when-quick' no training follows one that took minutes. */
    readonly second?: unknown;
  };
  /** Plays the runs that a dispatch queued since it was called last. */
  readonly playDispatched: () => Promise<void>;
  /** Whether the merge made a version. */
  readonly isRegistered: boolean;
  /** That the pull request and its merge took. */
  readonly seconds: number;
}

export async function playLater(stage: Stage, request: LaterRequest): Promise<void> {
  const { options, isRegistered } = request;
  // What is no workflow was said when the pull request was played.
  const found = await readWorkflows(stage, stage.loaded.base, () => undefined);
  const wanted = found
    .filter(({ isOwn }) => isOwn || options.hasAllWorkflows === true)
    .toSorted((one, other) => rankOf(one.workflow) - rankOf(other.workflow));
  const scheduled = wanted.filter(({ workflow }) => isTriggeredBy(workflow.on, 'schedule'));
  const byHand = wanted.filter(
    ({ workflow }) =>
      isTriggeredBy(workflow.on, 'workflow_dispatch') && !isTriggeredBy(workflow.on, 'schedule'),
  );
  // A monitor starts a retraining on its own account; where there is no version yet, a person makes the first one.
  const steps = isRegistered ? [playScheduled, playByHand] : [playByHand, playScheduled];
  const said = new Set<string>();
  for (const step of steps)
    for (const path of await step(stage, step === playScheduled ? scheduled : byHand, request))
      said.add(path);
  for (const one of wanted)
    if (!hasRun(stage, one) && !said.has(one.path)) options.onPhase(describeUnstarted(stage, one));
}

/** Each entry of `cron` is a run of its own, because jobs ask which one it was. @returns those that were left out, with a reason. */
async function playScheduled(
  stage: Stage,
  workflows: readonly FoundWorkflow[],
  request: LaterRequest,
): Promise<readonly string[]> {
  const { box, loaded } = stage;
  const late = workflows.filter((one) => isTooLong(one, request));
  for (const one of workflows.filter((other) => !late.includes(other))) {
    for (const schedule of cronsOf(one.workflow.on)) {
      request.options.onPhase(`On schedule (${schedule}): ${one.path}`);
      await playWorkflow(stage, {
        path: one.path,
        ref: loaded.base,
        inputs: {},
        start: (job) =>
          box.startRun({
            ...{ repository: loaded.name, workflow: one.path, event: 'schedule', schedule, ...job },
          }),
      });
      await request.playDispatched();
    }
  }
  return late.map(({ path }) => path);
}

/** As the button on GitHub's page does: with the defaults of the inputs, and not without one that is required. @returns as above. */
async function playByHand(
  stage: Stage,
  workflows: readonly FoundWorkflow[],
  request: LaterRequest,
): Promise<readonly string[]> {
  const { box, loaded } = stage;
  const waiting = workflows.filter((one) => !hasRun(stage, one));
  const leftOut = waiting.filter((one) => isTooLong(one, request));
  for (const one of waiting.filter((other) => !leftOut.includes(other))) {
    // A run before may have started it.
    if (hasRun(stage, one)) continue;
    const token = box.issueToken({ login: OWNER, type: 'user' });
    const address = `${box.apiUrl}/repos/${loaded.name}/actions/workflows/${basename(one.path)}/dispatches`;
    const response = await fetch(address, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ref: loaded.base }),
    });
    await box.settled();
    if (response.ok) await request.playDispatched();
    else {
      leftOut.push(one);
      const { message } = (await response.json()) as { readonly message: string };
      request.options.onPhase(
        `Not played: ${one.path} is started by hand. ${message}: give it a \`default\` below \`on.workflow_dispatch.inputs\` of that file, and it is played`,
      );
    }
  }
  return leftOut.map(({ path }) => path);
}

function isTooLong({ path, workflow }: FoundWorkflow, { options, seconds }: LaterRequest): boolean {
  if (options.second !== 'when-quick' || seconds <= MAX_WAIT_SECONDS) return false;
  if (!actionsOf(workflow).includes('train')) return false;
  options.onPhase(`Not played: ${path} trains again, which would take as long again: --twice plays it`);
  return true;
}

function hasRun({ runs }: Stage, { path }: FoundWorkflow): boolean {
  return runs.some((run) => run.path === path);
}

function describeUnstarted({ loaded }: Stage, { path, workflow }: FoundWorkflow): string {
  const { on } = workflow;
  const events = typeof on === 'string' ? [on] : Array.isArray(on) ? on.map(String) : Object.keys(on ?? {});
  return `Not played: ${path} is started by ${events.join(', ') || 'nothing'}. A play opens a pull request, merges it into ${loaded.base}, and starts what runs on schedule or by hand; look at the branches, paths and types below \`on:\` of that file`;
}

/** What makes a version comes first, and what looks after one last. */
function rankOf(workflow: Workflow): number {
  const actions = actionsOf(workflow);
  if (actions.includes('train') || actions.includes('register')) return 0;
  return actions.includes('monitor') ? 2 : 1;
}

function actionsOf({ jobs }: Workflow): readonly ActionName[] {
  return Object.values(jobs).flatMap(({ steps }) =>
    steps.flatMap(({ uses = '' }) => ownActionOf(uses) ?? []),
  );
}

function cronsOf(on: unknown): readonly string[] {
  const entries: unknown = typeof on === 'object' && on !== null && 'schedule' in on ? on.schedule : [];
  const crons = [entries].flat().flatMap((entry: unknown) => {
    const isEntry = typeof entry === 'object' && entry !== null && 'cron' in entry;
    return isEntry && typeof entry.cron === 'string' ? [entry.cron] : [];
  });
  return [...new Set(crons)];
}
