/**
 * A score command to complete: it loads the model as its file asks for, and writes one prediction a row. Which columns
 * are the id, the label and the features only a person knows; those lines are marked.
 */
import { commonFolder } from '../kernel/glob.ts';
import type { Training } from './find-training.ts';
import { readCode, type Survey } from './survey.ts';

export interface ScoreSketch {
  readonly path: string;
  readonly command: string;
  readonly data: string;
  readonly task: 'binary' | 'regression';
  readonly text: string;
}

const SCORE_SCRIPT = /(^|\/)(score|predict|inference)[\w-]*\.py$/i;
const PATH = 'score.py';

/** @returns undefined where a score script lies there, or where the training is not in Python. */
export function sketchScore(survey: Survey, training: Training): ScoreSketch | undefined {
  const [pattern] = training.model;
  const isPython = /\b(python3?|dvc)\b/.test(training.command ?? '');
  if (!isPython || pattern === undefined || survey.paths.some((path) => SCORE_SCRIPT.test(path)))
    return undefined;
  const text = training.code.map((path) => readCode(survey, path)).join('\n');
  const task = isRegression(text) ? 'regression' : 'binary';
  const data = survey.paths.find((path) => HOLDOUT.test(path)) ?? 'data/holdout.csv';
  const prefix = /^(uv run |poetry run |micromamba run -n \S+ )/.exec(training.command ?? '')?.[0] ?? '';
  const file = placeOf(pattern);
  return {
    path: PATH,
    command: `${prefix}python ${PATH}`,
    data,
    task,
    text: renderScript({ loader: loaderOf(file, text), file, data, task }),
  };
}

function isRegression(code: string): boolean {
  const isNumber =
    /regressor|linear_?regression|mean_squared|mean_absolute|r2_score|elasticnet|\bridge\b|\blasso\b/i;
  return isNumber.test(code) && !/logisticregression|roc_auc|accuracy_score/i.test(code);
}

const HOLDOUT = /(^|\/)[\w-]*(holdout|hold_out|test|valid|eval)[\w-]*\.(csv|parquet|jsonl)$/i;

/** Where the file lies below MODEL_STEWARD_MODEL. */
function placeOf(pattern: string): string {
  if (/[*?]/.test(pattern)) return '';
  const folder = commonFolder([pattern], [pattern]);
  return folder === '' ? pattern : pattern.slice(folder.length + 1);
}

interface Loader {
  readonly imports: string;
  /** `model = …`, where `path` is that of the model. */
  readonly load: string;
}

function loaderOf(file: string, code: string): Loader {
  const ending = /\.(\w+)$/.exec(file)?.[1]?.toLowerCase() ?? '';
  const loaders: Readonly<Record<string, Loader>> = {
    joblib: { imports: 'import joblib', load: 'joblib.load(path)' },
    cbm: { imports: 'from catboost import CatBoost', load: 'CatBoost().load_model(path)' },
    onnx: { imports: 'import onnxruntime', load: 'onnxruntime.InferenceSession(path)' },
    pt: TORCH,
    pth: TORCH,
    ckpt: TORCH,
    keras: KERAS,
    h5: KERAS,
    ubj: XGBOOST,
    skops: { imports: 'import skops.io', load: 'skops.io.load(path)' },
  };
  if (file === '' && /\bmlflow\b/.test(code)) return MLFLOW;
  const isJoblib = code.includes('joblib.dump');
  return loaders[isJoblib && /^(pkl|pickle)$/.test(ending) ? 'joblib' : ending] ?? withPickle(ending, file);
}

const TORCH = { imports: 'import torch', load: 'torch.load(path, weights_only=False)' } as const;
const KERAS = { imports: 'import keras', load: 'keras.models.load_model(path)' } as const;
const XGBOOST = { imports: 'import xgboost', load: 'xgboost.Booster(model_file=path)' } as const;
/** Its folder has a random name. */
const MLFLOW = {
  imports: 'import glob\n\nimport mlflow.pyfunc',
  load: 'mlflow.pyfunc.load_model(os.path.dirname(glob.glob(path + "/**/MLmodel", recursive=True)[0]))',
} as const;

function withPickle(ending: string, file: string): Loader {
  if (/^(pkl|pickle)$/.test(ending))
    return { imports: 'import pickle', load: 'pickle.load(open(path, "rb"))' };
  return { imports: '', load: `...  # yours: load ${file === '' ? 'the files of the folder' : 'it'}` };
}

interface ScriptParts {
  readonly loader: Loader;
  /** Below MODEL_STEWARD_MODEL; empty for the folder itself. */
  readonly file: string;
  readonly data: string;
  readonly task: ScoreSketch['task'];
}

const READERS = [
  { ending: /\.parquet$/, start: 'pd.read_parquet(' },
  { ending: /\.jsonl$/, start: 'pd.read_json(lines=True, path_or_buf=' },
  { ending: /./, start: 'pd.read_csv(' },
] as const;
const PREDICTIONS = {
  binary: 'model.predict_proba(features)[:, 1]  # yours: the probability of label 1',
  regression: 'model.predict(features)  # yours: the predicted number',
} as const;

function renderScript({ loader, file, data, task }: ScriptParts): string {
  const reader = READERS.find(({ ending }) => ending.test(data))?.start ?? '';
  const folder = 'os.environ["MODEL_STEWARD_MODEL"]';
  return `"""Scores rows with a model.

Model Steward runs this for the new model and for the one in production, on the same rows. Complete the lines that
are marked as yours.
"""

import os
${loader.imports === '' ? '' : `${loader.imports}\n`}
import pandas as pd

path = ${file === '' ? folder : `os.path.join(${folder}, ${JSON.stringify(file)})`}
model = ${loader.load}
rows = ${reader}os.environ["MODEL_STEWARD_DATA"])
features = rows.drop(columns=["id", "label"])  # yours: the columns that the model was trained on
rows["score"] = ${PREDICTIONS[task]}
rows[["id", "label", "score"]].to_csv(os.environ["MODEL_STEWARD_OUT"], index=False)  # yours: the id and the label
`;
}
