/** One job: its steps in order, with the contexts, files and tools that GitHub's runner would give them. */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { interpolate, isTrue, type Contexts, type HashFiles } from '../../demo/engine/expressions.ts';
import { createStepFiles, parseOutputs } from '../../demo/engine/file-commands.ts';
import type { Processes } from '../../demo/engine/processes.ts';
import { installConda } from './conda.ts';
import { environmentOfPerson } from './own-environment.ts';
import type { PythonTools } from './python.ts';
import type { StandInRegistry } from './stand-in-registry.ts';
import { resolveAction } from './resolve-action.ts';
import type { WorkflowJob, WorkflowStep, Workflow } from '../../../src/shared/domain/setup/workflow.ts';

export type Conclusion = 'success' | 'failure' | 'skipped';

export interface StepResult {
  readonly title: string;
  /** The action that it uses, where it uses one. */
  readonly uses?: string | undefined;
  readonly conclusion: Conclusion;
  readonly seconds: number;
  readonly log: readonly string[];
  readonly summary: string;
  /** What was not done as on GitHub. */
  readonly remark: string | undefined;
}

export interface JobResult {
  readonly name: string;
  readonly conclusion: Conclusion;
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly StepResult[];
  /** Why it was not run, where this runner cannot run it. */
  readonly remark?: string;
}

export interface JobRequest {
  readonly name: string;
  readonly job: WorkflowJob;
  readonly workflow: Workflow;
  readonly token: string;
  readonly workspace: string;
  readonly environment: Readonly<Record<string, string>>;
  /** `needs`, `inputs`, `matrix`, `vars`. */
  readonly contexts: Contexts;
}

export interface JobTools {
  readonly processes: Processes;
  readonly python: PythonTools;
  readonly onStep: (job: string, step: StepResult) => void;
  /** What deploy gets in place of the registry that its image is pushed to. */
  readonly standInRegistry: StandInRegistry;
}

interface Stage {
  readonly request: JobRequest;
  readonly tools: JobTools;
  readonly folder: string;
  readonly steps: Record<
    string,
    { outputs: Readonly<Record<string, string>>; outcome: string; conclusion: string }
  >;
  /** What steps wrote to GITHUB_ENV and GITHUB_PATH. */
  readonly added: { readonly environment: Record<string, string>; readonly path: string[] };
  succeeded: boolean;
}

export async function runJob(request: JobRequest, tools: JobTools): Promise<JobResult> {
  const stage: Stage = {
    request,
    tools,
    folder: dirname(request.workspace),
    steps: {},
    added: { environment: {}, path: [] },
    succeeded: true,
  };
  const results: StepResult[] = [];
  for (const [index, step] of request.job.steps.entries()) {
    const result = await runStep(stage, step, index);
    results.push(result);
    tools.onStep(request.name, result);
  }
  const contexts = contextsOf(stage);
  const outputs = mapValues(request.job.outputs, (value) => interpolate(value, contexts));
  // A hosted machine is thrown away after its job.
  await rm(request.workspace, { recursive: true, force: true });
  return { name: request.name, conclusion: stage.succeeded ? 'success' : 'failure', outputs, steps: results };
}

async function runStep(stage: Stage, step: WorkflowStep, index: number): Promise<StepResult> {
  const started = performance.now();
  const contexts = contextsOf(stage);
  const title = interpolate(step.name ?? step.uses ?? firstLine(step.run ?? ''), contexts);
  if (!isTrue(step.if ?? 'true', contexts, stage.succeeded)) {
    remember(stage, step, { outputs: {}, conclusion: 'skipped', outcome: 'skipped' });
    return {
      title,
      uses: step.uses,
      conclusion: 'skipped',
      seconds: 0,
      log: [],
      summary: '',
      remark: undefined,
    };
  }
  const files = await createStepFiles(stage.folder, index);
  const log: string[] = [];
  const plan = await planStep(stage, step, contexts);
  const succeeded =
    plan.command === undefined || (await execute(stage, plan, { files: files.environment, log }));
  await takeAdded(stage, files.environment);
  const mayFail = String(step['continue-on-error'] ?? false) === 'true';
  if (!succeeded && !mayFail) stage.succeeded = false;
  remember(stage, step, {
    outputs: await files.outputs(),
    outcome: succeeded ? 'success' : 'failure',
    conclusion: succeeded || mayFail ? 'success' : 'failure',
  });
  const shown = succeeded ? 'success' : 'failure';
  return {
    ...{ title, uses: step.uses },
    conclusion: plan.isLeftOut === true ? 'skipped' : shown,
    seconds: (performance.now() - started) / 1000,
    log,
    summary: await files.summary(),
    remark: plan.remark,
  };
}

interface StepPlan {
  /** Absent where nothing is run. */
  readonly command?: readonly [string, ...string[]];
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly remark?: string | undefined;
  /** GitHub would run it, and this runner cannot. */
  readonly isLeftOut?: boolean;
}

async function planStep(stage: Stage, step: WorkflowStep, contexts: Contexts): Promise<StepPlan> {
  const fill = (values: Readonly<Record<string, string>>): Record<string, string> =>
    mapValues(values, (value) => interpolate(value, contexts, hashFilesIn(stage.request.workspace)));
  const { request, tools } = stage;
  const environment = { ...fill(request.workflow.env), ...fill(request.job.env), ...fill(step.env) };
  if (step.run !== undefined) return planScript(stage, step, { contexts, environment });
  const action = await resolveAction(step.uses ?? '');
  switch (action.kind) {
    case 'unknown':
      return {
        isLeftOut: true,
        remark: `${action.name} is not run: this runner does not know it. What it installs has to be on this machine`,
      };
    case 'setup': {
      await tools.python.install(action.packages);
      const installed =
        action.packages.length === 0 ? '' : `, and ${action.packages.join(', ')} from the package index`;
      return { remark: `${action.name}: the tools of this machine are used${installed}` };
    }
    case 'conda': {
      const { [action.input]: file = 'environment.yml' } = fill(step.with);
      const done = await installConda(tools.python, { workspace: request.workspace, file });
      return { remark: `${action.name}: ${done}` };
    }
    case 'program': {
      const inputs = Object.entries(fill({ ...action.defaults, ...step.with })).map(
        ([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value] as const,
      );
      const given = { ...environment, ...Object.fromEntries(inputs) };
      const program = { command: [process.execPath, action.program] as const, environment: given };
      if (action.name !== 'deploy') return program;
      const place = { inputs: given, workspace: request.workspace, environment: request.environment };
      const { left, remark, image } = await tools.standInRegistry(place);
      if (left !== undefined) return { isLeftOut: true, remark: left };
      return {
        ...program,
        remark,
        environment: { ...given, ...(image !== undefined && { INPUT_IMAGE: image }) },
      };
    }
  }
}

interface ScriptPlace {
  readonly contexts: Contexts;
  readonly environment: Readonly<Record<string, string>>;
}

function planScript(
  { request }: Stage,
  step: WorkflowStep,
  { contexts, environment }: ScriptPlace,
): StepPlan {
  const defaults = { ...request.workflow.defaults?.run, ...request.job.defaults?.run };
  const shell = step.shell ?? defaults.shell ?? 'bash -e';
  const script = interpolate(step.run ?? '', contexts, hashFilesIn(request.workspace));
  const command = shellCommand(shell, script);
  if (command === undefined)
    return { isLeftOut: true, remark: `shell ${shell} is not run: this runner knows bash, sh and python` };
  const folder = interpolate(step['working-directory'] ?? defaults['working-directory'] ?? '.', contexts);
  return { command, folder, environment };
}

function shellCommand(shell: string, script: string): readonly [string, ...string[]] | undefined {
  switch (shell.split(' ')[0]) {
    case 'bash':
      return shell === 'bash'
        ? ['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', script]
        : [
            'bash',
            ...shell
              .split(' ')
              .slice(1)
              .filter((option) => option !== '{0}'),
            '-c',
            script,
          ];
    case 'sh':
      return ['sh', '-e', '-c', script];
    case 'python':
      return ['python3', '-c', script];
    default:
      return undefined;
  }
}

async function execute(
  { request, tools, folder, added }: Stage,
  plan: StepPlan,
  { files, log }: { readonly files: Readonly<Record<string, string>>; readonly log: string[] },
): Promise<boolean> {
  const [command, ...args] = plan.command ?? ['true'];
  const python = await tools.python.bin();
  const path = [
    ...added.path.toReversed(),
    ...(python === undefined ? [] : [python]),
    dirname(process.execPath),
  ];
  const cwd = resolve(request.workspace, plan.folder ?? '.');
  if (!existsSync(cwd)) {
    log.push(`::error::working-directory: expected a folder ${plan.folder ?? '.'} in the checkout, got none`);
    return false;
  }
  const exitCode = await tools.processes.run({
    command,
    args,
    cwd,
    environment: {
      ...environmentOfPerson(),
      PATH: [...path, process.env.PATH ?? ''].join(':'),
      HOME: folder,
      LANG: 'C.UTF-8',
      ...request.environment,
      ...added.environment,
      ...plan.environment,
      ...files,
    },
    onLine: (line) => log.push(line),
  });
  return exitCode === 0;
}

/** What a step wrote for those after it. */
async function takeAdded({ added }: Stage, files: Readonly<Record<string, string>>): Promise<void> {
  const read = async (name: string): Promise<string> => readFile(files[name] ?? '', 'utf8').catch(() => '');
  Object.assign(added.environment, parseOutputs(await read('GITHUB_ENV')));
  added.path.push(...(await read('GITHUB_PATH')).split('\n').filter((line) => line !== ''));
}

function remember(stage: Stage, { id }: WorkflowStep, result: Stage['steps'][string]): void {
  if (id !== undefined) stage.steps[id] = result;
}

function contextsOf({ request, steps, added, succeeded }: Stage): Contexts {
  const { environment, token, workflow, job } = request;
  return {
    ...request.contexts,
    github: githubContext(environment, token),
    secrets: { GITHUB_TOKEN: token },
    env: { ...workflow.env, ...job.env, ...added.environment },
    job: { status: succeeded ? 'success' : 'failure' },
    runner: {
      os: 'Linux',
      arch: 'X64',
      temp: environment.RUNNER_TEMP,
      tool_cache: environment.RUNNER_TOOL_CACHE,
    },
    steps,
  };
}

export function githubContext(
  environment: Readonly<Record<string, string>>,
  token: string,
): Readonly<Record<string, unknown>> {
  const variables = Object.entries(environment)
    .filter(([name]) => name.startsWith('GITHUB_'))
    .map(([name, value]) => [name.slice('GITHUB_'.length).toLowerCase(), value] as const);
  const event: unknown = JSON.parse(readFileSync(environment.GITHUB_EVENT_PATH ?? '', 'utf8'));
  return { ...Object.fromEntries(variables), token, event };
}

/** SHA-256 over the digests of the files, as GitHub computes it; only ever compared with itself. */
function hashFilesIn(workspace: string): HashFiles {
  return (patterns) => {
    const paths = patterns.flatMap((pattern) => globSync(join(workspace, pattern))).sort();
    const files = paths.filter((path) => statSync(path).isFile());
    if (files.length === 0) return '';
    const digest = createHash('sha256');
    for (const path of files) digest.update(createHash('sha256').update(readFileSync(path)).digest());
    return digest.digest('hex');
  };
}

function mapValues(
  values: Readonly<Record<string, string>>,
  change: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}

function firstLine(script: string): string {
  return script.trim().split('\n')[0] ?? '';
}
