/** The rules of a data contract on the rows of one table: which are broken, in how many rows, and which were not checked. */
import { columnOf } from '../table/access.ts';
import type { ContractRuleCode, UncheckedReason } from '../documents/contract-rule.ts';
import type { Column, Table } from '../table/table.ts';
import type { ContractRule, TableDemand } from './contract-rules.ts';
import { countBrokenComparisons, countRepeatedKeys } from './row-demands.ts';
import { countBroken, type CountedRows } from './value-demands.ts';

export interface ContractRequest {
  readonly table: Table;
  /** Columns that may be absent, whatever the contract says: their values arrive later, or from another table. */
  readonly optional: ReadonlySet<string>;
  /** Undefined where the number of rows and their age say nothing: the contract speaks of what production delivers. */
  readonly delivery:
    | {
        /** Of the newest plausible row; undefined without one. */
        readonly newestMs: number | undefined;
        readonly nowMs: number;
      }
    | undefined;
}

/** Rows that are counted are those of the table, except where a value was not there. */
export type ContractResult = { readonly rule: ContractRule } & (
  | {
      readonly kind: 'checked';
      readonly isBroken: boolean;
      readonly rows?: CountedRows;
      readonly ageMs?: number;
    }
  | { readonly kind: 'unchecked'; readonly reason: UncheckedReason }
);

/** @returns a result for each rule, except for those about deliveries where there is none. */
export function checkContract(
  rules: readonly ContractRule[],
  request: ContractRequest,
): readonly ContractResult[] {
  return rules.flatMap((rule) => checkRule(rule, request) ?? []);
}

function checkRule(rule: ContractRule, request: ContractRequest): ContractResult | undefined {
  const { demand, columns } = rule;
  const { table, optional, delivery } = request;
  if (demand.code === 'rows' || demand.code === 'age')
    return delivery === undefined ? undefined : checkDelivery(rule, demand, { table, ...delivery });
  const found = columns.flatMap((name) => columnOf(table, name) ?? []);
  const isAbsent = found.length < columns.length;
  if (demand.code === 'present') {
    const isOptional = columns.every((name) => optional.has(name));
    if (isAbsent && isOptional) return { rule, kind: 'unchecked', reason: 'column-absent' };
    return { rule, kind: 'checked', isBroken: isAbsent };
  }
  if (isAbsent) return { rule, kind: 'unchecked', reason: 'column-absent' };
  if (table.rowCount === 0) return { rule, kind: 'unchecked', reason: 'no-rows' };
  const rows = countRowsOf(demand, found);
  return { rule, kind: 'checked', isBroken: rows.brokenRows > rule.brokenAtMost * rows.checkedRows, rows };
}

type RowDemand = Exclude<ContractRule['demand'], { code: 'present' | 'rows' | 'age' }>;

function countRowsOf(demand: RowDemand, columns: readonly Column[]): CountedRows {
  const [first, second = first] = columns;
  if (first === undefined || second === undefined)
    throw new RangeError(`contract rule ${demand.code}: expected a column, got none`);
  switch (demand.code) {
    case 'missing':
      return countMissing(first);
    case 'unique':
      return countRepeatedKeys(columns);
    case 'comparison':
      return countBrokenComparisons(demand.operator, first, second);
    default:
      return countBroken(demand, first);
  }
}

/** All rows count here. */
function countMissing(column: Column): CountedRows {
  let brokenRows = 0;
  if (column.kind === 'category') for (const code of column.codes) brokenRows += code < 0 ? 1 : 0;
  else for (const value of column.values) brokenRows += Number.isNaN(value) ? 1 : 0;
  return {
    checkedRows: column.kind === 'category' ? column.codes.length : column.values.length,
    brokenRows,
  };
}

interface Delivery {
  readonly table: Table;
  readonly newestMs: number | undefined;
  readonly nowMs: number;
}

function checkDelivery(
  rule: ContractRule,
  demand: Extract<TableDemand, { code: 'rows' | 'age' }>,
  { table, newestMs, nowMs }: Delivery,
): ContractResult {
  if (demand.code === 'rows') {
    const { min = 0, max = Infinity } = demand;
    const isBroken = table.rowCount < min || table.rowCount > max;
    return { rule, kind: 'checked', isBroken, rows: { checkedRows: table.rowCount, brokenRows: 0 } };
  }
  if (newestMs === undefined) return { rule, kind: 'unchecked', reason: 'no-times' };
  const ageMs = nowMs - newestMs;
  return { rule, kind: 'checked', isBroken: ageMs > demand.maxAgeMs, ageMs };
}

/** Whether a rule is about single rows, whose numbers are added up. */
export function countsRows(code: ContractRuleCode): boolean {
  return code !== 'present' && code !== 'rows' && code !== 'age';
}
