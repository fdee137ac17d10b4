/**
 * The tables of a comparison decide together which of day and month comes first: the same rows are in all of them, and
 * predictions that end on the 12th of a month would else not be read beside others that end on the 13th.
 */
import type { PredictionsConfig } from '../config/training-section.ts';
import type { DayOrder } from '../documents/day-orders.ts';
import { columnOfTimes } from '../table/category-column.ts';
import { isDayAndMonth } from '../table/day-and-month.ts';
import type { CategoryColumn, Column, Table } from '../table/table.ts';
import { readTimes } from '../table/time-spelling.ts';
import type { ChampionEvidence, TableEvidence } from './joined-evidence.ts';
import { groupingColumns } from './read-groups.ts';

export interface AgreedEvidence {
  readonly evidence: TableEvidence;
  /** Names of the columns of which another table said the order. */
  readonly agreed: ReadonlySet<string>;
}

/** What the tables leave open together, or say in both orders, stays unread. O(distinct texts) where nothing is open. */
export function agreeOnDays(evidence: TableEvidence, columns: PredictionsConfig | undefined): AgreedEvidence {
  const groups = columns === undefined ? [] : groupingColumns(columns);
  const seen = tablesOf(evidence).flatMap((table) =>
    table.columns.map((column) => ({ name: column.name, ...ordersIn(column, groups) })),
  );
  const agreed = new Map<string, DayOrder>();
  for (const { name, isOpen } of seen) {
    const orders = new Set(seen.flatMap((one) => (one.name === name && one.order ? [one.order] : [])));
    const [order] = orders;
    if (isOpen === true && order !== undefined && orders.size === 1) agreed.set(name, order);
  }
  if (agreed.size === 0) return { evidence, agreed: new Set() };
  return {
    evidence: withTables(evidence, (table) => ({
      ...table,
      columns: table.columns.map((column) => readAgain(column, agreed.get(column.name), groups)),
    })),
    agreed: new Set(agreed.keys()),
  };
}

/** Columns of a table that another one may decide. */
export function openDayColumns({ columns }: Table): readonly string[] {
  return columns.filter((column) => openCells(column, []) !== undefined).map(({ name }) => name);
}

function ordersIn(
  column: Column,
  groups: readonly string[],
): { readonly isOpen?: boolean; readonly order?: DayOrder | undefined } {
  if (openCells(column, groups) !== undefined) return { isOpen: true };
  if (column.kind === 'time') return { order: column.dayOrder };
  if (column.kind !== 'category' || !mayNameDays(column, groups)) return {};
  const reading = readTimes(column.categories);
  return reading.kind === 'times' ? { order: reading.dayOrder } : {};
}

function openCells(column: Column, groups: readonly string[]): CategoryColumn | undefined {
  if (column.kind === 'time')
    return column.unreadDays?.fault.found === 'open' ? column.unreadDays.cells : undefined;
  if (column.kind !== 'category' || !mayNameDays(column, groups)) return undefined;
  const reading = readTimes(column.categories);
  return reading.kind === 'unclear' && reading.dayOrder?.found === 'open' ? column : undefined;
}

/** Groups are text, and days where all of their names are. */
function mayNameDays({ name, categories }: CategoryColumn, groups: readonly string[]): boolean {
  return groups.includes(name) && isDayAndMonth(categories[0]?.trim() ?? '');
}

function readAgain(column: Column, order: DayOrder | undefined, groups: readonly string[]): Column {
  const cells = order === undefined ? undefined : openCells(column, groups);
  if (order === undefined || cells === undefined) return column;
  return columnOfTimes(cells, { order, saidBy: 'other-table' });
}

function tablesOf(evidence: TableEvidence): readonly Table[] {
  const tables: Table[] = [];
  withTables(evidence, (table) => {
    tables.push(table);
    return table;
  });
  return tables;
}

function withTables(evidence: TableEvidence, change: (table: Table) => Table): TableEvidence {
  const { challenger, others, champion, anchor, labels } = evidence;
  const ofOpponent = (opponent: ChampionEvidence): ChampionEvidence => ({
    ...opponent,
    predictions: opponent.predictions && {
      ...opponent.predictions,
      table: change(opponent.predictions.table),
    },
    ...(opponent.stored !== undefined && { stored: change(opponent.stored) }),
  });
  return {
    challenger: challenger && change(challenger),
    others: others?.map((other) => ({ ...other, table: change(other.table) })),
    champion: champion && ofOpponent(champion),
    anchor: anchor === champion ? champion && ofOpponent(champion) : anchor && ofOpponent(anchor),
    labels: labels && change(labels),
  };
}
