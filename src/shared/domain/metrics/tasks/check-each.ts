/** A column with a value that is none of those that are expected. */
import { DataError } from '../../kernel/errors.ts';
import { at } from '../../statistics/vectors.ts';

const COMPLETE = 'write a value into every row, or leave the rows without one out for both models';
const CORRECT =
  'correct these values where they are written, or the column that the configuration names for this role';

/** @throws DataError that names the row of the first one, and how many there are. */
export function checkEach(
  values: Float64Array,
  isValid: (value: number) => boolean,
  { expectation, hint }: { readonly expectation: string; readonly hint?: string | undefined },
): void {
  let first = 0;
  while (first < values.length && isValid(at(values, first))) first += 1;
  if (first === values.length) return;
  const count = values.reduce((sum, value) => sum + (isValid(value) ? 0 : 1), 0);
  const got = Number.isNaN(values[first]) ? 'a missing value' : String(values[first]);
  throw new DataError(
    'DATA_INVALID',
    `${expectation}, got ${got} in row ${first + 1} (${count} of ${values.length} rows)`,
    { hint: hint ?? (Number.isNaN(values[first]) ? COMPLETE : CORRECT) },
  );
}
