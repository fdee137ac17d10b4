/**
 * Metrics of one of several classes against all others: `recall:setosa`, `precision:setosa`, `f1:setosa`. They are
 * those of a binary task whose positive class it is.
 */
import { spellMetricName } from '../kernel/metric-name.ts';
import { f1, precision, recall } from './binary-metrics.ts';
import { spellClass } from './class-spelling.ts';
import type { Metric, ScoredRows } from './metric.ts';

const binaryMetrics = { recall, precision, f1 } as const;
type OneClassMetric = keyof typeof binaryMetrics;

const SEPARATOR = ':';

/** @returns undefined for other names. The class is found among those of the rows, as gates spell it. */
export function parseOneClassMetric(name: string): Metric | undefined {
  const at = name.indexOf(SEPARATOR);
  const kind = name.slice(0, at);
  if (at < 0 || !isOneClassMetric(kind)) return undefined;
  return againstOthers(kind, name.slice(at + 1));
}

function isOneClassMetric(kind: string): kind is OneClassMetric {
  return Object.hasOwn(binaryMetrics, kind);
}

function againstOthers(kind: OneClassMetric, className: string): Metric {
  const metric = binaryMetrics[kind];
  return {
    ...metric,
    name: `${kind}${SEPARATOR}${className}`,
    words: { title: `${metric.words.title} of ${className}`, meaning: meanings[kind](className) },
    undefinedBecause: reasons[kind](className),
    baseline: {
      words: baselineWords[kind](className),
      computeStatistic: (_metric, challenger, grouping) =>
        metric.baseline?.computeStatistic(metric, oneAgainstOthers(challenger, className), grouping),
    },
    computeStatistic: (rows, grouping) =>
      metric.computeStatistic(oneAgainstOthers(rows, className), grouping),
  };
}

const meanings: Readonly<Record<OneClassMetric, (className: string) => string>> = {
  recall: (name) => `the share of the rows of ${name} that are predicted as ${name}`,
  precision: (name) => `the share of the rows predicted as ${name} that are of ${name}`,
  f1: (name) => `the harmonic mean of precision and recall of ${name}`,
};

const reasons: Readonly<Record<OneClassMetric, (className: string) => string>> = {
  recall: (name) => `no evaluated row is of the class ${name}`,
  precision: (name) => `no row is predicted as ${name}`,
  f1: (name) => `no row is of the class ${name} or predicted as it`,
};

const baselineWords: Readonly<Record<OneClassMetric, (className: string) => string>> = {
  recall: (name) => `that predicts as many rows as ${name} as the challenger, by chance`,
  precision: (name) => `that predicts ${name} for every row`,
  f1: (name) => `that predicts ${name} for every row`,
};

/** By its name, in any of its spellings; else the only class that gates spell so. −1 where there is none, or several. */
function findClass(classes: readonly string[], className: string): number {
  const known = new Map(classes.map((name, code) => [name, code]));
  const exact = known.get(spellClass(className, known));
  if (exact !== undefined) return exact;
  const [found, ...more] = classes.filter((name) => spellMetricName(name) === className);
  return found === undefined || more.length > 0 ? -1 : classes.indexOf(found);
}

/** 1 for the class and 0 for all others, in labels and predictions. */
function oneAgainstOthers(
  { weights, classes = [], labels, scores }: ScoredRows,
  className: string,
): ScoredRows {
  const code = findClass(classes, className);
  const isClass = (value: number): number => (value === code ? 1 : 0);
  return { labels: labels.map(isClass), scores: scores.map(isClass), threshold: 0.5, weights };
}
