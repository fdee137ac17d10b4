/**
 * What a model predicts, by the words of the code that trains it, the names of its metrics, and the values of its target.
 * A person reads the proposal, which says by what it was decided.
 */
import { sameMetrics } from '../kernel/metric-aliases.ts';
import { metricsOfTask } from '../metrics/tasks/catalog.ts';
import type { TaskName } from '../documents/fields.ts';
import { asRecord, parseJson, readCode, type Survey } from './survey.ts';

/** Tasks that code and data give away; a ranking needs to know more columns than they show. */
export type ScoredTask = Extract<TaskName, 'binary' | 'multiclass' | 'regression'>;

export interface TaskDecision {
  readonly task: ScoredTask;
  /** A few words of what was found; undefined where nothing says it, and the most frequent kind was taken. */
  readonly because: string | undefined;
}

const REGRESSION =
  /\w*Regressor\b|\b(?:Linear|Isotonic|Poisson|Huber|Quantile|TheilSen|RANSAC)_?Regression\w*|\b(?:Ridge|Lasso|ElasticNet|BayesianRidge|LinearSVR|SVR)(?:CV)?\b|mean_(?:squared|absolute|pinball)\w*error|\br2_score\b|\brmse\b|\bMSELoss\b|\bL1Loss\b|reg:\w+|objective["']?\s*[=:]\s*["'](?:regression|mse|mae|rmse|l1|l2|tweedie|poisson|quantile|huber)\w*/gi;
const CLASSIFICATION =
  /\w*Classifier\w*\b|\bLogisticRegression(?:CV)?\b|\b(?:LinearSVC|SVC|\w+NB|\w*DiscriminantAnalysis)\b|predict_proba|accuracy_score|roc_auc\w*|f1_score|classification_report|confusion_matrix|log_loss|average_precision\w*|BCE\w*Loss|\w*Cross_?Entropy\w*|binary:\w+|multi:\w+|objective["']?\s*[=:]\s*["'](?:binary|multiclass)\w*/gi;
const SEVERAL_CLASSES =
  /multi_?class|softmax|multi:\w+|\bCrossEntropyLoss\b|(?:sparse_)?categorical_?crossentropy|multinomial|num_class|n_classes|average\s*=\s*["'](?:macro|weighted|micro)["']|load_(?:iris|digits|wine)\b|\b(?:cifar|mnist)/i;
const TWO_CLASSES = /\[:, ?1\]|binary|BCE\w*Loss|pos_label/i;

/** @param code paths of what trains, with what it uses. @param metrics path of the metrics file, where it lies there. */
export function decideTask(
  survey: Survey,
  code: readonly string[],
  metrics: string | undefined,
): TaskDecision {
  const text = code.map((path) => readCode(survey, path)).join('\n');
  return (
    decideByWords(text) ??
    decideByNames(survey, metrics) ??
    decideByTarget(survey, text) ?? { task: 'binary', because: undefined }
  );
}

function decideByWords(text: string): TaskDecision | undefined {
  const numbers = [...text.matchAll(REGRESSION)].map(([word]) => word);
  const classes = [...text.matchAll(CLASSIFICATION)].map(([word]) => word);
  if (numbers.length === classes.length) return undefined;
  const [word] = numbers.length > classes.length ? numbers : classes;
  if (numbers.length > classes.length) return { task: 'regression', because: word };
  const several = SEVERAL_CLASSES.exec(text)?.[0];
  return several === undefined || TWO_CLASSES.test(text)
    ? { task: 'binary', because: word }
    : { task: 'multiclass', because: several };
}

/** By a metrics file of an earlier training: metrics that only one task has. */
function decideByNames(survey: Survey, path: string | undefined): TaskDecision | undefined {
  const names = path === undefined ? [] : Object.keys(flatten(parseJson(survey.read(path))));
  for (const task of ['regression', 'binary'] as const) {
    const known = metricsOfTask(task).map(({ name }) => name);
    const name = names.find((one) => sameMetrics(one, known).length > 0);
    if (name !== undefined) return { task, because: `${name} in ${path ?? ''}` };
  }
  return undefined;
}

function flatten(value: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(asRecord(value)).flatMap(([name, inner]) =>
      Object.keys(asRecord(inner)).length > 0 ? Object.entries(asRecord(inner)) : [[name, inner]],
    ),
  );
}

/** By the values of the column that the code calls its target, in the first table that has it. */
function decideByTarget(survey: Survey, text: string): TaskDecision | undefined {
  const target = targetOf(text);
  if (target === undefined) return undefined;
  for (const path of survey.paths.filter((one) => one.endsWith('.csv'))) {
    const values = valuesOf(survey.read(path) ?? '', target);
    if (values.length === 0) continue;
    const distinct = new Set(values);
    const because = `the values of ${target} in ${path}`;
    if (distinct.size === 2) return { task: 'binary', because };
    const areNumbers = values.every((value) => value === '' || Number.isFinite(Number(value)));
    const isMeasured = distinct.size > MAX_CLASSES || values.some((value) => /\.\d*[1-9]/.test(value));
    return { task: areNumbers && isMeasured ? 'regression' : 'multiclass', because };
  }
  return undefined;
}

/** Whole numbers of more different values are amounts. */
const MAX_CLASSES = 20;
const MAX_ROWS = 2000;

/** @returns none for a table without the column. */
function valuesOf(table: string, column: string): readonly string[] {
  const [header = '', ...lines] = table.split(/\r?\n/, MAX_ROWS);
  const separator = [',', ';', '\t'].find((sign) => header.includes(sign)) ?? ',';
  const cells = (line: string): readonly string[] =>
    line.split(separator).map((cell) => cell.trim().replaceAll('"', ''));
  const index = cells(header).indexOf(column);
  return index < 0 ? [] : lines.filter((line) => line !== '').map((line) => cells(line)[index] ?? '');
}

/** `y = rows["price"]`, `TARGET = "price"`, `rows.drop(columns=["price"])`, `rows.pop("price")`, `rows.price`. */
export function targetOf(code: string): string | undefined {
  const forms = [
    /\b(?:target|label|target_col\w*|label_col\w*|y_col\w*|outcome)\s*[=:]\s*["']([^"'\n]+)["']/i,
    /^\s*(?:y|target|labels?|y_train|y_all)\s*=\s*\w+\[\s*["']([^"'\n]+)["']\s*\]/im,
    /^\s*(?:y|target|labels?)\s*=\s*\w+\.pop\(\s*["']([^"'\n]+)["']/im,
    /^\s*(?:y|target|labels?)\s*=\s*\w+\.(\w+)\s*$/im,
    /,\s*\w+\[["']([^"'\n]+)["']\]\s*\)/,
    /\.drop\(\s*(?:columns\s*=\s*)?\[?\s*["']([^"'\n]+)["']\s*\]?\s*(?:,\s*axis\s*=\s*1)?\)/,
  ];
  return forms.map((form) => form.exec(code)?.[1]).find((name) => name !== undefined);
}
