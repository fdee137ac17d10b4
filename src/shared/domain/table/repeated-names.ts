/** Names that a file has more than once: which of the columns a role or a profile means, no reader can know. */
import { DataError } from '../kernel/errors.ts';

const SHOWN = 10;

/** @param where names the file, and the line of the names where there is one. @throws DataError with the names. */
export function refuseRepeatedNames(names: readonly string[], where: string): void {
  const repeated = findRepeated(names);
  if (repeated.length === 0) return;
  const listed = repeated.slice(0, SHOWN).map((name) => JSON.stringify(name));
  const more = repeated.length > SHOWN ? ` and ${repeated.length - SHOWN} others` : '';
  throw new DataError(
    'DATA_INVALID',
    `${where}: expected each column once, got ${listed.join(', ')}${more} more than once`,
    { hint: 'give each column a name of its own, or leave all but one of them out' },
  );
}

function findRepeated(names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
  }
  return [...repeated];
}
