/**
 * Rules about a number that the metrics file of an earlier training does not have: evaluate would end with an error after minutes
 * of training. The file may be old, so this is a warning.
 */
import type { Config, ModelConfig } from '../config/config.ts';
import { defaultPath } from '../config/working-directory.ts';
import { parseMetrics } from '../interop/measurements.ts';
import { DataError } from '../kernel/errors.ts';
import { didYouMeanMetric } from '../kernel/metric-aliases.ts';
import { spellMetricName } from '../kernel/metric-name.ts';
import { CONFIG_PATH, DEFAULT_METRICS } from '../kernel/names.ts';
import { isRunMetric } from '../metrics/run-metrics.ts';
import { findMetric } from '../metrics/tasks/catalog.ts';
import type { SetupFinding } from './setup-finding.ts';
import type { Survey } from './survey.ts';

const LISTED = 20;

export function findUnwrittenMetrics(config: Config, survey: Survey): readonly SetupFinding[] {
  return Object.entries(config.models).flatMap(([name, model]) => {
    const path = model.train?.metrics ?? defaultPath(model, DEFAULT_METRICS);
    const written = readNames(path, survey);
    const rules = [
      ...model.gate.map((rule) => ({ rule, key: 'gate' })),
      ...(model['gate-retrain'] ?? []).map((rule) => ({ rule, key: 'gate-retrain' })),
    ];
    return rules
      .filter(
        ({ rule }) =>
          written !== undefined && isReported(rule.metric, model) && !isAmong(rule.metric, written),
      )
      .map(({ rule, key }) =>
        finding(rule.metric, {
          where: `${CONFIG_PATH}: models.${name}.${key}`,
          path,
          written: written ?? [],
        }),
      );
  });
}

/** @returns undefined where there is no such file, or none with numbers. */
function readNames(path: string, { read }: Survey): readonly string[] | undefined {
  const text = read(path);
  if (text === undefined) return undefined;
  try {
    const names = Object.keys(parseMetrics(new TextEncoder().encode(text), path).values);
    return names.length === 0 ? undefined : names;
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}

/** Whether the metrics file has to have it: it is neither computed nor measured of the run. */
function isReported(metric: string, { task, predictions }: ModelConfig): boolean {
  return (
    !isRunMetric(metric) && (predictions === undefined || findMetric(task, metric, predictions) === undefined)
  );
}

function isAmong(metric: string, written: readonly string[]): boolean {
  return written.includes(metric) || written.includes(spellMetricName(metric));
}

function finding(
  metric: string,
  {
    where,
    path,
    written,
  }: { readonly where: string; readonly path: string; readonly written: readonly string[] },
): SetupFinding {
  const more = written.length > LISTED ? ` and ${written.length - LISTED} more` : '';
  const near = didYouMeanMetric(metric, written);
  return {
    severity: 'warning',
    where,
    message: `\`${metric}\` is not in ${path} as it lies there, which has ${written.slice(0, LISTED).join(', ')}${more}: without it, evaluate ends with an error`,
    hint: `${near === undefined ? '' : `${near} Otherwise `}let the training write \`${metric}\` to ${path}`,
  };
}
