/**
 * What the jobs of a workflow run in which a model is trained or evaluated: the steps before and after decide which rows
 * and labels are there, as the score command does. A job that hands files over to one of them belongs to it.
 */
import { inFolder, possiblePaths, resolvePath } from '../kernel/repository-path.ts';
import type { ScriptText } from './opened-files.ts';
import { anyOwnActionOf, makesEvidence } from './own-action.ts';
import { parseOwnUse, pathInUse } from './own-refs.ts';
import { readYaml, usesOf, usesOfText } from './workflow-text.ts';
import { joinContinuedLines } from '../kernel/shell-text.ts';
import { isRecord } from '../kernel/unknown-value.ts';

type Part = Readonly<Record<string, unknown>>;

/** A step with `actions/checkout`. */
export interface CheckoutStep {
  /** `owner/name`, or an expression; "" for the repository of the workflow. */
  readonly repository: string;
  /** "" for the commit of the run. */
  readonly ref: string;
  /**
   * Whether it is the checkout that `train` works in: the commit of that one is recorded, and has to be the one of the pull request or of the
   * branch.
   */
  readonly isOfTraining: boolean;
}

export interface JobCommands {
  /** What steps run, each in the folder of its path. */
  readonly steps: readonly ScriptText[];
  /** Inputs of actions, values of a matrix and shells, which may name a script too. */
  readonly values: readonly string[];
  /** Of the environment, such as `BASH_ENV` and `R_PROFILE_USER`: programs run or read what they name when they start. */
  readonly variables: readonly string[];
  /** Of actions that are built into an image: any file may be copied. */
  readonly folders: readonly string[];
  /** The commands among them that install packages, which `steps` leave out. */
  readonly installs: readonly ScriptText[];
  /** Paths that caches bring, each as its step writes it. */
  readonly caches: readonly string[];
  /** What `actions/checkout` brings. */
  readonly checkouts: readonly CheckoutStep[];
  /** Inputs of `train`. */
  readonly score: readonly string[];
  readonly training: readonly string[];
}

const CACHE_ACTION = /(?:^|\/)cache(?:\/restore)?@/;
const CHECKOUT_ACTION = /^\s*actions\/checkout@/i;
const HANDS_OVER = /(?:^|\/)(?:upload-artifact|cache|save)(?:@|\/|$)/;

/**
 * @param repository `owner/name`.
 * @returns what a workflow, or an action, uses of its repository: paths, and whole uses where those name a ref.
 */
export function localUsesOf(text: string, repository: string): readonly string[] {
  return usesOfText(text).flatMap((uses) => {
    const own = parseOwnUse(uses, repository);
    return own === undefined ? placesOfUse(uses) : [own.uses];
  });
}

/** Of an action or a workflow of the repository itself, which the platform finds by any spelling of its path. */
function placesOfUse(uses: unknown): readonly string[] {
  return typeof uses === 'string' && uses.startsWith('./') ? possiblePaths(uses.trim()) : [];
}

function localUse(uses: unknown, local: ReadonlyMap<string, string>): ScriptText | undefined {
  if (typeof uses !== 'string') return undefined;
  const own = local.get(uses.trim());
  if (own !== undefined) return { path: pathInUse(uses.trim()), text: own };
  return placesOfUse(uses)
    .map((path) => ({ path, text: local.get(path) ?? '' }))
    .find(({ text }) => text !== '');
}

/** The files in which the platform looks for what `uses` names. */
export function filesOfLocalUse(path: string): readonly string[] {
  if (/\.ya?ml$/.test(path)) return [path];
  return [inFolder(path, 'action.yml'), inFolder(path, 'action.yaml')];
}

/** @param local texts of the actions and workflows of the repository, by their path in `uses`. */
export function commandsOfWorkflow(text: string, local: ReadonlyMap<string, string>): JobCommands {
  const workflow = readYaml(text);
  if (!isRecord(workflow) || !isRecord(workflow.jobs)) return NOTHING;
  const jobs = new Map(
    Object.entries(workflow.jobs).filter((job): job is [string, Part] => isRecord(job[1])),
  );
  const direct = [...jobs].filter(([, job]) => reaches(job, local));
  // Where no job of its own does, a workflow of another repository trains: what it is given may name a script.
  const others = [...jobs].filter(([, job]) => callsElsewhere(job, local));
  const own = (direct.length > 0 ? direct : others).map(([name]) => name);
  const needed = own
    .flatMap((name) => neededBy(name, jobs))
    .filter((name) => handsOver(jobs.get(name), local));
  const { defaults, env } = workflow;
  const found = [...new Set([...own, ...needed])].map((name) =>
    commandsOfJob({ defaults, ...jobs.get(name) }, { local, depth: 0, given: [] }),
  );
  return joined([...found, { ...NOTHING, variables: found.length === 0 ? [] : textsIn(env) }]);
}

const NOTHING: JobCommands = {
  ...{ steps: [], installs: [], values: [], variables: [], folders: [], caches: [], checkouts: [] },
  ...{ score: [], training: [] },
};

function joined(parts: readonly JobCommands[]): JobCommands {
  return {
    steps: parts.flatMap(({ steps }) => steps),
    installs: parts.flatMap(({ installs }) => installs),
    values: parts.flatMap(({ values }) => values),
    variables: parts.flatMap(({ variables }) => variables),
    folders: parts.flatMap(({ folders }) => folders),
    caches: parts.flatMap(({ caches }) => caches),
    checkouts: parts.flatMap(({ checkouts }) => checkouts),
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
  return usesOf(job).some(
    (uses) =>
      makesEvidence(uses) ||
      (depth < MAX_DEPTH && partsOfUse(uses, local).some((part) => reaches(part, local, depth + 1))),
  );
}

function callsElsewhere({ uses }: Part, local: ReadonlyMap<string, string>): boolean {
  return uses !== undefined && placesOfUse(uses).length === 0 && localUse(uses, local) === undefined;
}

/** Of what the repository itself has. */
function partsOfUse(uses: unknown, local: ReadonlyMap<string, string>): readonly Part[] {
  const parsed = readYaml(localUse(uses, local)?.text ?? '');
  return isRecord(parsed) ? partsOf(parsed) : [];
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

/** A workflow of another repository may hand over whatever it likes. */
function handsOver(job: Part | undefined, local: ReadonlyMap<string, string>, depth = 0): boolean {
  if (job === undefined) return false;
  return (
    job.outputs !== undefined ||
    callsElsewhere(job, local) ||
    usesOf(job).some(
      (uses) =>
        (typeof uses === 'string' && HANDS_OVER.test(uses)) ||
        (depth < MAX_DEPTH && partsOfUse(uses, local).some((part) => handsOver(part, local, depth + 1))),
    )
  );
}

/** Where the commands of a job are looked for. */
interface Search {
  /** Texts of the actions and workflows of the repository, by their path. */
  readonly local: ReadonlyMap<string, string>;
  readonly depth: number;
  /** Values of the inputs of what is called. */
  readonly given: readonly string[];
}

function commandsOfJob(job: Part, search: Search): JobCommands {
  const steps = (Array.isArray(job.steps) ? job.steps : []).filter(isRecord);
  const isTraining = ({ uses }: Part): boolean => anyOwnActionOf(uses) === 'train';
  const own = steps.filter(isTraining).map(({ with: inputs }) => (isRecord(inputs) ? inputs : {}));
  const textOf = (name: string): readonly string[] =>
    own.map((inputs) => inputs[name]).filter((value) => typeof value === 'string');
  const others = steps.filter((step) => !isTraining(step));
  const ofMatrix = textsIn(job.strategy);
  const given = [...search.given, ...ofMatrix];
  return joined([
    {
      ...NOTHING,
      steps: others.flatMap((step) => commandOfStep(step, job, given)),
      installs: others.flatMap((step) => installsOfStep(step, job)),
      values: [
        ...given,
        ...[
          job.with,
          shellOf(job.defaults),
          ...others.flatMap(({ with: inputs, shell }) => [inputs, shell]),
        ].flatMap(textsIn),
      ],
      variables: [job.env, job.container, job.services, ...steps.map(({ env }) => env)].flatMap(textsIn),
      caches: others.flatMap(cachedBy),
      checkouts: others.flatMap((step) => checkedOutBy(step, steps.some(isTraining))),
      score: textOf('score-command'),
      training: textOf('command'),
    },
    ...[job, ...steps].flatMap((part) => commandsOfUse(part, { ...search, given: ofMatrix })),
  ]);
}

function cachedBy({ uses, with: inputs }: Part): readonly string[] {
  const isCache = typeof uses === 'string' && CACHE_ACTION.test(uses.trim());
  const path = isCache && isRecord(inputs) ? inputs.path : undefined;
  return typeof path === 'string' ? path.split('\n').map((line) => line.trim()) : [];
}

function checkedOutBy({ uses, with: inputs }: Part, isInTraining: boolean): readonly CheckoutStep[] {
  if (typeof uses !== 'string' || !CHECKOUT_ACTION.test(uses)) return [];
  const textOf = (name: string): string => {
    const value = isRecord(inputs) ? inputs[name] : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  };
  const isOfTraining = isInTraining && /^(?:\.\/?)?$/.test(textOf('path'));
  return [{ repository: textOf('repository'), ref: textOf('ref'), isOfTraining }];
}

function commandsOfUse(
  { uses, with: inputs }: Part,
  { local, depth, given }: Search,
): readonly JobCommands[] {
  const used = localUse(uses, local);
  if (used === undefined || depth >= MAX_DEPTH) return [];
  const { path, text } = used;
  const parsed = readYaml(text);
  if (!isRecord(parsed)) return [];
  const { runs, defaults, env } = parsed;
  const inner = { local, depth: depth + 1, given: [...given, ...textsIn(inputs), ...defaultsOf(parsed)] };
  return [
    {
      ...NOTHING,
      steps: programsOf(runs, path),
      variables: textsIn(env),
      folders: path !== '' && isOfImage(runs) ? [path] : [],
    },
    ...partsOf(parsed).map((part) => commandsOfJob({ defaults, ...part }, inner)),
  ];
}

/** What an action in JavaScript or in an image runs. */
function programsOf(runs: unknown, folder: string): readonly ScriptText[] {
  if (!isRecord(runs)) return [];
  const { main, pre, post, image, entrypoint } = runs;
  const files = [main, pre, post, image, entrypoint, runs['pre-entrypoint'], runs['post-entrypoint']];
  const path = inFolder(folder, 'step.sh');
  return files.flatMap((file) => (typeof file === 'string' ? [{ path, text: `node ./${file}` }] : []));
}

function isOfImage(runs: unknown): boolean {
  return isRecord(runs) && typeof runs.image === 'string' && !runs.image.startsWith('docker://');
}

/** Of the inputs of an action, or of a workflow that is called. */
function defaultsOf(parsed: Part): readonly string[] {
  const call = isRecord(parsed.on) ? parsed.on.workflow_call : undefined;
  return [parsed.inputs, isRecord(call) ? call.inputs : undefined].flatMap((inputs) =>
    isRecord(inputs)
      ? Object.values(inputs).flatMap((input) => (isRecord(input) ? textsIn(input.default) : []))
      : [],
  );
}

function shellOf(defaults: unknown): unknown {
  return isRecord(defaults) && isRecord(defaults.run) ? defaults.run.shell : undefined;
}

/** Values that an expression puts into a command. */
const GIVEN_VALUE = /\$\{\{[^}]*\b(?:matrix|inputs)\b/;

/** @param given values of the matrix and the inputs: what they are put into may be any file that they name. */
function commandOfStep(step: Part, job: Part, given: readonly string[]): readonly ScriptText[] {
  const { run, shell } = step;
  if (typeof run !== 'string') return [];
  const folder = folderOfStep(step, job);
  const name = typeof shell === 'string' && shell.includes('python') ? 'step.py' : 'step.sh';
  const goes = folder === undefined ? 'cd elsewhere\n' : '';
  const path = inFolder(folder ?? '', name);
  const values = GIVEN_VALUE.test(run) ? `\n${given.join('\n')}` : '';
  return [{ path, text: `${goes}${withoutInstallations(run)}${values}` }];
}

function installsOfStep(step: Part, job: Part): readonly ScriptText[] {
  const { run } = step;
  if (typeof run !== 'string') return [];
  return [{ path: inFolder(folderOfStep(step, job) ?? '', 'step.sh'), text: installationsIn(run) }];
}

/** Undefined where an expression says it, or outside of the repository. */
function folderOfStep(step: Part, { defaults }: Part): string | undefined {
  const ofRun = isRecord(defaults) && isRecord(defaults.run) ? defaults.run['working-directory'] : undefined;
  const folder = step['working-directory'] ?? ofRun ?? '';
  return typeof folder === 'string' && !folder.includes('$') ? resolvePath(folder) : undefined;
}

/**
 * Packages, and data that DVC or Git LFS bring: no approval is asked for an environment, and the files of DVC are compared
 * on their own.
 */
const INSTALLATION =
  /^\s*(?:sudo\s+)?(?:python3?\s+-m\s+)?(?:uv\s+)?(?:pip3?|npm|yarn|pnpm|bun|poetry|pipenv|pdm|pixi|conda|mamba|micromamba|uv|apt|apt-get|dvc|git\s+lfs)\s+(?:-\S+\s+)*(?:ci|i|install|add|sync|env|update|upgrade|create|pull|fetch|checkout)\b|^\s*yarn\s*$/;

/** In a script, what installs is among other words: `RUN pip install ./lib`, `R CMD INSTALL pkg`. */
const INSTALLS = /\b(?:install|develop|add|sync|restore|create|update|upgrade|i|ci)\b/i;

/** @returns those parts of a text of a shell, one a line. */
export function installationsIn(text: string): string {
  const parts = text.replaceAll(/\\\r?\n/g, ' ').split(/&&|\|\||;|\n/);
  return parts.filter((part) => INSTALLS.test(part)).join('\n');
}

function withoutInstallations(run: string): string {
  return joinContinuedLines(run)
    .split(/(&&|\|\||;|\n)/)
    .map((part) => (INSTALLATION.test(part) ? ' ' : part))
    .join('');
}

/** Every value, at any depth. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
