/** The real tables of test/rates/tables, with the configuration that a repository would have for each. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readTable } from '../../../src/shared/adapters/data/tables.ts';
import { modelConfigSchema, type ModelConfig } from '../../../src/shared/domain/config/config.ts';
import { timeColumn } from '../../../src/shared/domain/table/access.ts';
import { takeRows, type Table } from '../../../src/shared/domain/table/table.ts';
import { contentOf } from '../../ground/memory-files.ts';

const DAY_MS = 86_400_000;
export const TIME = 'time';

export interface RealTable {
  readonly name: string;
  readonly config: ModelConfig;
  /** One table a day that has rows, in order. */
  readonly days: readonly DayOfTable[];
  readonly rowsOf: (days: readonly DayOfTable[]) => Table;
}

export interface DayOfTable {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly rows: Int32Array;
}

/** No row has an id of its own, so there is none. */
const unlabeled = modelConfigSchema.parse({
  predictions: { id: 'row', label: 'label', score: 'predicted', time: TIME },
});

const configs: Readonly<Record<string, ModelConfig>> = {
  flights: modelConfigSchema.parse({
    task: 'binary',
    predictions: { id: 'row', label: 'late', score: 'predicted', time: TIME },
    gate: [{ metric: 'log_loss', 'not-worse-by': 0.02 }],
  }),
  bikes: modelConfigSchema.parse({
    task: 'regression',
    predictions: { id: 'row', label: 'bikers', score: 'predicted', time: TIME },
    gate: [{ metric: 'mae', 'not-worse-by': 5 }],
  }),
  glucose: unlabeled,
  hotels: unlabeled,
  station: unlabeled,
  sea: unlabeled,
};

export async function readRealTables(): Promise<readonly RealTable[]> {
  return await Promise.all(Object.entries(configs).map(([name, config]) => readRealTable(name, config)));
}

/** The same rows without their column of times, as of a repository that has none. */
export function withoutTimes({ config, rowsOf, ...table }: RealTable): RealTable {
  const { predictions } = config;
  if (predictions?.time === undefined)
    throw new RangeError(`${table.name}: expected a column of times, got none`);
  return {
    ...{ ...table, config: { ...config, predictions: { ...predictions, time: undefined } } },
    rowsOf: (days) => {
      const rows = rowsOf(days);
      return { ...rows, columns: rows.columns.filter(({ name }) => name !== TIME) };
    },
  };
}

async function readRealTable(name: string, config: ModelConfig): Promise<RealTable> {
  const path = join(import.meta.dirname, '..', 'tables', `${name}.parquet`);
  const table = await readTable(contentOf(await readFile(path)), name);
  return {
    name,
    config,
    days: daysOf(timeColumn(table, TIME, name)),
    rowsOf: (days) => takeRows(table, Int32Array.from(days.flatMap(({ rows }) => [...rows]))),
  };
}

function daysOf(times: Float64Array): readonly DayOfTable[] {
  const rows = new Map<number, number[]>();
  times.forEach((time, row) => {
    const day = Math.floor(time / DAY_MS);
    const ofDay = rows.get(day);
    if (ofDay === undefined) rows.set(day, [row]);
    else ofDay.push(row);
  });
  return [...rows]
    .sort(([left], [right]) => left - right)
    .map(([day, ofDay]) => ({ day, rows: Int32Array.from(ofDay) }));
}

export function endOf(days: readonly DayOfTable[]): number {
  return (Math.max(...days.map(({ day }) => day)) + 1) * DAY_MS;
}
