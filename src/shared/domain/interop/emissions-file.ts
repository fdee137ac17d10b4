/**
 * `emissions.csv` of CodeCarbon: one row for each tracker that ended. What it read or estimated of energy, and the greenhouse
 * gases that come from it; which of both it did, the file does not say. Nothing else of it is kept: it names the machine.
 * @see https://mlco2.github.io/codecarbon/output.html
 */
import { DataError } from '../kernel/errors.ts';
import { numberColumn } from '../table/access.ts';
import { parseCsv } from '../table/csv.ts';

export const EMISSIONS_FILE = 'emissions.csv';

/** In the unit of the name; several trackers add up. @throws DataError for a file without these columns, or with other values in them. */
export function parseEmissions(bytes: Uint8Array, where: string): Readonly<Record<string, number>> {
  const table = parseCsv(bytes, where);
  const total = (column: string): number => {
    const sum = numberColumn(table, column, where).reduce((all, value) => all + value, 0);
    if (Number.isFinite(sum) && sum >= 0) return sum;
    throw new DataError(
      'DATA_INVALID',
      `${where}: ${column}: expected numbers from 0 on, got ${sum} in all`,
      {
        hint: 'let CodeCarbon write the file again in each run of the command',
      },
    );
  };
  return { energy_kwh: total('energy_consumed'), emissions_kg: total('emissions') };
}
