/** Faults of the current data that are looked for before drift. */
import type { Finding } from '../../documents/check.ts';
import type { FindingCode } from '../../documents/finding-detail.ts';
import { needsAction } from '../../documents/finding-outcome.ts';
import type { SignatureField } from '../../documents/model-format.ts';
import { knownColumns, type ColumnProfile, type Profile } from '../profile/profile.ts';
import { localValues } from '../../table/local-times.ts';
import { findColumn } from '../../table/table.ts';
import type { CurrentRows } from '../times/current-rows.ts';
import { checkValues } from './column-values.ts';
import { checkColumns } from './columns-present.ts';
import { checkDuplicates, countRepeated } from './repeated-ids.ts';
import type { ValuesContext } from './reference-context.ts';
import { checkSignature } from './signature-columns.ts';
import { checkStuck } from './stuck-values.ts';
import { checkLag } from './check-time-lag.ts';
import { levelOfShares } from './shares-rule.ts';
import { checkAge, checkTimeColumn, describePartialDays } from './time-column.ts';
import { checkUnit } from './unit-change.ts';

/** Whether a finding makes a column's distribution meaningless, or explains its change: drift would only repeat it. */
export const EXPLAINS_DRIFT: Readonly<Record<FindingCode, boolean>> = {
  'no-data': false,
  'unreadable-data': false,
  'stale-data': false,
  'missing-time-column': false,
  'undated-rows': false,
  'implausible-times': false,
  'partial-day': false,
  'unknown-age': false,
  'signature-mismatch': false,
  'not-in-signature': false,
  'missing-column': true,
  'new-column': false,
  'changed-type': true,
  'other-unit': true,
  'missing-values': true,
  'out-of-range': false,
  'stuck-values': false,
  'far-times': false,
  'new-categories': false,
  'contract-broken': false,
  'duplicate-ids': false,
  'changed-unit': true,
  'row-coverage': false,
  'missing-prediction-column': false,
  'numeric-shift': false,
  'category-shift': false,
  'category-rise': false,
  'no-values': false,
  'metric-change': false,
  'lasting-loss': false,
  'undefined-metric': false,
  'no-reference-performance': false,
  'not-evaluated': false,
  'request-objective': false,
  'service-value': false,
  'objective-not-measured': false,
};

/** How often data are checked whose days are unknown. */
const WEEK_DAYS = 7;

export interface QualityInput {
  readonly profile: Profile;
  readonly rows: CurrentRows;
  /** Columns that are no inputs of the model, or that the configuration leaves out. */
  readonly ignored: ReadonlySet<string>;
  /** What the signature of the model names; undefined where it has none. */
  readonly inputs?: readonly SignatureField[] | undefined;
  /** Name of the id column, when the current data have one. */
  readonly id: string | undefined;
  readonly nowMs: number;
  /** Undefined: no limit was set. */
  readonly maxAgeMs: number | undefined;
  readonly falseAlarmsPerYear: number;
  /** The check of the window just before. */
  readonly wasFound: ValuesContext['wasFound'];
}

export interface QualityResult {
  readonly findings: readonly Finding[];
  /** Columns whose drift would only repeat what is wrong with them. */
  readonly broken: ReadonlySet<string>;
}

/** All rules about columns and rows; `broken` names the columns whose distribution says nothing more. */
export function evaluateQuality(input: QualityInput): QualityResult {
  const { profile, rows, ignored, inputs, id, nowMs, maxAgeMs } = input;
  const { table: current, rowTimes, newestMs, partialDays } = rows;
  const present = checkColumns(profile, current, ignored);
  const context = contextOf(input);
  const valued = knownColumns(profile)
    .filter(({ name }) => !ignored.has(name) && !present.some(({ subject }) => subject === name))
    .flatMap((reference) => checkColumn(reference, input, context));
  const repeated = id === undefined ? undefined : countRepeated(current, id);
  const findings = [
    ...checkAge({ newestMs, nowMs, timeZone: current.timeZone, maxAgeMs }),
    ...checkTimeColumn(rowTimes, profile),
    ...describePartialDays(partialDays),
    ...present,
    ...valued,
    ...checkSignature({
      ...{ inputs, profile, current, ignored },
      found: new Set(present.filter(needsAction).flatMap(({ subject }) => subject ?? [])),
    }),
    ...(repeated === undefined ? [] : checkDuplicates(repeated, profile.ids)),
  ];
  const broken = [...present, ...valued].filter(({ detail }) => EXPLAINS_DRIFT[detail.code]);
  return { findings, broken: new Set(broken.flatMap(({ subject }) => subject ?? [])) };
}

function contextOf({ profile, rows, ignored, falseAlarmsPerYear, wasFound }: QualityInput): ValuesContext {
  const windowDays = rows.rowDays?.days.length;
  const columns = knownColumns(profile).filter(({ name }) => !ignored.has(name)).length;
  return {
    referenceRows: profile.time?.rows ?? [],
    windowDays,
    level: levelOfShares({ falseAlarmsPerYear, columns, windowDays: windowDays ?? WEEK_DAYS }),
    wasFound,
  };
}

/** A changed unit explains values out of range, so it replaces that finding. */
function checkColumn(
  reference: ColumnProfile,
  { rows: { table: current, rowDays, times } }: QualityInput,
  context: ValuesContext,
): readonly Finding[] {
  const column = findColumn(current, reference.name);
  if (column === undefined) return [];
  const values = [
    ...checkValues(reference, column, context),
    ...(reference.kind === column.kind ? checkStuck(reference, { column, rowDays }, context) : []),
    ...(reference.kind === 'time' && column.kind === 'time'
      ? checkLag(reference, localValues(column, current.timeZone), times)
      : []),
  ];
  if (reference.kind !== 'number' || column.kind !== 'number') return values;
  const unit = checkUnit(reference, column, rowDays);
  return unit.length === 0
    ? values
    : [...unit, ...values.filter(({ detail }) => detail.code !== 'out-of-range')];
}
