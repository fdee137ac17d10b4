/** How good the model was on the rows whose labels are known, or why that cannot be said. */
import type { ModelConfig } from '../../config/config.ts';
import type { Finding, ReadCheck } from '../../documents/check.ts';
import { taskNames } from '../../documents/fields.ts';
import { isKnown } from '../../documents/open-values.ts';
import { findPrecedingCheck } from '../drift/previous-checks.ts';
import { evaluateCoverage, whyNotEvaluated } from '../labels/coverage.ts';
import type { NamedTable } from '../labels/id-join.ts';
import { findLabeledRows } from '../labels/labeled-rows.ts';
import { computePerformance, type DatedRows } from '../profile/performance.ts';
import type { Profile } from '../profile/profile.ts';
import { usualGapDays } from '../profile/usual-gap.ts';
import type { Table } from '../../table/table.ts';
import type { CurrentRows } from '../times/current-rows.ts';
import { spanOf } from '../times/window.ts';
import { evaluatePerformance } from './evaluate-performance.ts';
import { addWindow, carryWindows, type MeasuredWindow } from './measured-windows.ts';

export interface LabelContext {
  readonly config: ModelConfig;
  readonly profile: Profile;
  readonly profileDigest: string;
  readonly version: string;
  readonly earlier: readonly ReadCheck[];
  /** As the clocks of the times show it. */
  readonly nowMs: number;
  /** Rows younger than this are not evaluated yet. */
  readonly labelsAfterMs: number;
  readonly falseAlarmsPerYear: number;
}

export interface LabelFindings {
  readonly findings: readonly Finding[];
  /** Times of the rows whose labels have not arrived. */
  readonly waiting: Float64Array;
  /** Of this version, with the current one where metrics were computed. */
  readonly windows: readonly MeasuredWindow[];
}

/** @throws DataError when a label or a score is none of the task, or a table of labels repeats an id. */
export function evaluateLabels(
  { table, times }: CurrentRows,
  sources: {
    readonly path: string;
    readonly labels?: NamedTable | undefined;
    readonly scores?: NamedTable | undefined;
  },
  context: LabelContext,
): LabelFindings {
  const { config, nowMs, labelsAfterMs } = context;
  const { predictions, task } = config;
  const before = carryWindows(context.earlier, context.version);
  if (predictions === undefined) return { findings: [], waiting: new Float64Array(), windows: before };
  const result = findLabeledRows({
    task,
    columns: predictions,
    current: { table, where: sources.path },
    times: times ?? 'unknown',
    labels: sources.labels,
    scores: sources.scores,
    nowMs,
    labelsAfterMs,
  });
  const cause = whyNotEvaluated(result);
  const covered = evaluateCoverage(result.coverage, predictions);
  const { findings: measured, windows } =
    result.kind === 'found' && cause === undefined
      ? evaluateRows(result.rows, before, { ...context, timeZone: table.timeZone })
      : { findings: [], windows: before };
  return {
    findings: [
      ...covered,
      ...measured,
      ...(cause === undefined
        ? []
        : [
            {
              kind: 'performance',
              outcome: 'inconclusive',
              detail: { code: 'not-evaluated', cause },
            } as const,
          ]),
    ],
    waiting: result.kind === 'found' ? result.waiting : new Float64Array(),
    windows,
  };
}

function evaluateRows(
  rows: DatedRows,
  before: readonly MeasuredWindow[],
  context: LabelContext & Pick<Table, 'timeZone'>,
): Pick<LabelFindings, 'findings' | 'windows'> {
  const { config, profile, profileDigest, earlier, falseAlarmsPerYear } = context;
  const current = computePerformance(
    config.task,
    rows,
    config.gate.map(({ metric }) => metric),
  );
  const span = spanOf(rows.times);
  const windows =
    span === undefined ? before : addWindow(before, current, { ...span, timeZone: context.timeZone });
  // A task that a newer version added is measured in a way that this one does not know.
  if (profile.performance === undefined || !isKnown(taskNames, profile.performance.task)) {
    const detail = { code: 'no-reference-performance' } as const;
    return { findings: [{ kind: 'performance', outcome: 'inconclusive', detail }], windows };
  }
  const findings = evaluatePerformance({
    reference: profile.performance,
    current,
    gate: config.gate,
    falseAlarmsPerYear,
    seed: profileDigest,
    preceding:
      span === undefined
        ? undefined
        : findPrecedingCheck(earlier, {
            ...span,
            days: current.days.length,
            usualGapDays: usualGapDays(profile),
          }),
    windows,
  });
  return { findings, windows };
}
