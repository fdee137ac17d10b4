/**
 * Runs a workflow file of a box's repository, unchanged, under `act` in host mode: an engine that we did not
 * write. Only GitHub's own actions (checkout, set-up, artifacts) are stand-ins. What act cannot do: a token for each job
 * (all jobs share one with the union of their permissions), signals, time limits of a job.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { actionNames } from '../../src/shared/domain/kernel/names.ts';
import { actEnvironment } from '../github-box/act.ts';
import type { Box } from '../github-box/box.ts';
import type { StartedRun } from '../github-box/human/runs.ts';
import type { Permissions } from '../github-box/state/tokens.ts';
import { type ActOutcome, createActEnvironment, runAct } from './act.ts';
import { readCommand } from './command.ts';
import { root } from './tools.ts';

const dist = join('actions', 'dist');
const standIns = join(root, 'test', 'real', 'stand-ins');

export interface Engine {
  /** Runs the workflow for a started run of the box, and finishes that run. */
  run(request: EngineRequest): Promise<EngineResult>;
  /** Ends what still runs, and removes every file. */
  close(): Promise<void>;
}

export interface EngineRequest {
  /** `owner/name`. */
  readonly repository: string;
  /** Path of the file on the default branch, such as `.github/workflows/train.yml`. */
  readonly workflow: string;
  /** What starts it: an event, or a dispatch whose run is queued. */
  readonly start:
    | Omit<StartOptions, 'repository' | 'workflow' | 'permissions'>
    | { readonly dispatched: number };
  /** Variables of the repository. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Secrets of the repository, besides the run's own token. */
  readonly secrets?: Readonly<Record<string, string>>;
}

type StartOptions = Parameters<Box['startRun']>[0];

export interface EngineResult extends ActOutcome {
  readonly runId: number;
}

interface Setting {
  readonly act: string;
  /** Folder that set-up Python puts on the PATH. */
  readonly pythonBin: string;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string>>;
}

export async function createEngine(
  box: Box,
  programs: { readonly act: string; readonly pythonBin: string },
): Promise<Engine> {
  if (!existsSync(join(root, dist))) throw new Error(`${dist}: expected the built actions; npm run build`);
  // act follows no symbolic link to an action.
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'engine-')));
  const stop = new AbortController();
  await exportProduct(productIn(folder));
  const environment = await createActEnvironment(folder);
  const setting = { ...programs, folder, environment, signal: stop.signal };
  return {
    run: (request) => runWorkflow(box, request, setting),
    close: async () => {
      stop.abort();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const productIn = (folder: string): string => join(folder, 'product');

/** What a runner downloads of this repository, less what no action reads: act copies the whole folder every step. */
async function exportProduct(target: string): Promise<void> {
  for (const action of actionNames) {
    const manifest = join('actions', action, 'action.yml');
    await mkdir(join(target, 'actions', action), { recursive: true });
    await cp(join(root, manifest), join(target, manifest));
  }
  await cp(join(root, dist), join(target, dist), { recursive: true });
}

async function runWorkflow(box: Box, request: EngineRequest, setting: Setting): Promise<EngineResult> {
  const source = await readWorkflow(box, request);
  const run = await startRun(box, request, unionOfPermissions(source));
  const folder = await mkdtemp(join(setting.folder, `run-${run.id}-`));
  const checkout = join(folder, 'repository');
  await readCommand('git', ['clone', '--quiet', box.gitUrl(request.repository, run.token), checkout]);
  const files = await writeEngineFiles(folder, run, request);
  const {
    GITHUB_EVENT_NAME: event = '',
    GITHUB_EVENT_PATH: payload = '',
    GITHUB_ACTOR = '',
  } = run.environment;
  const args = [
    ...[event, '-C', checkout, '-W', join(checkout, request.workflow), '-e', payload, '-a', GITHUB_ACTOR],
    ...['-P', 'ubuntu-latest=-self-hosted', '--no-skip-checkout', '--no-cache-server', '--rm', '--json'],
    ...['--action-offline-mode', '--action-cache-path', join(folder, 'act')],
    ...['--secret-file', files.secrets, '--var-file', files.variables],
    ...['--env-file', files.environment, '--input-file', '/dev/null'],
    ...[
      '--env',
      `STANDIN_PYTHON_BIN=${setting.pythonBin}`,
      '--env',
      `STANDIN_TEMP=${join(setting.folder, 'temp')}`,
      '--env',
      `STANDIN_ARTIFACT=${import.meta.resolve('@actions/artifact')}`,
    ],
    ...localRepositories(source, productIn(setting.folder)),
  ];
  const outcome = await runAct(setting.act, args, { env: setting.environment, signal: setting.signal });
  const succeeded = Object.values(outcome.jobs).every((result) => result === 'success');
  box.finishRun(run, succeeded ? 'success' : 'failure');
  return { ...outcome, runId: run.id };
}

async function readWorkflow(box: Box, { repository, workflow }: EngineRequest): Promise<string> {
  const target = box.world.findRepository(repository);
  const file = await target?.git.objects.read(`refs/heads/${target.defaultBranch}:${workflow}`);
  if (file === undefined)
    throw new RangeError(`${workflow}: expected a file on the default branch, got none`);
  return file.content.toString();
}

function startRun(box: Box, request: EngineRequest, permissions: Permissions): Promise<StartedRun> {
  const { repository, workflow, start } = request;
  if ('dispatched' in start) return box.resumeRun({ id: start.dispatched }, { permissions });
  return box.startRun({ ...start, repository, workflow, permissions });
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

async function writeEngineFiles(
  folder: string,
  run: StartedRun,
  { variables = {}, secrets = {} }: EngineRequest,
): Promise<Readonly<Record<'secrets' | 'variables' | 'environment', string>>> {
  const write = async (name: string, values: Readonly<Record<string, string>>): Promise<string> => {
    const path = join(folder, name);
    await writeFile(
      path,
      Object.entries(values)
        .map(([key, value]) => `${key}=${value}\n`)
        .join(''),
    );
    return path;
  };
  return {
    secrets: await write('secrets', { GITHUB_TOKEN: run.token, ...secrets }),
    variables: await write('variables', variables),
    environment: await write('environment', actEnvironment(run)),
  };
}

/** One flag for each `uses:` of the file: own actions from the export, others from the stand-ins; nothing is fetched. */
function localRepositories(workflow: string, product: string): readonly string[] {
  const flags = [...workflow.matchAll(/uses: ([^/\s]+)\/([^/@\s]+)\S*?@(\S+)/g)].map(
    ([, owner, name, ref]) => {
      const folder = owner === 'actions' ? join(standIns, name ?? '') : product;
      return `${owner}/${name}@${ref}=${folder}`;
    },
  );
  return [...new Set(flags)].flatMap((flag) => ['--local-repository', flag]);
}
