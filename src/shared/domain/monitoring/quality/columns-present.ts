/** Whether the current data still have the columns that the reference had, and of the same kind. */
import type { Finding } from '../../documents/check.ts';
import { findLookalikes } from '../../kernel/lookalike.ts';
import { columnNames, knownColumns, type ColumnProfile, type Profile } from '../profile/profile.ts';
import { firstText } from '../../table/access.ts';
import {
  findColumn,
  type Column,
  type NumberColumn,
  type Table,
  type TimeColumn,
} from '../../table/table.ts';
import { isSingularUnit } from '../../table/unit-signs.ts';
import { qualityFinding } from './quality-finding.ts';

/** Columns that are missing, of another type, or new; `ignored` are none of them. */
export function checkColumns(
  profile: Profile,
  current: Table,
  ignored: ReadonlySet<string>,
): readonly Finding[] {
  const expected = knownColumns(profile).filter(({ name }) => !ignored.has(name));
  const known = new Set([...columnNames(profile), profile.time?.column, ...ignored]);
  const added = current.columns.filter(({ name }) => !known.has(name));
  const addedNames = added.map(({ name }) => name);
  const broken = expected.flatMap((reference) => {
    const column = findColumn(current, reference.name);
    return column === undefined
      ? [missingColumn(reference.name, addedNames)]
      : checkColumn(reference, column);
  });
  return [
    ...broken,
    ...added.map(({ name }) =>
      qualityFinding({ subject: name, outcome: 'ok', detail: { code: 'new-column' } }),
    ),
  ];
}

/** @param added names of the columns that the reference does not have. */
function missingColumn(subject: string, added: readonly string[]): Finding {
  const [lookalike, another] = findLookalikes(subject, added);
  const isOnly = lookalike !== undefined && another === undefined;
  return qualityFinding({
    ...{ subject, outcome: 'alert' },
    detail: { code: 'missing-column', ...(isOnly && { lookalike }) },
  });
}

function checkColumn(reference: ColumnProfile, column: Column): readonly Finding[] {
  const subject = reference.name;
  const found = column.kind === 'category' ? undefined : mostlyUnread(column, reference);
  const example = found ?? firstText(column);
  // A column without any value has no kind; the rule for missing values covers it.
  if (example === undefined) return [];
  if (column.kind === reference.kind && found === undefined) return checkWrittenUnit(reference, column);
  const kind = found === undefined ? column.kind : 'category';
  const detail = { code: 'changed-type', expected: reference.kind, found: kind, example } as const;
  return [qualityFinding({ subject, outcome: 'alert', detail })];
}

/** A new unit may be a new value; and what reads `12.5` may not read `12.5%`. */
function checkWrittenUnit(reference: ColumnProfile, column: Column): readonly Finding[] {
  if (reference.kind !== 'number' || column.kind !== 'number' || reference.unit === column.unit) return [];
  const [expected, found] = [reference.unit, column.unit];
  if (expected !== undefined && found !== undefined && isSingularUnit(found, expected, column.values))
    return [];
  const detail = {
    code: 'other-unit',
    ...(expected !== undefined && { expectedUnit: expected }),
    ...(found !== undefined && { foundUnit: found }),
  } as const;
  return [qualityFinding({ subject: reference.name, outcome: 'alert', detail })];
}

/** The column was read as what the reference is: a cell that is not, where most cells are not. */
function mostlyUnread(
  { values, unread }: NumberColumn | TimeColumn,
  reference: ColumnProfile,
): string | undefined {
  // Where most cells of the reference say "unknown", so may those of today.
  if (unread === undefined || reference.missing > (reference.n ?? 0)) return undefined;
  const read = values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
  return unread.count > read ? unread.examples[0]?.text : undefined;
}
