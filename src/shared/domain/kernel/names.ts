/**
 * Every name that users, rulesets and other tools rely on. The README lists them; changing one is a
 * breaking change. Tags follow the grammar of GTO (Git Tag Ops).
 */
import { InputError } from './errors.ts';
import { formatInstant } from './time.ts';

export const LEDGER_BRANCH = 'model-steward-ledger';
export const CONFIG_PATH = '.github/model-steward.yml';
export const ENVIRONMENT_PREFIX = 'MODEL_STEWARD_';
export const DEFAULT_STAGE = 'production';
export const DEFAULT_MODEL = 'model';
/** Where train looks for metrics that no input and no configuration names. */
export const DEFAULT_METRICS = 'metrics.json';

export const actionNames = ['train', 'evaluate', 'register', 'deploy', 'monitor'] as const;
export type ActionName = (typeof actionNames)[number];

export const issueKinds = ['drift', 'performance', 'data-quality', 'service'] as const;
export type IssueKind = (typeof issueKinds)[number];

/** What a marker is of: a comment of these two actions, or an issue. */
export type MarkerKind = 'evaluate' | 'register' | IssueKind;

/** What the ledger records. */
export const eventKinds = ['registered', 'promoted', 'rolled-back', 'deployed', 'checked'] as const;
export type EventKind = (typeof eventKinds)[number];

/** What puts a version into service. Listed here, so that deploy reads its inputs without the schemas of documents. */
export const targetKinds = ['none', 'docker', 'command'] as const;
export type TargetKind = (typeof targetKinds)[number];

/** Model and stage names: lower case, no dots, and a letter or digit at the end, because GTO reads no others. */
export const NAME_PATTERN = /^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/;

/** Versions that are registered here: major.minor.patch alone, without the `v`. */
export const VERSION_PATTERN = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/** `owner/name` */
export const REPOSITORY_PATTERN = /^[^/\s]+\/[^/\s]+$/;

/** Who makes the tags and registration commits: the workflow bot of GitHub, whichever token is used. */
export const TAGGER = {
  name: 'github-actions[bot]',
  email: '41898282+github-actions[bot]@users.noreply.github.com',
} as const;

/** Where the platform looks for workflows; not in folders below it. */
export const WORKFLOW_FOLDER = '.github/workflows';

/** The name of a workflow as it is configured, without its folder. */
export const WORKFLOW_FILE_PATTERN = /^[A-Za-z0-9._-]+\.ya?ml$/;

/** Files of composite actions are none: any workflow may use them. */
export function isWorkflowPath(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
}

/** The folder of the model's files, in the evidence and in a release. */
export const MODEL_FOLDER = 'model/';

/** The evidence of another challenger than the first, in an artifact of several. */
export function challengerFolder(name: string): string {
  return `challengers/${name}/`;
}

export function isName(text: string): boolean {
  return NAME_PATTERN.test(text);
}

/** @throws InputError when `text` is not a model or stage name; `where` names the place that it came from. */
export function parseName(text: string, where: string): string {
  if (isName(text)) return text;
  throw new InputError(
    'INPUT_INVALID',
    `${where}: expected a name like "churn", got ${JSON.stringify(text)}`,
    {
      hint: 'use 1 to 64 of a-z, 0-9, "-" and "_", with a letter or digit at both ends',
    },
  );
}

/** The attempt is in the name, so that a re-run never collides with the run before it. */
export function artifactName(model: string, attempt: number): string {
  return `model-steward-${model}-${attempt}`;
}

/** Where evaluate leaves `evaluation.json`: an artifact cannot be added to. The dot keeps it apart from every model. */
export function evaluationArtifactName(model: string, attempt: number): string {
  return `${artifactName(model, attempt)}.evaluation`;
}

/** Where monitor leaves `check.json` and its report: a run may check several windows, so its digest is in the name. */
export function checkArtifactName(model: string, attempt: number, digest: string): string {
  return `${artifactName(model, attempt)}.check-${digest.slice(0, 8)}`;
}

/** Where train leaves why it failed, for the job that comments. */
export function failureArtifactName(model: string, attempt: number): string {
  return `${artifactName(model, attempt)}.failure`;
}

export function marker(kind: MarkerKind, model: string): string {
  return `<!-- model-steward:${kind} model=${model} -->`;
}

export function issueLabels(kind: IssueKind, model: string): readonly string[] {
  return ['model-steward', modelLabel(model), kind];
}

/** People give it to an issue whose problem is known: see docs/lifecycle.md#one-issue-for-each-problem. */
export const SNOOZED_LABEL = 'snoozed';

function modelLabel(model: string): string {
  return `model: ${model}`;
}

export function statusContext(model: string): string {
  return `model-steward/${model}`;
}

export function versionTag(model: string, version: string): string {
  return `${model}@v${version}`;
}

export function stageTag(model: string, stage: string, counter: bigint): string {
  return `${stageTagPrefix(model, stage)}${counter}`;
}

/** How each move of the stage begins. */
export function stageTagPrefix(model: string, stage: string): string {
  return `${model}#${stage}#`;
}

/** Before the branches of pull requests that propose a retraining of the model. */
export function retrainingBranchPrefix(model: string): string {
  return `model-steward/retrain/${model}/`;
}

/**
 * Where a pull request proposes the retraining that an issue asks for. Each retraining of a problem has one of its own,
 * which names when the one before was started: two checks at once find the same.
 */
export function retrainingBranch(model: string, issue: number, lastStartedMs: number | undefined): string {
  const start = `${retrainingBranchPrefix(model)}${issue}`;
  if (lastStartedMs === undefined) return start;
  return `${start}-after-${formatInstant(lastStartedMs).replaceAll(/[-:]/g, '')}`;
}

/** The issue that a branch of the model is for; undefined for another branch. */
export function issueOfRetrainingBranch(model: string, branch: string): number | undefined {
  const prefix = retrainingBranchPrefix(model);
  if (!branch.startsWith(prefix)) return undefined;
  const [, issue] = /^(\d{1,10})(?:-after-\w+)?$/.exec(branch.slice(prefix.length)) ?? [];
  return issue === undefined ? undefined : Number(issue);
}

/** One file of the ledger. */
export interface LedgerFile {
  readonly model: string;
  /** The event, with the stage or environment where one run may write several: "promoted-production". */
  readonly event: EventKind | `${EventKind}-${string}`;
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly run: { readonly id: number; readonly attempt: number };
  /** From 2: where the usual path holds another event. */
  readonly copy?: number;
}

/** `<model>/<yyyy>/<mm>/<event>-<run id>-<attempt>.json` */
export function ledgerPath({ model, event, at, run, copy }: LedgerFile): string {
  const suffix = copy === undefined ? '' : `-${copy}`;
  return `${model}/${at.slice(0, 4)}/${at.slice(5, 7)}/${event}-${run.id}-${run.attempt}${suffix}.json`;
}

/** What a path says besides the day, which is in the event. */
export type LedgerPlace = Required<Pick<LedgerFile, 'run' | 'copy'>> & {
  readonly year: number;
  readonly month: number;
};

/** The other way round. The event has to be known: its name may end with a number, as an environment does. */
export function parseLedgerPath(
  path: string,
  { model, event }: Pick<LedgerFile, 'model' | 'event'>,
): LedgerPlace | undefined {
  const [, start, year, month, name = ''] = /^(.+)\/(\d{4})\/(\d{2})\/(.+)\.json$/.exec(path) ?? [];
  if (start !== model || !name.startsWith(`${event}-`)) return undefined;
  const [, id, attempt, copy = 1] = /^(\d+)-(\d+)(?:-(\d+))?$/.exec(name.slice(event.length + 1)) ?? [];
  if (id === undefined) return undefined;
  const run = { id: Number(id), attempt: Number(attempt) };
  return { year: Number(year), month: Number(month), run, copy: Number(copy) };
}

/** Part of the path of a move: one run may move several stages. */
export function movedTo(kind: 'promoted' | 'rolled-back', stage: string): LedgerFile['event'] {
  return `${kind}-${stage}`;
}

/** Part of the path of a deployment: one run may deploy to several environments. */
export function deployedIn(environment: string): `deployed-${string}` {
  return `deployed-${environment.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}

/**
 * The artifact of the run that keeps an event which the ledger did not take. Artifacts of a repository can be listed by
 * their exact name only, so nothing of the run or the event is in it.
 * @param copy from 2: the next events of the same run.
 */
export function eventArtifactName(model: string, copy = 1): string {
  return `model-steward-${model}.event${copy === 1 ? '' : `-${copy}`}`;
}
