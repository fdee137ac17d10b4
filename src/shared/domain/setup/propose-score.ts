/**
 * The score command that is proposed: a script that lies there, else one to complete. It loads the model as its file asks
 * for, and writes one prediction a row. Which columns are the id and the features only a person knows; those lines are marked.
 */
import { commonFolder } from '../kernel/glob.ts';
import { decideTask, targetOf, type ScoredTask, type TaskDecision } from './decide-task.ts';
import { findHoldout, findScoreScript, type PredictionColumns } from './find-score-script.ts';
import { columnsInHeader } from './header-columns.ts';
import type { Training } from './find-training.ts';
import { followCode } from './follow-code.ts';
import { readCode } from './survey.ts';

export interface ScoreProposal {
  /** Of the script. */
  readonly path: string;
  readonly command: string;
  readonly data: string;
  /** Whether the rows lie there; else they are to be made. */
  readonly hasData: boolean;
  /** Rows that lie there, and lack the label. */
  readonly unlabeled?: string;
  readonly decision: TaskDecision;
  readonly columns: PredictionColumns;
  readonly script: ScriptState;
}

export type ScriptState =
  /** It can be used as it is. */
  | { readonly kind: 'complete' }
  /** It lies there, and has to take what Model Steward gives. */
  | { readonly kind: 'to-adapt' }
  /** It is written, and a person completes it. */
  | { readonly kind: 'sketch'; readonly text: string };

const PATH = 'score.py';
const NO_HOLDOUT = 'data/holdout.csv';

/** @returns undefined where no script makes predictions, and the training is not in Python. */
export function proposeScore(training: Training): ScoreProposal | undefined {
  const { survey } = training;
  const [pattern] = training.model;
  if (pattern === undefined) return undefined;
  const prefix = /^(uv run |poetry run |micromamba run -n \S+ )/.exec(training.command ?? '')?.[0] ?? '';
  const file = placeOf(pattern);
  const target = targetOf(
    followCode(survey, training.code)
      .map((path) => readCode(survey, path))
      .join('\n'),
  );
  const existing = findScoreScript(survey, { prefix, modelFile: file, target, code: training.code });
  const code = followCode(survey, [...training.code, ...(existing === undefined ? [] : [existing.path])]);
  const decision = decideTask(survey, code, training.metrics);
  const { path: holdout, unlabeled, header } = findHoldout(survey, code, target);
  const rows = {
    ...{ data: holdout ?? NO_HOLDOUT, hasData: holdout !== undefined, decision },
    ...(holdout === undefined && unlabeled !== undefined && { unlabeled }),
  };
  if (existing !== undefined) {
    const isComplete = existing.isComplete && rows.hasData;
    const columns = isComplete ? existing.columns : columnsInHeader(existing.columns, header);
    return { ...existing, columns, ...rows, script: { kind: isComplete ? 'complete' : 'to-adapt' } };
  }
  const isPython =
    /\b(python3?|dvc)\b/.test(training.command ?? '') || code.some((path) => path.endsWith('.py'));
  if (!isPython) return undefined;
  const text = code.map((path) => readCode(survey, path)).join('\n');
  const columns = columnsInHeader({ id: 'id', label: target ?? 'label', score: 'score' }, header);
  const parts = { loader: loaderOf(file, text), file, data: rows.data, task: decision.task, columns };
  return {
    ...{ path: PATH, command: `${prefix}python ${PATH}`, columns },
    ...rows,
    script: { kind: 'sketch', text: renderScript(parts) },
  };
}

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
    skops: {
      imports: 'import skops.io',
      load: 'skops.io.load(path, trusted=skops.io.get_untrusted_types(file=path))',
    },
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
  readonly task: ScoredTask;
  readonly columns: PredictionColumns;
}

const READERS = [
  { ending: /\.parquet$/, start: 'pd.read_parquet(' },
  { ending: /\.jsonl$/, start: 'pd.read_json(lines=True, path_or_buf=' },
  { ending: /./, start: 'pd.read_csv(' },
] as const;
const PREDICTIONS: Readonly<Record<ScoredTask, string>> = {
  binary: 'model.predict_proba(features)[:, 1]  # yours: the probability of label 1',
  multiclass: 'model.predict(features)  # yours: the predicted class',
  regression: 'model.predict(features)  # yours: the predicted number',
};

function renderScript({ loader, file, data, task, columns }: ScriptParts): string {
  const reader = READERS.find(({ ending }) => ending.test(data))?.start ?? '';
  const folder = 'os.environ["MODEL_STEWARD_MODEL"]';
  const [id, label] = [columns.id, columns.label].map((name) => JSON.stringify(name));
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
features = rows.drop(columns=[${id}, ${label}])  # yours: the columns that the model was trained on
rows["score"] = ${PREDICTIONS[task]}
rows[[${id}, ${label}, "score"]].to_csv(os.environ["MODEL_STEWARD_OUT"], index=False)  # yours: the id and the label
`;
}
