/** A data contract as a flat list of rules, whatever it was written as: each is about one thing, and broken alone. */
import type { ColumnContract, ContractConfig } from '../config/contract-section.ts';
import type { ContractSeverity, ContractType } from '../documents/contract-rule.ts';
import { parseDurationMs } from '../kernel/time.ts';
import type { PatternPlace } from '../kernel/match-pattern.ts';

const comparisonOperators = ['<=', '>=', '==', '!=', '<', '>'] as const;
export type ComparisonOperator = (typeof comparisonOperators)[number];

/** A number; a text is a time. */
export type ContractBound = number | string;

/** What is demanded of a column, or of several together. */
export type ColumnDemand =
  | { readonly code: 'present' }
  | { readonly code: 'type'; readonly type: ContractType }
  | { readonly code: 'missing' }
  | { readonly code: 'range'; readonly min?: ContractBound; readonly max?: ContractBound }
  | { readonly code: 'values'; readonly values: readonly string[] }
  | { readonly code: 'pattern'; readonly pattern: string; readonly place: PatternPlace }
  | { readonly code: 'length'; readonly min?: number; readonly max?: number }
  | { readonly code: 'unique' };

/** What is demanded of a table. */
export type TableDemand =
  | { readonly code: 'comparison'; readonly operator: ComparisonOperator }
  | { readonly code: 'rows'; readonly min?: number; readonly max?: number }
  | { readonly code: 'age'; readonly maxAgeMs: number };

export interface ContractRule {
  readonly demand: ColumnDemand | TableDemand;
  /** One for most rules, two of a comparison, several of a key; none for rules about the table. */
  readonly columns: readonly string[];
  readonly severity: ContractSeverity;
  /** Fraction of the rows that may break it. */
  readonly brokenAtMost: number;
}

export function readContractRules(contract: ContractConfig): readonly ContractRule[] {
  const { columns, keys, comparisons, rows, newest } = contract;
  return [
    ...Object.entries(columns).flatMap(([name, column]) => rulesOfColumn(name, column)),
    ...keys.map(({ columns: together, severity }) =>
      ruleOf(together, { code: 'unique' }, { severity, brokenAtMost: 0 }),
    ),
    ...comparisons.map(({ rule, severity, 'broken-at-most': brokenAtMost }) => {
      const { left, operator, right } = parseComparison(rule);
      return ruleOf([left, right], { code: 'comparison', operator }, { severity, brokenAtMost });
    }),
    ...(rows === undefined
      ? []
      : [
          ruleOf(
            [],
            { code: 'rows', ...bounds(rows['at-least'], rows['at-most']) },
            { severity: rows.severity, brokenAtMost: 0 },
          ),
        ]),
    ...(newest === undefined
      ? []
      : [
          ruleOf(
            [],
            { code: 'age', maxAgeMs: parseDurationMs(newest.within) },
            { severity: newest.severity, brokenAtMost: 0 },
          ),
        ]),
  ];
}

/** The first operator between two spaces counts: a column may have one in its name. */
export function parseComparison(text: string): {
  readonly left: string;
  readonly operator: ComparisonOperator;
  readonly right: string;
} {
  const found = comparisonOperators
    .map((operator) => ({ operator, at: text.indexOf(` ${operator} `) }))
    .filter(({ at }) => at > 0)
    .sort((one, other) => one.at - other.at)[0];
  if (found === undefined)
    throw new RangeError('comparison: expected an operator between two columns, got none');
  const { operator, at } = found;
  return {
    left: text.slice(0, at).trim(),
    operator,
    right: text.slice(at + operator.length + 2).trim(),
  };
}

function rulesOfColumn(name: string, column: ColumnContract): readonly ContractRule[] {
  const { type, required, unique, min, max, values, pattern, severity } = column;
  const { 'characters-at-least': minLength, 'characters-at-most': maxLength } = column;
  const { 'missing-at-most': missing, 'broken-at-most': brokenAtMost, warnings } = column;
  const of = (demand: ColumnDemand, allowed: number): ContractRule =>
    ruleOf([name], demand, {
      severity: warnings.includes(demand.code) ? 'warning' : severity,
      brokenAtMost: allowed,
    });
  return [
    required ? of({ code: 'present' }, 0) : [],
    type === undefined ? [] : of({ code: 'type', type }, brokenAtMost),
    missing === undefined ? [] : of({ code: 'missing' }, missing),
    min === undefined && max === undefined ? [] : of({ code: 'range', ...bounds(min, max) }, brokenAtMost),
    values === undefined ? [] : of({ code: 'values', values: values.map(String) }, brokenAtMost),
    pattern === undefined ? [] : of({ code: 'pattern', pattern, place: 'whole' }, brokenAtMost),
    minLength === undefined && maxLength === undefined
      ? []
      : of({ code: 'length', ...bounds(minLength, maxLength) }, brokenAtMost),
    unique ? of({ code: 'unique' }, 0) : [],
  ].flat();
}

function ruleOf(
  columns: readonly string[],
  demand: ContractRule['demand'],
  others: Pick<ContractRule, 'severity' | 'brokenAtMost'>,
): ContractRule {
  return { demand, columns, ...others };
}

function bounds<Bound extends ContractBound>(
  min: Bound | undefined,
  max: Bound | undefined,
): { readonly min?: Bound; readonly max?: Bound } {
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}
