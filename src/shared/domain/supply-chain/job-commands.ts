/**
 * What the jobs of a workflow run in which a model is trained or evaluated: the steps before and after decide which rows
 * and labels are there, as the score command does. A job that hands files over to one of them belongs to it.
 */
import type { ScriptText } from './named-scripts.ts';
import { isRecord, readYaml, usesOf } from './workflow-text.ts';

type Part = Readonly<Record<string, unknown>>;

export interface JobCommands {
  /** What steps run, each in the folder of its path. */
  readonly steps: readonly ScriptText[];
  /** Inputs of actions and variables, which may name a script too. */
  readonly values: readonly string[];
  /** Inputs of `train`. */
  readonly score: readonly string[];
  readonly training: readonly string[];
}

const OWN_ACTION = /\/actions\/(?:train|evaluate)(?:@|$)/;
const TRAIN_ACTION = /\/actions\/train(?:@|$)/;
/** Of the repository itself. */
const LOCAL = /^\.\//;
const HANDS_OVER = /(?:^|\/)(?:upload-artifact|cache|save)(?:@|\/|$)/;

/** @returns paths of actions and workflows of the repository that a workflow, or an action, uses. */
export function localUsesOf(text: string): readonly string[] {
  const parsed = readYaml(text);
  if (!isRecord(parsed)) return [];
  return partsOf(parsed)
    .flatMap(usesOf)
    .flatMap((uses) => (typeof uses === 'string' && uses.startsWith('./') ? [uses.replace(LOCAL, '')] : []));
}

/** The files in which the platform looks for what `uses` names. */
export function filesOfLocalUse(path: string): readonly string[] {
  return /\.ya?ml$/.test(path) ? [path] : [`${path}/action.yml`, `${path}/action.yaml`];
}

/** @param local texts of the actions and workflows of the repository, by their path in `uses`. */
export function commandsOfWorkflow(text: string, local: ReadonlyMap<string, string>): JobCommands {
  const workflow = readYaml(text);
  if (!isRecord(workflow) || !isRecord(workflow.jobs)) return NOTHING;
  const jobs = new Map(
    Object.entries(workflow.jobs).filter((job): job is [string, Part] => isRecord(job[1])),
  );
  const own = [...jobs].filter(([, job]) => reaches(job, local)).map(([name]) => name);
  const needed = own.flatMap((name) => neededBy(name, jobs)).filter((name) => handsOver(jobs.get(name)));
  const { defaults, env } = workflow;
  const found = [...new Set([...own, ...needed])].map((name) =>
    commandsOfJob({ defaults, ...jobs.get(name) }, local, 0),
  );
  return joined([...found, { ...NOTHING, values: found.length === 0 ? [] : textsOf(env) }]);
}

const NOTHING: JobCommands = { steps: [], values: [], score: [], training: [] };

function joined(parts: readonly JobCommands[]): JobCommands {
  return {
    steps: parts.flatMap(({ steps }) => steps),
    values: parts.flatMap(({ values }) => values),
    score: parts.flatMap(({ score }) => score),
    training: parts.flatMap(({ training }) => training),
  };
}

/** The jobs of a workflow, or the steps of an action. */
function partsOf(parsed: Part): readonly Part[] {
  const jobs = isRecord(parsed.jobs) ? Object.values(parsed.jobs) : [parsed.runs];
  return jobs.filter(isRecord);
}

function reaches(job: Part, local: ReadonlyMap<string, string>, depth = 0): boolean {
  return usesOf(job).some((uses) => {
    if (typeof uses !== 'string') return false;
    if (!uses.startsWith('./')) return OWN_ACTION.test(uses.trim());
    const parsed = readYaml(local.get(uses.replace(LOCAL, '')) ?? '');
    return (
      OWN_ACTION.test(uses) ||
      (depth < MAX_DEPTH &&
        isRecord(parsed) &&
        partsOf(parsed).some((part) => reaches(part, local, depth + 1)))
    );
  });
}

/** More than the platform allows. */
const MAX_DEPTH = 10;

function neededBy(
  name: string,
  jobs: ReadonlyMap<string, Part>,
  seen = new Set<string>(),
): readonly string[] {
  const needs = [jobs.get(name)?.needs ?? []].flat().filter((one) => typeof one === 'string');
  return needs.flatMap((one) => {
    if (seen.has(one)) return [];
    seen.add(one);
    return [one, ...neededBy(one, jobs, seen)];
  });
}

function handsOver(job: Part | undefined): boolean {
  if (job === undefined) return false;
  return (
    job.outputs !== undefined || usesOf(job).some((uses) => typeof uses === 'string' && HANDS_OVER.test(uses))
  );
}

function commandsOfJob(job: Part, local: ReadonlyMap<string, string>, depth: number): JobCommands {
  const steps = (Array.isArray(job.steps) ? job.steps : []).filter(isRecord);
  const isTraining = ({ uses }: Part): boolean => typeof uses === 'string' && TRAIN_ACTION.test(uses.trim());
  const own = steps.filter(isTraining).map(({ with: inputs }) => (isRecord(inputs) ? inputs : {}));
  const textOf = (name: string): readonly string[] =>
    own.map((inputs) => inputs[name]).filter((value) => typeof value === 'string');
  const others = steps.filter((step) => !isTraining(step));
  return joined([
    {
      steps: others.flatMap((step) => commandOfStep(step, job)),
      values: [job.env, ...others.flatMap((step) => [step.env, step.with])].flatMap(textsOf),
      score: textOf('score-command'),
      training: textOf('command'),
    },
    ...[job, ...steps].flatMap((part) => commandsOfUse(part, local, depth)),
  ]);
}

function commandsOfUse(
  { uses }: Part,
  local: ReadonlyMap<string, string>,
  depth: number,
): readonly JobCommands[] {
  if (typeof uses !== 'string' || !uses.startsWith('./') || depth >= MAX_DEPTH) return [];
  const path = uses.replace(LOCAL, '');
  const parsed = readYaml(local.get(path) ?? '');
  if (!isRecord(parsed)) return [];
  const { runs, defaults } = parsed;
  const programs = isRecord(runs) ? [runs.main, runs.pre, runs.post] : [];
  const ofPrograms = programs.flatMap((file) =>
    typeof file === 'string' ? [{ path: `${path}/step.sh`, text: `node ./${file}` }] : [],
  );
  return [
    { ...NOTHING, steps: ofPrograms },
    ...partsOf(parsed).map((part) => commandsOfJob({ defaults, ...part }, local, depth + 1)),
  ];
}

function commandOfStep(step: Part, job: Part): readonly ScriptText[] {
  const { run, shell } = step;
  if (typeof run !== 'string') return [];
  const folder = folderOfStep(step, job);
  const name = typeof shell === 'string' && shell.includes('python') ? 'step.py' : 'step.sh';
  const goes = folder === undefined ? 'cd elsewhere\n' : '';
  const path = folder === undefined || folder === '' ? name : `${folder}/${name}`;
  return [{ path, text: goes + withoutInstallations(run) }];
}

/** Undefined where an expression says it. */
function folderOfStep(step: Part, { defaults }: Part): string | undefined {
  const ofRun = isRecord(defaults) && isRecord(defaults.run) ? defaults.run['working-directory'] : undefined;
  const folder = step['working-directory'] ?? ofRun ?? '';
  return typeof folder === 'string' && !folder.includes('$') ? folder.replace(/^\.\/|\/$/g, '') : undefined;
}

/**
 * Packages, and data that DVC or Git LFS bring: no approval is asked for an environment, and the files of DVC are compared
 * on their own.
 */
const INSTALLATION =
  /^\s*(?:sudo\s+)?(?:python3?\s+-m\s+)?(?:uv\s+)?(?:pip3?|npm|yarn|pnpm|bun|poetry|pipenv|pdm|pixi|conda|mamba|micromamba|uv|apt|apt-get|dvc|git\s+lfs)\s+(?:-\S+\s+)*(?:ci|i|install|add|sync|env|update|upgrade|create|pull|fetch|checkout)\b|^\s*yarn\s*$/;

function withoutInstallations(run: string): string {
  return run
    .replaceAll(/\\\r?\n/g, ' ')
    .split(/(&&|\|\||;|\n)/)
    .map((part) => (INSTALLATION.test(part) ? ' ' : part))
    .join('');
}

function textsOf(values: unknown): readonly string[] {
  return isRecord(values) ? Object.values(values).filter((value) => typeof value === 'string') : [];
}
