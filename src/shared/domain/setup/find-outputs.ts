/**
 * The files that a training leaves, by their names: what the code writes counts before what lies there, which may be
 * old. A person reads the proposal before it is used, so a likely name is better than none.
 */
import { climbs, trimPath } from '../kernel/repository-path.ts';
import { findFrameworkOutputs } from './framework-outputs.ts';
import { joinPaths, type KnownValues } from './joined-paths.ts';
import { knownValuesOf, optionsOf } from './known-values.ts';
import { FILLED_PART, namedPathsOf } from './named-paths.ts';
import { fromRoot, runFolderOf } from './notebook-folder.ts';
import { hasModelEnding, isMetricsFile, isModelFile, isNamedAsRows } from './output-names.ts';
import { isOfSamePart, readCode, type Survey } from './survey.ts';

/** Calls whose argument is a folder that they fill: Hugging Face, MLflow, TensorFlow. */
const SAVED_FOLDER =
  /(?:save_pretrained|save_model|saved_model\.save|model\.save|\.export)\(\s*(?:\w+\s*,\s*)?(?:\w+\s*=\s*)?["']([\w./-]+)["']/g;
const LOGGED_MODEL = /\blog_model\(|\bmlflow\b.*\bautolog\(/;
/** Such code does not look for the server of the step; `setdefault` does. */
const OWN_ADDRESS = /\bset_tracking_uri\(|MLFLOW_TRACKING_URI["']\s*\]\s*=[^=]/;
/** Where MLflow puts the models of runs that are logged without a server. */
const MLFLOW_FOLDER = 'mlruns';
const MLFLOW_MODELS = `${MLFLOW_FOLDER}/**/artifacts/**`;

export const PARAMETER_FILES = [
  'params.yaml',
  'params.json',
  'params.toml',
  'config.yaml',
  'config.json',
] as const;

export interface FoundOutputs {
  readonly metrics: string | undefined;
  /** Patterns; empty where nothing looks like one. */
  readonly model: readonly string[];
  /** Where `train` keeps what is logged, and so the metrics, the model or both need no name. */
  readonly tracking: 'mlflow' | undefined;
}

/** What a pipeline names itself, and the command lines that run the code. */
interface KnownOutputs extends Partial<Pick<FoundOutputs, 'metrics' | 'model'>> {
  readonly commands?: readonly string[];
}

/** What an option of a command says about the file behind it. */
const OUTPUT_OPTION = /^--?[\w-]*(?:out|save|dest|model|metric|report|result|score|eval)/i;
const METRICS_OPTION = /^--?[\w-]*(?:metric|report|result|score|eval)/i;

interface Sources {
  readonly survey: Survey;
  readonly code: readonly string[];
  readonly options: KnownValues;
  readonly commands: readonly string[];
}

/** @param code paths of the files whose texts name the outputs. */
export function findOutputs(survey: Survey, code: readonly string[], known: KnownOutputs): FoundOutputs {
  const { commands = [] } = known;
  const sources = { survey, code, commands, options: optionsOf(commands) };
  const texts = code.map((path) => readCode(survey, path)).join('\n');
  const framework = findFrameworkOutputs(texts, sources.options);
  const metrics = known.metrics ?? framework?.metrics ?? findMetrics(sources);
  const model = known.model ?? framework?.model ?? findModel(sources);
  const own = { metrics: metrics === MLFLOW_FOLDER, model: model.includes(MLFLOW_MODELS) };
  const isKept = (own.metrics || own.model) && model.length > 0;
  if (!isKept || code.some((path) => OWN_ADDRESS.test(readCode(survey, path))))
    return { metrics, model, tracking: undefined };
  return {
    metrics: own.metrics ? undefined : metrics,
    model: own.model ? [] : model,
    tracking: 'mlflow',
  };
}

function findMetrics(sources: Sources): string | undefined {
  const { survey, code } = sources;
  const given = namedByOptions(sources.commands, METRICS_OPTION).filter((path) =>
    /\.(json|ya?ml|toml|csv)$/.test(path),
  );
  const named = [...given, ...literalsOf(sources).filter((text) => isMetricsFile(text))];
  const there = survey.paths.filter((path) => isMetricsFile(path) && !NO_OUTPUT.test(path));
  const best = [...named, ...there].toSorted((one, other) => rankOf(one) - rankOf(other))[0];
  const [folder = ''] = code.map((path) => runFolderOf(survey, path, sources.commands));
  const logged = loggedMetrics(code.map((path) => readCode(survey, path)).join('\n'), folder);
  // What lies there may be old; what the code logs is of this training.
  return named.length > 0 ? best : (logged ?? best);
}

/** Settings of an evaluation are none of its results. */
const NO_OUTPUT = /(^|\/)(tests?|conf|confs|configs?|cfg|cfgs|settings|\.github)\//i;

/** Where a library puts the metrics that are logged with it, whatever the code names. */
function loggedMetrics(code: string, runFolder: string): string | undefined {
  const [, folder = 'dvclive'] = /\bLive\(\s*(?:dir\s*=\s*)?["']([\w./-]+)["']/.exec(code) ?? [];
  if (/\bdvclive\b/.test(code)) return fromRoot(runFolder, `${trimPath(folder)}/metrics.json`);
  const isLogged = /\bmlflow\b/.test(code) && /\b(?:log_metrics?|autolog)\(/.test(code);
  return isLogged ? MLFLOW_FOLDER : undefined;
}

function rankOf(path: string): number {
  if (path.endsWith('metrics.json')) return 0;
  return /metrics?/.test(path) ? 1 : 2;
}

/** @returns patterns; empty where nothing looks like a model. */
function findModel(sources: Sources): readonly string[] {
  const { survey, code } = sources;
  const given = namedByOptions(sources.commands, OUTPUT_OPTION).filter(isModelFile);
  const named =
    given.length > 0
      ? given
      : [...new Set(literalsOf(sources).filter((path) => isModelFile(path) && !isNamedAsRows(path)))];
  // A manifest names the files beside it by their names alone.
  if (named.length > 0) return named.filter((path) => !named.some((other) => other.endsWith(`/${path}`)));
  const inFolder = writtenToModelFolder(sources);
  if (inFolder.length > 0) return inFolder;
  const texts = code.map((path) => readCode(survey, path));
  const saved = code.flatMap((source, index) => {
    const locate = locatorOf(sources, source);
    return [...(texts[index] ?? '').matchAll(SAVED_FOLDER)].flatMap(([, path = '']) => locate(path));
  });
  const folders = [...new Set(saved)].filter(isInside);
  if (folders.length > 0) return folders.map((folder) => `${trimPath(folder)}/**`);
  if (texts.some((text) => LOGGED_MODEL.test(text))) return [MLFLOW_MODELS];
  const isCommitted = (path: string): boolean => hasModelEnding(path) && !isNamedAsRows(path);
  return survey.paths.filter((path) => isCommitted(path) && isOfSamePart(path, code)).slice(0, 1);
}

/** A model may be any format: the folder says that it is one, where the code writes there. */
function writtenToModelFolder(sources: Sources): readonly string[] {
  const { survey, code } = sources;
  const paths = code.flatMap((source) => {
    const written = namedPathsOf(survey, [source]).filter(({ isWritten }) => isWritten);
    const located = written.map(({ path }) => path).flatMap(locatorOf(sources, source));
    return located.filter((path) => IN_MODEL_FOLDER.test(path));
  });
  return [...new Set(paths)].filter((path) => isInside(path) && !isMetricsFile(path) && !NO_MODEL.test(path));
}

const IN_MODEL_FOLDER = /(^|\/)(models?|weights|checkpoints?)\/[\w./-]+\.(json|txt|csv|zip|tar\.gz)$/i;
const NO_MODEL = /(^|\/)[\w.-]*(params|config|schema|features|log|report|pred)[\w.-]*$/i;

/** Quoted texts that could be relative paths; the name of a file in an archive is none. */
function literalsOf(sources: Sources): readonly string[] {
  const { survey, code, options } = sources;
  return code
    .flatMap((path) => {
      const text = joinPaths(readCode(survey, path), path, knownValuesOf(survey, path, options));
      const found = [
        ...text.matchAll(LITERAL),
        ...text.matchAll(WRITTEN_NAME),
        ...text.matchAll(FILLED_NAME),
      ];
      const locate = locatorOf(sources, path);
      return found.flatMap(([, literal = '']) => locate(trimPath(literal.replaceAll(FILLED_PART, '*'))));
    })
    .filter(isInside);
}

/** Where the code finds what it names, from the root; none for a path outside of the repository. */
function locatorOf({ survey, commands }: Sources, source: string): (path: string) => readonly string[] {
  const folder = runFolderOf(survey, source, commands);
  return (path) => {
    const found = path === '' ? undefined : fromRoot(folder, path);
    return found === undefined ? [] : [found];
  };
}

/** `--report reports/ridge.json`, `-out model.json`: each once. */
function namedByOptions(commands: readonly string[], option: RegExp): readonly string[] {
  const words = commands.flatMap((command) => command.split(/[\s"'=]+/));
  const named = words.filter((_, index) => option.test(words[index - 1] ?? '')).map(trimPath);
  return [...new Set(named)].filter(
    (path) => isInside(path) && /^[\w./-]+$/.test(path) && !path.startsWith('-'),
  );
}

/** Any name that a call writes to: with blanks and letters of any language, where a literal alone may be a sentence. */
const WRITTEN_NAME =
  /(?:\bopen|\bPath|\bto_\w+|\bsave\w*|\bdump\w*)\((?:[\w.]+,\s*)?["']([\p{L}\p{M}\p{N}_./ -]{1,200})["']/gu;
const LITERAL = /(?<!\b(?:writestr|arcname|namelist)\W{0,2})["']([\w./-]{1,200})["']/g;

/** A name that a loop fills, such as `f"models/{name}.pkl"`; its start is known. */
const FILLED_NAME = /(?:\b[fF]["']|`)([\w.-][\w./-]*\$?\{[^{}\n]*\}(?:[\w./-]|\$?\{[^{}\n]*\})*)["'`]/g;

function isInside(path: string): boolean {
  return path !== '' && !path.startsWith('/') && !climbs(path);
}
