/**
 * The models of a repository. One in the root is the only one; else each folder that trains is a model, which never
 * gets a file of its neighbors. What runs in its own folder has that as its `working-directory`.
 */
import { folderOf, lastPartOf } from '../kernel/repository-path.ts';
import { findEnvironment } from './find-environment.ts';
import { findMakeModels } from './find-make.ts';
import { completeTraining, findPipeline, findScripts, NOT_TRAINING, type Training } from './find-training.ts';
import type { FoundTraining } from './found-training.ts';
import { followCode } from './follow-code.ts';
import { namedPathsOf } from './named-paths.ts';
import { outputIn } from './output-names.ts';
import { quoteForShell } from '../kernel/shell-text.ts';
import { yamlScalar } from './yaml-scalar.ts';
import { surveyIn, type Survey } from './survey.ts';
import { isStartedBySome } from './written-commands.ts';

/** @returns one or more. */
export function findTrainings(survey: Survey): readonly Training[] {
  const pipeline = findPipeline(survey);
  const made = pipeline?.tool === 'make' ? findMakeModels(survey) : [];
  if (made.length > 0) return made.map((found) => completeTraining(survey, found));
  if (pipeline !== undefined) return [completeTraining(survey, pipeline)];
  const folders = findModelFolders(survey);
  if (folders.length > 0) return folders.map((folder) => trainingIn(survey, folder, folders));
  const none = { command: undefined, found: 'no training command was found', code: [] };
  return [completeTraining(survey, findScripts(survey)[0] ?? none)];
}

const PIPELINE_FILE = /(^|\/)(dvc\.yaml|MLproject|Snakefile|pyproject\.toml|Makefile|package\.json)$/;

/** Folders with a pipeline or a training script, without those inside another; none where the root trains. */
function findModelFolders(survey: Survey): readonly string[] {
  const scripts = findScripts(survey).flatMap(({ code }) => code.map(folderOf));
  const pipelines = survey.paths
    .filter((path) => PIPELINE_FILE.test(path) && !NOT_TRAINING.test(path))
    .map(folderOf)
    .filter((folder) => folder !== '' && findPipeline(surveyIn(survey, folder)) !== undefined);
  const isInRoot =
    scripts.includes('') && (pipelines.length === 0 || survey.paths.some((path) => ROOT_TRAINING.test(path)));
  if (isInRoot) return [];
  const all = [...new Set([...pipelines, ...scripts.filter((folder) => folder !== '')])].sort();
  return all.filter((folder) => !all.some((other) => folder.startsWith(`${other}/`)));
}

const ROOT_TRAINING = /^train[\w-]*\.(py|R|m?js)$/i;

function trainingIn(survey: Survey, folder: string, folders: readonly string[]): Training {
  const neighbors = folders.filter((other) => other !== folder);
  const own = withoutFolders(survey, neighbors);
  const inside = surveyIn(own, folder);
  const pipeline = findPipeline(inside);
  const script = findScripts(own).find(({ code }) => code.some((path) => path.startsWith(`${folder}/`)));
  const name = folders.length > 1 ? { name: lastPartOf(folder) } : {};
  const found = pipeline ?? findScripts(inside)[0];
  const runsInside =
    pipeline !== undefined || namesOwnFiles(own, folder, script) || isStartedInside(own, folder, script);
  if (!runsInside && script !== undefined) return completeTraining(own, { ...script, ...name });
  if (found === undefined)
    return completeTraining(own, { command: undefined, found: folder, code: [], ...name });
  const training = { ...completeTraining(inside, { ...found, ...name }), ...setupIn(own, folder, found) };
  const code = followCode(
    own,
    found.code.map((path) => `${folder}/${path}`),
  );
  const isAlone = code.every((path) => path.startsWith(`${folder}/`));
  return isAlone ? { ...training, folder } : fromRoot(training, own, folder);
}

function withoutFolders(survey: Survey, folders: readonly string[]): Survey {
  const isOutside = (path: string): boolean => !folders.some((folder) => path.startsWith(`${folder}/`));
  return {
    paths: survey.paths.filter(isOutside),
    ignored: survey.ignored.filter(isOutside),
    links: survey.links.filter(({ path }) => isOutside(path)),
    read: (path) => (isOutside(path) ? survey.read(path) : undefined),
  };
}

/** Whether the script reads a file that lies where it names it only when it runs in its own folder. */
function namesOwnFiles(survey: Survey, folder: string, script: FoundTraining | undefined): boolean {
  const inside = new Set(surveyIn(survey, folder).paths);
  const named = namedPathsOf(survey, script?.code ?? []).map(({ path }) => path);
  const isIn = (paths: Iterable<string>, path: string): boolean =>
    [...paths].some((one) => one === path || one.startsWith(`${path}/`));
  if (named.some((path) => path.startsWith(`${folder}/`))) return false;
  return named.some((path) => /[./]/.test(path) && isIn(inside, path) && !isIn(survey.paths, path));
}

/** Whether a description in the folder starts the script from there, and none outside starts it from the root. */
function isStartedInside(survey: Survey, folder: string, script: FoundTraining | undefined): boolean {
  const [path] = script?.code ?? [];
  if (path === undefined || !path.startsWith(`${folder}/`)) return false;
  const inside = surveyIn(survey, folder);
  return isStartedBySome(inside, path.slice(folder.length + 1)) && !isStartedBySome(survey, path);
}

const INSTALLS = /run:|micromamba|setup-uv|setup-renv/;

/** What the folder says of its packages, else what the root says. */
function setupIn(
  survey: Survey,
  folder: string,
  { command = '' }: FoundTraining,
): Pick<Training, 'setup' | 'command'> {
  const { steps, prefix } = findEnvironment(surveyIn(survey, folder), command);
  if (steps.some((step) => INSTALLS.test(step)))
    return { setup: steps.map((step) => stepIn(step, folder)), command: prefix + command };
  const root = findEnvironment(survey, command);
  return { setup: root.steps, command: root.prefix + command };
}

function stepIn(step: string, folder: string): string {
  return step.startsWith('- run:')
    ? `${step}\n  working-directory: ${yamlScalar(folder)}`
    : step.replace(
        /environment-file: ("[^"]*"|[^ ]+)/,
        (_, path: string) => `environment-file: ${yamlScalar(`${folder}/${path.replaceAll('"', '')}`)}`,
      );
}

/** For code outside of its folder, which paths below a `working-directory` cannot name. */
function fromRoot(training: Training, survey: Survey, folder: string): Training {
  const at = (path: string): string => `${folder}/${path}`;
  const { command, metrics, parameters } = training;
  return {
    ...training,
    survey,
    command: command === undefined ? undefined : `cd ${quoteForShell(folder)} && ${command}`,
    code: training.code.map(at),
    data: training.data.map(at),
    model: training.model.map((pattern) => outputIn(folder, pattern)),
    behindLinks: training.behindLinks.map(at),
    metrics: metrics === undefined ? undefined : at(metrics),
    parameters: parameters === undefined ? undefined : at(parameters),
  };
}
