/** "Did you mean …?": the known name that a misspelled one is closest to. */

/** Two slips in a word are a misspelling; more is another word. */
const MAX_DISTANCE = 2;

/** The hint for a name that is not among the known ones; undefined where none of them is close. */
export function didYouMean(name: string, known: readonly string[]): string | undefined {
  const nearest = nearestName(name, known);
  return nearest === undefined ? undefined : `did you mean "${nearest}"?`;
}

/**
 * The known name within two edits of `name`, else one of whose words it is (`auc` of `roc_auc`), or undefined.
 * Cost: the product of the lengths, for each known name.
 */
function nearestName(name: string, known: readonly string[]): string | undefined {
  const candidates = known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    // Of three letters, two are another word.
    .filter(
      ({ candidate, distance }) =>
        distance <= Math.min(MAX_DISTANCE, Math.ceil(name.length / 2) - 1 || 1) &&
        distance < candidate.length,
    );
  candidates.sort((left, right) => left.distance - right.distance);
  return candidates[0]?.candidate ?? known.find((candidate) => candidate.split(/[_-]/).includes(name));
}

/** Levenshtein distance (insertions, deletions, substitutions), by the row-by-row recurrence of Wagner and Fischer. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const substitution = from[row - 1] === to[column - 1] ? 0 : 1;
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + substitution,
        ),
      );
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
