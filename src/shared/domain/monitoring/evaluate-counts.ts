/**
 * What a check says of data of which only counts by day are known. The same rules, with the same error rates, as for rows;
 * what asks for rows (a changed unit, ids, the contract, metrics, labels) is said not to have been looked at.
 */
import type { ModelConfig } from '../config/config.ts';
import type { Check, Finding, ReadCheck } from '../documents/check.ts';
import { monitoredPredictions } from '../evaluation/predictions.ts';
import { DAY_MS } from '../kernel/time.ts';
import { formatLocal, localMsAt, type TimeZone } from '../kernel/time-zone.ts';
import type { Column, Table } from '../table/table.ts';
import { listCheckedColumns } from './checked-columns.ts';
import { beyondOf, distinctOf, missingRowsOf, rangeOf, toCategories, toNumbers } from './counted-sources.ts';
import type { ColumnCounts, Counts } from './counts/counts.ts';
import { selectCounts, type CountsWindow } from './counts/counts-window.ts';
import type { ComparableColumn } from './drift/daily-curves.ts';
import { evaluateCompared, isComparable, type ComparedColumn } from './drift/evaluate-drift.ts';
import { findPrecedingCheck, wasFound } from './drift/previous-checks.ts';
import { carryWindows } from './performance/measured-windows.ts';
import { knownColumns, type ColumnProfile, type Profile } from './profile/profile.ts';
import { usualGapDays } from './profile/usual-gap.ts';
import { withBudget } from './quality/false-alarm-budget.ts';
import { chooseRangeFinding, evaluateBeyond } from './quality/column-values.ts';
import { leaveContractUnchecked } from './quality/evaluate-contract.ts';
import { EXPLAINS_DRIFT } from './quality/evaluate-quality.ts';
import { noneInWindow } from './quality/absent-data.ts';
import { evaluateMissing } from './quality/missing-values.ts';
import { checkCategories } from './quality/new-categories.ts';
import { qualityFinding } from './quality/quality-finding.ts';
import type { ValuesContext } from './quality/reference-context.ts';
import { levelOfShares } from './quality/shares-rule.ts';
import { evaluateStuck } from './quality/stuck-values.ts';
import { checkAge, checkTimeColumn, describePartialDays } from './quality/time-column.ts';
import { ignoredColumns, readMonitorRules, type MonitorRules } from './rules.ts';

/** All days of the file; which of them are compared is decided here. */
export interface CountedData {
  readonly path: string;
  readonly sha256: string;
  readonly counts: Counts;
  /** That of the counts; undefined for UTC. */
  readonly timeZone: TimeZone | undefined;
  readonly windowDays?: number | undefined;
}

export interface CountsContext {
  readonly version: string;
  readonly config: ModelConfig;
  readonly profile: Profile;
  readonly profileDigest: string;
  /** Newest first. */
  readonly earlier: readonly ReadCheck[];
  readonly nowMs: number;
}

type CountsResult = Pick<
  Check,
  'findings' | 'columns' | 'contract' | 'openWindows' | 'current' | 'measuredWindows'
>;

/**
 * Everything that a check says of counts by day: what needs rows (labels, scores, the contract) is a finding that
 * says so.
 */
export function checkCounts(current: CountedData, context: CountsContext): CountsResult {
  const { config, profile, earlier, version } = context;
  const { counts, timeZone, windowDays, path, sha256 } = current;
  const rules = readMonitorRules(config);
  const nowMs = localMsAt(timeZone, context.nowMs);
  const window = selectCounts(counts, { windowDays, nowMs });
  const ignored = ignoredColumns(config, rules);
  const contract = config.contract && leaveContractUnchecked(config.contract);
  const rows = window.rows.reduce((total, ofDay) => total + ofDay, 0);
  const found = [
    ...noneInWindow(current, { fileRows: window.allRows, rows }),
    ...evaluateTimes(window, current, { profile, rules, nowMs }),
    ...evaluateWindow(window, {
      ...context,
      rules,
      ignored,
      nowMs,
      seed: `${context.profileDigest} ${sha256}`,
    }),
    ...notEvaluated(config),
  ];
  const findings = withBudget(found, {
    falseAlarmsPerYear: rules.falseAlarmsPerYear,
    columns: knownColumns(profile).filter(({ name }) => !ignored.has(name)).length,
  });
  const measured = carryWindows(earlier, version);
  const { span } = window;
  return {
    findings: [...findings],
    ...(contract !== undefined && { contract }),
    ...(measured.length > 0 && { measuredWindows: [...measured] }),
    columns: listCheckedColumns({
      profile,
      current: withoutRows(counts),
      config,
      rules,
      findings,
      isCounted: true,
      isEmpty: rows === 0,
    }),
    openWindows: [...(earlier[0]?.openWindows ?? [])],
    current: {
      ...{
        path,
        sha256,
        rows,
        days: window.days.length,
      },
      ...(span !== undefined && {
        from: formatLocal(timeZone, span.fromMs),
        to: formatLocal(timeZone, span.toMs),
      }),
    },
  };
}

/** The metrics of the model ask for rows with their labels. */
function notEvaluated({ predictions }: ModelConfig): readonly Finding[] {
  if (predictions === undefined) return [];
  return [
    { kind: 'performance', outcome: 'inconclusive', detail: { code: 'not-evaluated', cause: 'only-counts' } },
  ];
}

/** Names and kinds, for the list of what was checked. */
function withoutRows({ columns }: Counts): Table {
  const named = columns.flatMap((column): readonly Column[] =>
    'name' in column
      ? [{ kind: 'category', name: column.name, codes: new Int32Array(), categories: [] }]
      : [],
  );
  return { rowCount: 0, columns: named };
}

function evaluateTimes(
  window: CountsWindow,
  { counts, timeZone }: CountedData,
  {
    profile,
    rules,
    nowMs,
  }: { readonly profile: Profile; readonly rules: MonitorRules; readonly nowMs: number },
): readonly Finding[] {
  const { newestMs, allRows, futureRows, earlierRows, unfinishedDay } = window;
  const none = { unreadableRows: 0, unreadableExamples: [], implausibleExamples: [] };
  const unfinished =
    unfinishedDay === undefined
      ? []
      : [
          {
            day: unfinishedDay,
            firstSecond: 0,
            lastSecond: Math.floor((nowMs - unfinishedDay * DAY_MS) / 1000),
          },
        ];
  return [
    ...checkAge({ newestMs, nowMs, timeZone, maxAgeMs: rules.maxAgeMs }),
    ...checkTimeColumn(
      {
        ...{ kind: 'times', column: counts.time, values: new Float64Array() },
        faults: { ...none, rows: allRows, missingRows: counts.undatedRows, futureRows, earlierRows },
      },
      profile,
    ),
    ...describePartialDays(unfinished),
  ];
}

interface WindowContext extends CountsContext {
  readonly rules: MonitorRules;
  readonly ignored: ReadonlySet<string>;
  readonly seed: string;
}

function evaluateWindow(window: CountsWindow, context: WindowContext): readonly Finding[] {
  const { profile, rules, ignored, earlier, seed } = context;
  const { span, days } = window;
  const preceding =
    span === undefined
      ? undefined
      : findPrecedingCheck(earlier, { ...span, days: days.length, usualGapDays: usualGapDays(profile) });
  const inputs = knownColumns(profile).filter(({ name }) => !ignored.has(name));
  const values: ValuesContext = {
    referenceRows: profile.time?.rows ?? [],
    windowDays: days.length,
    level: levelOfShares({ ...rules, columns: inputs.length, windowDays: days.length }),
    wasFound: (code, subject) => wasFound(preceding, code, subject),
  };
  const quality = inputs.flatMap((reference) => checkColumn(reference, window, values));
  const broken = quality
    .filter(({ detail }) => EXPLAINS_DRIFT[detail.code])
    .flatMap(({ subject }) => subject ?? []);
  if (days.length === 0) return quality;
  const drift = evaluateCompared(comparedColumns(window, context, new Set([...ignored, ...broken])), {
    ...{ ...rules, rowDays: { days, rows: window.rows, positions: new Int32Array() } },
    ...{ hasWholeDay: window.hasWholeDay, seed, preceding },
  });
  return [...quality, ...drift];
}

function checkColumn(
  reference: ColumnProfile,
  window: CountsWindow,
  context: ValuesContext,
): readonly Finding[] {
  const column = window.columns.find(({ name }) => name === reference.name);
  if (column === undefined)
    return [
      qualityFinding({ subject: reference.name, outcome: 'alert', detail: { code: 'missing-column' } }),
    ];
  const rows = window.rows.reduce((total, count) => total + count, 0);
  if (rows === 0) return [];
  return [
    ...evaluateMissing(reference, { rows, missing: missingRowsOf(column) }, context),
    ...checkValuesOf(reference, { column, rows }, context),
    ...evaluateStuck(
      reference,
      () => distinctOf(column, reference.kind === 'number' ? reference : {}),
      context,
    ),
  ];
}

function checkValuesOf(
  reference: ColumnProfile,
  { column, rows }: { readonly column: ColumnCounts; readonly rows: number },
  context: ValuesContext,
): readonly Finding[] {
  if (reference.kind === 'category' && column.kind === 'category')
    return checkCategories(reference, toCategories(column), context);
  if (reference.kind !== 'number' || column.kind !== 'number') return [];
  const request = { now: rangeOf(column), currentRows: rows };
  const beyond = evaluateBeyond(reference, request, beyondOf(column, reference));
  return chooseRangeFinding(reference, { request, beyond }, context);
}

/** Labels are left out: counts do not say which of them have had their time to arrive. */
function comparedColumns(
  { columns }: CountsWindow,
  { profile, config, rules }: WindowContext,
  skip: ReadonlySet<string>,
): readonly ComparedColumn[] {
  const isWanted = (name: string): boolean => (rules.columns?.includes(name) ?? true) && !skip.has(name);
  const roles =
    config.predictions === undefined ? new Map<string, never>() : monitoredPredictions(config.predictions);
  const compare = (group: Pick<Profile, 'columns' | 'time'>): readonly ComparedColumn[] =>
    knownColumns(group).flatMap((reference) => {
      const counted = columns.find(({ name }) => name === reference.name);
      const column = counted && isComparable(reference) ? toComparable(reference, counted) : undefined;
      return column === undefined ? [] : [{ column, time: group.time, role: roles.get(reference.name) }];
    });
  return [
    ...compare(profile).filter(({ column }) => isWanted(column.profile.name)),
    ...(profile.predictions ?? [])
      .flatMap(compare)
      .filter(({ column, role }) => role !== 'label' && !rules.ignore.includes(column.profile.name)),
  ];
}

function toComparable(profile: ColumnProfile, column: ColumnCounts): ComparableColumn | undefined {
  if (profile.kind === 'number' && column.kind === 'number')
    return { kind: 'number', profile, column: toNumbers(column, profile) };
  if (profile.kind === 'category' && column.kind === 'category')
    return { kind: 'category', profile, column: toCategories(column) };
  return undefined;
}
