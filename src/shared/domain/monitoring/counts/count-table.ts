/** The rows of a table as counts by day in the bins of a reference. */
import { DataError } from '../../kernel/errors.ts';
import { createIntegerSums, type IntegerSums } from '../../statistics/integer-sums.ts';
import { at, countAt, indexAt } from '../../statistics/vectors.ts';
import { KIND_IN_WORDS } from '../../table/access.ts';
import { localTimeColumn } from '../../table/local-times.ts';
import {
  findColumn,
  isMissingAt,
  type CategoryColumn,
  type Column,
  type NumberColumn,
  type Table,
} from '../../table/table.ts';
import { binsOf } from '../profile/bin-counts.ts';
import { formatDay, groupRowsByDay, type RowDays } from '../profile/days.ts';
import type { CategoryCounts, ColumnCounts, Counts, NumberCounts, PresenceCounts } from './counts.ts';
import { categoryCountsOf, numberCountsOf } from './day-records.ts';
import { countedColumns, requireTime, type CountedColumn } from './counted-columns.ts';
import { MOST_STEPS, ZONES_BELOW, zoneCount, type NumberZones } from './number-zones.ts';
import type { Profile } from '../profile/profile.ts';

export interface CountRequest {
  readonly table: Table;
  /** Name of the file, for messages. */
  readonly where: string;
  readonly profile: Profile;
  /** SHA-256 of the profile. */
  readonly reference: string;
}

/** O(N) a column. @throws DataError for a column of times or of values that is not what the reference has. */
export function countTable({ table, where, profile, reference }: CountRequest): Counts {
  const time = requireTime(profile);
  const times = localTimeColumn(table, time, where);
  const rowDays = groupRowsByDay(times);
  return {
    schema: 'model-steward/counts/1',
    reference,
    ...(profile.timeZone !== undefined && { timeZone: profile.timeZone }),
    time,
    days: rowDays.days.map(formatDay),
    rows: [...rowDays.rows],
    undatedRows: times.reduce((undated, value) => undated + Number(Number.isNaN(value)), 0),
    columns: countedColumns(profile).flatMap((counted) => {
      const column = findColumn(table, counted.name);
      return column === undefined ? [] : [countColumn(counted, column, { rowDays, where })];
    }),
  };
}

interface CountedRows {
  readonly rowDays: RowDays;
  readonly where: string;
}

function countColumn(counted: CountedColumn, column: Column, rows: CountedRows): ColumnCounts {
  const { rowDays } = rows;
  if (counted.kind === 'presence') return countPresence(column, rowDays);
  if (counted.kind === 'number' && column.kind === 'number')
    return countNumber(column, counted.zones, rowDays);
  if (counted.kind === 'category' && column.kind === 'category') return countCategory(column, rowDays);
  throw new DataError(
    'DATA_INVALID',
    `${rows.where}: column "${column.name}": expected ${KIND_IN_WORDS[counted.kind]} as in the reference, got ${KIND_IN_WORDS[column.kind]}`,
    {
      hint: 'write the column as the reference has it, or check the rows themselves with `current`: then the change is a finding',
    },
  );
}

function countPresence(column: Column, { days, positions }: RowDays): PresenceCounts {
  const missing = new Array<number>(days.length).fill(0);
  for (let row = 0; row < positions.length; row++) {
    const day = indexAt(positions, row);
    if (day >= 0 && isMissingAt(column, row)) missing[day] = countAt(missing, day) + 1;
  }
  return { name: column.name, kind: 'presence', missing };
}

function countCategory(
  { name, codes, categories }: CategoryColumn,
  { days, positions }: RowDays,
): CategoryCounts {
  const missing = new Array<number>(days.length).fill(0);
  const rowsOf = days.map(() => new Map<number, number>());
  for (let row = 0; row < positions.length; row++) {
    const day = indexAt(positions, row);
    const code = indexAt(codes, row);
    const ofDay = rowsOf[day];
    if (ofDay === undefined) continue;
    if (code < 0) missing[day] = countAt(missing, day) + 1;
    else ofDay.set(code, (ofDay.get(code) ?? 0) + 1);
  }
  return categoryCountsOf(
    name,
    rowsOf.map((ofDay, day) => ({
      missing: countAt(missing, day),
      rows: new Map([...ofDay].map(([code, rows]) => [categories[code] ?? '', rows])),
    })),
  );
}

/** What is added up of each day. */
interface DayTotals {
  readonly missing: number[];
  readonly infinite: number[];
  /** One row of zones a day. */
  readonly zones: Int32Array;
  readonly sums: IntegerSums;
  readonly squares: IntegerSums;
  /** Four a day. */
  readonly outside: IntegerSums;
  readonly min: Float64Array;
  readonly max: Float64Array;
}

function countNumber(
  { name, values }: NumberColumn,
  zones: NumberZones,
  { days, positions }: RowDays,
): NumberCounts {
  const bins = binsOf(values, Float64Array.from(zones.points));
  const [size, dayCount] = [zoneCount(zones), days.length];
  const totals: DayTotals = {
    missing: new Array<number>(dayCount).fill(0),
    infinite: new Array<number>(dayCount).fill(0),
    zones: new Int32Array(dayCount * size),
    ...{ sums: createIntegerSums(dayCount), squares: createIntegerSums(dayCount) },
    outside: createIntegerSums(4 * dayCount),
    min: new Float64Array(dayCount).fill(Infinity),
    max: new Float64Array(dayCount).fill(-Infinity),
  };
  for (let row = 0; row < values.length; row++) {
    const day = indexAt(positions, row);
    if (day >= 0) addValue(totals, { value: at(values, row), bin: indexAt(bins, row), day }, zones);
  }
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  const { missing, infinite, sums, squares, outside, min, max } = totals;
  return numberCountsOf(
    { name, stepsPerUnit: zones.stepsPerUnit },
    days.map((_, day) => ({
      ...{ missing: countAt(missing, day), infinite: countAt(infinite, day) },
      counts: [...totals.zones.subarray(day * size, (day + 1) * size)],
      ...{ sum: sums.total(day), squares: squares.total(day) },
      outsideSums: [0, 1, 2, 3].map((side) => outside.total(4 * day + side)),
      ...{ min: finite(at(min, day)), max: finite(at(max, day)) },
    })),
  );
}

interface Cell {
  readonly value: number;
  /** How many points are below it. */
  readonly bin: number;
  readonly day: number;
}

function addValue(totals: DayTotals, { value, bin, day }: Cell, zones: NumberZones): void {
  if (Number.isNaN(value)) {
    totals.missing[day] = countAt(totals.missing, day) + 1;
    return;
  }
  const scaled = value * zones.stepsPerUnit;
  if (!(Math.abs(scaled) <= MOST_STEPS)) {
    totals.infinite[day] = countAt(totals.infinite, day) + 1;
    return;
  }
  const steps = wholeSteps(scaled);
  const zone = zoneOf(value, bin, zones);
  const place = day * zoneCount(zones) + zone;
  totals.zones[place] = indexAt(totals.zones, place) + 1;
  totals.sums.add(day, steps);
  totals.squares.addSquare(day, steps);
  const side = sideOf(zone, zones);
  if (side !== undefined) totals.outside.add(4 * day + side, steps);
  if (value < at(totals.min, day)) totals.min[day] = value;
  if (value > at(totals.max, day)) totals.max[day] = value;
}

function wholeSteps(scaled: number): number {
  return Math.floor(scaled + 0.5);
}

/** As a sum has it. @throws RangeError for a value that is not finite. */
export function stepsOfValue(value: number, { stepsPerUnit }: NumberZones): bigint {
  return BigInt(wholeSteps(value * stepsPerUnit));
}

/** The zone of each value; any for NaN. */
export function zonesOfValues(values: Float64Array, zones: NumberZones): readonly number[] {
  const bins = binsOf(values, Float64Array.from(zones.points));
  return Array.from(values, (value, index) => zoneOf(value, indexAt(bins, index), zones));
}

function zoneOf(value: number, bin: number, { below, points, above }: NumberZones): number {
  if (value < below[2]) return value < below[0] ? 0 : value < below[1] ? 1 : 2;
  if (bin < points.length) return ZONES_BELOW + bin;
  return ZONES_BELOW + points.length + (value <= above[0] ? 0 : value <= above[1] ? 1 : 2);
}

/** Which of the four outside sums a zone belongs to; undefined for the range of the reference. */
export function sideOf(zone: number, { points }: NumberZones): number | undefined {
  if (zone < ZONES_BELOW) return zone === 0 ? 0 : 1;
  const above = zone - ZONES_BELOW - points.length;
  return above < 0 ? undefined : above === 2 ? 3 : 2;
}
