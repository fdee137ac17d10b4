/**
 * `contract` of the configuration: what the data have to be. Its rules are stated and not estimated, so that a broken
 * one is no false alert; they are read in contract/contract-rules.ts.
 */
import { z } from 'zod';
import { fractionField } from '../documents/fields.ts';
import { columnRuleCodes, contractSeverities, contractTypes } from '../documents/contract-rule.ts';
import { compilePattern } from '../kernel/linear-pattern.ts';
import { parseWithoutZone } from '../kernel/time.ts';
import { ageField, requireOrder } from './amounts.ts';
import { formField, key } from './key.ts';
import { columnField, distinctColumns, pathsField } from './training-section.ts';

const MAX_VALUES = 1000;
const MAX_PATTERN = 500;
/** Of a key or a comparison. */
const MAX_RULES = 100;

const severityField = z.enum(contractSeverities).default('error');
const SEVERITY =
  'What breaking it is: an `error` is an alert and ends a training, a `warning` is only reported';
const BROKEN = 'Fraction of the rows that may break it';

/** A number, or for a column of times a text such as 2026-11-22 or 2026-11-22T09:30:00Z. */
const boundField = z
  .union([
    z.number(),
    z
      .string()
      .regex(
        /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?)?$/,
        'expected a number, or a time such as 2026-11-22',
      )
      .refine(
        (text) => !Number.isNaN(parseWithoutZone(text)),
        'expected a day of the calendar with a time of it',
      ),
  ])
  .optional();

const patternField = z
  .string()
  .min(1)
  .max(MAX_PATTERN)
  .superRefine((text, context) => {
    const result = compilePattern(text);
    if (!result.ok)
      context.addIssue({
        code: 'custom',
        message: `expected a pattern that takes linear time: ${result.reason}`,
        params: {
          hint: 'use characters, classes, groups, alternatives and repetitions; the whole text has to match',
        },
      });
  });

const columnFields = z.strictObject({
  type: key(
    z.enum(contractTypes).optional(),
    'What each value is; digits that are text are declared under `columns` of the model',
    'integer',
  ),
  required: key(z.boolean().default(true), 'Whether the column has to be there', false),
  unique: key(z.boolean().default(false), 'Whether no value may be there twice', true),
  min: key(boundField, 'The smallest number or time', 0),
  max: key(boundField, 'The largest number or time', 5000),
  values: key(
    z
      .array(z.union([z.string().max(200), z.number(), z.boolean()]))
      .min(1)
      .max(MAX_VALUES)
      .optional(),
    'The only values',
    ['economy', 'business'],
  ),
  pattern: key(
    patternField.optional(),
    'Regular expression of the whole text; without backreferences and look-around, which can take exponential time',
    '[A-Z]{2}\\d{1,4}',
  ),
  'characters-at-least': key(z.number().int().nonnegative().optional(), 'The fewest characters of a text', 3),
  'characters-at-most': key(z.number().int().nonnegative().optional(), 'The most characters of a text', 3),
  'missing-at-most': key(fractionField.optional(), 'Fraction of the rows that may have no value', 0.01),
  'broken-at-most': key(
    fractionField.default(0),
    `${BROKEN}, of those with a value; for each of type, bounds, values and pattern`,
    0.001,
  ),
  severity: key(severityField, SEVERITY, 'warning'),
  warnings: key(
    z.array(z.enum(columnRuleCodes)).default([]),
    'Rules of the column that are only reported, whatever its severity is',
    ['range', 'values'],
  ),
});

const columnContractSchema = columnFields
  .superRefine(requireOrder('min', 'max'))
  .superRefine(requireOrder('characters-at-least', 'characters-at-most'));

const COMPARISON = /^(?=\S).+ (?:<=|>=|<|>|==|!=) (?=\S).+$/;

export const contractSchema = z.strictObject({
  columns: key(
    z.record(columnField, columnContractSchema).default({}),
    'What each column has to be, by its name',
    { distance: { type: 'number', min: 0, max: 5000 }, carrier: { values: ['AA', 'UA'] } },
  ),
  tables: key(
    pathsField.optional(),
    'Tables that `train` compares with the contract before it trains; `score.data` is compared with it in any case',
    ['data/train.parquet'],
  ),
  keys: key(
    z
      .array(
        z.strictObject({
          columns: key(
            distinctColumns(z.array(columnField).min(2).max(20)),
            'Columns that together are there once',
            ['flight', 'day'],
          ),
          severity: key(severityField, SEVERITY, 'warning'),
        }),
      )
      .max(MAX_RULES)
      .default([]),
    'Columns whose values together name one row; rows without one of the values do not count',
    [{ columns: ['flight', 'day'] }],
  ),
  comparisons: key(
    z
      .array(
        z.strictObject({
          rule: key(
            formField(COMPARISON, '<column> <= <column>'),
            'Two columns with `<`, `<=`, `>`, `>=`, `==` or `!=` between them; rows without one of the values do not count',
            'departure <= arrival',
          ),
          'broken-at-most': key(fractionField.default(0), BROKEN, 0.001),
          severity: key(severityField, SEVERITY, 'warning'),
        }),
      )
      .max(MAX_RULES)
      .default([]),
    'What has to be true of two columns in each row',
    [{ rule: 'departure <= arrival' }],
  ),
  rows: key(
    z
      .strictObject({
        'at-least': key(z.number().int().nonnegative().optional(), 'The fewest rows', 100),
        'at-most': key(z.number().int().nonnegative().optional(), 'The most rows', 100_000),
        severity: key(severityField, SEVERITY, 'warning'),
      })
      .superRefine(requireOrder('at-least', 'at-most'))
      .optional(),
    'How many rows the current data have; `train` does not check it',
    { 'at-least': 100 },
  ),
  newest: key(
    z
      .strictObject({
        within: key(ageField(), 'How old the newest row may be', '36 hours'),
        severity: key(severityField, SEVERITY, 'warning'),
      })
      .optional(),
    'How fresh the current data are; `train` does not check it',
    { within: '36 hours' },
  ),
});

export type ContractConfig = z.infer<typeof contractSchema>;
export type ColumnContract = z.infer<typeof columnContractSchema>;
