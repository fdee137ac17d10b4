/**
 * The shape of `.github/model-steward.yml`: one source for the type, the JSON Schema that editors complete
 * with, and the validation. Keys are as users write them, in kebab case.
 */
import { z } from 'zod';
import { ruleKinds } from '../documents/evaluation.ts';
import { nameField, pathField, taskField } from '../documents/fields.ts';
import { DEFAULT_STAGE } from '../kernel/names.ts';

const pathsField = z.union([pathField, z.array(pathField).min(1)]).transform((value) => [value].flat());
const columnField = z.string().min(1).max(200);

/** One rule: a metric and exactly one kind of bound. */
export const ruleSchema = z
  .strictObject({
    metric: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,79}$/, 'expected the name of a metric'),
    'superior-by': z.number().nonnegative().optional(),
    'not-worse-by': z.number().nonnegative().optional(),
    'at-least': z.number().optional(),
    'at-most': z.number().optional(),
    /** Needed for metrics that we do not know. */
    better: z.enum(['higher', 'lower']).optional(),
  })
  .refine(
    (rule) => ruleKinds.filter((kind) => rule[kind] !== undefined).length === 1,
    `expected exactly one of ${ruleKinds.join(', ')}`,
  );

const trainSchema = z.strictObject({
  command: z.string().min(1),
  model: pathsField,
  metrics: pathField.optional(),
  parameters: pathField.optional(),
  /** Predictions on held-out rows that the command writes itself, when there is no `score` command. */
  predictions: pathField.optional(),
  example: pathField.optional(),
  /** The data that production data are compared with later: usually the training data. */
  reference: pathField.optional(),
  'timeout-minutes': z.number().positive().optional(),
});

const scoreSchema = z.strictObject({
  command: z.string().min(1),
  data: pathField,
  'timeout-minutes': z.number().positive().optional(),
});

export const predictionsSchema = z.strictObject({
  id: columnField,
  label: columnField,
  score: columnField,
  /** Probability from which on a row counts as positive. */
  threshold: z.number().min(0).max(1).default(0.5),
  time: columnField.optional(),
  /** A column (user, session …), or "day" or "week" of the time column. Default: day where there is a time column. */
  group: columnField.optional(),
  /** Where labels come from when not from the predictions: a file that training cannot reach. */
  labels: pathField.optional(),
});

const monitorSchema = z.strictObject({
  'false-alarms': z
    .string()
    .regex(/^\d+ per year$/, 'expected "<number> per year"')
    .default('1 per year'),
  'labels-after': z
    .string()
    .regex(/^\d+ days?$/, 'expected "<number> days"')
    .default('1 day'),
  /** What a decision to retrain does. */
  retrain: z.enum(['dispatch', 'issue']).default('issue'),
  'cool-down': z
    .string()
    .regex(/^\d+ days?$/, 'expected "<number> days"')
    .default('7 days'),
  /** The smallest drift that matters, in standard deviations of the column in the reference. */
  'smallest-effect': z.number().positive().default(0.1),
  /** Says that rows do not share a day, a user or a machine. Nobody can see that in the data; without a time column nothing else can be tested. */
  rows: z.literal('independent').optional(),
  columns: z.array(columnField).optional(),
  ignore: z.array(columnField).default([]),
  'max-age': z
    .string()
    .regex(/^\d+ (hours?|days?)$/, 'expected "<number> hours" or "<number> days"')
    .optional(),
});

/** Where and how deploy puts a version into service. Its inputs have the same names and win. */
const serveSchema = z.strictObject({
  target: z.enum(['none', 'docker', 'command']).default('none'),
  /** Registry and repository of the image, like `ghcr.io/acme/flight-delays`. */
  image: z.string().optional(),
  /** The image with the server; `scratch` (the default) makes an image of the model alone. */
  base: z.string().optional(),
  platform: z.string().default('linux/amd64'),
  'model-path': z.string().default('/model'),
  command: z.string().min(1).optional(),
  container: z.string().min(1).optional(),
  publish: z.array(z.string()).default([]),
  network: z.string().min(1).optional(),
  url: z.string().optional(),
  'health-path': z.string().startsWith('/').default('/health'),
  'health-timeout-seconds': z.number().positive().default(120),
  'predict-path': z.string().startsWith('/').default('/predict'),
  'allow-private-network': z.boolean().default(false),
});

export const modelConfigSchema = z.strictObject({
  purpose: z.string().max(400).optional(),
  owner: z.string().max(200).optional(),
  task: taskField.default('metrics'),
  /** What, besides data and lock files, makes this model. */
  paths: pathsField.default([]),
  data: pathsField.default([]),
  train: trainSchema.optional(),
  score: scoreSchema.optional(),
  predictions: predictionsSchema.optional(),
  stage: nameField.default(DEFAULT_STAGE),
  gate: z.array(ruleSchema).default([]),
  'gate-retrain': z.array(ruleSchema).optional(),
  /** `accept` lets plain metric values of two runs be compared without their rows. */
  unpaired: z.enum(['refuse', 'accept']).default('refuse'),
  /** `robust` widens intervals for skewed day effects. */
  interval: z.enum(['standard', 'robust']).default('standard'),
  promote: z.enum(['manual', 'automatic']).default('manual'),
  retrain: z
    .strictObject({ workflow: z.string().regex(/^[A-Za-z0-9._-]+\.ya?ml$/, 'expected a workflow file name') })
    .optional(),
  'publish-predictions': z.boolean().default(false),
  approvals: z.number().int().nonnegative().default(0),
  monitor: monitorSchema.prefault({}),
  serve: serveSchema.prefault({}),
});

export const configSchema = z.strictObject({
  models: z.record(nameField, modelConfigSchema).refine((models) => Object.keys(models).length > 0, {
    message: 'expected at least one model',
  }),
});

export type Config = z.infer<typeof configSchema>;
export type ModelConfig = z.infer<typeof modelConfigSchema>;
export type PredictionsConfig = z.infer<typeof predictionsSchema>;
export type RuleConfig = z.infer<typeof ruleSchema>;
