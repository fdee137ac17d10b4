/** The section `monitor` of the configuration, with its texts as numbers. */
import { parseDurationMs } from '../kernel/time.ts';
import { nonInputColumns } from '../evaluation/predictions.ts';
import type { ModelConfig } from '../config/config.ts';
import type { RetrainMode } from '../config/monitor-section.ts';
import type { ConfiguredDecisions } from './decision/decide.ts';

export interface MonitorRules {
  readonly falseAlarmsPerYear: number;
  readonly labelsAfterMs: number;
  readonly coolDownMs: number;
  readonly maxAgeMs: number | undefined;
  readonly smallestEffect: number;
  readonly independentRows: boolean;
  readonly columns: readonly string[] | undefined;
  readonly ignore: readonly string[];
  readonly retrain: RetrainMode;
  /** What a pull request for a retraining changes; there where `retrain` is `pull-request`. */
  readonly change: { readonly file: string; readonly line: string } | undefined;
  readonly retrainingsPerMonth: number;
  readonly decisions: ConfiguredDecisions;
}

/** The texts were checked when the configuration was parsed. */
export function readMonitorRules({ monitor }: ModelConfig): MonitorRules {
  const maxAge = monitor['max-age'];
  return {
    falseAlarmsPerYear: Number.parseFloat(monitor['false-alarms']),
    labelsAfterMs: parseDurationMs(monitor['labels-after']),
    coolDownMs: parseDurationMs(monitor['cool-down']),
    maxAgeMs: maxAge === undefined ? undefined : parseDurationMs(maxAge),
    smallestEffect: monitor['smallest-effect'],
    independentRows: monitor.rows === 'independent',
    columns: monitor.columns,
    ignore: monitor.ignore,
    retrain: monitor.retrain,
    change: monitor['pull-request'],
    retrainingsPerMonth:
      monitor.retrainings === undefined ? Infinity : Number.parseInt(monitor.retrainings, 10),
    decisions: monitor.decisions,
  };
}

/** Columns that are no inputs of the model, or that the configuration leaves out. What groups rows may be an input, so it is checked like one. */
export function ignoredColumns(
  { predictions }: Pick<ModelConfig, 'predictions'>,
  { ignore }: Pick<MonitorRules, 'ignore'>,
): ReadonlySet<string> {
  const roles = predictions === undefined ? [] : [...nonInputColumns(predictions), predictions.time];
  return new Set([...ignore, ...roles.filter((name) => name !== undefined)]);
}
