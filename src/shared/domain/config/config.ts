/**
 * The shape of `.github/model-steward.yml`: one source for the type, the validation, the JSON Schema that editors
 * complete with, and docs/configuration.md. Keys are as users write them, in kebab case. A key without a meaning and
 * an example fails test/docs/configuration.test.ts.
 */
import { z } from 'zod';
import { nameField, pathField, taskNames, versionField } from '../documents/fields.ts';
import { DEFAULT_STAGE, WORKFLOW_FILE_PATTERN } from '../kernel/names.ts';
import { key } from './key.ts';
import { monitorSchema } from './monitor-section.ts';
import { reportSchema } from './report-section.ts';
import { gateSchema } from './rule-section.ts';
import { scanSchema } from './scan-section.ts';
import { serveSchema } from './serve-section.ts';
import { slicesSchema } from './slices-section.ts';
import { columnKinds } from './column-kinds.ts';
import { contractSchema } from './contract-section.ts';
import { dayOrders } from '../documents/day-orders.ts';
import { decimalSigns } from './decimal-signs.ts';
import { columnField, pathsField, predictionsSchema, scoreSchema, trainSchema } from './training-section.ts';

const retrainSchema = z.strictObject({
  workflow: key(
    z.string().regex(WORKFLOW_FILE_PATTERN, 'expected a workflow file name'),
    'File name of the workflow that trains, evaluates and registers on the default branch',
    'retrain.yml',
  ),
});

const evidenceSchema = z.strictObject({
  workflow: key(
    z.string().regex(WORKFLOW_FILE_PATTERN, 'expected a workflow file name'),
    'File name of the only workflow whose evidence counts',
    'pull-request.yml',
  ),
});

export const modelConfigSchema = z.strictObject({
  purpose: key(
    z.string().max(400).optional(),
    'What the model is for; shown on its model card',
    'warn passengers of a delay',
  ),
  owner: key(
    z.string().max(200).optional(),
    'Who answers for the model; shown on its model card',
    '@acme/flight-data',
  ),
  task: key(
    z.enum(taskNames).default('metrics'),
    'What the model predicts; `metrics` for metric values without predictions',
    'binary',
  ),
  'working-directory': key(
    pathField.optional(),
    'Folder of the model: the commands of `train` and `score` run there, and the paths of the model are relative to it',
    'models/churn',
  ),
  paths: key(
    pathsField.default([]),
    'Code that makes the model, besides data and lock files: a change of it makes evidence stale',
    ['train.py', 'features/**'],
  ),
  data: key(pathsField.default([]), 'Data that make the model', ['data/*.parquet']),
  train: key(trainSchema.optional(), 'How the model is trained', {
    command: 'python train.py',
    model: 'model/**',
  }),
  score: key(scoreSchema.optional(), 'How both models are scored on the same rows', {
    command: 'python score.py',
    data: 'data/holdout.parquet',
  }),
  predictions: key(predictionsSchema.optional(), 'The columns of the predictions', {
    id: 'customer',
    label: 'churned',
    score: 'p_churn',
  }),
  columns: key(
    z.record(columnField, z.enum([...columnKinds, ...dayOrders])).default({}),
    'What columns of tables hold, where their values leave it open: `number`, `category` (`1`, `1.0` and `"1"` are one), `text` (as it is written), `boolean`, `time`, or times of which `04/01/2026` is the 4th of January (`day-first`) or the 1st of April (`month-first`)',
    { store: 'category', zip: 'text', flag: 'boolean' },
  ),
  contract: key(
    contractSchema.optional(),
    'What the data have to be: `monitor` checks the current rows, and `train` its tables before it uses them. What is broken is stated and not estimated, so that it spends nothing of `false-alarms`',
    { columns: { distance: { type: 'number', min: 0 } } },
  ),
  decimal: key(
    z.enum(decimalSigns).optional(),
    'What stands before the decimals of numbers in text, where a file leaves it open: `1.234` is a thousand and more with `comma`, and less than two with `point`',
    'comma',
  ),
  'time-zone': key(
    z
      .string()
      .regex(
        /^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/,
        'expected a name of the IANA time zone database, such as Europe/Berlin',
      )
      .optional(),
    'The place whose days are compared and group rows, by its name in the IANA time zone database. Times with a zone and numbers since 1970 are shifted to its clocks; a time without a zone is what they showed. Without it: days of UTC',
    'Europe/Berlin',
  ),
  slices: key(
    slicesSchema.optional(),
    'Parts of the rows, such as regions: shown with intervals that are corrected for all of them, and what a rule with `no-slice-worse-by` is about',
    { columns: ['region', 'device'] },
  ),
  stage: key(nameField.default(DEFAULT_STAGE), 'The stage whose version is the champion', 'staging'),
  anchor: key(
    versionField.optional(),
    'The version that a rule with `against: anchor` or `both` compares with. Without it: the first version that took the stage, or the last one that was shown superior to the anchor before it',
    '1.2.0',
  ),
  gate: key(
    gateSchema.default([]),
    'Rules of a pull request: each has a metric and exactly one bound, and all of them must pass',
    [{ metric: 'roc_auc', 'superior-by': 0.002 }],
  ),
  'gate-retrain': key(
    gateSchema.optional(),
    'Rules of a retraining. Without it: those of `gate`, with `not-worse-by` for each `superior-by`; comparisons are with champion and anchor, unless `against` says otherwise',
    [{ metric: 'roc_auc', 'not-worse-by': 0.002 }],
  ),
  unpaired: key(
    z.enum(['refuse', 'accept']).default('refuse'),
    '`accept` compares metric values of two runs without their rows, although the error of the difference is unknown',
    'accept',
  ),
  interval: key(
    z.enum(['standard', 'robust']).default('standard'),
    '`robust` widens intervals for skewed differences between groups',
    'robust',
  ),
  looks: key(
    z
      .union([z.literal('spend'), z.number().int().min(1).max(50)], {
        error: 'expected spend, or a whole number from 1 to 50',
      })
      .optional(),
    'Among how many evaluations on the same rows the chance of a false pass is shared, so that each is decided on a wider interval; `spend` plans 20. Without it, each has the whole of it, and the comment prints what chance gives',
    'spend',
  ),
  report: key(
    reportSchema.optional(),
    '`verdict-only` hides values, differences and intervals from comment, summary, outputs, artifact and release: whoever optimizes against them sees only which rules of the base branch pass, and the profile has no metrics by day for `monitor`. Keep labels apart too, or the numbers can be computed from the predictions. `include` shows files of the training',
    'verdict-only',
  ),
  evidence: key(
    evidenceSchema.optional(),
    'Which evidence of a pull request counts. Without it: that of every workflow of the base branch',
    { workflow: 'pull-request.yml' },
  ),
  promote: key(
    z.enum(['manual', 'automatic']).default('manual'),
    'Whether a retrained model that passes takes the stage without a person',
    'automatic',
  ),
  retrain: key(retrainSchema.optional(), 'How retraining is started', { workflow: 'retrain.yml' }),
  'publish-predictions': key(
    z.boolean().default(false),
    'Whether releases of a public repository include the predictions, with their ids and labels',
    true,
  ),
  approvals: key(
    z.number().int().nonnegative().default(0),
    'Approving reviews of the last commit that a registration needs, besides the merge',
    1,
  ),
  scan: key(
    scanSchema.prefault({}),
    'Which model files are registered: each is read for what loading it would call',
    { 'allow-globals': ['acme.models.Ensemble'] },
  ),
  monitor: key(
    monitorSchema
      .refine((monitor) => monitor.retrain !== 'pull-request' || monitor['pull-request'] !== undefined, {
        message: 'expected `pull-request` beside `retrain: pull-request`, got none',
        params: {
          hint: 'name the file and its line: pull-request: { file: params.yaml, line: "train_until: {last-day}" }',
        },
      })
      .prefault({}),
    'How production is monitored',
    { 'max-age': '36 hours' },
  ),
  serve: key(
    serveSchema.prefault({}),
    'How a version is deployed; the inputs of `deploy` have the same names and win',
    {
      image: 'ghcr.io/acme/churn',
    },
  ),
});

export const configSchema = z.strictObject({
  models: key(
    z
      .record(nameField, modelConfigSchema)
      .refine((models) => Object.keys(models).length > 0, { message: 'expected at least one model' })
      .meta({ minProperties: 1 }),
    'The models of the repository, by name',
    { churn: { task: 'binary' } },
  ),
});

export type Config = z.infer<typeof configSchema>;
export type ModelConfig = z.infer<typeof modelConfigSchema>;
