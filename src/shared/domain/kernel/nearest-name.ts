/** "Did you mean …?": the known name that a misspelled one is closest to. */

/** Letters and digits alone, of every script: `A-17` and `a 17` differ in their case only. */
export function lettersAndDigits(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Two slips in a word are a misspelling; more is another word. */
const MAX_SLIPS = 2;

/** The hint for a name that is not among the known ones; undefined where none of them is close. */
export function didYouMean(name: string, known: readonly string[]): string | undefined {
  const nearest = nearestName(name, known);
  return nearest === undefined ? undefined : `did you mean "${nearest}"?`;
}

/**
 * The known name within two slips of `name`, else one of whose words it is (`auc` of `roc_auc`), or undefined.
 * Cost: the product of the lengths, for each known name.
 */
function nearestName(name: string, known: readonly string[]): string | undefined {
  const limit = mostSlips(name);
  const candidates = known
    .map((candidate) => ({ candidate, slips: countSlips(name, candidate) }))
    .filter(({ candidate, slips }) => slips <= limit && slips < candidate.length);
  candidates.sort((left, right) => left.slips - right.slips);
  return candidates[0]?.candidate ?? known.find((candidate) => candidate.split(/[_-]/).includes(name));
}

/** A name of up to four letters has one slip at most: with two, half of it is another word. */
function mostSlips(name: string): number {
  return name.length <= 4 ? 1 : MAX_SLIPS;
}

/**
 * Optimal string alignment distance: letters inserted, left out, replaced, or swapped with their neighbor, the
 * slips of a typing hand (Damerau 1964), by the row-by-row recurrence of Wagner and Fischer.
 */
function countSlips(from: string, to: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const substitution = from[row - 1] === to[column - 1] ? 0 : 1;
      const isSwap =
        row > 1 &&
        column > 1 &&
        from[row - 1] === to[column - 2] &&
        from[row - 2] === to[column - 1] &&
        substitution === 1;
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + substitution,
          isSwap ? (beforePrevious[column - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[to.length] ?? 0;
}
