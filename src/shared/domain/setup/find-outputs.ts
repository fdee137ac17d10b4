/**
 * The files that a training leaves, by their names: what the code writes counts before what lies there, which may be
 * old. A person reads the proposal before it is used, so a likely name is better than none.
 */
import { joinPaths } from './joined-paths.ts';
import { namedPathsOf } from './named-paths.ts';
import { hasModelEnding, isMetricsFile, isModelFile } from './output-names.ts';
import { readCode, type Survey } from './survey.ts';

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

/** @param code paths of the files whose texts name the outputs. @param known what a pipeline names itself. */
export function findOutputs(
  survey: Survey,
  code: readonly string[],
  known: Partial<Pick<FoundOutputs, 'metrics' | 'model'>>,
): FoundOutputs {
  const metrics = known.metrics ?? findMetrics(survey, code);
  const model = known.model ?? findModel(survey, code);
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

function findMetrics(survey: Survey, code: readonly string[]): string | undefined {
  const named = literalsOf(survey, code).filter((text) => isMetricsFile(text));
  const there = survey.paths.filter((path) => isMetricsFile(path) && !/(^|\/)tests?\//.test(path));
  const best = [...named, ...there].toSorted((one, other) => rankOf(one) - rankOf(other))[0];
  const logged = loggedMetrics(code.map((path) => readCode(survey, path)).join('\n'));
  // What lies there may be old; what the code logs is of this training.
  return named.length > 0 ? best : (logged ?? best);
}

/** Where a library puts the metrics that are logged with it, whatever the code names. */
function loggedMetrics(code: string): string | undefined {
  const [, folder = 'dvclive'] = /\bLive\(\s*(?:dir\s*=\s*)?["']([\w./-]+)["']/.exec(code) ?? [];
  if (/\bdvclive\b/.test(code)) return `${trim(folder)}/metrics.json`;
  const isLogged = /\bmlflow\b/.test(code) && /\b(?:log_metrics?|autolog)\(/.test(code);
  return isLogged ? MLFLOW_FOLDER : undefined;
}

function rankOf(path: string): number {
  if (path.endsWith('metrics.json')) return 0;
  return /metrics?/.test(path) ? 1 : 2;
}

/** @returns patterns; empty where nothing looks like a model. */
function findModel(survey: Survey, code: readonly string[]): readonly string[] {
  const named = [...new Set(literalsOf(survey, code).filter(isModelFile))];
  if (named.length > 0) return named;
  const inFolder = writtenToModelFolder(survey, code);
  if (inFolder.length > 0) return inFolder;
  const texts = code.map((path) => readCode(survey, path));
  const folders = [
    ...new Set(texts.flatMap((text) => [...text.matchAll(SAVED_FOLDER)].map(([, path = '']) => path))),
  ].filter(isInside);
  if (folders.length > 0) return folders.map((folder) => `${trim(folder)}/**`);
  if (texts.some((text) => LOGGED_MODEL.test(text))) return [MLFLOW_MODELS];
  return survey.paths.filter((path) => hasModelEnding(path)).slice(0, 1);
}

/** A model may be any format: the folder says that it is one, where the code writes there. */
function writtenToModelFolder(survey: Survey, code: readonly string[]): readonly string[] {
  const written = namedPathsOf(survey, code).filter(({ isWritten }) => isWritten);
  const paths = written.map(({ path }) => path).filter((path) => IN_MODEL_FOLDER.test(path));
  return [...new Set(paths)].filter((path) => isInside(path) && !isMetricsFile(path) && !NO_MODEL.test(path));
}

const IN_MODEL_FOLDER = /(^|\/)(models?|weights|checkpoints?)\/[\w./-]+\.(json|txt|csv|zip|tar\.gz)$/i;
const NO_MODEL = /(^|\/)[\w.-]*(params|config|schema|features|log|report|pred)[\w.-]*$/i;

/** Quoted texts that could be relative paths. */
function literalsOf(survey: Survey, code: readonly string[]): readonly string[] {
  return code
    .flatMap((path) => [...joinPaths(readCode(survey, path), path).matchAll(/["']([\w./-]{1,200})["']/g)])
    .map(([, literal = '']) => trim(literal))
    .filter(isInside);
}

function trim(path: string): string {
  return path.replace(/^(\.\/)+/, '').replace(/\/+$/, '');
}

function isInside(path: string): boolean {
  return path !== '' && !path.startsWith('/') && !path.includes('..');
}
