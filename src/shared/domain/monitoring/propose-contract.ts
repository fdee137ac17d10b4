/**
 * A data contract from the reference profile, as YAML that people read, change and commit: each bound with what was seen
 * and how much room it has. What a season or new business may change is proposed as a warning, so that rules of severity
 * `error` are not broken by data that only continue (measured in test/rates/monitor).
 */
import { countAt } from '../statistics/vectors.ts';
import { formatCount, formatShare } from '../text/number-text.ts';
import { cutWindows, sumBetween } from './profile/reference-windows.ts';
import {
  columnNames,
  knownColumns,
  type CategoryProfile,
  type ColumnProfile,
  type NumberProfile,
  type Profile,
} from './profile/profile.ts';
import { usualGapDays } from './profile/usual-gap.ts';

export interface ContractProposalRequest {
  readonly profile: Profile;
  /** The days of a delivery; undefined: how many rows it has is not proposed. */
  readonly windowDays: number | undefined;
}

/** `key: value # reason`. */
interface ProposedLine {
  readonly key: string;
  readonly value: string;
  readonly reason?: string;
}

/** Of the rows: missing values vary by day, and outages last. */
const MISSING_ROOM = 0.2;
/** A column that may miss more than this states nothing. */
const MOST_MISSING = 0.95;
/** Of the rows with a value: categories that the reference does not have are usual in part. */
const NEW_ROOM = 0.05;
/** More categories are no closed list. */
const MOST_CATEGORIES = 20;
/** Rarer categories are not named: the next rows have others, and a value of few rows may say whose they are. */
const LEAST_CATEGORY_ROWS = 20;
/** A column from 0 to 1 has come as near to both. */
const NEARLY_ONE = 0.95;
/** Of the fewest rows in a window of the reference. */
const ROWS_ROOM = 0.5;
/** Gaps between days, before the data count as old. */
const GAPS_ROOM = 3;

/** @returns the section `contract` with the indentation of a model's key. */
export function proposeContract({ profile, windowDays }: ContractProposalRequest): string {
  const columns = knownColumns(profile).flatMap((column) => [
    `      ${quoteKey(column.name)}:`,
    ...renderLines([...linesOf(column, profile), ...uniqueLines(column.name, profile)], '        '),
  ]);
  return [
    '    contract:',
    `      # Proposed from ${describeReference(profile)}. Read it, change it, and commit it.`,
    '      columns:',
    ...[...columns, ...idLines(profile)].map((line) => `  ${line}`),
    ...rowLines(profile, windowDays),
    '',
  ].join('\n');
}

function describeReference({ rows, time }: Profile): string {
  const days = time === undefined ? '' : ` of ${formatCount(time.days.length)} days`;
  return `the reference, ${formatCount(rows)} rows${days}`;
}

function linesOf(column: ColumnProfile, profile: Profile): readonly ProposedLine[] {
  switch (column.kind) {
    case 'number':
      return [...numberLines(column), ...missingLines(column, profile)];
    case 'category':
      return [...categoryLines(column), ...missingLines(column, profile)];
    case 'time':
      return [
        { key: 'type', value: 'time', reason: 'every value is a time' },
        ...missingLines(column, profile),
      ];
  }
}

function numberLines(column: NumberProfile): readonly ProposedLine[] {
  const { n, infinite, min, max } = column;
  const seen = `${formatCount(n)} rows`;
  if (n === 0) return [];
  const type: ProposedLine = isWhole(column)
    ? { key: 'type', value: 'integer', reason: `every value of ${seen} is a whole number` }
    : { key: 'type', value: 'number', reason: `every value of ${seen} is a number` };
  if (infinite > 0 || min === max) return [type];
  const span = max - min;
  // What cannot be negative begins at zero; anything else may continue as far as it came.
  const isFraction = min >= 0 && min <= 1 - NEARLY_ONE && max <= 1 && max >= NEARLY_ONE;
  const isFromZero = min === 0 || isFraction;
  const bounds: readonly ProposedLine[] = [
    isFromZero
      ? { key: 'min', value: '0', reason: `the smallest of ${seen} is ${min}` }
      : {
          key: 'min',
          value: outward(min - span, -1),
          reason: `the smallest is ${min}, and a whole range more`,
        },
    isFraction
      ? { key: 'max', value: '1', reason: `the largest is ${max}, as of a fraction` }
      : {
          key: 'max',
          value: outward(max + span, 1),
          reason: `the largest is ${max}, and a whole range more`,
        },
  ];
  return [
    type,
    ...bounds,
    ...(isFraction ? [] : [onlyWarning('range', 'a season or new business may go further')]),
  ];
}

/** By its grid, or by all of its values. */
function isWhole({ grid, discrete, points }: NumberProfile): boolean {
  return discrete ? points.every(Number.isInteger) : grid !== undefined && Number.isInteger(grid.step);
}

/** Away from the data, to two digits. */
function outward(value: number, side: -1 | 1): string {
  if (value === 0) return '0';
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  const rounded = (side < 0 ? Math.floor(value / unit) : Math.ceil(value / unit)) * unit;
  return String(Number(rounded.toPrecision(2)));
}

function categoryLines(column: CategoryProfile): readonly ProposedLine[] {
  const { categories, other, identifier, n } = column;
  if (identifier) return [];
  const isList =
    other === 0 &&
    categories.length > 0 &&
    categories.length <= MOST_CATEGORIES &&
    categories.every(({ count }) => count >= LEAST_CATEGORY_ROWS);
  if (!isList) return [];
  const values = categories.map(({ category }) => JSON.stringify(category)).join(', ');
  return [
    { key: 'values', value: `[${values}]`, reason: `all of ${formatCount(n)} rows have one of these` },
    { key: 'broken-at-most', value: String(NEW_ROOM), reason: 'so many rows may have a new one' },
    onlyWarning('values', 'a new category may be new business'),
  ];
}

function onlyWarning(rule: 'range' | 'values', reason: string): ProposedLine {
  return { key: 'warnings', value: `[${rule}]`, reason };
}

/** By the worst day, where there are days. */
function missingLines(column: ColumnProfile, { rows, time }: Profile): readonly ProposedLine[] {
  const { missing, days } = column;
  const perDay = time?.rows ?? [];
  const byDay = (days?.missing ?? []).map((count, day) => count / Math.max(1, countAt(perDay, day)));
  const worst = byDay.reduce((largest, one) => Math.max(largest, one), rows === 0 ? 0 : missing / rows);
  const most = Math.ceil((worst + MISSING_ROOM) * 100) / 100;
  if (most > MOST_MISSING) return [];
  const where = byDay.length === 0 ? 'in all rows' : 'on the worst day';
  const reason = `${formatShare(worst)} ${where}, and ${formatShare(MISSING_ROOM)} more`;
  return [{ key: 'missing-at-most', value: String(most), reason }];
}

/** Ids have no profile of their own, unless they are inputs too. */
function idLines(profile: Profile): readonly string[] {
  const { ids } = profile;
  if (ids === undefined || columnNames(profile).includes(ids.column)) return [];
  const lines = uniqueLines(ids.column, profile);
  return [`      ${quoteKey(ids.column)}:`, ...renderLines(lines, '        ')];
}

function uniqueLines(name: string, { ids }: Profile): readonly ProposedLine[] {
  if (ids?.column !== name || ids.repeatedRows > 0 || ids.rows === 0) return [];
  return [{ key: 'unique', value: 'true', reason: `no id of ${formatCount(ids.rows)} rows repeats` }];
}

function rowLines(profile: Profile, windowDays: number | undefined): readonly string[] {
  const { time } = profile;
  if (time === undefined) return [];
  const windows = windowDays === undefined ? [] : cutWindows(time.days.length, windowDays);
  const smallest = windows.reduce((least, range) => Math.min(least, sumBetween(time.rows, range)), Infinity);
  const ageDays = Math.ceil(GAPS_ROOM * usualGapDays(profile));
  return [
    ...(windows.length === 0
      ? [
          '      # The number of rows is not proposed: no window-days was given, or the reference has no such window.',
        ]
      : [
          '      rows:',
          `        at-least: ${Math.floor(smallest * ROWS_ROOM)} # the smallest of ${windows.length} windows of ${windowDays} days has ${formatCount(smallest)}; half of it`,
        ]),
    '      newest:',
    `        within: ${ageDays} ${ageDays === 1 ? 'day' : 'days'} # ${GAPS_ROOM} times the usual distance of two days with rows`,
    '        severity: warning # when the check runs is not in the reference',
  ];
}

/** A column without a line is stated to be there. */
function renderLines(lines: readonly ProposedLine[], indent: string): readonly string[] {
  if (lines.length === 0) return [`${indent}required: true`];
  return lines.map(
    ({ key, value, reason }) => `${indent}${key}: ${value}${reason === undefined ? '' : ` # ${reason}`}`,
  );
}

/** What YAML would take for something else than a text is quoted. */
function quoteKey(name: string): string {
  const isPlain = /^[A-Za-z_][\w-]*$/.test(name) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(name);
  return isPlain ? name : JSON.stringify(name);
}
