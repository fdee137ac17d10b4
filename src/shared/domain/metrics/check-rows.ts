/** What predictions must be before any metric is computed from them. */
import type { TaskName } from '../documents/fields.ts';
import { DataError } from '../kernel/errors.ts';

/** @throws DataError that names the first row that is wrong, and how many are. */
export function checkLabels(task: TaskName, labels: Float64Array, where: string): void {
  if (task === 'binary') {
    check(labels, (label) => label === 0 || label === 1, `${where}: expected labels 0 or 1`);
  } else {
    check(labels, Number.isFinite, `${where}: expected finite labels`);
  }
}

/** @throws DataError that names the first row that is wrong, and how many are. */
export function checkScores(task: TaskName, scores: Float64Array, where: string): void {
  if (task === 'binary') {
    check(scores, (score) => score >= 0 && score <= 1, `${where}: expected probabilities in [0, 1]`);
  } else {
    check(scores, Number.isFinite, `${where}: expected finite predictions`);
  }
}

function check(values: Float64Array, isValid: (value: number) => boolean, expectation: string): void {
  const first = values.findIndex((value) => !isValid(value));
  if (first === -1) return;
  const count = values.reduce((sum, value) => sum + (isValid(value) ? 0 : 1), 0);
  const got = Number.isNaN(values[first]) ? 'a missing value' : String(values[first]);
  throw new DataError(
    'DATA_INVALID',
    `${expectation}, got ${got} in row ${first + 1} (${count} of ${values.length} rows)`,
  );
}
