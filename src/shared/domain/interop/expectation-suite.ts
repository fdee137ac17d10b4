/**
 * A suite of Great Expectations (its JSON, of versions 0.x and 1.x) as a data contract: the expectations that a contract can
 * state, by the meaning that the package gives them on pandas. Any other one is listed, and never counts as checked.
 */
import { z } from 'zod';
import type { ContractType } from '../documents/contract-rule.ts';
import { DataError } from '../kernel/errors.ts';
import { compilePattern } from '../kernel/linear-pattern.ts';
import { ContractDraft, type Statement } from './contract-draft.ts';
import { parseJsonOrNothing } from '../kernel/unknown-value.ts';

const suiteSchema = z.object({
  expectations: z.array(
    z.object({
      type: z.string().optional(),
      expectation_type: z.string().optional(),
      kwargs: z.record(z.string(), z.unknown()),
      /** Absent in earlier versions; one that is not known counts as the worst. */
      severity: z.enum(['critical', 'warning', 'info']).catch('critical').default('critical'),
    }),
  ),
});

/** Spaces before `contract`, below a model. */
const INDENT = 4;

/** @returns the section `contract` as YAML. @throws DataError for what is no suite. */
export function readExpectationSuite(text: string, where: string): string {
  const parsed = suiteSchema.safeParse(parseJsonOrNothing(text));
  if (!parsed.success)
    throw new DataError(
      'DATA_INVALID',
      `${where}: expected a suite of Great Expectations, which has a list of expectations, got something else`,
      { hint: 'name the JSON file of an expectation suite, as Great Expectations saves it' },
    );
  const draft = new ContractDraft();
  for (const { type, expectation_type: earlier, kwargs, severity } of parsed.data.expectations) {
    const name = type ?? earlier ?? 'an expectation without a type';
    draft.take(statementOf(name, new Arguments(kwargs)), {
      name: `${name} (${JSON.stringify(kwargs.column ?? kwargs.column_list ?? kwargs.column_A ?? 'table')})`,
      severity: severity === 'critical' ? 'error' : 'warning',
    });
  }
  return draft.render(INDENT);
}

/** Read with the type that each has; what has another one is as if absent. */
class Arguments {
  constructor(values: Readonly<Record<string, unknown>>) {
    this.values = values;
  }
  private readonly values: Readonly<Record<string, unknown>>;

  text(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  number(name: string): number | undefined {
    const value = this.values[name];
    return typeof value === 'number' ? value : undefined;
  }

  list(name: string): readonly unknown[] {
    const value = this.values[name];
    return Array.isArray(value) ? value : [];
  }

  isTrue(name: string): boolean {
    return this.values[name] === true;
  }

  /** What is not of the number, text and list that a contract takes. */
  has(name: string): boolean {
    const value = this.values[name];
    return value !== undefined && value !== null && value !== false;
  }

  /** Fraction of the rows that may be unexpected. */
  brokenAtMost(): number {
    return Number((1 - (this.number('mostly') ?? 1)).toFixed(12));
  }
}

/** Those that change the meaning, and that a contract cannot say. */
const CONDITIONS = [
  'row_condition',
  'strict_min',
  'strict_max',
  'min_value_parameter',
  'parse_strings_as_datetimes',
];

function statementOf(name: string, given: Arguments): Statement {
  const condition = CONDITIONS.find((one) => given.has(one));
  if (condition !== undefined) return leftOut(`${condition} is not a part of a contract`);
  const ofColumn = COLUMN_STATEMENTS[name];
  const column = given.text('column');
  if (ofColumn !== undefined)
    return column === undefined ? leftOut('it names no column') : ofColumn(column, given);
  return TABLE_STATEMENTS[name]?.(given) ?? leftOut('a contract has no such rule');
}

function leftOut(reason: string): Statement {
  return { kind: 'left-out', reason };
}

const COLUMN_STATEMENTS: Readonly<Record<string, (column: string, given: Arguments) => Statement>> = {
  expect_column_to_exist: (column) => ({
    kind: 'column',
    column,
    rule: 'present',
    entry: { required: true },
  }),
  expect_column_values_to_not_be_null: (column, given) => ({
    ...{ kind: 'column', column, rule: 'missing' },
    entry: { 'missing-at-most': given.brokenAtMost() },
  }),
  expect_column_values_to_be_between: (column, given) => {
    const entry = boundsOf(given, ['min', 'max']);
    return entry === undefined
      ? leftOut('its bounds are not numbers')
      : { kind: 'column', column, rule: 'range', entry, brokenAtMost: given.brokenAtMost() };
  },
  expect_column_values_to_be_in_set: valuesOf,
  expect_column_distinct_values_to_be_in_set: valuesOf,
  expect_column_values_to_match_regex: (column, given) => {
    // A search in the text, where a contract matches all of it.
    const pattern = `[\\s\\S]*(?:${given.text('regex') ?? ''})[\\s\\S]*`;
    const compiled = compilePattern(pattern);
    return compiled.ok
      ? { kind: 'column', column, rule: 'pattern', entry: { pattern }, brokenAtMost: given.brokenAtMost() }
      : leftOut(compiled.reason);
  },
  expect_column_value_lengths_to_be_between: (column, given) => {
    const entry = boundsOf(given, ['characters-at-least', 'characters-at-most']);
    return entry === undefined
      ? leftOut('its bounds are not numbers')
      : { kind: 'column', column, rule: 'length', entry, brokenAtMost: given.brokenAtMost() };
  },
  expect_column_value_lengths_to_equal: (column, given) => {
    const length = given.number('value');
    if (length === undefined) return leftOut('its length is not a number');
    const entry = { 'characters-at-least': length, 'characters-at-most': length };
    return { kind: 'column', column, rule: 'length', entry, brokenAtMost: given.brokenAtMost() };
  },
  expect_column_values_to_be_unique: (column, given) =>
    given.brokenAtMost() > 0
      ? leftOut('a contract has no part of unique values')
      : { kind: 'column', column, rule: 'unique', entry: { unique: true } },
  expect_column_values_to_be_of_type: (column, given) => typeStatement(column, [given.text('type_')]),
  expect_column_values_to_be_in_type_list: (column, given) => typeStatement(column, given.list('type_list')),
};

const TABLE_STATEMENTS: Readonly<Record<string, (given: Arguments) => Statement>> = {
  expect_table_row_count_to_be_between: (given) => {
    const entry = boundsOf(given, ['at-least', 'at-most']);
    return entry === undefined ? leftOut('its bounds are not numbers') : { kind: 'rows', entry };
  },
  expect_table_row_count_to_equal: (given) => {
    const count = given.number('value');
    return count === undefined
      ? leftOut('its number is none')
      : { kind: 'rows', entry: { 'at-least': count, 'at-most': count } };
  },
  expect_compound_columns_to_be_unique: (given) => {
    const columns = given.list('column_list');
    return columns.length < 2 || given.brokenAtMost() > 0
      ? leftOut('a contract has no such key')
      : { kind: 'keys', entry: { columns } };
  },
  expect_column_pair_values_a_to_be_greater_than_b: (given) =>
    comparisonOf(given, given.isTrue('or_equal') ? '>=' : '>'),
  expect_column_pair_values_to_be_equal: (given) => comparisonOf(given, '=='),
};

function comparisonOf(given: Arguments, operator: string): Statement {
  const [left, right, allowed] = [given.text('column_A'), given.text('column_B'), given.brokenAtMost()];
  if (left === undefined || right === undefined) return leftOut('it names no two columns');
  return {
    kind: 'comparisons',
    entry: { rule: `${left} ${operator} ${right}`, ...(allowed > 0 && { 'broken-at-most': allowed }) },
  };
}

function valuesOf(column: string, given: Arguments): Statement {
  const values = given.list('value_set');
  const isPlain = values.every((value) => ['string', 'number', 'boolean'].includes(typeof value));
  return values.length === 0 || !isPlain
    ? leftOut('its values are no list of texts and numbers')
    : { kind: 'column', column, rule: 'values', entry: { values }, brokenAtMost: given.brokenAtMost() };
}

/** Undefined where there is none, or one is no number. */
function boundsOf(
  given: Arguments,
  [least, most]: readonly [string, string],
): Readonly<Record<string, number>> | undefined {
  const [min, max] = [given.number('min_value'), given.number('max_value')];
  const isOther =
    (given.has('min_value') && min === undefined) || (given.has('max_value') && max === undefined);
  if (isOther || (min === undefined && max === undefined)) return undefined;
  return { ...(min !== undefined && { [least]: min }), ...(max !== undefined && { [most]: max }) };
}

/** Names of pandas and of Python, as the package takes them. */
const TYPES: readonly (readonly [pattern: RegExp, type: ContractType])[] = [
  [/^u?int(?:8|16|32|64)?$/i, 'integer'],
  [/^(?:float(?:16|32|64)?|double)$/i, 'number'],
  [/^(?:str|string|object)$/i, 'text'],
  [/^bool(?:ean)?$/i, 'boolean'],
  [/^(?:datetime.*|timestamp)$/i, 'time'],
];

function typeStatement(column: string, names: readonly unknown[]): Statement {
  const found = names.map((name) =>
    typeof name === 'string' ? TYPES.find(([pattern]) => pattern.test(name))?.[1] : undefined,
  );
  const types = new Set(found);
  const [type] = types;
  if (type === undefined || types.size > 1) return leftOut('a contract has no such type');
  return { kind: 'column', column, rule: 'type', entry: { type } };
}
