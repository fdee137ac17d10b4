/** All that is wrong with the columns of one table of predictions, so that one run says it and not one run a column. */
import { DataError } from '../kernel/errors.ts';
import { numberColumn, timeColumn } from '../table/access.ts';
import { hasColumn, type Table } from '../table/table.ts';
import { predictionOptions, readIds, type ReadingConfig } from './predictions.ts';

/** @param first what ended the reading. @returns it, with what is wrong with other columns that the configuration names. */
export function withOtherFaults(first: DataError, table: Table, config: ReadingConfig): DataError {
  const found = faultsOf(table, config, 'predictions of the challenger').filter(
    ({ message }) => message !== first.message,
  );
  if (found.length === 0) return first;
  const { code, message, hint, examples } = first;
  const others = found.map(
    (fault) => `${fault.message}${fault.hint === undefined ? '' : ` (${fault.hint})`}`,
  );
  return new DataError(code, [message, ...others].join('; and '), {
    cause: first,
    ...(hint !== undefined && { hint }),
    ...(examples !== undefined && { examples }),
  });
}

function faultsOf(table: Table, config: ReadingConfig, where: string): readonly DataError[] {
  const { predictions } = config;
  if (predictions === undefined) return [];
  const { kinds, columns = [] } = predictionOptions(config);
  // Labels and groups may stand in a file of their own, and then not here.
  const named = [...(kinds ?? [])].filter(([name]) => columns.includes(name) && hasColumn(table, name));
  return [
    ...faultOf(() => readIds(table, predictions, where)),
    ...named.flatMap(([name, kind]) =>
      faultOf(() => {
        if (kind === 'number') return numberColumn(table, name, where);
        if (kind === 'time') return timeColumn(table, name, where);
        return undefined;
      }),
    ),
  ];
}

function faultOf(read: () => unknown): readonly DataError[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof DataError) return [error];
    throw error;
  }
}
