/** What a check did with each column, and why not more, as Markdown. Names of columns are untrusted text. */
import type { Check, ColumnChecks, ColumnReason } from '../documents/check.ts';
import { countOf } from '../text/number-text.ts';
import { codeSpan } from '../text/untrusted-text.ts';

type CheckedColumn = NonNullable<Check['columns']>[number];

const CHECKS: Readonly<Record<ColumnChecks, string>> = {
  distribution: 'Values and distribution',
  values: 'Missing values, kind and single values only',
  role: 'By their role',
  none: 'Not checked',
};

const ORDER: Readonly<Record<ColumnChecks, number>> = { distribution: 0, values: 1, role: 2, none: 3 };

const REASONS: Readonly<Record<ColumnReason, string>> = {
  'is-id': 'the id, which has to be unique',
  'is-user': 'users, whose names no profile has',
  'is-label': 'the label, counted and part of the metrics',
  'is-score': 'the score, counted and part of the metrics',
  'is-time': 'the time of the row',
  ignored: 'the configuration says `ignore`',
  'new-column': 'the reference does not have it',
  'newer-kind': 'a newer version profiled it',
  'not-readable': 'the reader leaves such columns out',
  'not-selected': 'the configuration names other `columns`',
  times: 'times, compared with the time of their row',
  identifier: 'nearly every row has a value of its own',
  'constant-in-reference': 'it did not vary in the reference',
  'empty-in-reference': 'it had no values in the reference',
  'has-finding': 'a finding says what is wrong',
  absent: 'neither the current data nor a table that is joined to them has it',
  'categories-not-listed': 'new categories cannot be recognized: train again to have them in the profile',
  'only-counts': 'changed units, repeated ids and kinds are not looked for in counts by day',
  'no-rows': 'no row is in the window',
};

/** One line for each kind of check and reason. Empty for a check of a version that did not say. */
export function renderColumns(columns: readonly CheckedColumn[] = []): string {
  return [renderGroups(columns, () => true), renderUnread(columns)].filter((part) => part !== '').join('\n');
}

/** Columns that were not checked, or only in part: what a check without alerts does not rule out. */
export function renderPartlyChecked(columns: readonly CheckedColumn[] = []): string {
  const partly = renderGroups(
    columns,
    ({ checks, reason }) => (checks === 'none' || checks === 'values') && reason !== 'has-finding',
  );
  return [partly, renderUnread(columns)].filter((part) => part !== '').join('\n');
}

/** Nothing that was not read is called fine. */
function renderUnread(columns: readonly CheckedColumn[]): string {
  const names = columns.flatMap(({ name, unreadRows }) =>
    unreadRows === undefined ? [] : `${codeSpan(name)} (${countOf(unreadRows, 'row')})`,
  );
  return names.length === 0
    ? ''
    : `- Cells that are not what the column holds, taken as missing: ${names.join(', ')}`;
}

function renderGroups(
  columns: readonly CheckedColumn[],
  isShown: (column: CheckedColumn) => boolean,
): string {
  const groups = new Map<string, { readonly order: number; readonly names: string[] }>();
  for (const column of columns.filter(isShown)) {
    const { checks, reason, name } = column;
    const title = reason === undefined ? CHECKS[checks] : `${CHECKS[checks]} (${REASONS[reason]})`;
    const group = groups.get(title) ?? { order: ORDER[checks], names: [] };
    group.names.push(codeSpan(name));
    groups.set(title, group);
  }
  return [...groups]
    .sort(([, left], [, right]) => left.order - right.order)
    .map(([title, { names }]) => `- ${title}: ${names.join(', ')}`)
    .join('\n');
}
