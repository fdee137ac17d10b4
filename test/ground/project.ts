/**
 * A team's repository in the box, and what the team does there: propose a model, have it evaluated by the real
 * train and evaluate, merge it, and run the real register. The model is a word in a file: how much of the
 * truth it sees. Its predictions lie in the repository, so training takes no time.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parseEvent, type LedgerEvent } from '../../src/shared/domain/documents/event.ts';
import { type ActionName, LEDGER_BRANCH } from '../../src/shared/domain/kernel/names.ts';
import { makeFlights, predictionsText } from './predictions.ts';
import { startBox, type Box } from '../github-box/box.ts';
import { readCommit, readTag } from '../github-box/git/objects.ts';
import { listRefs, readRef } from '../github-box/git/refs.ts';
import { readTree } from '../github-box/git/tree.ts';
import type { Push } from '../github-box/human/commits.ts';
import type { StartedJob, StartedRun } from '../github-box/human/runs.ts';
import type { ReleaseRecord } from '../github-box/state/records.ts';
import type { Repository, RepositoryOptions } from '../github-box/state/repository.ts';
import { checkOut } from './checkout.ts';
import { runStep, type EndedStep, type StepRequest } from './step.ts';

export const REPOSITORY = 'acme/flights';
export const MODEL = 'flight-delays';
export const PULL_WORKFLOW = '.github/workflows/pull-request.yml';
export const PROMOTE_WORKFLOW = '.github/workflows/promote.yml';
export const RETRAIN_WORKFLOW = '.github/workflows/retrain.yml';

/** How much of the truth a model sees. As a first model "none" fails, and each other beats the one before it. */
const skills = { none: 0.2, fair: 0.5, good: 0.7, best: 1 } as const;
export type Skill = keyof typeof skills;

export const REGISTER_PERMISSIONS = { contents: 'write', actions: 'read', 'pull-requests': 'write' } as const;

export function configText(more = '', gate = GATE): string {
  return `models:
  ${MODEL}:
    purpose: warn passengers of a delay
    owner: '@acme/flight-data'
    task: binary
    paths: [skill.txt, train.sh]
    data: data.txt
    train: { command: bash train.sh, model: model/**, metrics: metrics.json }
    score: { command: bash score.sh, data: holdout.csv }
    predictions: { id: flight, label: late, score: p_late, time: date, group: day, threshold: 0.35 }
    gate:${gate}
${more.includes('gate-retrain:') ? '' : GATE_RETRAIN}${more}`;
}

export const GATE = `
      - { metric: log_loss, superior-by: 0.001 }
      - { metric: recall, not-worse-by: 0.05 }`;

/** A retraining here predicts what the champion does: 28 days of that decide nothing, unless the rules accept it. */
const GATE_RETRAIN = `    gate-retrain:
      - { metric: log_loss, not-worse-by: 0.001, identical: pass }
      - { metric: recall, not-worse-by: 0.05, identical: pass }
`;

const flights = makeFlights(28, 25);

const predictions = Object.entries(skills).map(([name, skill]) => [
  `predictions/${name}.csv`,
  predictionsText(flights, skill),
]);

/** The rows of every evaluation, as production sees them: with labels, without scores. */
export const productionRows = predictionsText(flights, 0).replaceAll(/,[^,\n]+$/gm, '');

/** A workflow that trains and evaluates, as the examples do. */
export function workflowText(trigger: string): string {
  return `on: ${trigger}
jobs:
  model:
    steps:
      - uses: model-steward/model-steward/actions/train@v1
      - uses: model-steward/model-steward/actions/evaluate@v1
`;
}

function projectFiles(config: string): Readonly<Record<string, string>> {
  return {
    '.github/model-steward.yml': config,
    [PULL_WORKFLOW]: workflowText('pull_request'),
    [RETRAIN_WORKFLOW]: `name: retrain
on: { workflow_dispatch: { inputs: { issue: { required: false } } } }
jobs: {}
`,
    'README.md': '# Flights\n',
    'data.txt': 'January\n',
    'skill.txt': 'none\n',
    'train.sh':
      'mkdir -p model && cat skill.txt data.txt > model/skill.txt && echo \'{"rows": 700}\' > metrics.json\n',
    'score.sh': 'cp "predictions/$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt").csv" "$MODEL_STEWARD_OUT"\n',
    'holdout.csv': predictionsText(flights, 0),
    'reference.csv': productionRows,
    ...(Object.fromEntries(predictions) as Record<string, string>),
  };
}

export interface Proposal {
  readonly number: number;
  readonly branch: string;
}

export interface EvaluatedPull {
  readonly run: StartedRun;
  readonly train: EndedStep;
  /** Undefined when train failed. */
  readonly evaluate: EndedStep;
}

export interface StepOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  /** Runs beside other steps in this process. */
  readonly beside?: boolean;
  /** What a step before it put into the workspace. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface RegisterOptions extends StepOptions {
  readonly permissions?: Readonly<Record<string, 'read' | 'write' | 'none'>>;
  readonly actor?: string;
}

export interface EndedRegister extends EndedStep {
  readonly run: StartedRun;
}

export interface Project extends AsyncDisposable {
  readonly box: Box;
  readonly repository: Repository;
  /** A pull request that sets the skill, or changes other files. */
  propose(change: {
    readonly branch: string;
    readonly skill?: Skill;
    readonly files?: Readonly<Record<string, string | null>>;
    readonly from?: string;
    readonly author?: string;
  }): Promise<Proposal>;
  /** The run of the pull request: train, then evaluate. */
  evaluate(pull: Proposal, ofTrain?: StepOptions): Promise<EvaluatedPull>;
  /** Train, then evaluate, in any run: one that a person starts, or one of another workflow. */
  evaluateIn(run: StartedRun): Promise<EvaluatedPull>;
  merge(pull: Proposal, method?: 'merge' | 'squash' | 'rebase', by?: string): Promise<Push>;
  /** Register in a run that this push started. */
  registerPush(push: Pick<Push, 'sha' | 'before'>, options?: RegisterOptions): Promise<EndedRegister>;
  /** Register in a run that somebody started by hand on the default branch. */
  registerByHand(options?: RegisterOptions): Promise<EndedRegister>;
  /** Once more, in the next attempt of its run; `actor` has it run again. */
  rerunRegister(ended: EndedRegister, options?: RegisterOptions): Promise<EndedRegister>;
  /** Train, evaluate and register in one run on the default branch. */
  retrain(
    options?: RegisterOptions & { readonly event?: 'schedule' | 'workflow_dispatch' },
  ): Promise<EndedRegister>;
  /** From a proposal to a registered version in production. */
  ship(change: Parameters<Project['propose']>[0]): Promise<EndedRegister>;
  /** One action in a job; the workspace is the commit that the run sees. */
  step(action: ActionName, job: StartedJob, given?: StepOptions): Promise<EndedStep>;
  /** Names of all tags, oldest first. */
  tags(): Promise<readonly string[]>;
  /** The commit that a tag or a branch leads to. */
  commitOf(ref: string): Promise<string>;
  /** The published release of a tag; the test fails when there is none, or more than one. */
  release(tag: string): ReleaseRecord;
  /** Text of an asset of a release. */
  asset(tag: string, name: string): string;
  /** Events of the ledger by path. */
  ledger(): Promise<Readonly<Record<string, LedgerEvent>>>;
  /** Bodies of the comments of register on a pull request or issue. */
  comments(number: number): readonly string[];
}

export interface ProjectOptions extends Partial<RepositoryOptions> {
  readonly config?: string;
  /** How a step is run: from the sources in this process, by default. */
  readonly perform?: (request: StepRequest) => Promise<EndedStep>;
}

export async function startProject(options: ProjectOptions = {}): Promise<Project> {
  const { config = configText(), perform = runStep, ...settings } = options;
  const box = await startBox({ start: '2026-03-02T09:00:00Z' });
  const repository = await box.createRepository({
    owner: 'acme',
    name: 'flights',
    private: true,
    ...settings,
    files: projectFiles(config),
  });
  return { ...createTeam(box, repository, perform), [Symbol.asyncDispose]: () => box.close() };
}

const TAGS = 'refs/tags/';

function createTeam(
  box: Box,
  repository: Repository,
  perform: NonNullable<ProjectOptions['perform']>,
): Omit<Project, typeof Symbol.asyncDispose> {
  const step: Project['step'] = async (action, job, given) => {
    await checkOut(repository, job);
    const { inputs = {}, beside = false, files = {} } = given ?? {};
    for (const [path, text] of Object.entries(files)) await writeFile(join(job.workspace, path), text);
    return await perform({ box, job, action, inputs, beside });
  };
  const { git } = repository;
  const evaluateIn = async (run: StartedRun, ofTrain?: StepOptions): Promise<EvaluatedPull> => ({
    run,
    train: await step('train', run, ofTrain),
    evaluate: await step(
      'evaluate',
      await run.startJob({ job: 'evaluate', permissions: EVALUATE_PERMISSIONS }),
    ),
  });
  const registerIn = async (
    run: StartedRun,
    job: StartedJob,
    given?: RegisterOptions,
  ): Promise<EndedRegister> => ({
    ...(await step('register', job, given)),
    run,
  });
  const team: Omit<Project, typeof Symbol.asyncDispose> = {
    box,
    repository,
    step,
    propose: async ({ branch, skill, files = {}, from, author = 'ann' }) => {
      const changed = { ...files, ...(skill !== undefined && { 'skill.txt': `${skill}\n` }) };
      await box.pushFiles({ repository: REPOSITORY, branch, files: changed, author, ...(from && { from }) });
      return { branch, number: await box.openPull({ repository: REPOSITORY, head: branch, author }) };
    },
    evaluate: async ({ number }, ofTrain) => {
      const permissions = { contents: 'read' } as const;
      const event = { workflow: PULL_WORKFLOW, event: 'pull_request', pull: number, permissions };
      return await evaluateIn(
        await box.startRun({ repository: REPOSITORY, job: 'train', ...event }),
        ofTrain,
      );
    },
    evaluateIn,
    merge: async ({ number }, method = 'merge', by = 'bob') => {
      const { sha, before } = await box.mergePull({ repository: REPOSITORY, number, method, by });
      return { sha, before, branch: 'main' };
    },
    registerPush: async ({ sha, before }, given) => {
      const run = await box.startRun({
        repository: REPOSITORY,
        workflow: PROMOTE_WORKFLOW,
        event: 'push',
        headSha: sha,
        before,
        actor: given?.actor ?? 'bob',
        permissions: given?.permissions ?? REGISTER_PERMISSIONS,
      });
      return await registerIn(run, run, { ...given, inputs: { stage: 'production', ...given?.inputs } });
    },
    registerByHand: async (given) => {
      const run = await box.startRun({
        repository: REPOSITORY,
        workflow: PROMOTE_WORKFLOW,
        event: 'workflow_dispatch',
        actor: given?.actor ?? 'bob',
        permissions: given?.permissions ?? REGISTER_PERMISSIONS,
      });
      return await registerIn(run, run, given);
    },
    rerunRegister: async (ended, given) => {
      const permissions = given?.permissions ?? REGISTER_PERMISSIONS;
      const by = given?.actor;
      const run = await box.rerun(ended.run, { permissions, ...(by !== undefined && { by }) });
      return await registerIn(run, run, given ?? { inputs: { stage: 'production' } });
    },
    retrain: async (given) => {
      const event = given?.event ?? 'schedule';
      const permissions = { contents: 'read' } as const;
      const run = await box.startRun({
        repository: REPOSITORY,
        workflow: RETRAIN_WORKFLOW,
        event,
        job: 'train',
        permissions,
      });
      await evaluateIn(run);
      const job = await run.startJob({
        job: 'register',
        permissions: given?.permissions ?? REGISTER_PERMISSIONS,
      });
      return await registerIn(run, job, given);
    },
    ship: async (change) => {
      const pull = await team.propose(change);
      await team.evaluate(pull);
      const ended = await team.registerPush(await team.merge(pull));
      expect(ended.failure).toBeUndefined();
      expect(ended.outputs).toMatchObject({ registered: true });
      return ended;
    },
    tags: async () => {
      const dated = (await listRefs(git, TAGS)).map(async ({ name, sha }) => {
        // The tag of a tree has no date; git sorts it first.
        const by = (await readTag(git, sha))?.tagger ?? (await readCommit(git, sha))?.committer;
        return { name: name.slice(TAGS.length), date: by?.date ?? '1970-01-01T00:00:00Z' };
      });
      return (await Promise.all(dated))
        .toSorted((left, right) => Date.parse(left.date) - Date.parse(right.date))
        .map(({ name }) => name);
    },
    commitOf: async (ref) => {
      const commit = (await readCommit(git, `${TAGS}${ref}`)) ?? (await readCommit(git, `refs/heads/${ref}`));
      expect(commit, ref).toBeDefined();
      return commit!.sha;
    },
    release: (tag) => {
      const releases = repository.releases.filter(({ tagName }) => tagName === tag);
      expect(releases.map(({ draft }) => draft)).toEqual([false]);
      return releases[0]!;
    },
    asset: (tag, name) => {
      const asset = team.release(tag).assets.find((candidate) => candidate.name === name);
      expect(asset, name).toBeDefined();
      return asset!.bytes.toString('utf8');
    },
    ledger: async () => {
      const branch = await readRef(git, `refs/heads/${LEDGER_BRANCH}`);
      if (branch === undefined) return {};
      const entries = await readTree(git, branch.sha, true);
      const paths = entries.filter(({ type }) => type === 'blob').map(({ path }) => path);
      const events = await Promise.all(
        paths.map(async (path) => {
          const file = await git.objects.read(`${branch.sha}:${path}`);
          return [path, parseEvent(file?.content.toString('utf8') ?? '', path)];
        }),
      );
      return Object.fromEntries(events) as Record<string, LedgerEvent>;
    },
    comments: (number) =>
      repository.comments
        .filter(({ issue, body }) => issue === number && body.includes('model-steward:register'))
        .map(({ body }) => body),
  };
  return team;
}

export const EVALUATE_PERMISSIONS = {
  contents: 'read',
  actions: 'read',
  'pull-requests': 'write',
  statuses: 'write',
} as const;
