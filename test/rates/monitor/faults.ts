/** Faults that are planted into a week of a real table, and what a check has to say of each. */
import type { Check } from '../../../src/shared/domain/documents/check.ts';
import type { CategoryColumn, Column, NumberColumn, Table } from '../../../src/shared/domain/table/table.ts';

/** A column of each table that stands for the others. */
export const targets: Readonly<Record<string, { readonly number: string; readonly category?: string }>> = {
  flights: { number: 'distance', category: 'origin' },
  bikes: { number: 'hum', category: 'weathersit' },
  glucose: { number: 'glucose' },
  hotels: { number: 'orig_destination_distance', category: 'channel' },
  station: { number: 'temperature' },
  sea: { number: 'temperature' },
};

export interface Fault {
  readonly name: string;
  /** Undefined where the table has no such column. */
  readonly plant: (table: string) => ((current: Table) => Table) | undefined;
  readonly isFound: (check: Check, table: string) => boolean;
  /** A unit or a name: no model may be retrained on it. */
  readonly isRewritten: boolean;
}

const inNumbers = (name: string, change: (column: NumberColumn) => Float64Array): Fault => ({
  name,
  plant: (table) =>
    inColumn(targets[table]?.number, 'number', (column) => ({ ...column, values: change(column) })),
  isFound: (check, table) => hasAlert(check, targets[table]?.number),
  isRewritten: true,
});

const inCategories = (name: string, change: (column: CategoryColumn) => CategoryColumn): Fault => ({
  name,
  plant: (table) => inColumn(targets[table]?.category, 'category', change),
  isFound: (check, table) => hasAlert(check, targets[table]?.category),
  isRewritten: true,
});

const scored = new Set(['bikes', 'flights']);

const inTable = (
  name: string,
  change: (current: Table) => Table,
  isFound: (check: Check) => boolean,
): Fault => ({
  name,
  plant: (table) => (scored.has(table) ? change : undefined),
  isFound,
  isRewritten: false,
});

/** The values are others, and not the same ones written otherwise. */
const otherValues = (fault: Fault): Fault => ({ ...fault, isRewritten: false });

export const faults: readonly Fault[] = [
  inNumbers('times 1.609', ({ values }) => values.map((value) => 1.609344 * value)),
  inNumbers('divided by 100', ({ values }) => values.map((value) => value / 100)),
  inNumbers('°C to °F', ({ values }) => values.map((value) => 1.8 * value + 32)),
  otherValues(inNumbers('+ 1 standard deviation', ({ values }) => shiftBy(values, 1))),
  otherValues(inNumbers('+ 2 standard deviations', ({ values }) => shiftBy(values, 2))),
  otherValues(
    inNumbers('stuck', ({ values }) => values.map((value) => (Number.isNaN(value) ? NaN : firstOf(values)))),
  ),
  otherValues(
    inNumbers('20 % missing', ({ values }) => values.map((value, row) => (row % 5 === 0 ? NaN : value))),
  ),
  otherValues(
    inNumbers('−99999 in 3 %', ({ values }) =>
      values.map((value, row) => (row % 33 === 0 ? -99_999 : value)),
    ),
  ),
  inCategories('most frequent category renamed', (column) => {
    const [top] = byFrequency(column);
    return {
      ...column,
      categories: column.categories.map((category, code) => (code === top ? 'other name' : category)),
    };
  }),
  otherValues(inCategories('two most frequent swapped', swapTop)),
  inCategories('all categories new', (column) => ({
    ...column,
    categories: column.categories.map((category) => `new ${category}`),
  })),
  inTable(
    'prediction column gone',
    (table) => ({ ...table, columns: table.columns.filter(({ name }) => name !== 'predicted') }),
    ({ decision }) => decision.kind === 'change-processing',
  ),
  inTable(
    'predictions halved',
    (table) => onNumbers(table, 'predicted', (value) => value / 2),
    (check) => hasAlert(check, 'predicted'),
  ),
  inTable('labels late: said, and no act', withoutLabels, ({ findings, decision }) => {
    const isSaid = findings.some(({ detail }) => detail.code === 'not-evaluated');
    return isSaid && decision.kind === 'none';
  }),
];

function hasAlert({ findings }: Check, column: string | undefined): boolean {
  return findings.some(({ subject, outcome }) => outcome === 'alert' && subject === column);
}

function inColumn<Kind extends 'number' | 'category'>(
  name: string | undefined,
  kind: Kind,
  change: (column: Extract<Column, { kind: Kind }>) => Column,
): ((current: Table) => Table) | undefined {
  if (name === undefined) return undefined;
  const isOfKind = (column: Column): column is Extract<Column, { kind: Kind }> => column.kind === kind;
  return (current) => ({
    ...current,
    columns: current.columns.map((column) =>
      column.name === name && isOfKind(column) ? change(column) : column,
    ),
  });
}

function onNumbers(table: Table, name: string, change: (value: number) => number): Table {
  const changed = inColumn(name, 'number', (column) => ({ ...column, values: column.values.map(change) }));
  return changed?.(table) ?? table;
}

function withoutLabels(table: Table): Table {
  return ['late', 'bikers'].reduce((current, label) => onNumbers(current, label, () => NaN), table);
}

function shiftBy(values: Float64Array, deviations: number): Float64Array {
  const present = values.filter((value) => !Number.isNaN(value));
  const mean = present.reduce((sum, value) => sum + value, 0) / present.length;
  const deviation = Math.sqrt(present.reduce((sum, value) => sum + (value - mean) ** 2, 0) / present.length);
  return values.map((value) => value + deviations * deviation);
}

function firstOf(values: Float64Array): number {
  return values.find((value) => !Number.isNaN(value)) ?? NaN;
}

/** Codes of the column, the most frequent first. */
function byFrequency({ codes, categories }: CategoryColumn): readonly number[] {
  const counts = new Array<number>(categories.length).fill(0);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  return categories.map((_, code) => code).sort((left, right) => (counts[right] ?? 0) - (counts[left] ?? 0));
}

function swapTop(column: CategoryColumn): CategoryColumn {
  const [first = 0, second = 0] = byFrequency(column);
  const codes = column.codes.map((code) => (code === first ? second : code === second ? first : code));
  return { ...column, codes };
}
