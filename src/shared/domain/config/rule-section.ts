/** `gate` and `gate-retrain` of the configuration: lists of rules. */
import { composeName } from '../kernel/composed-name.ts';
import { orderedDirections } from '../kernel/direction.ts';
import { z } from 'zod';
import { ruleKinds } from '../documents/evaluation.ts';
import { key } from './key.ts';

const LONGEST_WRITTEN_NAME = 200;

/** One rule: a metric and exactly one kind of bound. */
export const ruleSchema = z
  .strictObject({
    metric: key(
      // In the form of the names in the metrics file. Whether it is the name of a metric is asked of the model that a
      // step is about, in select-model.ts.
      z.string().min(1).max(LONGEST_WRITTEN_NAME).overwrite(composeName),
      'A metric of the task, or the name of a value in the metrics file; the summary of `train` shows how it is spelled',
      'roc_auc',
    ),
    'superior-by': key(
      z.number().nonnegative().optional(),
      'The challenger must be better than the champion by more than this margin',
      0.002,
    ),
    'not-worse-by': key(
      z.number().nonnegative().optional(),
      'The challenger must not be worse than the champion by more than this margin',
      0.02,
    ),
    'at-least': key(z.number().optional(), "Lower bound of the challenger's own value", 0.6),
    'at-most': key(z.number().optional(), "Upper bound of the challenger's own value", 0.4),
    better: key(
      z.enum(orderedDirections).optional(),
      'Direction of a value in the metrics file; needed to compare it',
      'higher',
    ),
    identical: key(
      z.enum(['pass']).optional(),
      'Lets `not-worse-by` pass where both models predict the same for every row, however few rows there are',
      'pass',
    ),
  })
  .refine(
    (rule) => rule.identical === undefined || rule['not-worse-by'] !== undefined,
    'expected `identical` only beside not-worse-by',
  )
  .refine(
    (rule) => ruleKinds.filter((kind) => rule[kind] !== undefined).length === 1,
    `expected exactly one of ${ruleKinds.join(', ')}`,
  );

export type RuleConfig = z.infer<typeof ruleSchema>;
