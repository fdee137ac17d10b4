/** A repository in the box with one registered version in production, and the monitor to run against it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorOutputs, type MonitorOutputs } from '../../actions/monitor/report.ts';
import { readTable } from '../../src/shared/adapters/data/tables.ts';
import { readTimeZone } from '../../src/shared/adapters/data/time-zones.ts';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { checkSchema, type Check } from '../../src/shared/domain/documents/check.ts';
import type { Run } from '../../src/shared/domain/documents/run.ts';
import { issueKinds, type IssueKind } from '../../src/shared/domain/kernel/names.ts';
import { computeProfile } from '../../src/shared/domain/monitoring/profile/compute-profile.ts';
import { computePerformance } from '../../src/shared/domain/monitoring/profile/performance.ts';
import type { Profile } from '../../src/shared/domain/monitoring/profile/profile.ts';
import { numberColumn, timeColumn } from '../../src/shared/domain/table/access.ts';
import type { Ledger } from '../../src/shared/ports/github.ts';
import { silentLog } from '../adapters/github/test-client.ts';
import { startBox, type Box } from '../github-box/box.ts';
import type { StartedRun } from '../github-box/human/runs.ts';
import type { IssueRecord } from '../github-box/state/records.ts';
import { clockOf, connect, type Permissions } from './box-ports.ts';
import { createFlights, toCsv, type Flight } from './daily-data.ts';
import { describeEvidence, writeEvidence, writeFiles, type EvidenceFiles } from './evidence.ts';
import { contentOf } from './memory-files.ts';
import { MODEL, REPOSITORY } from './project.ts';
import { registerVersion } from './registered-version.ts';
import { COLLABORATORS } from './release-manager.ts';
import { runStepOrThrow, type EndedStep } from './step.ts';

/** Columns of production data before labels arrive. */
export const FEATURES = ['id', 'date', 'delay', 'distance', 'airport'] as const;
export const LABELED = [...FEATURES, 'score', 'late'] as const;

/** The reference: 12 weeks of spring. */
export const REFERENCE_FROM = '2026-03-02';
export const REFERENCE_DAYS = 84;

export const MONITOR_WORKFLOW = '.github/workflows/monitor.yml';

const EVERYTHING = {
  actions: 'write',
  contents: 'write',
  issues: 'write',
  'pull-requests': 'write',
} as const;

export interface GroundOptions {
  /** Besides the release manager, with their roles. */
  readonly collaborators?: Readonly<Record<string, 'read' | 'write'>>;
  /** As the files of the model describe themselves. */
  readonly format?: Run['format'];
  /** The section `monitor` of the configuration, as YAML on one line. */
  readonly monitor?: string;
  /** The section `contract`, as YAML on one line; none unless given. */
  readonly contract?: string;
  readonly referenceDays?: number;
  /** `time-zone` of the configuration, and of the reference. */
  readonly timeZone?: string;
  /** Further files of the default branch. */
  readonly files?: Readonly<Record<string, string>>;
  /** Whether workflows may open pull requests; they may unless given. */
  readonly actionsMayCreatePulls?: boolean;
  /** Whether the version was registered with a reference; it was unless given. */
  readonly hasReference?: boolean;
  readonly private?: boolean;
}

export interface MonitorOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  /** Of the token; everything unless given. */
  readonly permissions?: Permissions;
  /** Slug of the App whose token it is; the workflow's own token unless given. */
  readonly app?: string;
  /** The run of an earlier check; one of its own unless given. */
  readonly run?: StartedRun;
  /** Whether the runner has an artifact service; it has unless given. */
  readonly artifactService?: boolean;
}

export interface Monitored extends EndedStep {
  readonly run: StartedRun;
  readonly outputs: MonitorOutputs;
}

export interface Checked extends Monitored {
  readonly check: Check;
  /** What the summary says of the issues. */
  readonly issues: readonly {
    readonly issueKind: IssueKind | undefined;
    readonly number: number;
    readonly change: string | undefined;
  }[];
}

export interface Ground extends AsyncDisposable {
  readonly box: Box;
  /** The checkout. */
  readonly workspace: string;
  /** Of all steps. */
  readonly warnings: readonly string[];
  readonly ledger: Ledger;
  /** Issues of the repository, in order of their numbers. */
  readonly issues: readonly IssueRecord[];
  /** Writes `current.csv`. */
  putCurrent(flights: readonly Flight[], columns?: readonly (keyof Flight)[]): Promise<void>;
  putFile(path: string, content: string): Promise<void>;
  /** Runs the monitor at noon of a day. @throws what the step throws. */
  monitorOn(day: string, options?: MonitorOptions): Promise<Monitored>;
  /** The same, where a check is expected. */
  checkOn(day: string, options?: MonitorOptions): Promise<Checked>;
  /** Text of a file in an artifact of a run. */
  artifactFile(run: StartedRun, artifact: string, path: string): Promise<string>;
}

export async function startGround(options: GroundOptions = {}): Promise<Ground> {
  const box = await startBox({ start: '2026-05-25T08:00:00Z' });
  const files = {
    '.github/workflows/retrain.yml': RETRAIN_WORKFLOW,
    [MONITOR_WORKFLOW]: 'name: monitor\non: { workflow_dispatch: {} }\njobs: {}\n',
    ...options.files,
  };
  const repository = await box.createRepository({
    ...{ owner: 'acme', name: 'flights', files },
    ...{ private: options.private ?? false, collaborators: { ...COLLABORATORS, ...options.collaborators } },
    actionsMayCreatePulls: options.actionsMayCreatePulls ?? true,
  });
  const folder = await mkdtemp(join(tmpdir(), 'monitor-'));
  const workspace = join(folder, 'workspace');
  await writeFiles(workspace, { '.github/model-steward.yml': configText(options) });
  const { sha: commit } = await box.pushFiles({
    repository: REPOSITORY,
    files: { 'README.md': '# Flights' },
  });
  const github = connect(box, { repository: REPOSITORY, permissions: EVERYTHING, log: silentLog });
  const evidence = await leaveEvidence(join(folder, 'evidence'), {
    referenceDays: options.referenceDays ?? REFERENCE_DAYS,
    hasReference: options.hasReference ?? true,
    timeZone: options.timeZone,
    format: options.format,
  });
  const register = { github, clock: clockOf(box), workspace, commit };
  await registerVersion({ ...register, ...evidence, folder: join(folder, 'register') });
  const warnings: string[] = [];
  const monitorOn: Ground['monitorOn'] = async (day, given = {}) => {
    box.clock.set(`${day}T12:00:00Z`);
    const ended = await monitorIn(box, workspace, given);
    warnings.push(...ended.warnings);
    return ended;
  };
  return {
    box,
    workspace,
    warnings,
    ledger: github.ledger,
    get issues() {
      return repository.issues;
    },
    putCurrent: (flights, columns = FEATURES) =>
      writeFiles(workspace, { 'current.csv': toCsv(flights, columns) }),
    putFile: (path, content) => writeFiles(workspace, { [path]: content }),
    monitorOn,
    checkOn: async (day, given) => {
      const ended = await monitorOn(day, given);
      const check = checkSchema.parse(JSON.parse(await readFile(ended.outputs.check, 'utf8'))) as Check;
      return { ...ended, check, issues: issuesIn(ended.summary, repository.issues) };
    },
    artifactFile: async (run, name, path) => {
      const artifact = (await github.artifacts.ofRun(run.id)).find((found) => found.name === name);
      if (artifact === undefined) throw new Error(`run ${run.id}: expected the artifact ${name}, got none`);
      const files = openFiles(await mkdtemp(join(folder, 'artifact-')));
      await github.artifacts.download(artifact, files);
      return Buffer.from(await files.read(path)).toString('utf8');
    },
    [Symbol.asyncDispose]: async () => {
      await rm(folder, { recursive: true, force: true });
      await box.close();
    },
  };
}

async function monitorIn(box: Box, workspace: string, options: MonitorOptions): Promise<Monitored> {
  const { inputs = {}, permissions = EVERYTHING, app, artifactService = true } = options;
  const run = options.run ?? (await startMonitorRun(box, workspace, permissions));
  const token = app === undefined ? run.token : box.issueToken({ app, repository: REPOSITORY, permissions });
  const ended = await runStepOrThrow({
    box,
    job: run,
    action: 'monitor',
    inputs: { current: 'current.csv', token, ...inputs },
    beside: !artifactService,
  });
  const outputs = monitorOutputs.map((name) => [name, String(ended.outputs[name])] as const);
  return { ...ended, run, outputs: Object.fromEntries(outputs) as MonitorOutputs };
}

function startMonitorRun(box: Box, workspace: string, permissions: Permissions): Promise<StartedRun> {
  const job = { job: 'monitor', permissions, workspace };
  return box.startRun({ repository: REPOSITORY, workflow: MONITOR_WORKFLOW, event: 'schedule', ...job });
}

/** From lines such as `- Issue [#7](…) opened`. */
function issuesIn(summary: string, records: readonly IssueRecord[]): Checked['issues'] {
  return Array.from(summary.matchAll(/^- Issue \[#(\d+)\]\(\S+\) (\w+)$/gm), ([, number, change]) => {
    const labels = records.find((issue) => issue.number === Number(number))?.labels ?? [];
    return {
      issueKind: issueKinds.find((kind) => labels.includes(kind)),
      number: Number(number),
      change,
    };
  });
}

/** Without the port of the box, which is another one each time, and without what else the box numbers. */
export function readable(markdown: string): string {
  return markdown
    .replaceAll(/http:\/\/github\.localhost:\d+/g, 'https://github.com')
    .replaceAll(/\/actions\/runs\/\d+/g, '/actions/runs/1');
}

const RETRAIN_WORKFLOW = `name: retrain
on: { workflow_dispatch: { inputs: { issue: { required: false } } } }
jobs: {}
`;

function configText({ monitor = '{}', contract, timeZone }: GroundOptions): string {
  return `models:
  ${MODEL}:
    task: binary
    predictions: { id: id, label: late, score: score, time: date }
    gate: [{ metric: brier, not-worse-by: 0.01 }]
    monitor: ${monitor}
${contract === undefined ? '' : `    contract: ${contract}\n`}${timeZone === undefined ? '' : `    time-zone: ${timeZone}\n`}`;
}

type ReferenceOptions = Required<Pick<GroundOptions, 'referenceDays' | 'hasReference'>> & {
  readonly timeZone: string | undefined;
  readonly format: Run['format'];
};

async function leaveEvidence(
  folder: string,
  { referenceDays, hasReference, timeZone, format }: ReferenceOptions,
): Promise<{ readonly evidence: string; readonly run: Run }> {
  const profile = await referenceText(referenceDays, timeZone);
  const files: EvidenceFiles = {
    'model/weights.bin': { role: 'model', text: 'weights' },
    ...(hasReference && { 'profile.json': { role: 'profile' as const, text: profile } }),
  };
  const run = describeEvidence(files, { model: MODEL, metrics: { brier: 0.2 }, ...(format && { format }) });
  await writeEvidence(folder, files, run);
  return { evidence: folder, run };
}

/** By its days: most tests have the same reference, and computing it takes longer than a check against it. */
const referenceTexts = new Map<string, Promise<string>>();

function referenceText(days: number, timeZone: string | undefined): Promise<string> {
  const key = `${days} ${timeZone}`;
  const text =
    referenceTexts.get(key) ?? referenceProfile(days, timeZone).then((profile) => JSON.stringify(profile));
  referenceTexts.set(key, text);
  return text;
}

/** What `train` writes: the features by day, and how good the model was on each day. */
async function referenceProfile(days: number, timeZone: string | undefined): Promise<Profile> {
  const text = toCsv(createFlights(REFERENCE_FROM, days), LABELED);
  const read = await readTable(contentOf(text), 'reference');
  const table = timeZone === undefined ? read : { ...read, timeZone: readTimeZone(timeZone) };
  const exclude = ['id', 'score', 'late'];
  const performance = computePerformance('binary', {
    labels: numberColumn(table, 'late', 'reference'),
    scores: numberColumn(table, 'score', 'reference'),
    times: timeColumn(table, 'date', 'reference'),
    threshold: 0.5,
  });
  return { ...computeProfile(table, { where: 'reference', time: 'date', exclude }), performance };
}
