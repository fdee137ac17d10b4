/** LIKE of SQL: `%` is any text, `_` is any one character, and the whole text has to match. */

/** O(n · m), without a regular expression, which a pattern of many `%` would keep busy. */
export function isLike(text: string, pattern: string): boolean {
  const characters = Array.from(text);
  const wanted = Array.from(pattern);
  let at = 0;
  let of = 0;
  /** Where the last `%` stands, and how much of the text it takes. */
  let any = -1;
  let taken = 0;
  while (at < characters.length) {
    if (wanted[of] === '%') {
      any = of;
      taken = at;
      of += 1;
    } else if (of < wanted.length && (wanted[of] === '_' || wanted[of] === characters[at])) {
      at += 1;
      of += 1;
    } else if (any >= 0) {
      taken += 1;
      at = taken;
      of = any + 1;
    } else return false;
  }
  return wanted.slice(of).every((character) => character === '%');
}
