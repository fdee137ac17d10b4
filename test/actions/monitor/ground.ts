/** A repository in the box with one registered version in production, and the monitor to run against it. */
import { contentOf } from '../../ground/memory-files.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MonitorInputs } from '../../../actions/monitor/inputs.ts';
import type { Checked, MonitorOutcome } from '../../../actions/monitor/outcome.ts';
import { runMonitor } from '../../../actions/monitor/run.ts';
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import { createTables, readTable } from '../../../src/shared/adapters/data/tables.ts';
import { createScratch } from '../../../src/shared/adapters/files/scratch.ts';
import { prepareStep } from '../../../src/shared/usecases/step-context.ts';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { computeProfile } from '../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import { computePerformance } from '../../../src/shared/domain/monitoring/profile/performance.ts';
import type { Profile } from '../../../src/shared/domain/monitoring/profile/profile.ts';
import { numberColumn, timeColumn } from '../../../src/shared/domain/table/access.ts';
import type { ArtifactUploads, Ledger } from '../../../src/shared/ports/github.ts';
import { startBox, type Box } from '../../github-box/box.ts';
import type { IssueRecord } from '../../github-box/state/records.ts';
import { clockOf, connect, recordInto, type Permissions } from '../../ground/box-ports.ts';
import { describeEvidence, writeEvidence, writeFiles, type EvidenceFiles } from '../../ground/evidence.ts';
import { registerVersion } from '../../ground/registered-version.ts';
import { runContext } from '../../ground/run-context.ts';
import { createFlights, toCsv, type Flight } from './daily-data.ts';

export const MODEL = 'flight-delays';
export const REPOSITORY = 'acme/flights';

/** Columns of production data before labels arrive. */
export const FEATURES = ['id', 'date', 'delay', 'distance', 'airport'] as const;
export const LABELED = [...FEATURES, 'score', 'late'] as const;

/** The reference: 12 weeks of spring. */
export const REFERENCE_FROM = '2026-03-02';
export const REFERENCE_DAYS = 84;

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
  /** Slug of the App whose token it is; the workflow's own token unless given. */
  readonly app?: string;
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
  await writeFiles(workspace, { '.github/model-steward.yml': configText(options.monitor) });
  const warnings: string[] = [];
  const artifacts = new Map<string, string>();
  const log = recordInto({ notices: [], warnings });
  const github = (permissions: Permissions, app?: string) =>
    connect(box, { repository: REPOSITORY, permissions, app, log });
  const { sha: commit } = await box.pushFiles({
    repository: REPOSITORY,
    files: { 'README.md': '# Flights' },
  });
  const evidence = await leaveEvidence(join(folder, 'evidence'), options.referenceDays ?? REFERENCE_DAYS);
  const register = { github: github(EVERYTHING), clock: clockOf(box), workspace, commit };
  await registerVersion({ ...register, ...evidence, folder: join(folder, 'register') });
  let runs = 0;
  const monitorOn: Ground['monitorOn'] = async (
    day,
    { inputs = {}, permissions = EVERYTHING, app, runId } = {},
  ) => {
    box.clock.set(`${day}T12:00:00Z`);
    runs += 1;
    const temp = join(folder, `run-${runs}`);
    const ports = {
      ...github(permissions, app),
      artifactUploads: { upload: options.upload ?? keepIn(artifacts) },
      clock: clockOf(box),
      log,
      tables: createTables(),
      workspace: openFiles(workspace),
      scratch: createScratch(temp),
    };
    const context = runContext({
      ...{ workspace, tempDir: temp, runId: runId ?? runs, eventName: 'schedule', job: 'monitor' },
      workflowPath: '.github/workflows/monitor.yml',
    });
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
    putCurrent: (flights, columns = FEATURES) =>
      writeFiles(workspace, { 'current.csv': toCsv(flights, columns) }),
    putFile: (path, content) => writeFiles(workspace, { [path]: content }),
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

async function leaveEvidence(
  folder: string,
  referenceDays: number,
): Promise<{ readonly evidence: string; readonly run: Run }> {
  const profile = JSON.stringify(await referenceProfile(referenceDays));
  const files: EvidenceFiles = {
    'model/weights.bin': { role: 'model', text: 'weights' },
    'profile.json': { role: 'profile', text: profile },
  };
  const run = describeEvidence(files, { model: MODEL, metrics: { brier: 0.2 } });
  await writeEvidence(folder, files, run);
  return { evidence: folder, run };
}

/** What `train` writes: the features by day, and how good the model was on each day. */
async function referenceProfile(days: number): Promise<Profile> {
  const text = toCsv(createFlights(REFERENCE_FROM, days), LABELED);
  const table = await readTable(contentOf(text), 'reference');
  const exclude = ['id', 'score', 'late'];
  const performance = computePerformance('binary', {
    labels: numberColumn(table, 'late', 'reference'),
    scores: numberColumn(table, 'score', 'reference'),
    times: timeColumn(table, 'date', 'reference'),
    threshold: 0.5,
  });
  return { ...computeProfile(table, { where: 'reference', time: 'date', exclude }), performance };
}
