/**
 * Identifiers that are times, in one spelling: Parquet has timestamps as numbers, CSV has them as text, and writers
 * choose between `2026-01-31 09:30:00.5` and `2026-01-31T09:30:00.500Z`. Exact to the nanosecond.
 */
import { parseTimeText } from './parse-time.ts';
import { TextsBuilder, type Texts } from './texts.ts';

/** Date and clock to the second, up to nine digits of a fraction, and what follows. */
const TIME =
  /^(\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?)(?:[.,](\d{1,9}))?(Z|UTC|[+-]\d{2}(?::?\d{2})?)?$/;

/** Seconds since 1970 and nine digits for each text; undefined where one of them is no time. O(rows). */
export function canonicalInstants(texts: Texts): Texts | undefined {
  const builder = new TextsBuilder(texts.count);
  for (let row = 0; row < texts.count; row++) {
    const instant = instantOf(texts.at(row) ?? '');
    if (instant === undefined) return undefined;
    builder.appendText(instant);
  }
  return builder.build();
}

function instantOf(text: string): string | undefined {
  const [, whole, fraction = '', zone = ''] = TIME.exec(text.trim()) ?? [];
  if (whole === undefined) return undefined;
  const isDay = whole.length === '2026-01-31'.length;
  if (isDay && (fraction !== '' || zone !== '')) return undefined;
  const milliseconds = parseTimeText(`${whole}${zone === 'UTC' ? 'Z' : zone}`);
  return Number.isNaN(milliseconds) ? undefined : `${milliseconds / 1000}.${fraction.padEnd(9, '0')}`;
}
