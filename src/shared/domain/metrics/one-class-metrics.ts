/**
 * Metrics of one of several classes against all others: `recall:setosa`, `precision:setosa`, `f1:setosa`. They are
 * those of a binary task whose positive class it is.
 */
import { SHARE_RANGE, TWO_POINTS } from './metric-defaults.ts';
import { spellMetricName } from '../kernel/metric-name.ts';
import { alwaysPositive, chance } from './baseline.ts';
import { f1, precision, recall } from './binary-metrics.ts';
import { spellClass } from './class-spelling.ts';
import type { MetricForm } from './metric-form.ts';
import type { Baseline, Metric, ScoredRows } from './metric.ts';

/** The class is found among those of the rows, as gates spell it. */
export const oneClassForms: readonly MetricForm[] = [
  { prefix: 'recall:', examples: ['setosa'], create: recallOf },
  { prefix: 'precision:', examples: ['setosa'], create: precisionOf },
  { prefix: 'f1:', examples: ['setosa'], create: f1Of },
];

function recallOf(className: string): Metric {
  return {
    name: `recall:${className}`,
    words: {
      title: `Recall of ${className}`,
      meaning: `the share of the rows of ${className} that are predicted as ${className}`,
    },
    better: 'higher',
    range: SHARE_RANGE,
    defaultMargin: TWO_POINTS,
    baseline: {
      words: `that predicts as many rows as ${className} as the challenger, by chance`,
      computeStatistic: (_metric, challenger, grouping) =>
        chance.computeStatistic(recall, oneAgainstOthers(challenger, className), grouping),
    },
    undefinedBecause: `no evaluated row is of the class ${className}`,
    dependsOn: 'scores',
    computeStatistic: (rows, grouping) =>
      recall.computeStatistic(oneAgainstOthers(rows, className), grouping),
  };
}

function precisionOf(className: string): Metric {
  return {
    name: `precision:${className}`,
    words: {
      title: `Precision of ${className}`,
      meaning: `the share of the rows predicted as ${className} that are of ${className}`,
    },
    better: 'higher',
    range: SHARE_RANGE,
    defaultMargin: TWO_POINTS,
    baseline: alwaysThisClass(precision, className),
    undefinedBecause: `no row is predicted as ${className}`,
    dependsOn: 'scores',
    computeStatistic: (rows, grouping) =>
      precision.computeStatistic(oneAgainstOthers(rows, className), grouping),
  };
}

function f1Of(className: string): Metric {
  return {
    name: `f1:${className}`,
    words: {
      title: `F1 score of ${className}`,
      meaning: `the harmonic mean of precision and recall of ${className}`,
    },
    better: 'higher',
    range: SHARE_RANGE,
    defaultMargin: TWO_POINTS,
    baseline: alwaysThisClass(f1, className),
    undefinedBecause: `no row is of the class ${className} or predicted as it`,
    dependsOn: 'scores',
    computeStatistic: (rows, grouping) => f1.computeStatistic(oneAgainstOthers(rows, className), grouping),
  };
}

/** @param binary the metric of the rows that are positive where they are of the class. */
function alwaysThisClass(binary: Metric, className: string): Baseline {
  return {
    words: `that predicts ${className} for every row`,
    computeStatistic: (_metric, challenger, grouping) =>
      alwaysPositive.computeStatistic(binary, oneAgainstOthers(challenger, className), grouping),
  };
}

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
