/** Plays what happens on GitHub: people act, events start the workflows of the repository, schedules come round. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CONFIG_PATH } from '../../src/shared/domain/kernel/names.ts';
import { startBox, type Box } from '../github-box/box.ts';
import type { ActionForm } from './engine/actions.ts';
import type { Processes } from './engine/processes.ts';
import type { StepResult } from './engine/run-step.ts';
import { runWorkflow, type EngineOptions, type RunResult, type StartRun } from './engine/run-workflow.ts';
import { ada, alan, grace, repositoryName as repository, type Proposal } from './people.ts';
import type { LocalService } from './service.ts';
import { readInitialFiles, workflowPath, type WorkflowName } from './repository-files.ts';

const MAIN = 'refs/heads/main';
const CURRENT_DATA = { step: 'node fetch-data.mjs current', file: 'data/current.csv' };

export interface PlayerOptions {
  /** First date of the story. */
  readonly start: string;
  readonly actionForm: ActionForm;
  readonly processes: Processes;
  readonly service: LocalService;
  readonly onStep: (job: string, result: StepResult) => void;
}

/** Rewrites the text of a data file. */
export type Fault = (csv: string) => string;

export interface Player {
  readonly box: Box;
  /** Opens a pull request with these files and plays its workflow. */
  propose(
    proposal: Proposal,
    files: Readonly<Record<string, string>>,
  ): Promise<{ readonly number: number; readonly run: RunResult }>;
  merge(number: number): Promise<RunResult>;
  close(number: number): Promise<void>;
  schedule(workflow: WorkflowName): Promise<RunResult>;
  /** The author of a proposal starts a workflow on its branch, as the button in the Actions tab does. */
  runByHand(proposal: Proposal, workflow: WorkflowName): Promise<RunResult>;
  /** Takes the runs of dispatches, when they have ended. */
  takeDispatched(): Promise<readonly RunResult[]>;
  /** From now on production's data are changed like this on their way; undefined ends it. */
  injectFault(fault: Fault | undefined): void;
}

/** Starts a box and fills its one repository. Close `box` at the end. */
export async function createPlayer(options: PlayerOptions): Promise<Player> {
  const dispatched: RunResult[] = [];
  let fault: Fault | undefined;
  const box = await startBox({
    start: options.start,
    onDispatch: async ({ workflow, inputs, runId }) => {
      const start: StartRun = (first) => box.resumeRun({ id: runId }, first);
      dispatched.push(await play({ path: workflow, ref: MAIN, start, inputs }));
    },
  });
  const engine: EngineOptions = {
    ...options,
    box,
    variables: () => ({
      FLIGHTS_TODAY: box.clock.now().toISOString().slice(0, 10),
      SERVICE_URL: options.service.url,
    }),
    afterStep: async (title, workspace) => {
      if (title !== CURRENT_DATA.step || fault === undefined) return;
      const path = join(workspace, CURRENT_DATA.file);
      await writeFile(path, fault(await readFile(path, 'utf8')));
    },
  };
  const play = async ({ ref, ...request }: PlayRequest): Promise<RunResult> =>
    runWorkflow(engine, { ...request, source: await readWorkflow(box, ref, request.path) });

  await createRepository(box, options.service);
  return {
    box,
    propose: async ({ author, branch, title, body }, files) => {
      await box.pushFiles({ repository, branch, files, message: title, author });
      const number = await box.openPull({ repository, head: branch, title, body, author });
      const path = workflowPath('pull-request.yml');
      const event = { repository, workflow: path, event: 'pull_request', pull: number, actor: author };
      const start: StartRun = (first) => box.startRun({ ...event, ...first });
      return { number, run: await play({ path, ref: `refs/heads/${branch}`, start }) };
    },
    merge: async (number) => {
      const { before } = await box.mergePull({ repository, number, by: grace });
      const path = workflowPath('promote-on-merge.yml');
      const event = { repository, workflow: path, event: 'push', before, actor: grace };
      return play({ path, ref: MAIN, start: (first) => box.startRun({ ...event, ...first }) });
    },
    close: (number) => closePull(box, number),
    schedule: (name) => {
      const path = workflowPath(name);
      const event = { repository, workflow: path, event: 'schedule', actor: grace };
      return play({ path, ref: MAIN, start: (first) => box.startRun({ ...event, ...first }) });
    },
    runByHand: ({ author, branch }, name) => {
      const path = workflowPath(name);
      const event = { repository, workflow: path, event: 'workflow_dispatch', actor: author };
      const start: StartRun = (first) => box.startRun({ ...event, headBranch: branch, ...first });
      return play({ path, ref: `refs/heads/${branch}`, start });
    },
    takeDispatched: async () => {
      await box.settled();
      return dispatched.splice(0);
    },
    injectFault: (next) => void (fault = next),
  };
}

interface PlayRequest {
  readonly path: string;
  /** Where the workflow file is read. */
  readonly ref: string;
  readonly start: StartRun;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

async function createRepository(box: Box, service: LocalService): Promise<void> {
  const [owner = '', name = ''] = repository.split('/');
  await box.createRepository({
    owner,
    name,
    ownerType: 'Organization',
    description: 'Warns passengers of late flights',
    collaborators: { [ada]: 'write', [alan]: 'write', [grace]: 'maintain' },
  });
  const initial = await readInitialFiles();
  const config = service.configure(initial[CONFIG_PATH] ?? '', box.registry);
  const files = { ...initial, [CONFIG_PATH]: config };
  await box.pushFiles({ repository, files, message: 'Set up the repository', author: grace });
}

async function readWorkflow(box: Box, ref: string, path: string): Promise<string> {
  const file = await box.world.findRepository(repository)?.git.objects.read(`${ref}:${path}`);
  if (file?.type !== 'blob') throw new Error(`${ref}: expected a workflow ${path}, got none`);
  return file.content.toString();
}

async function closePull(box: Box, number: number): Promise<void> {
  const token = box.issueToken({ login: grace, type: 'user' });
  const response = await fetch(`${box.apiUrl}/repos/${repository}/pulls/${number}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ state: 'closed' }),
  });
  if (!response.ok) throw new Error(`closing #${number}: expected 200, got ${response.status}`);
}
