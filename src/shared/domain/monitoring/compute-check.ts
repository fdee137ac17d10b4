/** One check of a version in production: everything that `check.json` says. Pure; the time is an argument. */
import type { ModelConfig } from '../config/config.ts';
import { decide } from './decision/decide.ts';
import type { Check, Finding, ReadCheck } from '../documents/check.ts';
import type { SignatureField } from '../documents/model-format.ts';
import { timeZoneOf } from './read-kinds.ts';
import { formatLocal, localMsAt, UTC } from '../kernel/time-zone.ts';
import { documentDigest } from '../kernel/digest.ts';
import { checkCounts, type CountedData } from './evaluate-counts.ts';
import { evaluateDrift } from './drift/evaluate-drift.ts';
import { withBudget } from './quality/false-alarm-budget.ts';
import { carryWindows, type MeasuredWindow } from './performance/measured-windows.ts';
import { evaluateLabels } from './performance/evaluate-labels.ts';
import { findPrecedingCheck, wasFound } from './drift/previous-checks.ts';
import { knownColumns, type Profile } from './profile/profile.ts';
import { listCheckedColumns } from './checked-columns.ts';
import {
  noData,
  noneInWindow,
  unreadable,
  type AbsentData,
  type UnreadableTable,
} from './quality/absent-data.ts';
import { dayWithMore, usualGapDays } from './profile/usual-gap.ts';
import { evaluateContract, type ContractOutcome } from './quality/evaluate-contract.ts';
import { evaluateQuality } from './quality/evaluate-quality.ts';
import { unitFinding } from './quality/unit-change.ts';
import { explainByRatio } from './quality/unit-ratio.ts';
import { findColumn, type Table } from '../table/table.ts';
import { monitoredPredictions, onlyIdColumn } from '../evaluation/predictions.ts';
import { readCurrentPredictions, type CurrentPredictions } from './labels/current-predictions.ts';
import type { NamedTable } from './labels/id-join.ts';
import { findMissingPredictionColumns } from './labels/missing-prediction-columns.ts';
import { carryOpenWindows, windowsOf } from './labels/open-windows.ts';
import { evaluateService, type Measurement } from './service/evaluate-service.ts';
import { ignoredColumns, readMonitorRules, type MonitorRules } from './rules.ts';
import { readCurrentRows, type CurrentRows } from './times/current-rows.ts';

/** All rows of the file; which of them are compared is decided here. */
export interface CurrentData {
  readonly path: string;
  readonly sha256: string;
  readonly table: Table;
  /** Only the newest days; all when undefined. */
  readonly windowDays?: number | undefined;
  /** Where labels and scores come from when not from columns of `table`. */
  readonly labels?: NamedTable | undefined;
  readonly scores?: NamedTable | undefined;
  /** Tables of labels or scores that cannot be read. */
  readonly unreadable?: readonly UnreadableTable[] | undefined;
}

export interface CheckInput {
  readonly model: string;
  readonly version: string;
  readonly config: ModelConfig;
  readonly profile: Profile;
  /** SHA-256 of the profile's file; of its canonical JSON where it is from the first windows. */
  readonly profileDigest: string;
  /** Undefined where the release has the profile. */
  readonly firstWindows?: NonNullable<Check['reference']['firstWindows']> | undefined;
  readonly current: CurrentData | CountedData | AbsentData;
  /** What the signature of the model names; undefined where it has none. */
  readonly inputs?: readonly SignatureField[] | undefined;
  /** What is known of the objectives of the service; none unless given. */
  readonly service?: readonly Measurement[] | undefined;
  /** Earlier checks of the model, newest first. */
  readonly earlier: readonly ReadCheck[];
  readonly nowMs: number;
}

/** @throws DataError when labels or scores are none of the task. */
export function computeCheck(input: CheckInput): Check {
  const { model, version, profile, profileDigest, firstWindows, earlier } = input;
  const data = evaluateCurrent(input);
  const found = { ...data, findings: [...data.findings, ...evaluateService(input.service ?? [])] };
  const [previous] = earlier;
  return {
    schema: 'model-steward/check/1',
    model,
    version,
    reference: {
      ...{ profile: profileDigest, rows: profile.rows, days: profile.time?.days.length ?? 0 },
      ...(firstWindows !== undefined && { firstWindows }),
    },
    ...describeTimeZone(profile, input.config),
    ...found,
    decision: decide(
      { findings: found.findings, earlier, version },
      readMonitorRules(input.config).decisions,
    ),
    ...(previous === undefined ? {} : { previousCheck: documentDigest(previous) }),
  };
}

function evaluateCurrent(input: CheckInput): DataResult {
  const { current } = input;
  if ('cause' in current) return withoutData(current, input);
  return 'counts' in current ? checkCounts(current, input) : withData(current, input);
}

/** The days of the reference count, for they cannot be made of another zone any more. */
function describeTimeZone(profile: Profile, config: ModelConfig): Pick<Check, 'timeZone'> {
  const name = timeZoneOf(profile, config) ?? UTC;
  const configured = config['time-zone'] ?? UTC;
  if (name === UTC && configured === UTC) return {};
  return { timeZone: { name, ...(configured !== name && { configured }) } };
}

type DataResult = Pick<
  Check,
  'findings' | 'columns' | 'contract' | 'openWindows' | 'current' | 'measuredWindows'
>;

function withoutData(absent: AbsentData, { earlier, version }: CheckInput): DataResult {
  return {
    findings: [noData(absent)],
    openWindows: earlier[0]?.openWindows ?? [],
    ...measuredOrNone(carryWindows(earlier, version)),
  };
}

function measuredOrNone(windows: readonly MeasuredWindow[]): Pick<Check, 'measuredWindows'> {
  return windows.length === 0 ? {} : { measuredWindows: [...windows] };
}

function withData(current: CurrentData, input: CheckInput): DataResult {
  const { config, profile, earlier } = input;
  const { timeZone } = current.table;
  const nowMs = localMsAt(timeZone, input.nowMs);
  const rules = readMonitorRules(config);
  const rows = readCurrentRows(current, { config, profile, nowMs });
  const labeled = evaluateLabels(rows, current, { ...input, ...rules, nowMs });
  const predictions = joinPredictions(rows, current, { config, nowMs, rules });
  const ignored = ignoredColumns(config, rules);
  const stated = checkStated(rows, { config, nowMs });
  const found = [
    ...noneInWindow(current, { fileRows: current.table.rowCount, rows: rows.table.rowCount }),
    ...(stated?.findings ?? []),
    ...(current.unreadable ?? []).map(unreadable),
    ...evaluateData(rows, { sha256: current.sha256, predictions, ignored }, { ...input, rules, nowMs }),
    ...labeled.findings,
  ];
  const findings = withBudget(found, {
    falseAlarmsPerYear: rules.falseAlarmsPerYear,
    columns: knownColumns(profile).filter(({ name }) => !ignored.has(name)).length,
  });
  const before = earlier[0]?.openWindows ?? [];
  const { span } = rows;
  return {
    findings: [...findings],
    ...(stated !== undefined && { contract: stated.contract }),
    ...measuredOrNone(labeled.windows),
    columns: listCheckedColumns({
      ...{ profile, current: current.table, config, rules, findings },
      isEmpty: rows.table.rowCount === 0,
      joined: predictions?.table.columns.map(({ name }) => name) ?? [],
    }),
    openWindows:
      span === undefined
        ? [...before]
        : carryOpenWindows(before, windowsOf(labeled.waiting, timeZone), { ...span, nowMs }),
    current: {
      path: current.path,
      sha256: current.sha256,
      rows: rows.table.rowCount,
      days: rows.rowDays?.days.length ?? 0,
      ...(span !== undefined && {
        from: formatLocal(timeZone, span.fromMs),
        to: formatLocal(timeZone, span.toMs),
      }),
    },
  };
}

/** Labels and scores may come later, or in a table of their own. */
function checkStated(
  { table, newestMs }: CurrentRows,
  { config: { contract, predictions }, nowMs }: Pick<CheckInput, 'config' | 'nowMs'>,
): ContractOutcome | undefined {
  if (contract === undefined) return undefined;
  const optional = new Set(predictions === undefined ? [] : monitoredPredictions(predictions).keys());
  return evaluateContract(contract, { table, optional, delivery: { newestMs, nowMs } });
}

/** Labels and predictions of the rows, where the configuration names their columns. */
function joinPredictions(
  { table, times }: CurrentRows,
  { path, labels, scores }: CurrentData,
  { config, nowMs, rules }: Pick<CheckInput, 'config' | 'nowMs'> & { readonly rules: MonitorRules },
): CurrentPredictions | undefined {
  if (config.predictions === undefined) return undefined;
  return readCurrentPredictions({
    ...{ columns: config.predictions, current: { table, where: path }, times },
    ...{ labels, scores, nowMs, labelsAfterMs: rules.labelsAfterMs },
  });
}

interface CheckedData {
  readonly sha256: string;
  readonly predictions: CurrentPredictions | undefined;
  /** Columns that are no inputs of the model, or that the configuration leaves out. */
  readonly ignored: ReadonlySet<string>;
}

function evaluateData(
  rows: CurrentRows,
  { sha256, predictions, ignored }: CheckedData,
  input: CheckInput & { readonly rules: MonitorRules },
): readonly Finding[] {
  const { config, profile, profileDigest, earlier, nowMs, rules } = input;
  const { table, rowDays, span } = rows;
  const preceding =
    span === undefined
      ? undefined
      : findPrecedingCheck(earlier, {
          ...{ ...span, days: rowDays?.days.length ?? 1, usualGapDays: usualGapDays(profile) },
        });
  const quality = evaluateQuality({
    ...{ profile, rows, ignored, nowMs, inputs: input.inputs },
    ...{ id: config.predictions && onlyIdColumn(config.predictions) },
    maxAgeMs: rules.maxAgeMs,
    falseAlarmsPerYear: rules.falseAlarmsPerYear,
    wasFound: (code, subject) => wasFound(preceding, code, subject),
  });
  const drift =
    table.rowCount === 0
      ? []
      : evaluateDrift({
          ...{ profile, current: table, predictions, rowDays, hasWholeDay: rows.hasWholeDay },
          independentRows: rules.independentRows,
          smallestEffect: rules.smallestEffect,
          falseAlarmsPerYear: rules.falseAlarmsPerYear,
          ...{ columns: rules.columns, ignore: rules.ignore },
          skip: new Set([...ignored, ...quality.broken]),
          seed: `${profileDigest} ${sha256}`,
          preceding,
        });
  const missing =
    predictions === undefined
      ? []
      : findMissingPredictionColumns(predictions, { profile, current: table, earlier });
  return [
    ...quality.findings,
    ...missing.filter(({ subject = '' }) => !rules.ignore.includes(subject)),
    ...drift.map((finding) => sayWhenEnough(explainShift(finding, input, rows), profile)),
  ];
}

/** A reference that is too short says from when on a longer one is not. */
function sayWhenEnough(finding: Finding, profile: Profile): Finding {
  const { obstacle } = finding;
  if (obstacle?.code !== 'too-few-reference-days') return finding;
  const enoughOn = dayWithMore(profile, obstacle.neededDays - obstacle.days);
  return enoughOn === undefined ? finding : { ...finding, obstacle: { ...obstacle, enoughOn } };
}

/** A distribution that moved as a change of unit moves it is a fault of the data, and nothing to retrain on. */
function explainShift(finding: Finding, { profile }: CheckInput, { table, rowDays }: CurrentRows): Finding {
  const { subject, outcome, detail, test } = finding;
  if (outcome !== 'alert' || detail.code !== 'numeric-shift' || subject === undefined) return finding;
  const reference = knownColumns(profile).find(({ name }) => name === subject);
  const column = findColumn(table, subject);
  if (reference?.kind !== 'number' || column?.kind !== 'number') return finding;
  const found = explainByRatio(reference, column, rowDays);
  if (found === undefined) return finding;
  return { ...unitFinding(subject, found, 'quantiles'), ...(test !== undefined && { test }) };
}
