/** Tables written down in tests: numbers become a number column, text a category, dates (as Date) a time column. */
import { StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import type { Column, Table } from '../../../src/shared/domain/table/table.ts';

type Values = readonly number[] | readonly string[] | readonly Date[];

export function tableOf(columns: Readonly<Record<string, Values>>): Table {
  return {
    rowCount: Object.values(columns)[0]?.length ?? 0,
    columns: Object.entries(columns).map(([name, values]) => columnOf(name, values)),
  };
}

function columnOf(name: string, values: Values): Column {
  const [first] = values;
  if (typeof first === 'string') {
    const categories = [...new Set(values.map(String))];
    const codes = Int32Array.from(values.map(String), (value) => categories.indexOf(value));
    return { kind: 'category', name, categories, codes };
  }
  const numbers = Float64Array.from(values.map(Number));
  return { kind: first instanceof Date ? 'time' : 'number', name, values: numbers };
}

/** What `work` throws; anything else than an error of the product fails the test. */
export function errorOf(work: () => unknown): StewardError {
  try {
    work();
  } catch (error) {
    if (error instanceof StewardError) return error;
    throw error;
  }
  throw new Error('expected an error, got none');
}
