// Flights as plain CSV (no quoting: no value holds a comma), and the features that a model may use.
import { readFileSync } from 'node:fs';

const NUMBERS = new Set(['flight', 'hour', 'distance', 'late']);

/** Reads a data file into one array a column. */
export function readFlights(path) {
  const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const names = header.split(',');
  const columns = Object.fromEntries(names.map((name) => [name, new Array(lines.length)]));
  lines.forEach((line, row) => {
    const values = line.split(',');
    names.forEach((name, index) => {
      columns[name][row] = NUMBERS.has(name) ? Number(values[index]) : values[index];
    });
  });
  return columns;
}

/** Columns → one record a flight. */
export function rowsOf(columns) {
  const names = Object.keys(columns);
  return columns[names[0]].map((_, row) =>
    Object.fromEntries(names.map((name) => [name, columns[name][row]])),
  );
}

/** Everything here is known before departure. Features that are not columns of the data are computed from them. */
const derived = {
  part_of_day: ({ hour }) => ['night', 'morning', 'afternoon', 'evening'][Math.floor(hour / 6)],
  part_of_month: ({ date }) => `part ${Math.ceil(Number(date.slice(8, 10)) / 8)}`,
};

/** The named features of one flight. */
export function featuresOf(flight, names) {
  return Object.fromEntries(names.map((name) => [name, derived[name]?.(flight) ?? flight[name]]));
}
