/** What is checked of each column, and why not more: a column that is not checked must not pass for one that is fine. */
import type { ModelConfig } from '../config/config.ts';
import type { Check, Finding } from '../documents/check.ts';
import { idColumns, monitoredPredictions, type PredictionRole } from '../evaluation/predictions.ts';
import { findColumn, type Table } from '../table/table.ts';
import { knownLevels } from './profile/levels.ts';
import { columnNames, knownColumns, type ColumnProfile, type Profile } from './profile/profile.ts';
import type { MonitorRules } from './rules.ts';
import { presentColumns } from './unknown-columns.ts';

type CheckedColumn = NonNullable<Check['columns']>[number];

export interface ColumnsInput {
  readonly profile: Profile;
  readonly current: Table;
  readonly config: ModelConfig;
  readonly rules: Pick<MonitorRules, 'columns' | 'ignore'>;
  readonly findings: readonly Finding[];
  /** Whether the current data are counts by day. */
  readonly isCounted?: boolean;
  /** No row is in the window: nothing but the times of the file was looked at. */
  readonly isEmpty: boolean;
  /** Columns of the tables that are joined to the current data. */
  readonly joined?: readonly string[];
}

/** Columns of the reference in its order, then those with a role, then new ones. */
export function listCheckedColumns(input: ColumnsInput): CheckedColumn[] {
  const { profile, current, rules } = input;
  const roles = rolesOf(input.config);
  const present = presentColumns(current);
  const referenceNames = new Set(columnNames(profile));
  const known = new Map(knownColumns(profile).map((column) => [column.name, column]));
  // One that the configuration selects and nothing has is not checked, which the list says too.
  const selected = rules.columns ?? [];
  const names = new Set([...referenceNames, ...roles.keys(), ...present, ...selected]);
  const listed = [...names].flatMap((name): readonly CheckedColumn[] => {
    const role = roles.get(name);
    if (role !== undefined) return [checksOfRole(name, role, { ...input, present })];
    if (rules.ignore.includes(name)) return [{ name, checks: 'none', reason: 'ignored' }];
    const reference = known.get(name);
    if (reference !== undefined) return [checksOf(reference, input)];
    if (referenceNames.has(name)) return [{ name, checks: 'none', reason: 'newer-kind' }];
    if (!present.includes(name)) return [{ name, checks: 'none', reason: 'absent' }];
    const isLeftOut = current.leftOut?.some((column) => column.name === name) ?? false;
    return [{ name, checks: 'none', reason: isLeftOut ? 'not-readable' : 'new-column' }];
  });
  const seen = input.isEmpty ? listed.map(withoutRowsSeen) : listed;
  return seen.map((column) => ({ ...column, ...unreadOf(current, column.name) }));
}

function withoutRowsSeen(column: CheckedColumn): CheckedColumn {
  const isSeen = column.checks !== 'none' && column.reason !== 'is-time';
  return isSeen ? { name: column.name, checks: 'none', reason: 'no-rows' } : column;
}

/** Of the whole file, in the window or not. */
function unreadOf(current: Table, name: string): Pick<CheckedColumn, 'unreadRows'> {
  const column = findColumn(current, name);
  const unread = column === undefined || column.kind === 'category' ? undefined : column.unread;
  return unread === undefined ? {} : { unreadRows: unread.count };
}

type Role = Extract<CheckedColumn['reason'], 'is-id' | 'is-user' | 'is-label' | 'is-score' | 'is-time'>;

const ROLE_REASONS: Readonly<Record<PredictionRole, Role>> = { label: 'is-label', score: 'is-score' };

function rolesOf({ predictions }: ModelConfig): ReadonlyMap<string, Role> {
  if (predictions === undefined) return new Map();
  const { user, time } = predictions;
  const monitored = [...monitoredPredictions(predictions)].map(
    ([name, role]) => [name, ROLE_REASONS[role]] as const,
  );
  return new Map<string, Role>([
    ...idColumns(predictions).map((name) => [name, 'is-id'] as const),
    ...(user === undefined ? [] : [[user, 'is-user'] as const]),
    ...monitored,
    ...(time === undefined ? [] : [[time, 'is-time'] as const]),
  ]);
}

function checksOfRole(
  name: string,
  reason: Role,
  { present, joined = [], findings }: ColumnsInput & { readonly present: readonly string[] },
): CheckedColumn {
  if (!present.includes(name) && !joined.includes(name)) return { name, checks: 'none', reason: 'absent' };
  const isTested = findings.some(
    ({ kind, subject, outcome }) => kind === 'drift' && subject === name && outcome !== 'inconclusive',
  );
  return { name, checks: isTested ? 'distribution' : 'role', reason };
}

function checksOf(reference: ColumnProfile, input: ColumnsInput): CheckedColumn {
  const { name } = reference;
  const isTested = input.findings.some(({ kind, subject }) => kind === 'drift' && subject === name);
  if (!isTested) return { name, checks: 'values', reason: whyUntested(reference, input) };
  if (input.isCounted === true) return { name, checks: 'distribution', reason: 'only-counts' };
  const isUnknown = reference.kind === 'category' && knownLevels(reference) === undefined;
  return { name, checks: 'distribution', ...(isUnknown && { reason: 'categories-not-listed' as const }) };
}

function whyUntested(
  reference: ColumnProfile,
  { rules }: ColumnsInput,
): NonNullable<CheckedColumn['reason']> {
  const { name } = reference;
  if (!(rules.columns?.includes(name) ?? true)) return 'not-selected';
  if (reference.kind === 'time') return 'times';
  if (reference.n === 0) return 'empty-in-reference';
  if (reference.kind === 'category' && reference.identifier) return 'identifier';
  const isConstant = reference.kind === 'number' ? reference.sd === 0 : reference.distinct < 2;
  if (isConstant) return 'constant-in-reference';
  return 'has-finding';
}
