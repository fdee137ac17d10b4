/** `slices` of the configuration: the parts of the rows in which both models are compared besides. */
import { z } from 'zod';
import { InputError } from '../kernel/errors.ts';
import { CONFIG_PATH } from '../kernel/names.ts';
import { key } from './key.ts';
import { columnField, distinctColumns, type PredictionsConfig } from './training-section.ts';

const MAX_COLUMNS = 20;
/** Fewer rows say nothing of a part, and may be those of one person. */
const LEAST_ROWS = 20;

export const slicesSchema = z.strictObject({
  columns: key(
    distinctColumns(z.array(columnField).min(1).max(MAX_COLUMNS)),
    'Columns whose values are slices, in the labels where those are kept apart and have them, else in the predictions; numbers with many values are cut at their quartiles. Their values are shown in comment, report and release. Of more than 500 slices those with most rows are looked at, and a rule about slices can fail but not pass: then name fewer columns or raise `min-rows`',
    ['region', 'device'],
  ),
  search: key(
    z.enum(['columns', 'pairs']).default('columns'),
    '`pairs` looks at each two of the columns together too: intervals are wider, because they are corrected for all slices that were looked at',
    'pairs',
  ),
  'min-rows': key(
    z.number().int().min(LEAST_ROWS).default(100),
    'Minimum support: a slice with fewer rows is not looked at, and not named',
    200,
  ),
});

export type SlicesConfig = z.infer<typeof slicesSchema>;

/**
 * @throws InputError for a column whose values identify rows or users, which are never published, and for one that says
 * what was predicted or what is independent, by which no slice can be compared.
 */
export function requireSliceColumns(
  model: string,
  {
    slices,
    predictions,
  }: { readonly slices?: SlicesConfig | undefined; readonly predictions?: PredictionsConfig | undefined },
): void {
  if (slices === undefined) return;
  const where = `${CONFIG_PATH}: models.${model}.slices`;
  if (predictions === undefined)
    throw new InputError('CONFIG_INVALID', `${where}: expected \`predictions\` of the model, got none`, {
      hint: 'name the columns of the predictions under `predictions`: slices are parts of their rows',
    });
  const { id, user, query, item, group, repeat, evaluator, label, relevance, score } = predictions;
  const roles = { id, user, query, item, group, repeat, evaluator, label, relevance, score };
  for (const [role, named] of Object.entries(roles)) {
    const column = slices.columns.find((name) => [named].flat().includes(name));
    if (column === undefined) continue;
    throw new InputError(
      'CONFIG_INVALID',
      `${where}.columns: expected columns without another role, got "${column}", which is \`predictions.${role}\``,
      { hint: 'name columns that many rows and groups share, such as a region or a device' },
    );
  }
}
