/** One check of a version in production: everything that `check.json` says. Pure; the time is an argument. */
import type { ModelConfig } from '../config/config.ts';
import { decide } from './decision/decide.ts';
import type { Check, Finding, ReadCheck } from '../documents/check.ts';
import { predictionColumns } from '../evaluation/predictions.ts';
import { documentDigest } from '../kernel/digest.ts';
import { evaluateDrift } from './drift/evaluate-drift.ts';
import { evaluatePerformance } from './performance/evaluate-performance.ts';
import { findPrecedingCheck } from './drift/previous-checks.ts';
import { groupRowsByDay, type RowDays } from './profile/days.ts';
import { computePerformance } from './profile/performance.ts';
import type { Profile } from './profile/profile.ts';
import { noData, type AbsentData } from './quality/identity-and-age.ts';
import { evaluateQuality } from './quality/evaluate-quality.ts';
import { findColumn, type Table } from '../table/table.ts';
import type { LabeledRows } from './labeled-rows.ts';
import { carryOpenWindows, windowsOf } from './open-windows.ts';
import { readMonitorRules, type MonitorRules } from './rules.ts';

export interface CurrentData {
  readonly path: string;
  readonly sha256: string;
  readonly table: Table;
  readonly labeled: LabeledRows | undefined;
}

export interface CheckInput {
  readonly model: string;
  readonly version: string;
  readonly config: ModelConfig;
  readonly profile: Profile;
  /** SHA-256 of the profile's file. */
  readonly profileDigest: string;
  readonly current: CurrentData | AbsentData;
  /** Earlier checks of the model, newest first. */
  readonly earlier: readonly ReadCheck[];
  readonly nowMs: number;
}

export function computeCheck(input: CheckInput): Check {
  const { model, version, profile, profileDigest, earlier } = input;
  const found = 'cause' in input.current ? withoutData(input.current, input) : withData(input.current, input);
  const [previous] = earlier;
  return {
    schema: 'model-steward/check/1',
    model,
    version,
    reference: { profile: profileDigest, rows: profile.rows, days: profile.time?.days.length ?? 0 },
    ...found,
    decision: decide({ findings: found.findings, earlier, version }),
    ...(previous === undefined ? {} : { previousCheck: documentDigest(previous) }),
  };
}

type DataResult = Pick<Check, 'findings' | 'openWindows' | 'current'>;

function withoutData(absent: AbsentData, { earlier }: CheckInput): DataResult {
  return { findings: [noData(absent)], openWindows: earlier[0]?.openWindows ?? [] };
}

function withData(current: CurrentData, input: CheckInput): DataResult {
  const rules = readMonitorRules(input.config);
  const times = timesOf(current.table, input);
  const span = times === undefined ? undefined : spanOf(times);
  const rowDays = times === undefined ? undefined : groupRowsByDay(times);
  const findings = [
    ...evaluateData(current, input, { rules, rowDays, span }),
    ...evaluateLabels(current.labeled, input, rules),
  ];
  const waiting = windowsOf(current.labeled?.waiting ?? new Float64Array());
  const before = input.earlier[0]?.openWindows ?? [];
  return {
    findings,
    openWindows:
      span === undefined ? [...before] : carryOpenWindows(before, waiting, { ...span, nowMs: input.nowMs }),
    current: {
      path: current.path,
      sha256: current.sha256,
      rows: current.table.rowCount,
      days: rowDays?.days.length ?? 0,
      ...(span === undefined
        ? {}
        : { from: new Date(span.fromMs).toISOString(), to: new Date(span.toMs).toISOString() }),
    },
  };
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

interface DataFindings {
  readonly rules: MonitorRules;
  readonly rowDays: RowDays | undefined;
  readonly span: Span | undefined;
}

function evaluateData(
  { table, sha256 }: CurrentData,
  { config, profile, profileDigest, earlier, nowMs }: CheckInput,
  { rules, rowDays, span }: DataFindings,
): readonly Finding[] {
  const ignored = new Set([
    ...rules.ignore,
    ...(config.predictions ? predictionColumns(config.predictions) : []),
  ]);
  const quality = evaluateQuality({
    profile,
    current: table,
    rowDays,
    ignored,
    id: config.predictions?.id,
    age: { newestMs: span?.toMs, nowMs, maxAgeMs: rules.maxAgeMs },
  });
  const drift = evaluateDrift({
    profile,
    current: table,
    rowDays,
    independentRows: rules.independentRows,
    smallestEffect: rules.smallestEffect,
    falseAlarmsPerYear: rules.falseAlarmsPerYear,
    columns: rules.columns,
    skip: new Set([...ignored, ...quality.broken]),
    seed: `${profileDigest} ${sha256}`,
    preceding:
      span === undefined
        ? undefined
        : findPrecedingCheck(earlier, { ...span, days: rowDays?.days.length ?? 1 }),
  });
  return [...quality.findings, ...drift];
}

function evaluateLabels(
  labeled: LabeledRows | undefined,
  { profile, profileDigest, config, earlier }: CheckInput,
  rules: MonitorRules,
): readonly Finding[] {
  if (labeled === undefined || labeled.rows.labels.length === 0) return [];
  if (profile.performance === undefined) {
    return [{ kind: 'performance', outcome: 'inconclusive', detail: { code: 'no-reference-performance' } }];
  }
  const span = spanOf(labeled.rows.times);
  const current = computePerformance(config.task, labeled.rows);
  return evaluatePerformance({
    reference: profile.performance,
    current,
    gate: config.gate,
    falseAlarmsPerYear: rules.falseAlarmsPerYear,
    seed: profileDigest,
    preceding:
      span === undefined ? undefined : findPrecedingCheck(earlier, { ...span, days: current.days.length }),
  });
}

/** Times of the current rows, from the column that the profile was made with. */
function timesOf(table: Table, { profile, config }: CheckInput): Float64Array | undefined {
  const name = profile.time?.column ?? config.predictions?.time;
  const column = name === undefined ? undefined : findColumn(table, name);
  return column?.kind === 'time' ? column.values : undefined;
}

function spanOf(times: Float64Array): Span | undefined {
  let fromMs = Infinity;
  let toMs = -Infinity;
  for (const time of times) {
    if (time < fromMs) fromMs = time;
    if (time > toMs) toMs = time;
  }
  return fromMs <= toMs ? { fromMs, toMs } : undefined;
}
