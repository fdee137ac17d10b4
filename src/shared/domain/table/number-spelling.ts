/**
 * How people write a number in text, without what has one meaning: `1'234.50`, `1 234,50`, `(12.50)`, `12.50-`, `−5`
 * and `1324.-`. What points and commas mean is decided for the whole column (`decimal-sign.ts`).
 */

const ORDINARY = /^[+-]?[\d.,]+(?:[eE][+-]?\d+)?$/;
/** As accounts write a loss. */
const IN_PARENTHESES = /^\(([\d.,].*)\)$/;
const MINUS_BEHIND = /^([\d.,][\d.,'’\s]*)[-−]$/u;
/** No decimals, as shops write it: `1324.-`, `5,–`. */
const DASH_FOR_DECIMALS = /^([+-]?\d[\d'’\s]*)[.,][-–—]$/u;
const GROUPED = /^([+-]?[1-9]\d{0,2})((?:['’\s]\d{3})+)([.,]\d*)?$/u;

/** The same number in digits, points, commas and a sign before them; any other text without blanks around it. */
export function plainSpelling(text: string): string {
  const trimmed = text.trim();
  if (ORDINARY.test(trimmed)) return trimmed;
  const withMinus = trimmed.replace(/^[−–](?=[\d.,])/u, '-');
  const inside = IN_PARENTHESES.exec(withMinus)?.[1];
  if (inside !== undefined) return negated(plainSpelling(inside), trimmed);
  const dashed = DASH_FOR_DECIMALS.exec(withMinus)?.[1];
  if (dashed !== undefined) return plainSpelling(dashed);
  const behind = MINUS_BEHIND.exec(withMinus)?.[1];
  if (behind !== undefined) return negated(plainSpelling(behind), trimmed);
  const [, first, groups = '', decimals = ''] = GROUPED.exec(withMinus) ?? [];
  return first === undefined ? withMinus : `${first}${withoutGroupMarks(groups)}${decimals}`;
}

/** Marks between thousands that are no points and commas. */
export function withoutGroupMarks(number: string): string {
  return number.replace(/['’\s]/gu, '');
}

function negated(number: string, otherwise: string): string {
  return ORDINARY.test(number) && !/^[+-]/.test(number) ? `-${number}` : otherwise;
}

/** Whether the sign is written as accounts do, which alone may be the names of something: `(1)`, `12-`. */
export function isAccountSpelling(text: string): boolean {
  const trimmed = text.trim();
  return IN_PARENTHESES.test(trimmed) || MINUS_BEHIND.test(trimmed);
}
