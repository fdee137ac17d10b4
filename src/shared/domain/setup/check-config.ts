/** The configuration against the files that lie there: what it names, and what a run would not find. */
import type { Config, ModelConfig } from '../config/config.ts';
import { parseGlob } from '../kernel/glob.ts';
import { CONFIG_PATH } from '../kernel/names.ts';
import { checkRetrainingChange } from './check-retraining-change.ts';
import type { SetupFinding } from './setup-finding.ts';
import type { Survey } from './survey.ts';

export function checkConfig(config: Config, survey: Survey): readonly SetupFinding[] {
  return Object.entries(config.models).flatMap(([name, model]) => checkModel(name, model, survey));
}

function checkModel(name: string, model: ModelConfig, survey: Survey): readonly SetupFinding[] {
  const place = (key: string): string => `${CONFIG_PATH}: models.${name}.${key}`;
  return [
    ...[...new Set(model.paths)].flatMap((pattern) => checkPattern(pattern, place('paths'), survey)),
    ...checkScripts(model.train?.command, place('train.command'), survey),
    ...checkScripts(model.score?.command, place('score.command'), survey),
    ...checkModelFiles(model, place('train.model'), survey),
    ...checkPredictions(model, { train: place('train'), predictions: place('predictions') }),
    ...checkWorkflowNames(model, place, survey),
    ...checkRetrainingChange(model, place('monitor.pull-request'), survey),
  ];
}

function checkPattern(pattern: string, where: string, { paths }: Survey): readonly SetupFinding[] {
  const positive = pattern.replace(/^!/, '');
  const glob = parseGlob(positive);
  return paths.some((path) => glob.matches(path))
    ? []
    : [
        {
          severity: 'warning',
          where,
          message: `\`${pattern}\` matches no file that git tracks: a change of that code leaves old evidence valid`,
          hint: 'correct the pattern, or commit the files; it is relative to the root of the repository',
        },
      ];
}

/** A word of a command with the ending of a script, and no option, variable or pattern. */
const SCRIPT = /^(?:\.\/)?[\w-][\w./-]*\.(?:py|sh|r|R|jl|js|mjs|ts|ipynb)$/;

function checkScripts(
  command: string | undefined,
  where: string,
  { paths }: Survey,
): readonly SetupFinding[] {
  const words = (command ?? '').split(/[\s"'`;&|()<>]+/);
  // After a change of folder a script lies below it.
  if (words.some((word) => ['cd', 'pushd', '-C', '-m'].includes(word))) return [];
  return words
    .filter((word) => SCRIPT.test(word) && !paths.includes(word.replace(/^\.\//, '')))
    .map((word) => ({
      severity: 'error' as const,
      where,
      message: `expected the script ${word} among the files that git tracks, got none`,
      hint: 'commit it, or correct its path; commands run in the root of the checkout',
    }));
}

function checkModelFiles({ train }: ModelConfig, where: string, { paths }: Survey): readonly SetupFinding[] {
  const committed = (train?.model ?? []).flatMap((pattern) => {
    const glob = parseGlob(pattern.replace(/^!/, ''));
    return paths.filter((path) => glob.matches(path));
  });
  const [first] = committed;
  return first === undefined
    ? []
    : [
        {
          severity: 'note',
          where,
          message: `${first}${committed.length > 1 ? ` and ${committed.length - 1} more` : ''} is committed: train takes what its command writes over it, and refuses a file that it leaves as it was`,
        },
      ];
}

function checkPredictions(
  { task, predictions, score, train }: ModelConfig,
  place: { readonly train: string; readonly predictions: string },
): readonly SetupFinding[] {
  const makes = score !== undefined || train?.predictions !== undefined;
  if (makes && predictions === undefined)
    return [
      {
        severity: 'error',
        where: place.predictions,
        message: 'expected the columns of the predictions, got none',
        hint: 'add `predictions: { id: …, label: …, score: … }` and a `task`',
      },
    ];
  if (predictions !== undefined && task === 'metrics')
    return [
      {
        severity: 'error',
        where: place.predictions,
        message: 'expected a task, got none: no metric can be computed from the predictions',
        hint: 'add `task: binary` or `task: regression`, or take out `predictions`',
      },
    ];
  if (predictions !== undefined && !makes)
    return [
      {
        severity: 'error',
        where: place.train,
        message: 'expected something that writes predictions, got none',
        hint: 'add `score: { command: …, data: … }`, or name the file as `train.predictions`',
      },
    ];
  return [];
}

function checkWorkflowNames(
  { retrain, evidence }: ModelConfig,
  place: (key: string) => string,
  { paths }: Survey,
): readonly SetupFinding[] {
  const named = [
    { key: 'retrain.workflow', file: retrain?.workflow },
    { key: 'evidence.workflow', file: evidence?.workflow },
  ];
  return named
    .filter(({ file }) => file !== undefined && !paths.includes(`.github/workflows/${file}`))
    .map(({ key, file }) => ({
      severity: 'error' as const,
      where: place(key),
      message: `expected the workflow .github/workflows/${file ?? ''}, got none`,
      hint: 'name a file of .github/workflows, or add it: workflows-examples/ has one for each purpose',
    }));
}
