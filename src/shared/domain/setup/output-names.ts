/** Files that are a model, or hold metrics, by their names. */
import { lastPartOf } from '../kernel/repository-path.ts';

const MODEL_ENDINGS = [
  ...['pkl', 'pickle', 'joblib', 'skops', 'dill', 'cloudpickle', 'rds', 'rda', 'rdata', 'pmml'],
  ...['pt', 'pth', 'ckpt', 'safetensors', 'bin', 'onnx', 'h5', 'hdf5', 'keras', 'tflite', 'pb', 'gguf'],
  ...['ubj', 'bst', 'xgb', 'cbm', 'lgb', 'model', 'mlmodel', 'mar', 'nemo', 'npz', 'jls', 'jld2', 'bson'],
] as const;
const BY_ENDING = new RegExp(`\\.(${MODEL_ENDINGS.join('|')})(\\.gz|\\.xz|\\.bz2)?$`, 'i');
/** Formats that hold anything, where the name says that it is a model. */
const BY_NAME = /(^|\/)[\w.-]*(model|weights|booster|forest|lgbm?|xgboost)[\w.-]*\.(json|txt|zip|tar\.gz)$/i;
/** Words of code in English, and what German, French and their neighbors call metrics. */
const METRICS_WORDS = ['metric', 'metrik', 'metriqu', 'result', 'score', 'eval', 'history'] as const;
const METRICS_FILE = new RegExp(
  `(^|/)[\\w.-]*(${METRICS_WORDS.join('|')})[\\w.-]*\\.(jsonl?|ya?ml|toml|csv|tsv|txt)$`,
  'i',
);

/** Of files in any folder. */
export const MODEL_PATTERNS: readonly string[] = MODEL_ENDINGS.map((ending) => `**/*.${ending}`);
/** Of what may hold metrics; `isMetricsFile` says whether it does. */
export const METRICS_PATTERNS: readonly string[] = METRICS_WORDS.map((word) => `**/*${word}*`);

/** A word that a name of rows is made of: `X_train.npz`, `valid.pkl`, `val.bin`, `features_clean.pickle`. */
const WORD_OF_ROWS =
  /^(?:x|y|train|valid|validation|val|test|dev|holdout|split|set|raw|data|dataset|df|dataframe|rows|table|features?|labels|targets|inputs?|(?:pre)?processed|clean|cleaned|prepared|images|tokens)?\d*$/;

/** Whether the name says that rows are in it: formats of models hold anything. */
export function isNamedAsRows(path: string): boolean {
  const [name = ''] = lastPartOf(path).toLowerCase().split('.');
  return name.split(/[_-]+/).every((word) => WORD_OF_ROWS.test(word));
}

export function isModelFile(path: string): boolean {
  return BY_ENDING.test(path) || BY_NAME.test(path);
}

/** By an ending that only models have. */
export function hasModelEnding(path: string): boolean {
  return BY_ENDING.test(path);
}

export function isMetricsFile(path: string): boolean {
  return METRICS_FILE.test(path);
}

/** @param pattern relative to a folder; `!` before it stays before it. @returns the same, relative to the root. */
export function outputIn(folder: string, pattern: string): string {
  return pattern.startsWith('!') ? `!${folder}/${pattern.slice(1)}` : `${folder}/${pattern}`;
}
