/** `train`, `score` and `predictions` of the configuration: how a model is made, and how its predictions are read. */
import { z } from 'zod';
import { nameField, pathField } from '../documents/fields.ts';
import { trackingTools } from '../documents/tracking-record.ts';
import { orderedDirections } from '../kernel/direction.ts';
import { includingPatterns, positivePattern } from '../kernel/glob.ts';
import { isContainedPath } from '../kernel/repository-path.ts';
import { MAX_TIMEOUT_MINUTES } from '../kernel/time.ts';
import { dvcField } from './dvc-section.ts';
import { key } from './key.ts';
import { mlprojectField } from './mlproject-section.ts';

/** A pattern; one that begins with `!` leaves out what the patterns before it include. */
const patternField = z
  .string()
  .min(1)
  .max(1024)
  .refine(
    (pattern) => isContainedPath(positivePattern(pattern)),
    'expected a relative path with "/" that stays inside its folder',
  );

/** One path or pattern, or several; read as a list. */
export const pathsField = z
  .union([patternField, z.array(patternField).min(1)])
  .transform((value) => [value].flat())
  .refine((patterns) => patterns.length === 0 || includingPatterns(patterns).length > 0, {
    message: 'expected a pattern without "!"',
    params: {
      hint: 'write a pattern of the files that belong to it before those that leave some of them out',
    },
  });
export const columnField = z.string().min(1).max(200);

/** A name that stands there twice is a slip, and where several are one key it adds nothing. */
export function distinctColumns<T extends z.ZodArray<z.ZodString>>(columns: T): T {
  return columns
    .refine((names) => new Set(names).size === names.length, 'expected each column once')
    .meta({ uniqueItems: true });
}

/** `none`: they do not, like users. */
const groupOrders = ['time', 'none'] as const;
/** As the inputs of the steps have it: a timer that is longer than its range would end at once. */
const timeoutField = z.number().min(0.01).max(MAX_TIMEOUT_MINUTES).optional();

/** The tools that `train` keeps the records of; `none` for none of them. */
const trackingChoices = [...trackingTools, 'none'] as const;
export type TrackingChoice = (typeof trackingChoices)[number];

const trainFields = z.strictObject({
  command: key(
    z.string().min(1).optional(),
    'The training command; run with `bash -eo pipefail`. Required without `mlproject` or `dvc`',
    'python train.py',
  ),
  mlproject: key(
    mlprojectField.optional(),
    'Instead of a command: an entry point of the file `MLproject` in the folder of the model. Its command is composed as MLflow composes it, and runs in the environment of the job',
    'main',
  ),
  dvc: key(
    dvcField.optional(),
    'Instead of a command: the pipeline of `dvc.yaml` in the folder of the model, brought up to date by `dvc repro`. What its stages read and made is in `run.json` by the digests of DVC',
    'repro',
  ),
  model: key(
    pathsField.optional(),
    'Files of the model that the command writes. Without it: the artifact of type `model` in `dvc.yaml`, or the model that it logs to MLflow',
    'model/**',
  ),
  metrics: key(
    pathField.optional(),
    'File with metric values: JSON, YAML, TOML, JSON Lines, a CSV table, or lines of text; or a folder: `mlruns` of MLflow, whose newest run counts, event files of TensorBoard, or that of DVCLive. `metrics.json` is found without it, and the only metrics file of `dvc.yaml`',
    'out/metrics.json',
  ),
  parameters: key(
    pathField.optional(),
    'File with the parameters of the training: JSON, YAML or TOML. Without it: those that the stages of `dvc.yaml` name',
    'params.yaml',
  ),
  predictions: key(
    pathField.optional(),
    'Predictions on held-out rows that the command writes itself, where there is no `score` command',
    'out/predictions.csv',
  ),
  example: key(
    pathField.optional(),
    'JSON file with an example input; `deploy` asks the service for its predictions',
    'example.json',
  ),
  reference: key(
    pathField.optional(),
    'Table that production data are compared with later, usually the training data; its profile is kept in the release',
    'data/train.parquet',
  ),
  tracking: key(
    z.enum(trackingChoices).optional(),
    'Whether what the command logs to MLflow is kept by `train`, which needs no server: metrics, parameters, curves and the model. Without it: where a file with requirements names `mlflow`, the job sets no MLFLOW_TRACKING_URI, and neither `metrics` nor `model` is in `mlruns`',
    'mlflow',
  ),
  seeds: key(
    z.number().int().min(2).max(20).optional(),
    'How many trainings there are: the command runs once for each value of `MODEL_STEWARD_SEED` from 0 on, and the model of 0 is kept. A rule then passes only where it passes for that model, and for the mean of all trainings with the seed variance in its interval. Without it, one training, whose luck is in no interval',
    5,
  ),
  challengers: key(
    z
      .array(nameField)
      .min(2)
      .max(20)
      .refine((names) => new Set(names).size === names.length, 'expected different names')
      .optional(),
    'Several models that one run trains: the command runs once for each name, with the name in `MODEL_STEWARD_CHALLENGER`, and writes all its files each time. Each is compared with the champion on the same rows, and the chance of a false pass is shared among them; the best of those that pass is registered. Without it, one model',
    ['logistic', 'forest', 'boosting'],
  ),
  'timeout-minutes': key(timeoutField, 'Time limit of each run of the command', 90),
});

export const trainSchema = trainFields
  .refine(
    ({ command, mlproject, dvc }) =>
      [command, mlproject, dvc].filter((way) => way !== undefined).length === 1,
    { message: 'expected one of `command`, `mlproject` and `dvc`', path: ['command'] },
  )
  .refine(({ dvc, seeds, challengers }) => dvc === undefined || (seeds ?? challengers) === undefined, {
    message:
      'expected neither `seeds` nor `challengers` beside it: a stage that did not change does not run again',
    path: ['dvc'],
    params: {
      hint: 'write `command`: dvc repro --force --single-item train && dvc repro evaluate, with stages that read MODEL_STEWARD_SEED or MODEL_STEWARD_CHALLENGER',
    },
  });

export const scoreSchema = z.strictObject({
  command: key(
    z.string().min(1),
    'Writes predictions of the model in `MODEL_STEWARD_MODEL` for the rows of `MODEL_STEWARD_DATA` to `MODEL_STEWARD_OUT`',
    'python score.py',
  ),
  data: key(pathField, 'Table with the rows on which both models are evaluated', 'data/holdout.parquet'),
  code: key(
    z.enum(['version', 'head']).default('version'),
    'Whose code scores the champion: that of its own commit, or that of the checkout',
    'head',
  ),
  rounds: key(
    z.number().int().min(1).max(100).optional(),
    'In how many rounds time and memory of the command are measured: in each it runs once for each model, in turn, after the run whose predictions count. For rules about `run:score_seconds`, `run:score_memory_mb` and numbers that it writes to `MODEL_STEWARD_MEASURES`; an interval needs 6 rounds, with `looks` more. Without it, nothing is measured',
    8,
  ),
  'timeout-minutes': key(timeoutField, 'Time limit of each run of the command', 20),
});

/** One column, or several that are one key together. */
const columnsField = z.union([columnField, distinctColumns(z.array(columnField).min(1).max(5))]);

const costField = z.number().min(-1e9).max(1e9);

const costsSchema = z.strictObject({
  'false-positive': key(costField, 'What a negative row costs that is predicted positive', 1),
  'false-negative': key(costField, 'What a positive row costs that is predicted negative', 20),
  'true-positive': key(
    costField.default(0),
    'What a positive row costs that is predicted positive; a gain is negative',
    -5,
  ),
  'true-negative': key(costField.default(0), 'What a negative row costs that is predicted negative', 0),
});

/** One column, or two that rows share at once. */
const groupField = z.union([columnField, distinctColumns(z.array(columnField).length(2))]);

/** One spelling a level, so that a metric finds it by its name. */
function isQuantileLevel(text: string): boolean {
  const level = Number(text);
  return level > 0 && level < 1 && String(level) === text;
}

export const predictionsSchema = z.strictObject({
  id: key(
    columnsField.optional(),
    'Column that identifies a row, or several that do so together; each id occurs once. A ranking has the query and the item instead',
    'customer',
  ),
  label: key(columnField.optional(), 'Column with the ground truth', 'churned'),
  score: key(
    columnField.optional(),
    'Column with the prediction: a probability, a number, or a class by name',
    'p_churn',
  ),
  series: key(
    columnField.optional(),
    'Column that names the series of a forecast, such as the shop; with the time (and the origin or horizon) it is the id',
    'shop',
  ),
  origin: key(
    columnField.optional(),
    'Column with the last time whose label the model knew when it made the forecast',
    'forecast_made_on',
  ),
  horizon: key(
    columnField.optional(),
    'Column with the number of steps from the last known label to the time that is forecast, from 1',
    'days_ahead',
  ),
  season: key(
    z.number().int().min(1).max(100_000).optional(),
    'Steps in a season: the scale of `mase` and the baseline of a first version look back so many. Without it, 1',
    7,
  ),
  scale: key(
    columnField.optional(),
    'Column with what an error of the series is divided by in `mase`, such as the seasonal naive error of its training data. Without it, that of the evaluated labels',
    'naive_mae',
  ),
  naive: key(
    columnField.optional(),
    'Column with the forecast that a first version is compared with. Without it, the label of one season before',
    'same_day_last_week',
  ),
  quantiles: key(
    z
      .record(z.string(), columnField)
      .refine((quantiles) => Object.keys(quantiles).length > 0, 'expected at least one column')
      .refine((quantiles) => Object.keys(quantiles).every(isQuantileLevel), {
        message: 'expected quantiles between 0 and 1, each in its shortest spelling, such as 0.1',
        params: { hint: 'write the 90 % quantile as 0.9' },
      })
      .optional(),
    'Columns with predicted quantiles, by their levels between 0 and 1',
    { 0.1: 'p10', 0.9: 'p90' },
  ),
  query: key(columnField.optional(), 'Column with the query whose items are ranked', 'search_id'),
  item: key(columnField.optional(), 'Column with the item that is ranked', 'product'),
  relevance: key(
    columnField.optional(),
    'Column with the relevance of the item for the query: 0 = not relevant, more = better',
    'clicked',
  ),
  user: key(
    columnField.optional(),
    'Column with the user who asked; users are the groups of a ranking, unless `group` names another column',
    'visitor',
  ),
  positive: key(
    // YAML reads an unquoted `1` or `true` as a number or a boolean; the labels have it as text.
    z
      .union([z.string().min(1).max(200), z.number(), z.boolean()])
      .transform(String)
      .optional(),
    'The positive class of a binary task whose labels are words, as the labels spell it. Without it labels are 0 and 1',
    'churned',
  ),
  threshold: key(
    z.number().min(0).max(1).default(0.5),
    'Probability from which on a row counts as positive',
    0.25,
  ),
  costs: key(
    costsSchema.optional(),
    'What each kind of prediction costs, in one currency: the metric `expected_cost` of a binary task',
    { 'false-positive': 1, 'false-negative': 20 },
  ),
  probabilities: key(
    z
      .union([
        columnField.regex(
          /^[^*]*\*[^*]*$/,
          'expected a name with one `*` for the class, such as p_*, or probs.* for a list',
        ),
        z.record(z.string().min(1).max(200), columnField),
      ])
      .optional(),
    'Columns with the probability of each class: a name with `*` for the class, or the column of each class by name',
    'p_*',
  ),
  top: key(
    distinctColumns(z.array(columnField).min(1).max(100)).optional(),
    'Columns with the predicted classes, the most likely one first',
    ['first', 'second', 'third'],
  ),
  repeat: key(
    columnField.optional(),
    'Column that distinguishes several responses to one case, such as the number of the attempt; each case is one observation, however many it has',
    'attempt',
  ),
  measures: key(
    z
      .record(columnField, z.enum(orderedDirections))
      .refine((measures) => Object.keys(measures).length > 0, 'expected at least one column')
      .optional(),
    'Columns with what was measured of each response, and which way is better: numbers, or 0 and 1 for passed and not',
    { quality: 'higher', passed: 'higher', cost_usd: 'lower' },
  ),
  evaluator: key(
    columnsField.optional(),
    'Columns that say what measured, such as the grader model and a digest of its prompt: responses that others measured are other rows',
    ['grader', 'grader_prompt'],
  ),
  weight: key(
    columnField.optional(),
    'Column with the weight of a row in every metric; without it all rows weigh the same',
    'sampling_weight',
  ),
  time: key(columnField.optional(), 'Column with the time of a row', 'date'),
  group: key(
    groupField.optional(),
    'What is independent: a column such as the user or the session, or a list of two where rows share two things, such as a user and a day; or `day` or `week` of the time column. Values that name hours, days, weeks, months, quarters or years are in order of time. Without it: the day where there is a time column, else the row',
    'customer',
  ),
  order: key(
    z.enum(groupOrders).optional(),
    'Whether the groups follow each other in time, in the order of their names. Without it: what the names say, and for numbers, which do not say it, the wider of both intervals',
    'none',
  ),
  labels: key(
    pathField.optional(),
    'File with ids and labels from where training cannot reach, fetched in the jobs of `evaluate` and `register`',
    'labels/holdout.csv',
  ),
});

export type CostMatrix = z.infer<typeof costsSchema>;
export type GroupOrder = (typeof groupOrders)[number];
export type PredictionsConfig = z.infer<typeof predictionsSchema>;
