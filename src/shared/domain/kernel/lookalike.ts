/**
 * Names that a reader takes for one, and a program for two: an é of one or of two characters (Unicode Standard Annex
 * 15), blanks of another kind or at an end, characters without a width, letters of another case.
 */

/** @returns the other names that look like `name`. */
export function findLookalikes(name: string, others: readonly string[]): readonly string[] {
  const form = visibleForm(name);
  return others.filter((other) => other !== name && visibleForm(other) === form);
}

/** Those of them that differ in more than the case of letters, which a reader sees: in a message they look the same. */
export function findIndistinguishable(name: string, others: readonly string[]): readonly string[] {
  return findLookalikes(name, others).filter((other) => other.toLowerCase() !== name.toLowerCase());
}

function visibleForm(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\p{Cf}+/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .toLowerCase();
}

/** `U+006F U+0308 in place of U+00F6`: the first part in which two names differ, as the code points of each. */
export function describeCodePoints(found: string, expected: string): string {
  const [own, other] = [Array.from(found), Array.from(expected)];
  let start = 0;
  while (start < own.length && own[start] === other[start]) start += 1;
  let [end, otherEnd] = [own.length, other.length];
  while (end > start && otherEnd > start && own[end - 1] === other[otherEnd - 1])
    [end, otherEnd] = [end - 1, otherEnd - 1];
  return `${codePoints(own.slice(start, end))} in place of ${codePoints(other.slice(start, otherEnd))}`;
}

const MOST_CODE_POINTS = 6;

function codePoints(characters: readonly string[]): string {
  if (characters.length === 0) return 'nothing';
  const shown = characters
    .slice(0, MOST_CODE_POINTS)
    .map((character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
  return `${shown.join(' ')}${characters.length > MOST_CODE_POINTS ? ' …' : ''}`;
}
