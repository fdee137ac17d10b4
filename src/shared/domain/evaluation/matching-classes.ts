/**
 * Predicted classes that cannot mean what the labels mean: no model is as bad as one of which no prediction is a class of
 * any label, and one that counts from 0 where the labels count from 1 is right by chance only.
 */
import { DataError } from '../kernel/errors.ts';
import { listClasses, type LabelCodes } from '../metrics/tasks/task.ts';
import { at } from '../statistics/vectors.ts';

interface PredictedRows {
  /** Codes, one a row; both in the same order. */
  readonly labels: Float64Array;
  readonly predicted: Float64Array;
  readonly codes: LabelCodes;
}

/** @throws DataError that names both sets of classes. */
export function requireMatchingClasses(rows: PredictedRows, where: string): void {
  const { labels, predicted, codes } = rows;
  const [ofLabels, ofPredictions] = [new Set(labels), new Set(predicted)];
  const namesOf = (values: Iterable<number>): string =>
    listClasses([...values].sort((one, other) => one - other).map((code) => codes[code] ?? ''));
  const areShared = predicted.some((code) => ofLabels.has(code));
  if (areShared && !countFromElsewhere(rows, { ofLabels, ofPredictions })) return;
  throw new DataError(
    'DATA_INVALID',
    `${where}: expected classes of the labels, such as ${namesOf(ofLabels)}, got ${namesOf(ofPredictions)}`,
    {
      hint: areShared
        ? 'write predicted classes as the labels count them: more of these are right if each is moved by one'
        : 'write predicted classes as the labels spell them',
    },
  );
}

const WHOLE_NUMBER = /^-?\d{1,15}$/;

/** Whether some predictions are no label, some labels no prediction, and moving all predictions by one class cures both. */
function countFromElsewhere(
  { labels, predicted, codes }: PredictedRows,
  { ofLabels, ofPredictions }: Readonly<Record<'ofLabels' | 'ofPredictions', ReadonlySet<number>>>,
): boolean {
  const isMissed = [...ofLabels].some((code) => !ofPredictions.has(code));
  if (!isMissed || [...ofPredictions].every((code) => ofLabels.has(code))) return false;
  if (![...ofLabels, ...ofPredictions].every((code) => WHOLE_NUMBER.test(codes[code] ?? ''))) return false;
  const numbers = Float64Array.from(codes, Number);
  const labelNumbers = new Set([...ofLabels].map((code) => at(numbers, code)));
  const countRight = (move: number): number =>
    labels.reduce(
      (count, label, row) => count + (at(numbers, label) === at(numbers, at(predicted, row)) + move ? 1 : 0),
      0,
    );
  return [1, -1].some(
    (move) =>
      [...ofPredictions].every((code) => labelNumbers.has(at(numbers, code) + move)) &&
      countRight(move) > countRight(0),
  );
}
