/**
 * The times of a table as the clocks of its place show them: instants are shifted, and what is local already never is.
 * What counts days reads times here. Ids and steps between times need instants, and read the columns as they are.
 */
import { DataError } from '../kernel/errors.ts';
import { localTimesOf, type TimeZone } from '../kernel/time-zone.ts';
import { requireTimeColumn } from './access.ts';
import type { Table, TimeColumn } from './table.ts';
import { basisOfTexts } from './time-basis.ts';

/** Local milliseconds, NaN = missing. @throws DataError when it is absent, holds no times, or both instants and local ones. */
export function localTimeColumn(table: Table, name: string, where: string): Float64Array {
  return localTimesIn(requireTimeColumn(table, name, where), table, where);
}

/** The same for a column that is known to hold times. @throws DataError when it holds both instants and local ones. */
export function localTimesIn(
  column: TimeColumn,
  { timeZone }: Pick<Table, 'timeZone'>,
  where: string,
): Float64Array {
  if (timeZone !== undefined && column.basis === 'mixed') throw mixedTimes(timeZone, column.name, where);
  return localValues(column, timeZone);
}

/** The same for a column that no days depend on: a mixed one stays as it is. O(N). */
export function localValues({ basis, values }: TimeColumn, timeZone: TimeZone | undefined): Float64Array {
  return timeZone === undefined || basis !== 'instants' ? values : localTimesOf(timeZone, values);
}

/**
 * The same for the distinct texts of a column.
 * @param values what the texts were read as, NaN for one that is no time. @throws DataError for both instants and local ones.
 */
export function localTimesOfTexts(
  { texts, values }: { readonly texts: readonly string[]; readonly values: readonly number[] },
  { timeZone }: Pick<Table, 'timeZone'>,
  { name, where }: { readonly name: string; readonly where: string },
): Float64Array {
  const read = Float64Array.from(values);
  if (timeZone === undefined) return read;
  const { basis } = basisOfTexts(texts, values);
  if (basis === 'mixed') throw mixedTimes(timeZone, name, where);
  return basis === 'instants' ? localTimesOf(timeZone, read) : read;
}

function mixedTimes({ name: zone }: TimeZone, name: string, where: string): DataError {
  return new DataError(
    'DATA_INVALID',
    `${where}: expected times with a zone in every row of column "${name}", or in none, because \`time-zone: ${zone}\` shifts only the former, got both`,
    {
      hint: 'write each time with Z or its offset, such as 2026-01-31T09:30:00+01:00, or each as the clocks of the place showed it, such as 2026-01-31T09:30:00',
    },
  );
}
