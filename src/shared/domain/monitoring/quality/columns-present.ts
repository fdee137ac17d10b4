/** Whether the current data still have the columns that the reference had, and of the same kind. */
import type { Finding } from '../../documents/check.ts';
import { columnNames, knownColumns, type ColumnProfile, type Profile } from '../profile/profile.ts';
import { firstText, KIND_IN_WORDS } from '../../table/access.ts';
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
      qualityFinding({
        subject: name,
        test: 'new column',
        outcome: 'ok',
        text: 'a column that the reference does not have; it is not looked at',
      }),
    ),
  ];
}

function checkColumn(reference: ColumnProfile, column: Column | undefined): readonly Finding[] {
  const subject = reference.name;
  if (column === undefined) {
    const text = 'the column is missing';
    return [qualityFinding({ subject, test: 'missing column', outcome: 'alert', text })];
  }
  const example = firstText(column);
  // A column without any value has no kind; the rule for missing values speaks about it.
  if (column.kind === reference.kind || example === undefined) return [];
  const text = `expected ${KIND_IN_WORDS[reference.kind]}, got ${KIND_IN_WORDS[column.kind]} such as ${JSON.stringify(example)}`;
  return [qualityFinding({ subject, test: 'changed type', outcome: 'alert', text })];
}
