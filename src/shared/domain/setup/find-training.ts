/**
 * How a folder trains, by what its tools leave: a DVC pipeline, an MLflow project, a Makefile, a script of npm or
 * R, a Python script, a notebook. The first that is found counts. A person reads the proposal before it is used.
 */
import { parse } from 'yaml';
import { climbs, depthOf, folderOf, lastPartOf } from '../kernel/repository-path.ts';
import { findReadData } from './find-data.ts';
import { findEnvironment } from './find-environment.ts';
import { findMake } from './find-make.ts';
import { findOutputs, PARAMETER_FILES, type FoundOutputs } from './find-outputs.ts';
import { isModelFile, isNamedAsRows, outputIn } from './output-names.ts';
import { followCode, scriptsNamedBy } from './follow-code.ts';
import { findKedro, findSnakemake, findTargets } from './find-workflow-tools.ts';
import { asRecord, linkOf, listOf, parseJson, readCode, type Survey } from './survey.ts';
import type { FoundTraining } from './found-training.ts';
import { quoteForShell } from '../kernel/shell-text.ts';
import { findWrittenCommand } from './written-commands.ts';

export interface Training {
  /** What of the repository this model can use: its own folder, or all without the folders of other models. */
  readonly survey: Survey;
  /** In which the command runs, and which all paths are relative to; undefined for the root. */
  readonly folder: string | undefined;
  /** Name of the model, as far as its folder has one. */
  readonly name: string | undefined;
  /** The training command; undefined where nothing looks like one. */
  readonly command: string | undefined;
  /** What was found, in words. */
  readonly found: string;
  /** Files with code whose texts name the outputs. */
  readonly code: readonly string[];
  /** Steps of the workflow that install what the command needs, as YAML lines. */
  readonly setup: readonly string[];
  readonly metrics: string | undefined;
  readonly parameters: string | undefined;
  /** Patterns of the model's files; empty where nothing looks like one. */
  readonly model: readonly string[];
  readonly tracking: FoundOutputs['tracking'];
  /** Files that git tracks and that the training reads. */
  readonly data: readonly string[];
  /** Keys of services that the commands call: secrets of the repository; none for most. */
  readonly keys: readonly string[];
  /** Outputs behind a symbolic link, which train refuses: they are neither among the metrics nor the model. */
  readonly behindLinks: readonly string[];
}

/** What people run; a workflow that is proposed runs it with options of its own. */
export const DVC_REPRO = 'dvc repro';

/** By a file of a tool, in the root of the survey. */
export function findPipeline(survey: Survey): FoundTraining | undefined {
  return (
    findDvc(survey) ??
    findMlflow(survey) ??
    findKedro(survey) ??
    findSnakemake(survey) ??
    findTargets(survey) ??
    findMake(survey) ??
    findNpm(survey)
  );
}

/** Whether the files of the model are known, or logged where the step keeps them. */
export function hasModel({ model, tracking }: Pick<Training, 'model' | 'tracking'>): boolean {
  return model.length > 0 || tracking !== undefined;
}

export function completeTraining(survey: Survey, found: FoundTraining): Training {
  const code =
    found.code.length > 0
      ? found.code
      : survey.paths.filter((path) => /\.(py|r|jl|m?js)$/i.test(path) && !NOT_TRAINING.test(path));
  const { steps, prefix } = findEnvironment(survey, found.command ?? '', found.recipes);
  const commands = [...(found.command === undefined ? [] : [found.command]), ...(found.recipes ?? [])];
  const { metrics, model, tracking } = inFolder(enteredBy(commands), {
    ...findOutputs(survey, code, { ...found, commands }),
    known: found,
  });
  const parameters = PARAMETER_FILES.find((path) => survey.paths.includes(path));
  const read = findReadData(survey, {
    code: [...followCode(survey, code), ...(parameters === undefined ? [] : [parameters])],
    commands,
    outputs: [...model, ...(metrics === undefined ? [] : [metrics])],
  });
  const isBehindLink = (path: string): boolean => linkOf(survey, path) !== undefined;
  return {
    survey,
    folder: undefined,
    keys: [],
    name: found.name,
    found: found.found,
    metrics: metrics !== undefined && isBehindLink(metrics) ? undefined : metrics,
    model: model.filter((path) => !isBehindLink(path)),
    tracking,
    behindLinks: [...model, ...(metrics === undefined ? [] : [metrics])].filter(isBehindLink),
    parameters,
    // Of all code together nothing says what a training would read.
    data: found.command === undefined ? [] : read.map(({ path }) => path),
    command: found.command === undefined ? undefined : prefix + found.command,
    setup: steps,
    code,
  };
}

/** The folder that a recipe enters before it runs a script there: `cd pricing && python train.py`. */
function enteredBy(commands: readonly string[]): string | undefined {
  const folders = commands.flatMap((command) =>
    [...command.matchAll(/(?:^|[\n;&(]|\t)\s*@?cd\s+([\w./-]+)\s*&&/g)].map(([, folder = '']) =>
      folder.replace(/^(\.\/)+|\/+$/g, ''),
    ),
  );
  const [folder] = folders;
  return folder !== undefined && !climbs(folder) && new Set(folders).size === 1 ? folder : undefined;
}

/** What the code names is relative to where it runs; what a pipeline names is not. */
function inFolder(
  folder: string | undefined,
  { known, ...outputs }: FoundOutputs & { readonly known: FoundTraining },
): FoundOutputs {
  if (folder === undefined) return outputs;
  const at = (path: string): string => (path.startsWith(`${folder}/`) ? path : outputIn(folder, path));
  return {
    ...outputs,
    metrics: known.metrics ?? (outputs.metrics === undefined ? undefined : at(outputs.metrics)),
    model: known.model ?? outputs.model.map(at),
  };
}

function findDvc({ read, paths }: Survey): FoundTraining | undefined {
  const text = read('dvc.yaml');
  if (text === undefined) return undefined;
  const pipeline = asRecord(parse(text));
  const stages = Object.values(asRecord(pipeline.stages)).map(asRecord);
  const outputs = stages.flatMap(({ outs }) => namesOf(outs));
  // The outputs of one stage that another reads are on the way; what is left is made for people.
  const inputs = new Set(stages.flatMap(({ deps }) => namesOf(deps)));
  const models = outputs.filter((path) => isModelFile(path) && !(isNamedAsRows(path) && inputs.has(path)));
  const model =
    models.length > 0 ? models : outputs.filter((path) => /model/i.test(path) && !inputs.has(path));
  const metrics = [...stages.flatMap((stage) => namesOf(stage.metrics)), ...namesOf(pipeline.metrics)];
  const commands = stages.map(({ cmd }) => JSON.stringify(cmd ?? ''));
  return {
    command: DVC_REPRO,
    found: `dvc.yaml: a pipeline of ${stages.length} stages`,
    code: paths.filter((path) => commands.some((command) => command.includes(path))),
    ...(metrics[0] !== undefined && { metrics: metrics[0] }),
    ...(model.length > 0 && { model }),
  };
}

/** Entries of DVC are paths, or maps of one path to its options. */
function namesOf(value: unknown): readonly string[] {
  return listOf(value).flatMap((entry) =>
    typeof entry === 'string' ? [entry] : Object.keys(asRecord(entry)),
  );
}

function findMlflow({ read, paths }: Survey): FoundTraining | undefined {
  const text = read('MLproject');
  if (text === undefined) return undefined;
  const entries = asRecord(asRecord(parse(text)).entry_points);
  const [name, entry] =
    Object.entries(entries).find(([key]) => key === 'main') ?? Object.entries(entries)[0] ?? [];
  const { command, parameters } = asRecord(entry);
  if (name === undefined || typeof command !== 'string') return undefined;
  const defaults = asRecord(parameters);
  const filled = command.trim().replaceAll(/\{(\w+)\}/g, (all, parameter: string) => {
    const value = defaults[parameter];
    const given = asRecord(value).default ?? value;
    return typeof given === 'string' || typeof given === 'number' ? String(given) : all;
  });
  const code = paths.filter((path) => command.split(/\s+/).includes(path));
  return { command: filled, found: `MLproject: the entry point ${name}`, code };
}

function findNpm({ read, paths }: Survey): FoundTraining | undefined {
  const { train } = asRecord(asRecord(parseJson(read('package.json'))).scripts);
  if (typeof train !== 'string') return undefined;
  const code = paths.filter((path) => train.split(/\s+/).some((word) => word.replace(/^\.\//, '') === path));
  return { command: 'npm run train', found: 'package.json: the script train', code, recipes: [train] };
}

const python = (path: string): string => `python ${quoteForShell(path)}`;
const rscript = (path: string): string => `Rscript ${quoteForShell(path)}`;
const julia = (path: string): string => `julia --project=. ${quoteForShell(path)}`;
const notebook = (path: string): string => `jupyter execute ${quoteForShell(path)}`;
const SCRIPTS = [
  { name: /(^|\/)train[^/]*\.py$/i, command: python },
  { name: /(^|\/)train[^/]*\.R$/i, command: rscript },
  { name: /(^|\/)train[\w-]*\.(mjs|js)$/i, command: (path: string) => `node ${quoteForShell(path)}` },
  { name: /(^|\/)train[\w-]*\.jl$/i, command: julia },
  { name: /(^|\/)(fit|model|main|run|pipeline|finetune|fine_tune)[\w-]*\.py$/i, command: python },
  { name: /(^|\/)(fit|model|main|run|pipeline)[\w-]*\.R$/i, command: rscript },
  { name: /(^|\/)(fit|model|main|run|pipeline)[\w-]*\.jl$/i, command: julia },
  { name: /train[\w -]*\.ipynb$/i, command: notebook },
  { name: /\.ipynb$/i, command: notebook },
  { name: /^[^/]+\.py$/i, command: python },
] as const;
export const NOT_TRAINING =
  /(^|\/)(tests?|docs?|examples?|deploy|serving|notebooks?\/archive|features\/steps)\/|(^|\/)test_|setup\.py$|conftest\.py$/i;

/** Of the first kind that there is: the nearest to the root, or those in folders beside each other. */
export function findScripts(survey: Survey): readonly FoundTraining[] {
  const { paths } = survey;
  for (const { name, command } of SCRIPTS) {
    const candidates = paths
      .filter((path) => name.test(path) && !NOT_TRAINING.test(path))
      .toSorted((one, other) => depthOf(one) - depthOf(other));
    const [first] = candidates;
    if (first === undefined) continue;
    const folders = candidates
      .filter((path) => depthOf(path) === depthOf(first))
      .map((path) => lastPartOf(folderOf(path)));
    const areSeveral = depthOf(first) > 1 && new Set(folders).size === folders.length && folders.length > 1;
    return (areSeveral ? candidates.slice(0, folders.length) : [first]).map((path) => {
      const script = twinOf(path, paths);
      if (script !== undefined)
        return started(survey, {
          command: python(script),
          found: `${script}: the script of ${path}`,
          code: [script],
        });
      return started(survey, { command: command(path), found: `${path}: a training script`, code: [path] });
    });
  }
  return [];
}

/** With the arguments that the repository itself starts the script with. */
function started(survey: Survey, found: FoundTraining): FoundTraining {
  const [script = ''] = found.code;
  const written = findWrittenCommand(survey, script, found.command ?? '');
  if (written === undefined) return withHydra(survey, found);
  const { command, source, line } = written;
  return withHydra(survey, {
    command,
    found: `${found.found}, started as ${source} says`,
    code: [...new Set([script, ...(command === line ? [] : [source]), ...scriptsNamedBy(survey, [line])])],
    recipes: [line],
  });
}

/** Hydra makes a folder with date and time for each run: a name that is known is that of the repository. */
function withHydra(survey: Survey, found: FoundTraining): FoundTraining {
  const { command = '', code } = found;
  const isHydra = code.some((path) => readCode(survey, path).includes('@hydra.main('));
  return isHydra && /^python3? /.test(command) && !/hydra\.run\.dir|--multirun|\s-m\b/.test(command)
    ? { ...found, command: `${command} hydra.run.dir=.` }
    : found;
}

/** The script that a notebook was turned into: beside it, or of the same name elsewhere. It runs without Jupyter. */
function twinOf(path: string, paths: readonly string[]): string | undefined {
  if (!path.endsWith('.ipynb')) return undefined;
  const script = path.replace(/\.ipynb$/, '.py');
  const name = lastPartOf(script);
  const others = paths.filter((other) => lastPartOf(other) === name && !NOT_TRAINING.test(other));
  return others.includes(script) ? script : others[0];
}
