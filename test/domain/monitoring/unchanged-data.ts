/**
 * Windows of data in which nothing changes: every column varies from day to day as the days before it did. Rows of a
 * day share its shocks, which resemble those of the day before (AR 1). What a check says about them is its rate of
 * false alarms; what it says after `change` is what it finds.
 */
import type { CategoryColumn, Column, NumberColumn, Table } from '../../../src/shared/domain/table/table.ts';
import { takeRows } from '../../../src/shared/domain/table/table.ts';

const DAY_MS = 86_400_000;
const FIRST_DAY_MS = Date.parse('2026-01-05');
const AUTOCORRELATION = 0.5;

export interface UnchangedDesign {
  readonly referenceDays: number;
  readonly windowDays: number;
  readonly rowsPerDay: number;
}

export interface UnchangedWindow {
  readonly reference: Table;
  readonly current: Table;
  readonly nowMs: number;
}

/** Columns: normal, heavy-tailed, constant but for 1 %, categories (few, 300, 3,000), and three with missing values. */
export function createUnchangedWindow(
  { referenceDays, windowDays, rowsPerDay }: UnchangedDesign,
  random: () => number,
): UnchangedWindow {
  const days = referenceDays + windowDays;
  const rowCount = days * rowsPerDay;
  const dayOf = (row: number): number => Math.floor(row / rowsPerDay);
  const dayShocks = (sd: number): Float64Array => arSeries(days, sd, random);
  const numbers = (name: string, valueOf: (row: number) => number): NumberColumn => ({
    kind: 'number',
    name,
    values: Float64Array.from({ length: rowCount }, (_, row) => valueOf(row)),
  });
  const level = dayShocks(0.33);
  const tail = dayShocks(0.3);
  const gapsOf = (logit: number, sd: number): ((row: number) => boolean) => {
    const shocks = dayShocks(sd);
    return (row) => random() < 1 / (1 + Math.exp(-logit - (shocks[dayOf(row)] ?? 0)));
  };
  const [often, seldom, rarely] = [gapsOf(-0.58, 0.5), gapsOf(-3, 0.5), gapsOf(-6, 0.5)];
  const columns: Column[] = [
    {
      kind: 'time',
      name: 'date',
      values: Float64Array.from(
        { length: rowCount },
        (_, row) => FIRST_DAY_MS + dayOf(row) * DAY_MS + ((row % rowsPerDay) / rowsPerDay) * DAY_MS,
      ),
    },
    numbers('amount', (row) => (level[dayOf(row)] ?? 0) + normal(random)),
    numbers('price', (row) => Math.exp(2 + (tail[dayOf(row)] ?? 0) + 1.5 * normal(random))),
    numbers('flag', () => (random() < 0.01 ? 1 : 0)),
    numbers('often', (row) => (often(row) ? NaN : normal(random))),
    numbers('seldom', (row) => (seldom(row) ? NaN : normal(random))),
    numbers('rarely', (row) => (rarely(row) ? NaN : normal(random))),
    categories('kind', zipfRows({ levels: 6, exponent: 0.8, shockSd: 0.3 }, days, rowsPerDay, random)),
    categories('city', zipfRows({ levels: 300, exponent: 1, shockSd: 0.5 }, days, rowsPerDay, random)),
    categories('item', zipfRows({ levels: 3000, exponent: 0.9, shockSd: 0.5 }, days, rowsPerDay, random)),
  ];
  const table = { rowCount, columns };
  const split = referenceDays * rowsPerDay;
  const range = (from: number, to: number): Int32Array =>
    Int32Array.from({ length: to - from }, (_, row) => from + row);
  return {
    reference: takeRows(table, range(0, split)),
    current: takeRows(table, range(split, rowCount)),
    nowMs: FIRST_DAY_MS + days * DAY_MS,
  };
}

interface ZipfDesign {
  readonly levels: number;
  readonly exponent: number;
  /** Of the logarithm of a level's weight, from day to day. */
  readonly shockSd: number;
}

/** One level a row: Zipf's law, with a shock of each level on each day. */
function zipfRows(
  { levels, exponent, shockSd }: ZipfDesign,
  days: number,
  rowsPerDay: number,
  random: () => number,
): Int32Array {
  const rows = new Int32Array(days * rowsPerDay);
  const cumulative = new Float64Array(levels);
  for (let day = 0; day < days; day++) {
    let total = 0;
    for (let rank = 0; rank < levels; rank++) {
      total += Math.exp(shockSd * normal(random)) / (rank + 1) ** exponent;
      cumulative[rank] = total;
    }
    for (let row = 0; row < rowsPerDay; row++) {
      rows[day * rowsPerDay + row] = searchAbove(cumulative, random() * total);
    }
  }
  return rows;
}

function searchAbove(cumulative: Float64Array, value: number): number {
  let [low, high] = [0, cumulative.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] ?? Infinity) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function categories(name: string, ranks: Int32Array): CategoryColumn {
  const codeOf = new Map<number, number>();
  const codes = ranks.map((rank) => {
    const code = codeOf.get(rank) ?? codeOf.size;
    codeOf.set(rank, code);
    return code;
  });
  return { kind: 'category', name, codes, categories: [...codeOf.keys()].map((rank) => `level-${rank}`) };
}

function arSeries(length: number, sd: number, random: () => number): Float64Array {
  const series = new Float64Array(length);
  let before = normal(random);
  for (let i = 0; i < length; i++) {
    series[i] = sd * before;
    before = AUTOCORRELATION * before + Math.sqrt(1 - AUTOCORRELATION ** 2) * normal(random);
  }
  return series;
}

/** Box and Muller. */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
