/** Every comparable column of the current data, each with an equal part of the tolerated false alarms. */
import type { Finding } from '../../documents/check.ts';
import type { RowDays } from '../profile/days.ts';
import { knownColumns, type Profile } from '../profile/profile.ts';
import { findColumn, type Table } from '../../table/table.ts';
import { levelOfShares } from '../quality/shares-rule.ts';
import { alertLevels } from './alert-levels.ts';
import type { ComparableColumn } from './daily-curves.ts';
import { evaluateColumn, type ColumnContext } from './evaluate-column.ts';

/** Categories whose weights differ wildly between days exceed the level of the largest rise up to 10 times too often. */
const RISE_CAUTION = 10;

export interface DriftInput extends Omit<ColumnContext, 'days' | 'levels' | 'obstacle' | 'riseLevel'> {
  readonly profile: Profile;
  readonly current: Table;
  /** Days of the current rows; undefined without a time column. */
  readonly rowDays: RowDays | undefined;
  /** False when all days of the current rows begin or end in the middle. */
  readonly hasWholeDay?: boolean;
  readonly falseAlarmsPerYear: number;
  /** Only these columns; all of the profile's when undefined. */
  readonly columns: readonly string[] | undefined;
  /** Columns that are not tested: ignored ones, and those that are broken and reported as such. */
  readonly skip: ReadonlySet<string>;
}

export function evaluateDrift(input: DriftInput): readonly Finding[] {
  const { profile, rowDays, falseAlarmsPerYear } = input;
  const comparable = comparableColumns(input);
  const days =
    profile.time === undefined || rowDays === undefined
      ? undefined
      : { reference: profile.time.days, current: rowDays };
  const levels = alertLevels({
    falseAlarmsPerYear,
    windowDays: rowDays?.days.length ?? 7,
    columns: comparable.length,
  });
  const riseLevel =
    levelOfShares({
      ...{ falseAlarmsPerYear, columns: comparable.length, windowDays: rowDays?.days.length ?? 7 },
    }) / RISE_CAUTION;
  const obstacle = input.hasWholeDay === false ? ({ code: 'no-whole-day' } as const) : undefined;
  return comparable.map((column) => evaluateColumn(column, { ...input, days, levels, obstacle, riseLevel }));
}

/** Columns that both sides have, of the same kind, that vary and that do not just name rows. */
function comparableColumns({ profile, current, columns, skip }: DriftInput): readonly ComparableColumn[] {
  return knownColumns(profile).flatMap((reference): readonly ComparableColumn[] => {
    const column = findColumn(current, reference.name);
    const isWanted = columns?.includes(reference.name) ?? true;
    if (column === undefined || !isWanted || skip.has(reference.name)) return [];
    if (reference.kind === 'number' && column.kind === 'number') {
      return reference.sd > 0 ? [{ kind: 'number', profile: reference, column }] : [];
    }
    if (reference.kind === 'category' && column.kind === 'category') {
      return reference.identifier || reference.distinct < 2
        ? []
        : [{ kind: 'category', profile: reference, column }];
    }
    return [];
  });
}
