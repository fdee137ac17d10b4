/**
 * What a rule demands of the single values of a column. Text is evaluated once for each different text, numbers and times
 * one by one. A value that cannot be what the rule speaks of (a text where there is a smallest number) breaks it.
 */
import type { ContractType } from '../documents/contract-rule.ts';
import { compilePattern } from '../kernel/linear-pattern.ts';
import { matchesPattern } from '../kernel/match-pattern.ts';
import { parseDeclaredNumber } from '../table/parse-number.ts';
import { parseTimeText } from '../table/parse-time.ts';
import { textAsIn } from '../table/access.ts';
import type { Column } from '../table/table.ts';
import type { ColumnDemand, ContractBound } from './contract-rules.ts';

/** Rows with a value, and those of them that break the rule. */
export interface CountedRows {
  readonly checkedRows: number;
  readonly brokenRows: number;
}

export type ValueDemand = Extract<ColumnDemand, { code: 'type' | 'range' | 'values' | 'pattern' | 'length' }>;

/** Cost: rows, and different texts × length of the pattern. */
export function countBroken(demand: ValueDemand, column: Column): CountedRows {
  const counted = countRows(column, acceptsOf(demand, column));
  if (demand.code !== 'type' || column.kind === 'category') return counted;
  // What could not be read as the kind of the column is missing among its values.
  const unreadRows = column.unread?.count ?? 0;
  return {
    checkedRows: counted.checkedRows + unreadRows,
    brokenRows: counted.brokenRows + unreadRows,
  };
}

interface Accepts {
  readonly text: (text: string) => boolean;
  /** Of numbers, or of milliseconds since 1970. */
  readonly number: (value: number) => boolean;
}

const NEVER = (): boolean => false;
const ALWAYS = (): boolean => true;

function countRows(column: Column, accepts: Accepts): CountedRows {
  let checkedRows = 0;
  let brokenRows = 0;
  if (column.kind === 'category') {
    const isAccepted = column.categories.map(accepts.text);
    for (const code of column.codes) {
      if (code < 0) continue;
      checkedRows++;
      if (isAccepted[code] !== true) brokenRows++;
    }
  } else {
    for (const value of column.values) {
      if (Number.isNaN(value)) continue;
      checkedRows++;
      if (!accepts.number(value)) brokenRows++;
    }
  }
  return { checkedRows, brokenRows };
}

function acceptsOf(demand: ValueDemand, column: Column): Accepts {
  switch (demand.code) {
    case 'type':
      return typeAccepts(demand.type, column);
    case 'range':
      return rangeAccepts(demand, column);
    case 'values': {
      const values = new Set(demand.values.map((value) => textAsIn(column, value)));
      return onText(column, (text) => values.has(text));
    }
    case 'pattern': {
      const compiled = compilePattern(demand.pattern);
      if (!compiled.ok) throw new RangeError(`pattern of a contract: ${compiled.reason}`);
      return onText(column, (text) => matchesPattern(compiled.pattern, text, demand.place));
    }
    case 'length': {
      const { min = 0, max = Infinity } = demand;
      return onText(column, (text) => {
        const { length } = Array.from(text);
        return length >= min && length <= max;
      });
    }
  }
}

/** Numbers and times as `textAt` writes them. */
function onText({ kind }: Column, accepts: (text: string) => boolean): Accepts {
  const known = new Map<number, boolean>();
  return {
    text: accepts,
    number: (value) => {
      const before = known.get(value);
      if (before !== undefined) return before;
      const isAccepted = accepts(kind === 'time' ? new Date(value).toISOString() : String(value));
      known.set(value, isAccepted);
      return isAccepted;
    },
  };
}

function typeAccepts(type: ContractType, { kind }: Column): Accepts {
  const ofNumber = (accepts: (value: number) => boolean): Accepts['number'] =>
    kind === 'number' ? accepts : NEVER;
  switch (type) {
    case 'number':
      return { text: (text) => !Number.isNaN(parseDeclaredNumber(text)), number: ofNumber(ALWAYS) };
    case 'integer':
      return {
        text: (text) => Number.isInteger(parseDeclaredNumber(text)),
        number: ofNumber(Number.isInteger),
      };
    case 'boolean':
      return {
        text: (text) => /^(?:true|false|yes|no|0|1)$/i.test(text.trim()),
        number: ofNumber((value) => value === 0 || value === 1),
      };
    case 'time':
      return { text: (text) => !Number.isNaN(parseTimeText(text)), number: kind === 'time' ? ALWAYS : NEVER };
    case 'text':
      return { text: ALWAYS, number: NEVER };
  }
}

function rangeAccepts(
  { min, max }: { readonly min?: ContractBound; readonly max?: ContractBound },
  { kind }: Column,
): Accepts {
  const bounds = [min, max].filter((bound) => bound !== undefined);
  const isOfTimes = bounds.some((bound) => typeof bound === 'string');
  const [least, most] = [boundOf(min, -Infinity), boundOf(max, Infinity)];
  const isWithin = (value: number): boolean => value >= least && value <= most;
  const parse = isOfTimes ? parseTimeText : parseDeclaredNumber;
  return {
    text: (text) => isWithin(parse(text)),
    number: kind === (isOfTimes ? 'time' : 'number') ? isWithin : NEVER,
  };
}

function boundOf(bound: ContractBound | undefined, otherwise: number): number {
  if (bound === undefined) return otherwise;
  return typeof bound === 'number' ? bound : parseTimeText(bound);
}
