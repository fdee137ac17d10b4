/** Numbers of any unit, such as labels, predictions and measures, in sizes that the statistics can compute with. */
import { DataError } from '../../kernel/errors.ts';
import { checkEach } from './check-each.ts';

/** Squared errors, and their cubes in a skewness, stay finite: (2e30)^6 is 6e181. */
const LARGEST_NUMBER = 1e30;

/** Squares of squared errors are no zeros: (1e-30)^8 is 1e-240, where a spread would be lost below 1e-308. */
const SMALLEST_SIZE = 1e-30;

const LARGER_UNIT = 'write the column in a larger unit, so that its numbers are smaller';

interface Column {
  /** The place, as the reader of an error knows it, like `predictions: column "score"`. */
  readonly where: string;
  /** What the column has, like `labels`. */
  readonly subject: string;
  /** What to do about a value that is missing or too large. */
  readonly hint?: string;
}

/**
 * NaN is a missing value, and is refused. Single values may be as small as they like: an error that is next to none
 * counts as none beside the others.
 * @throws DataError for the first value beyond 1e30 in size, and for a column whose values are all below 1e-30 in size.
 */
export function checkMeasurements(values: Float64Array, { where, subject, hint }: Column): void {
  checkEach(values, (value) => Math.abs(value) <= LARGEST_NUMBER, {
    expectation: `${where}: expected ${subject} from -1e30 to 1e30`,
    hint: hint ?? (values.some((value) => Math.abs(value) > LARGEST_NUMBER) ? LARGER_UNIT : undefined),
  });
  const largest = values.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  if (largest === 0 || largest >= SMALLEST_SIZE) return;
  throw new DataError(
    'DATA_INVALID',
    `${where}: expected ${subject} of which one is 1e-30 or more in size, or all are 0, got ${largest} as the largest size`,
    { hint: 'write the column in a smaller unit, so that its numbers are larger' },
  );
}
