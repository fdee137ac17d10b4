/** A repository in the box with one registered version in production, and the monitor to run against it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { MonitorInputs } from '../../../actions/monitor/inputs.ts';
import type { Checked, MonitorOutcome } from '../../../actions/monitor/outcome.ts';
import { runMonitor } from '../../../actions/monitor/run.ts';
import { createTables, parseTable } from '../../../src/shared/adapters/data/tables.ts';
import { createScratch } from '../../../src/shared/adapters/files/scratch.ts';
import { prepareStep } from '../../../src/shared/usecases/step-context.ts';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { createGitHub, type GitHub } from '../../../src/shared/adapters/github/create-github.ts';
import type { RunContext } from '../../../src/shared/domain/kernel/platform.ts';
import { computeProfile } from '../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import { computePerformance } from '../../../src/shared/domain/monitoring/profile/performance.ts';
import type { Profile } from '../../../src/shared/domain/monitoring/profile/profile.ts';
import { numberColumn, timeColumn } from '../../../src/shared/domain/table/access.ts';
import type { ArtifactUploads, Ledger } from '../../../src/shared/ports/github.ts';
import type { Clock, Log } from '../../../src/shared/ports/runner.ts';
import { startBox, type Box } from '../../github-box/box.ts';
import type { IssueRecord } from '../../github-box/state/records.ts';
import { createFlights, toCsv, type Flight } from './daily-data.ts';
import { registerVersion } from './registered-version.ts';

export const MODEL = 'flight-delays';
export const REPOSITORY = 'acme/flights';

/** Columns of production data before labels arrive. */
export const FEATURES = ['id', 'date', 'delay', 'distance', 'airport'] as const;
export const LABELLED = [...FEATURES, 'score', 'late'] as const;

/** The reference: 12 weeks of spring. */
export const REFERENCE_FROM = '2026-03-02';
export const REFERENCE_DAYS = 84;

type Permissions = Readonly<Record<string, 'read' | 'write'>>;

const EVERYTHING = { actions: 'write', contents: 'write', issues: 'write' } as const;

export interface GroundOptions {
  /** The section `monitor` of the configuration, as YAML on one line. */
  readonly monitor?: string;
  readonly referenceDays?: number;
  /** The artifact service; one that accepts everything unless given. */
  readonly upload?: ArtifactUploads['upload'];
}

export interface MonitorOptions {
  readonly inputs?: Partial<MonitorInputs>;
  /** Of the token; everything unless given. */
  readonly permissions?: Permissions;
  /** Of the workflow run; the next number unless given. */
  readonly runId?: number;
}

export interface Ground extends AsyncDisposable {
  readonly box: Box;
  readonly warnings: readonly string[];
  /** Name of an uploaded artifact → text of its one file. */
  readonly artifacts: ReadonlyMap<string, string>;
  readonly ledger: Ledger;
  /** Issues of the repository, in order of their numbers. */
  readonly issues: readonly IssueRecord[];
  /** Writes `current.csv`. */
  putCurrent(flights: readonly Flight[], columns?: readonly (keyof Flight)[]): Promise<void>;
  putFile(path: string, content: string): Promise<void>;
  /** Runs the monitor at noon of a day. */
  monitorOn(day: string, options?: MonitorOptions): Promise<MonitorOutcome>;
  /** The same, where a check is expected. */
  checkOn(day: string, options?: MonitorOptions): Promise<Checked>;
}

export async function startGround(options: GroundOptions = {}): Promise<Ground> {
  const box = await startBox({ start: '2026-05-25T08:00:00Z' });
  const files = { '.github/workflows/retrain.yml': RETRAIN_WORKFLOW };
  const repository = await box.createRepository({ owner: 'acme', name: 'flights', files });
  const folder = await mkdtemp(join(tmpdir(), 'monitor-'));
  const workspace = join(folder, 'workspace');
  await putFile(workspace, '.github/model-steward.yml', configText(options.monitor));
  const warnings: string[] = [];
  const artifacts = new Map<string, string>();
  const github = (permissions: Permissions): GitHub => githubOf(box, permissions, warnings);
  const { sha } = await box.pushFiles({ repository: REPOSITORY, files: { 'README.md': '# Flights' } });
  const profile = JSON.stringify(await referenceProfile(options.referenceDays ?? REFERENCE_DAYS));
  const at = box.clock.now();
  await mkdir(join(folder, 'release'));
  const release = { model: MODEL, commit: sha, profile, folder: join(folder, 'release'), at };
  await registerVersion({ github: github(EVERYTHING), ...release });
  let runs = 0;
  const monitorOn: Ground['monitorOn'] = async (
    day,
    { inputs = {}, permissions = EVERYTHING, runId } = {},
  ) => {
    box.clock.set(`${day}T12:00:00Z`);
    runs += 1;
    const temp = join(folder, `run-${runs}`);
    const ports = {
      ...github(permissions),
      artifactUploads: { upload: options.upload ?? keepIn(artifacts) },
      clock: clockOf(box),
      log: logInto(warnings),
      tables: createTables(),
      workspace: openFiles(workspace),
      scratch: createScratch(temp),
    };
    const context = contextOf(runId ?? runs, workspace, temp);
    return await runMonitor(await prepareStep({ inputs: { ...DEFAULT_INPUTS, ...inputs }, context, ports }));
  };
  return {
    box,
    warnings,
    artifacts,
    ledger: github(EVERYTHING).ledger,
    get issues() {
      return repository.issues;
    },
    putCurrent: (flights, columns = FEATURES) => putFile(workspace, 'current.csv', toCsv(flights, columns)),
    putFile: (path, content) => putFile(workspace, path, content),
    monitorOn,
    checkOn: async (day, monitorOptions) => {
      const outcome = await monitorOn(day, monitorOptions);
      if (outcome.kind === 'checked') return outcome;
      throw new Error(`expected a check, got: ${outcome.reason}`);
    },
    [Symbol.asyncDispose]: async () => {
      await rm(folder, { recursive: true, force: true });
      await box.close();
    },
  };
}

function keepIn(artifacts: Map<string, string>): ArtifactUploads['upload'] {
  return async (name, files, [path = '']) => {
    const text = Buffer.from(await files.read(path)).toString('utf8');
    artifacts.set(name, text);
    return { id: artifacts.size, sizeBytes: text.length };
  };
}

/** Without the port of the box, which is another one each time. */
export function readable(markdown: string): string {
  return markdown.replaceAll(/http:\/\/github\.localhost:\d+/g, 'https://github.com');
}

const RETRAIN_WORKFLOW = `name: retrain
on: { workflow_dispatch: { inputs: { issue: { required: false } } } }
jobs: {}
`;

const DEFAULT_INPUTS: MonitorInputs = {
  current: 'current.csv',
  model: undefined,
  configPath: undefined,
  stage: undefined,
  labels: undefined,
  scores: undefined,
  windowDays: undefined,
  token: 'given to the ports',
};

function configText(monitor = '{}'): string {
  return `models:
  ${MODEL}:
    task: binary
    predictions: { id: id, label: late, score: score, time: date }
    gate: [{ metric: brier, not-worse-by: 0.01 }]
    monitor: ${monitor}
`;
}

/** What `train` writes: the features by day, and how good the model was on each day. */
async function referenceProfile(days: number): Promise<Profile> {
  const text = toCsv(createFlights(REFERENCE_FROM, days), LABELLED);
  const table = await parseTable(Buffer.from(text), 'reference');
  const exclude = ['id', 'score', 'late'];
  const performance = computePerformance('binary', {
    labels: numberColumn(table, 'late', 'reference'),
    scores: numberColumn(table, 'score', 'reference'),
    times: timeColumn(table, 'date', 'reference'),
    threshold: 0.5,
  });
  return { ...computeProfile(table, { where: 'reference', time: 'date', exclude }), performance };
}

function githubOf(box: Box, permissions: Permissions, warnings: string[]): GitHub {
  return createGitHub({
    apiUrl: box.apiUrl,
    token: box.issueToken({ repository: REPOSITORY, permissions }),
    repository: { owner: 'acme', name: 'flights' },
    clock: clockOf(box),
    log: logInto(warnings),
    tempDir: tmpdir(),
    random: () => 0.5,
  });
}

function clockOf({ clock }: Box): Clock {
  return {
    now: () => clock.now(),
    monotonicMs: () => clock.now().getTime(),
    sleep: async (ms) => {
      clock.advance(ms);
    },
  };
}

function logInto(warnings: string[]): Log {
  const ignore = (): void => undefined;
  return {
    info: ignore,
    notice: ignore,
    debug: ignore,
    warning: (text) => void warnings.push(text),
    group: (_, work) => work(),
  };
}

function contextOf(runId: number, workspace: string, tempDir: string): RunContext {
  return {
    repository: { owner: 'acme', name: 'flights' },
    sha: '0123456789abcdef0123456789abcdef01234567',
    ref: 'refs/heads/main',
    eventName: 'schedule',
    event: {},
    runId,
    runAttempt: 1,
    workflowPath: '.github/workflows/monitor.yml',
    job: 'warning',
    actor: 'acme',
    serverUrl: 'https://github.com',
    workspace,
    tempDir,
    runner: { os: 'Linux', arch: 'X64', image: undefined },
  };
}

async function putFile(workspace: string, path: string, content: string): Promise<void> {
  await mkdir(dirname(join(workspace, path)), { recursive: true });
  await writeFile(join(workspace, path), content);
}
