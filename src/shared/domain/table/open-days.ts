/** Days of which the order of day and month is open: `04/01/2026`, where no other cell of the column says which comes first. */

const DAY_OR_MONTH = /^(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?!\d)/;
const LARGEST_MONTH = 12;

/** `"04/01/2026", which may be 2026-04-01 or 2026-01-04`, of the first text that is open; undefined where none is. */
export function describeOpenDay(texts: readonly string[]): string | undefined {
  for (const text of texts) {
    const readings = bothReadingsOf(text);
    if (readings !== undefined)
      return `${JSON.stringify(text.slice(0, 80))}, which may be ${readings.join(' or ')}`;
  }
  return undefined;
}

/** Both readings of the day that a text begins with, as ISO 8601 writes them; undefined where it has one. */
export function bothReadingsOf(text: string): readonly string[] | undefined {
  const [, first = '', , second = '', year = ''] = DAY_OR_MONTH.exec(text) ?? [];
  const isOpen = [first, second].every((part) => Number(part) >= 1 && Number(part) <= LARGEST_MONTH);
  if (!isOpen || Number(first) === Number(second)) return undefined;
  const [one, other] = [first.padStart(2, '0'), second.padStart(2, '0')];
  return [`${year}-${one}-${other}`, `${year}-${other}-${one}`];
}
