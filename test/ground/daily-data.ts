/**
 * Synthetic flights, day by day: `delay` has good and bad days that resemble their neighbors, `distance`
 * has a weekly rhythm, `airport` has four labels, and a score says how likely `late` is.
 */
import { createRandomNumbers } from '../../src/shared/domain/statistics/random-numbers.ts';
import { normalQuantile } from '../../src/shared/domain/statistics/normal.ts';

const DAY_MS = 86_400_000;
const AIRPORTS = ['ATL', 'ORD', 'DFW', 'JFK'] as const;
const ROWS_A_DAY = 120;

export interface Flight {
  readonly id: string;
  readonly date: string;
  readonly delay: number;
  readonly distance: number;
  readonly airport: string;
  readonly score: number;
  readonly late: 0 | 1;
}

/** The same days for the same arguments; a day is the same whichever span it is asked for in. */
export function createFlights(from: string, count: number): readonly Flight[] {
  const first = Date.parse(from) / DAY_MS;
  return Array.from({ length: count }, (_, i) => dayOf(first + i)).flat();
}

/** Days of this process: nearly every test of monitoring has the same hundred. */
const days = new Map<number, readonly Flight[]>();

function dayOf(day: number): readonly Flight[] {
  const flights = days.get(day) ?? createDay(day);
  days.set(day, flights);
  return flights;
}

/** CSV with a header; `columns` in order. */
export function toCsv<Row extends object>(
  rows: readonly Row[],
  columns: readonly (keyof Row & string)[],
): string {
  const lines = rows.map((row) => columns.map((column) => String(row[column])).join(','));
  return [columns.join(','), ...lines].join('\n') + '\n';
}

function createDay(day: number): readonly Flight[] {
  const random = createRandomNumbers(day);
  const normal = (): number => normalQuantile(random() * 0.999998 + 1e-6);
  const mood = moodOf(day);
  const rhythm = 10 * Math.sin((2 * Math.PI * day) / 7);
  return Array.from({ length: ROWS_A_DAY }, (_, row) => {
    const delay = Math.round(8 + 5 * mood + 20 * normal());
    const score = Math.round(1000 / (1 + Math.exp(1 - normal()))) / 1000;
    return {
      id: `${day}-${row}`,
      date: new Date(day * DAY_MS + row * 600_000).toISOString(),
      delay,
      distance: Math.round(Math.exp(6.3 + 0.6 * normal()) + rhythm),
      airport: AIRPORTS[Math.floor(random() * AIRPORTS.length)] ?? 'ATL',
      score,
      late: random() < score ? 1 : 0,
    };
  });
}

/** Weather: a moving average of the days before, so that neighbors resemble each other. */
function moodOf(day: number): number {
  const innovation = (of: number): number => normalQuantile(createRandomNumbers(of * 7919)() * 0.9998 + 1e-4);
  return (2 * innovation(day) + innovation(day - 1)) / Math.sqrt(5);
}
