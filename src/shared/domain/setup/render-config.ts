/** The configuration that is proposed: what was found, and as comments what a person adds when it is known. */
import { stringify } from 'yaml';
import { commonFolder, parseGlob } from '../kernel/glob.ts';
import { CONFIG_PATH } from '../kernel/names.ts';
import { depthOf, folderOf, resolvePath } from '../kernel/repository-path.ts';
import { decideTask } from './decide-task.ts';
import { exampleRule } from './example-rule.ts';
import { followCode } from './follow-code.ts';
import { DVC_REPRO, hasModel, type Training } from './find-training.ts';
import type { NamedTraining } from './render-workflow.ts';
import type { ScoreProposal } from './propose-score.ts';
import { readCode } from './survey.ts';

export const SCHEMA_LINE =
  '# yaml-language-server: $schema=https://raw.githubusercontent.com/model-steward/model-steward/v1/docs/schemas/config.schema.json';

const CODE_FOLDERS = [
  'src',
  'features',
  'conf',
  'config',
  'configs',
  'workflow',
  'common',
  'shared',
  'lib',
] as const;
const MAX_PATHS = 20;

/** @param score of the first model; its section stays a comment until a person completes or adapts the script. */
export function renderConfig(models: readonly NamedTraining[], score: ScoreProposal | undefined): string {
  const sections = models.map(({ name, training }, index) => [
    name,
    index === 0 && score?.script.kind === 'complete'
      ? withScore(sectionOf(training, models.length > 1), score)
      : sectionOf(training, models.length > 1),
  ]);
  const notes = [
    `# Below a model, when you know what decides. Until then ${CONFIG_PATH} only makes reports:`,
    '#     gate:',
    `#       - ${exampleRuleOf(models, score)}`,
    ...(score === undefined ? [] : renderScoreNotes(score, models)),
  ];
  const yaml = stringify({ models: Object.fromEntries(sections) as unknown }, { lineWidth: 110 });
  return `${SCHEMA_LINE}\n${yaml}${notes.join('\n')}\n`;
}

function sectionOf(training: Training, isOneOfSeveral: boolean): { readonly paths?: readonly string[] } {
  const { survey, folder, command, model, metrics, parameters, tracking } = training;
  const { paths } = survey;
  const data = dataOf(paths, training.data, [...model, ...(metrics === undefined ? [] : [metrics])]);
  const folders = CODE_FOLDERS.filter((folder) => paths.some((path) => path.startsWith(`${folder}/`)));
  const settings = hydraFolders(training).filter((path) => !folders.some((folder) => folder === path));
  const isCovered = (path: string): boolean =>
    [...folders, ...settings].some((folder) => path.startsWith(`${folder}/`));
  const own = followCode(survey, training.code).filter((path) => !isCovered(path));
  const code = [
    ...(isOneOfSeveral && folder === undefined ? own.map((path) => path.replace(/[^/]+$/, '**')) : own),
    ...[...folders, ...settings].map((folder) => `${folder}/**`),
  ];
  return {
    ...(folder !== undefined && { 'working-directory': folder }),
    ...(code.length > 0 && { paths: [...new Set(code)].slice(0, MAX_PATHS) }),
    ...(data.length > 0 && { data }),
    ...(command !== undefined &&
      hasModel(training) && {
        train: {
          ...(command === DVC_REPRO ? { dvc: 'repro' } : { command }),
          ...(model.length > 0 && { model: model.length === 1 ? model[0] : model }),
          ...(metrics !== undefined && { metrics }),
          ...(parameters !== undefined && { parameters }),
          ...(tracking !== undefined && { tracking }),
        },
      }),
  };
}

const HYDRA = /@hydra\.main\([^)]*?\bconfig_path\s*=\s*["']([\w./-]+)["']/g;

/** Folders of the settings that Hydra composes, which its decorator names from the file that it stands in. */
function hydraFolders({ survey, code }: Training): readonly string[] {
  const named = followCode(survey, code).flatMap((path) =>
    [...readCode(survey, path).matchAll(HYDRA)].map(([, folder = '']) => resolvePath(folderOf(path), folder)),
  );
  return [...new Set(named)].filter(
    (folder): folder is string =>
      folder !== undefined && survey.paths.some((path) => path.startsWith(`${folder}/`)),
  );
}

/**
 * Patterns of the data: the whole folder of that name, and what the training names elsewhere. Where the training writes
 * into the folder too, as `data/08_reporting`, those below it that git has files of.
 */
function dataOf(
  paths: readonly string[],
  read: readonly string[],
  outputs: readonly string[],
): readonly string[] {
  const folderOf = (path: string): string => {
    const [top = '', next = ''] = path.split('/');
    const isMixed = outputs.some((output) => output.startsWith(`${top}/`));
    if (!isMixed) return `${top}/**`;
    return depthOf(path) > 2 ? `${top}/${next}/**` : path;
  };
  const folders = [...new Set(paths.filter(isInDataFolder).map(folderOf))];
  const others = read.filter((path) => !folders.some((folder) => parseGlob(folder).matches(path)));
  const areInOneFolder = others.length > MAX_DATA && commonFolder(others, others) !== '';
  const named = areInOneFolder ? [`${commonFolder(others, others)}/**`] : others;
  return [...folders, ...named];
}

/** More files than these are one folder. */
const MAX_DATA = 10;

/** A folder in which git ignores all but a placeholder or a description holds no data. */
function isInDataFolder(path: string): boolean {
  return /^(data|datasets?)\//i.test(path) && !/\/(\.[^/]*|README[^/]*)$|\.(py|md)$/i.test(path);
}

/** The script is code of the model: a change of it changes what is compared. */
function withScore(
  section: { readonly paths?: readonly string[] },
  { path, command, data, decision, columns }: ScoreProposal,
): object {
  const { paths = [] } = section;
  const isCovered = paths.some((pattern) => parseGlob(pattern).matches(path));
  return {
    ...section,
    paths: isCovered ? paths : [...paths, path],
    ...{ task: decision.task, score: { command, data }, predictions: columns },
  };
}

/** One that a first model of use passes. */
function exampleRuleOf([first]: readonly NamedTraining[], score: ScoreProposal | undefined): string {
  if (first === undefined) return exampleRule(undefined, { task: undefined, isComputed: false });
  const { survey, metrics, code } = first.training;
  // Until the script is complete, the metrics file alone decides.
  const isComputed = score?.script.kind === 'complete';
  const text = metrics === undefined ? undefined : survey.read(metrics);
  const file = metrics !== undefined && text !== undefined ? { path: metrics, text } : undefined;
  const decision = score?.decision ?? decideTask(survey, code, metrics);
  return exampleRule(file, { task: decision.task, isComputed });
}

function renderScoreNotes(
  { path, command, data, decision, columns, script }: ScoreProposal,
  models: readonly NamedTraining[],
): readonly string[] {
  if (script.kind === 'complete') return [];
  const of = models.length > 1 ? ` below ${models[0]?.name ?? ''},` : '';
  const ready = script.kind === 'sketch' ? 'is complete' : 'takes these variables';
  return [
    `# and${of} when ${path} ${ready}, so that both models are run on the same rows (add it to \`paths\` too):`,
    `#     task: ${decision.task}`,
    `#     score: ${inOneLine({ command, data })}`,
    `#     predictions: ${inOneLine({ ...columns })}`,
  ];
}

/** A map in the braces of YAML; what is no plain word is quoted. */
function inOneLine(values: Readonly<Record<string, string>>): string {
  const entries = Object.entries(values).map(([name, value]) => {
    const isPlain = /^[A-Za-z_][\w ./-]*$/.test(value);
    return `${name}: ${isPlain ? value : JSON.stringify(value)}`;
  });
  return `{ ${entries.join(', ')} }`;
}
