/** When each metric has no value, by the words of its `undefinedBecause`. */
import type { ScoredRows } from '../../../src/shared/domain/metrics/metric.ts';

const isPredicted = ({ scores, threshold }: ScoredRows): boolean =>
  scores.some((score) => score >= threshold);
const hasPositive = ({ labels }: ScoredRows): boolean => labels.includes(1);
const isConstant = ({ labels }: ScoredRows): boolean => new Set(labels).size < 2;

export const conditions: Readonly<Record<string, (rows: ScoredRows) => boolean>> = {
  'no query has a relevant item': ({ labels }) => labels.every((label) => label === 0),
  'no series has a scale, since none is longer than a season (`predictions.season`) with labels that differ':
    ({ byRole }) => byRole?.get('scale')?.every(Number.isNaN) !== false,
  'no evaluated row is of the class setosa': ({ labels }) => !labels.includes(0),
  'no row is predicted as setosa': ({ scores }) => !scores.includes(0),
  'no row is of the class setosa or predicted as it': ({ labels, scores }) =>
    !labels.includes(0) && !scores.includes(0),
  'the model has no values of quality': ({ outputs = [] }) =>
    !outputs.some(({ role }) => role.startsWith('measure:quality#')),
  'passed has other values than 0 and 1, of which there is a mean only: mean:passed': ({ outputs = [] }) =>
    outputs.some(
      ({ role, values }) =>
        role.startsWith('measure:passed#') && values.some((value) => value !== 0 && value !== 1),
    ),
  'there are no rows': ({ labels }) => labels.length === 0,
  'the evaluated rows contain one class only': isConstant,
  'no evaluated row is positive': (rows) => !hasPositive(rows),
  'no evaluated row is negative': ({ labels }) => !labels.includes(0),
  'every label is 0, or there are no rows': ({ labels }) => labels.every((label) => label === 0),
  'a label is 0, or there are no rows': ({ labels }) => labels.length === 0 || labels.includes(0),
  'a label or a prediction is below 0, or there are no rows': ({ labels, scores }) =>
    labels.length === 0 || [...labels, ...scores].some((value) => value < 0),
  'no row is predicted positive': (rows) => !isPredicted(rows),
  'no row is positive or predicted positive': (rows) => !hasPositive(rows) && !isPredicted(rows),
  'all labels and predictions are one class': ({ labels, scores }) =>
    new Set([...labels, ...scores]).size < 2,
  'the evaluated rows contain one class only, or one probability separates the classes': ({
    labels,
    scores,
  }) => {
    const [negatives, positives] = [0, 1].map((label) =>
      [...scores].filter((_, row) => labels[row] === label),
    );
    const isBelow = (some: readonly number[] = [], others: readonly number[] = []): boolean =>
      some.every((score) => others.every((other) => score <= other));
    return isBelow(negatives, positives) || isBelow(positives, negatives);
  },
  // Labels that differ too little to measure: test/domain/metrics/metrics.test.ts.
  'the labels of the evaluated rows are equal, or differ too little to measure': isConstant,
};
