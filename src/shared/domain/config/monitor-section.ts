/** `monitor` of the configuration. Durations are text, as people write them; they are read in monitoring/rules.ts. */
import { z } from 'zod';
import { configurableRules, decisionKinds, rulesWithoutRetraining } from '../documents/decision.ts';
import { pathField } from '../documents/fields.ts';
import { ageField, daysField, yearlyRateField } from './amounts.ts';
import { amountField, formField, key } from './key.ts';
import { serviceSchema } from './service-section.ts';
import { columnField, distinctColumns } from './training-section.ts';

/** What `retrain` may be. */
const retrainModes = ['dispatch', 'pull-request', 'issue'] as const;
export type RetrainMode = (typeof retrainModes)[number];

/** With the last day of the data that were checked, or the day of the check. */
const LINE = /^(?! )[^{}\r\n]{3,200}\{(?:last-day|check-day)\}[^{}\r\n]{0,200}$/;

/** Of a person; teams cannot be assigned. */
const loginField = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, 'expected the login of a person, like "ann", without "@"');

const retrainingChangeSchema = z.strictObject({
  file: key(
    pathField.refine((path) => !/^\.github(?:\/|$)/i.test(path), {
      message: 'expected a file outside of .github, which decides and trains nothing',
      params: { hint: 'keep what the training reads in a file of its own, such as params.yaml' },
    }),
    'File of the model, such as its parameters or the pointer to its data, in which one line is changed',
    'params.yaml',
  ),
  line: key(
    formField(LINE, '<start of the line>{last-day}<end>', '<start of the line>{check-day}<end>'),
    'The one line of the file that begins so: what stands there up to `<end>`, or without it up to the end of the line, becomes the last day of the data that were checked, or the day of the check, such as 2026-11-22',
    'train_until: {last-day}',
  ),
});

/** What zod cannot say of a refinement in JSON Schema. */
function inEditors(): Readonly<Record<string, unknown>> {
  return {
    not: {
      anyOf: rulesWithoutRetraining.map((rule) => ({
        properties: { [rule]: { const: 'retrain' } },
        required: [rule],
      })),
    },
  };
}

export const monitorSchema = z.strictObject({
  'false-alarms': key(
    yearlyRateField().default('1 per year'),
    'How many false alerts are acceptable, over all columns together, such as `0.5 per year` for one in two years',
    '2 per year',
  ),
  'labels-after': key(
    daysField().default('1 day'),
    'Age from which on the label of a row is expected; younger rows are left out of the performance',
    '7 days',
  ),
  retrain: key(
    z.enum(retrainModes).default('issue'),
    'What the decision to retrain does: `dispatch` starts the workflow, `pull-request` proposes the change of `pull-request`, `issue` only reports the command',
    'dispatch',
  ),
  'pull-request': key(
    retrainingChangeSchema.optional(),
    'What a pull request changes that proposes a retraining',
    { file: 'params.yaml', line: 'train_until: {last-day}' },
  ),
  retrainings: key(
    amountField(
      { pattern: /^[1-9]\d? per month$/, bounds: 'a whole number from 1 to 99' },
      '<number> per month',
    ).optional(),
    'How many retrainings the monitor starts or proposes in a month of UTC at most. Without it, as many as the cool-down allows',
    '2 per month',
  ),
  decisions: key(
    z
      .partialRecord(z.enum(configurableRules), z.enum(decisionKinds))
      .refine((decisions) => rulesWithoutRetraining.every((rule) => decisions[rule] !== 'retrain'), {
        message: `expected another decision than retrain about ${rulesWithoutRetraining.join(', ')}: a model that is retrained on such data learns the fault, and a service is no faster by another model`,
      })
      .meta(inEditors())
      .default({}),
    'Other decisions than those of the table in the README of `monitor`, by the name of the rule',
    { 'inputs-moved-without-labels': 'none' },
  ),
  'cool-down': key(
    daysField().default('7 days'),
    'Shortest time between two retrainings that the monitor starts',
    '14 days',
  ),
  'smallest-effect': key(
    z.number().positive().default(0.1),
    'The smallest drift that matters, in standard deviations of the column in the reference',
    0.2,
  ),
  rows: key(
    z.literal('independent').optional(),
    'States that rows do not share a day, a user or a machine, which the data cannot show. Without a time column, drift cannot be tested otherwise',
    'independent',
  ),
  assignees: key(
    z.union([z.literal('codeowners'), z.array(loginField).max(10)]).default('codeowners'),
    'Who is assigned to a new issue: logins, or `codeowners` for the people whom `CODEOWNERS` names for the working directory of the model, or without one for this file',
    ['ann'],
  ),
  columns: key(
    distinctColumns(z.array(columnField).min(1)).optional(),
    'The only columns that are tested for drift',
    ['distance', 'carrier'],
  ),
  ignore: key(z.array(columnField).default([]), 'Columns that are not checked', ['session_id']),
  'max-age': key(
    ageField().optional(),
    'Age of the newest row from which on the data count as stale',
    '36 hours',
  ),
  service: key(
    serviceSchema.optional(),
    'What the service has to keep: its requests are counted from a Prometheus server. Stated and not estimated, so that it spends nothing of `false-alarms`',
    {
      prometheus: 'https://prometheus.example.com',
      objectives: {
        availability: {
          requests: 'http_requests_total',
          errors: 'http_requests_total{code=~"5.."}',
          'at-least': '99.5 %',
        },
      },
    },
  ),
});
