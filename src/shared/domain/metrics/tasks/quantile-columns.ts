/** Predictions of a number, and of quantiles of it: each quantile is one column, and none is below one of a lower level. */
import { DataError } from '../../kernel/errors.ts';
import { at } from '../../statistics/vectors.ts';
import { hasColumn } from '../../table/table.ts';
import type { Output } from '../metric.ts';
import { quantileRole } from '../quantile-outputs.ts';
import { parseColumn, parseMeasurements, requireRole, type Answers, type AnswerSource } from './task.ts';

/** @throws DataError for values that are no numbers, and for quantiles that cross. */
export function readQuantiles(source: AnswerSource): Answers {
  const { table, where, columns, mayLackColumns } = source;
  const read = (name: string): Float64Array =>
    parseColumn(parseMeasurements('predictions'), { table, where, name }, []);
  const scores = read(requireRole(columns, 'score'));
  const named = listLevels(columns.quantiles);
  const known = mayLackColumns ? named.filter(({ column }) => hasColumn(table, column)) : named;
  if (known.length === 0) return { scores };
  const outputs = known.map(({ level, column }): Output => ({
    role: quantileRole(level),
    values: read(column),
  }));
  checkOrder(outputs, where);
  return { scores, outputs };
}

/** By rising levels, so that a digest has one order. */
export function listLevels(quantiles: AnswerSource['columns']['quantiles'] = {}) {
  return Object.entries(quantiles)
    .map(([level, column]) => ({ level: Number(level), column }))
    .sort((one, other) => one.level - other.level);
}

function checkOrder(outputs: readonly Output[], where: string): void {
  outputs.forEach((upper, index) => {
    const lower = outputs[index - 1];
    if (lower === undefined) return;
    const isCrossed = (_: number, row: number): boolean => at(lower.values, row) > at(upper.values, row);
    const row = upper.values.findIndex(isCrossed);
    if (row < 0) return;
    const count = upper.values.filter(isCrossed).length;
    throw new DataError(
      'DATA_INVALID',
      `${where}: expected ${lower.role} at most ${upper.role}, got ${lower.values[row]} and ${upper.values[row]} in row ${row + 1} (${count} of ${upper.values.length} rows)`,
      {
        hint: 'sort the quantiles of each row before they are written, for the quantiles of one prediction cannot cross',
      },
    );
  });
}
