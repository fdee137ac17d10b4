/** The configuration that is proposed: what was found, and as comments what a person adds when it is known. */
import { stringify } from 'yaml';
import { CONFIG_PATH } from '../kernel/names.ts';
import type { Training } from './find-training.ts';
import type { NamedTraining } from './render-workflow.ts';
import type { ScoreSketch } from './sketch-score.ts';
import type { Survey } from './survey.ts';

const SCHEMA_LINE =
  '# yaml-language-server: $schema=https://raw.githubusercontent.com/model-steward/model-steward/v1/docs/schemas/config.schema.json';

const CODE_FOLDERS = ['src', 'features', 'conf', 'config', 'common', 'shared', 'lib'] as const;
const MAX_PATHS = 20;

/** @param sketch of a score command that is written beside it; its section stays a comment until a person completes it. */
export function renderConfig(
  survey: Survey,
  models: readonly NamedTraining[],
  sketch: ScoreSketch | undefined,
): string {
  const sections = models.map(({ name, training }) => [name, sectionOf(survey, training, models.length > 1)]);
  const notes = [
    `# Below a model, when you know what decides. Until then ${CONFIG_PATH} only makes reports:`,
    '#     gate:',
    '#       - { metric: accuracy, at-least: 0.8 }',
    ...(sketch === undefined ? [] : renderScoreNotes(sketch)),
  ];
  const yaml = stringify({ models: Object.fromEntries(sections) as unknown }, { lineWidth: 110 });
  return `${SCHEMA_LINE}\n${yaml}${notes.join('\n')}\n`;
}

function sectionOf({ paths }: Survey, training: Training, isOneOfSeveral: boolean): object {
  const { command, model, metrics, parameters } = training;
  const folders = CODE_FOLDERS.filter((folder) => paths.some((path) => path.startsWith(`${folder}/`)));
  const isCovered = (path: string): boolean => folders.some((folder) => path.startsWith(`${folder}/`));
  const own = training.code.filter((path) => !isCovered(path));
  const code = [
    ...(isOneOfSeveral ? own.map((path) => path.replace(/[^/]+$/, '**')) : own),
    ...folders.map((folder) => `${folder}/**`),
  ];
  return {
    ...(code.length > 0 && { paths: code.slice(0, MAX_PATHS) }),
    ...(paths.some(isData) && { data: ['data/**'] }),
    ...(command !== undefined &&
      model.length > 0 && {
        train: {
          command,
          model: model.length === 1 ? model[0] : model,
          ...(metrics !== undefined && { metrics }),
          ...(parameters !== undefined && { parameters }),
        },
      }),
  };
}

/** A folder in which git ignores all but a placeholder or a description holds no data. */
function isData(path: string): boolean {
  return path.startsWith('data/') && !/\/(\.[^/]*|README[^/]*)$|\.(py|md)$/i.test(path);
}

function renderScoreNotes({ path, command, data, task }: ScoreSketch): readonly string[] {
  return [
    `# and when ${path} is complete, so that both models are run on the same rows (add it to \`paths\` too):`,
    `#     task: ${task}`,
    `#     score: { command: ${command}, data: ${data} }`,
    '#     predictions: { id: id, label: label, score: score }',
  ];
}
