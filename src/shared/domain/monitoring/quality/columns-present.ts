/** Whether the current data still have the columns that the reference had, and of the same kind. */
import type { Finding } from '../../documents/check.ts';
import { columnNames, knownColumns, type ColumnProfile, type Profile } from '../profile/profile.ts';
import { firstText } from '../../table/access.ts';
import { findColumn, type Column, type Table } from '../../table/table.ts';
import { qualityFinding } from './finding.ts';

export function checkColumns(
  profile: Profile,
  current: Table,
  ignored: ReadonlySet<string>,
): readonly Finding[] {
  const expected = knownColumns(profile).filter(({ name }) => !ignored.has(name));
  const broken = expected.flatMap((reference) => checkColumn(reference, findColumn(current, reference.name)));
  const known = new Set([...columnNames(profile), profile.time?.column, ...ignored]);
  const added = current.columns.filter(({ name }) => !known.has(name));
  return [
    ...broken,
    ...added.map(({ name }) =>
      qualityFinding({ subject: name, outcome: 'ok', detail: { code: 'new-column' } }),
    ),
  ];
}

function checkColumn(reference: ColumnProfile, column: Column | undefined): readonly Finding[] {
  const subject = reference.name;
  if (column === undefined) {
    return [qualityFinding({ subject, outcome: 'alert', detail: { code: 'missing-column' } })];
  }
  const example = firstText(column);
  // A column without any value has no kind; the rule for missing values covers it.
  if (column.kind === reference.kind || example === undefined) return [];
  const detail = { code: 'changed-type', expected: reference.kind, found: column.kind, example } as const;
  return [qualityFinding({ subject, outcome: 'alert', detail })];
}
