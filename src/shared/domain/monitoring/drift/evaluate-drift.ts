/**
 * Every comparable column of the current data, each with an equal part of the tolerated false alarms: inputs of the
 * model, its predictions, and the labels that have arrived.
 */
import type { Finding } from '../../documents/check.ts';
import { detectsChange } from '../../documents/finding-outcome.ts';
import type { PredictionRole } from '../../evaluation/predictions.ts';
import type { CurrentPredictions } from '../labels/current-predictions.ts';
import type { RowDays } from '../profile/days.ts';
import { knownColumns, type ColumnProfile, type Profile } from '../profile/profile.ts';
import { findColumn, type Table } from '../../table/table.ts';
import { levelOfShares } from '../quality/shares-rule.ts';
import { alertLevels } from './alert-levels.ts';
import type { ComparableColumn } from './daily-curves.ts';
import { evaluateColumn, type ColumnContext } from './evaluate-column.ts';

/** How often data are checked whose days are unknown. */
const WEEK_DAYS = 7;

/** Categories whose weights differ wildly between days exceed the level of the largest rise up to 10 times too often. */
const RISE_CAUTION = 10;

export interface DriftInput extends Omit<ColumnContext, 'days' | 'levels' | 'obstacle' | 'riseLevel'> {
  readonly profile: Profile;
  readonly current: Table;
  /** Predictions and labels of the current rows; undefined where none are known. */
  readonly predictions?: CurrentPredictions | undefined;
  /** Days of the current rows; undefined without a time column. */
  readonly rowDays: RowDays | undefined;
  /** False when all days of the current rows begin or end in the middle. */
  readonly hasWholeDay?: boolean;
  readonly falseAlarmsPerYear: number;
  /** Only these columns; all of the profile's when undefined. */
  readonly columns: readonly string[] | undefined;
  /** Of predictions and labels: those that the configuration leaves out. */
  readonly ignore?: readonly string[];
  /** Columns that are not tested: ignored ones, and those that are broken and reported as such. */
  readonly skip: ReadonlySet<string>;
}

/** One finding for each column that can be compared. */
export function evaluateDrift(input: DriftInput): readonly Finding[] {
  return evaluateCompared(comparedColumns(input), input);
}

/** `compared`: all columns that share the tolerated false alarms. */
export function evaluateCompared(
  compared: readonly ComparedColumn[],
  input: Omit<DriftInput, 'profile' | 'current' | 'columns' | 'skip'>,
): readonly Finding[] {
  const { rowDays, falseAlarmsPerYear } = input;
  const rate = {
    falseAlarmsPerYear,
    columns: compared.length,
    windowDays: rowDays?.days.length ?? WEEK_DAYS,
  };
  const levels = alertLevels(rate);
  const riseLevel = levelOfShares(rate) / RISE_CAUTION;
  const obstacle = input.hasWholeDay === false ? ({ code: 'no-whole-day' } as const) : undefined;
  return compared.map(({ column, time, role }): Finding => {
    const days =
      time === undefined || rowDays === undefined ? undefined : { reference: time.days, current: rowDays };
    const finding = evaluateColumn(column, { ...input, days, levels, obstacle, riseLevel });
    if (role === undefined) return finding;
    return role === 'label' ? warnOfLabels({ ...finding, role }) : { ...finding, role };
  });
}

/**
 * Base rates follow seasons that a short reference does not know, and say nothing of the model that its metrics do not
 * say better. So another one is reported, and is no reason to act.
 */
function warnOfLabels(finding: Finding): Finding {
  return detectsChange(finding) ? { ...finding, outcome: 'warning', warningOnly: 'base-rate' } : finding;
}

export interface ComparedColumn {
  readonly column: ComparableColumn;
  /** Days of the reference that it is from. */
  readonly time: Profile['time'];
  /** Of labels and predictions. */
  readonly role?: PredictionRole | undefined;
}

function comparedColumns({
  profile,
  current,
  predictions,
  columns,
  skip,
  ignore = [],
}: DriftInput): readonly ComparedColumn[] {
  const isWanted = (name: string): boolean => (columns?.includes(name) ?? true) && !skip.has(name);
  const inputs = comparableColumns(profile, current).filter((column) => isWanted(column.profile.name));
  return [
    ...inputs.map((column) => ({ column, time: profile.time })),
    ...(profile.predictions ?? []).flatMap((group) =>
      predictions === undefined
        ? []
        : comparableColumns(group, predictions.table)
            .filter((column) => !ignore.includes(column.profile.name))
            .map((column) => ({
              column,
              time: group.time,
              role: predictions.roles.get(column.profile.name),
            })),
    ),
  ];
}

/** Columns that both sides have, of the same kind, that vary and that do not just name rows. */
function comparableColumns(profile: Pick<Profile, 'columns'>, current: Table): readonly ComparableColumn[] {
  return knownColumns(profile).flatMap((reference): readonly ComparableColumn[] => {
    const column = findColumn(current, reference.name);
    if (column === undefined || !isComparable(reference)) return [];
    if (reference.kind === 'number' && column.kind === 'number')
      return [{ kind: 'number', profile: reference, column }];
    if (reference.kind === 'category' && column.kind === 'category')
      return [{ kind: 'category', profile: reference, column }];
    return [];
  });
}

/** Whether it varies in the reference: a constant, an identifier and a time have no distribution to compare. */
export function isComparable(reference: ColumnProfile): boolean {
  switch (reference.kind) {
    case 'number':
      return reference.sd > 0;
    case 'category':
      return !reference.identifier && reference.distinct >= 2;
    case 'time':
      return false;
  }
}
