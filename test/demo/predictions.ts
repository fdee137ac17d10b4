/** Files of the sample project in columns, and cuts of whole months. */
import { readFile } from 'node:fs/promises';

export interface Predictions {
  /** Milliseconds since 1970. */
  readonly times: Float64Array;
  readonly labels: Float64Array;
  readonly scores: Float64Array;
}

export interface FlightColumns {
  readonly times: Float64Array;
  readonly hour: Float64Array;
  /** Miles. */
  readonly distance: Float64Array;
}

/** Reads `flight,date,late,p_late`. */
export async function readPredictions(path: string): Promise<Predictions> {
  const rows = await readRows(path);
  return {
    times: Float64Array.from(rows, ([, date = '']) => Date.parse(date)),
    labels: Float64Array.from(rows, ([, , late]) => Number(late)),
    scores: Float64Array.from(rows, ([, , , score]) => Number(score)),
  };
}

/** Reads `flight,date,hour,weekday,distance,…`. */
export async function readFlightColumns(path: string): Promise<FlightColumns> {
  const rows = await readRows(path);
  return {
    times: Float64Array.from(rows, ([, date = '']) => Date.parse(date)),
    hour: Float64Array.from(rows, ([, , hour]) => Number(hour)),
    distance: Float64Array.from(rows, ([, , , , distance]) => Number(distance)),
  };
}

/** Only the rows of some months, like "2001-03". */
export function selectMonths<Columns extends { readonly times: Float64Array }>(
  columns: Columns,
  months: readonly string[],
): Columns {
  const wanted = Array.from(columns.times, (time) => months.includes(monthOf(time)));
  const selected = Object.entries(columns).map(([name, values]: [string, Float64Array]) => [
    name,
    values.filter((_, row) => wanted[row]),
  ]);
  return Object.fromEntries(selected) as Columns;
}

function monthOf(time: number): string {
  return new Date(time).toISOString().slice(0, 7);
}

async function readRows(path: string): Promise<string[][]> {
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  return lines.slice(1).map((line) => line.split(','));
}
