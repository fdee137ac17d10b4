/** Which texts of times are instants: those with a zone, and numbers since 1970. */
import { describe, expect, it, test } from 'vitest';
import { CsvCells, TIME } from '../../../src/shared/domain/table/csv-cells.ts';
import { decideFileSign } from '../../../src/shared/domain/table/decimal-sign.ts';
import { parseTimes } from '../../../src/shared/domain/table/parse-time-texts.ts';
import { basisOfTexts, evidenceOfTime, isInstant } from '../../../src/shared/domain/table/time-basis.ts';

const INSTANTS = [
  '2026-01-31T09:30:00Z',
  '2026-01-31 09:30Z',
  '2026-01-31T09:30:00.123456+02',
  '2026-01-31T09:30:00+0200',
  '2026-01-31T09:30:00-05:30',
  '2026-01-31T09:30:00+01:00[Europe/Berlin]',
  '20260131T093000Z',
  '20260131T0930-0500',
  '31 Jan 2026 09:30 GMT',
  'Jan 31, 2026 9:30 PM +01:00',
  'Jan 31 09:30:00 UTC 2026',
  'Sat Jan 31 2026 09:30:00 GMT+0100 (Central European Standard Time)',
  '2026-01-31 09:30 CET',
  '2026-01-31 09:30 (EST)',
  '[31/Jan/2026:09:30:00 +0200]',
  '(2026-01-31 09:30:00 +02:00)',
  'at 2026-01-31T09:30:00+0200.',
  'at 2026-01-31 09:30:00+02:00 Uhr',
  'run-2026-01-31T09:30:00+0200-backup.csv',
  'Sat Jan 31 09:30:00 2026 +0200',
  'Sat Jan 31 09:30:00 +0000 2026',
  'Sat Jan 31 09:30:00 EST 2026',
  '1769851800',
  '1769851800000',
  '1769851800.5',
];

const LOCAL = [
  '2026-01-31',
  '2026-01-31T09:30',
  '2026-01-31 09:30:00',
  '2026-01-31T09:30:00.123456',
  '20260131',
  '20260131T093000',
  '31/01/2026 09:30',
  '31-01-2026',
  '31 Jan 2026 09:30',
  'Jan 31-2026',
  'Jan 31, 2026 9:30 PM',
  'Sat Jan 31 09:30:00 2026',
  '2026-01-31 09:30 Uhr',
  '[2026-01-31 09:30:00]',
  '(2026-01-31)',
  'run-2026-01-31T09:30:00-backup.csv',
  '2026-W05',
  '2026-01',
  '2026-01-26/2026-02-01',
];

describe.each([
  [true, INSTANTS],
  [false, LOCAL],
])('a text is an instant: %s', (expected, texts) => {
  it.each(texts)('%s', (text) => {
    const { values } = parseTimes([text, text]);
    expect(values[0]).not.toBeNaN();
    expect(isInstant(text, values[0] ?? NaN)).toBe(expected);
  });
});

test('digits are a date and an hour where they were read so', () => {
  expect(isInstant('2026013109', Date.UTC(2026, 0, 31, 9))).toBe(false);
  expect(isInstant('2026013109', 2_026_013_109_000)).toBe(true);
  expect(isInstant('20260131093000', Date.UTC(2026, 0, 31, 9, 30))).toBe(false);
});

test('the bytes that the reader of CSV sees say the same', () => {
  const evidenceOf = (text: string) =>
    evidenceOfTime(new TextEncoder().encode(`,${text},`), 1, 1 + text.length);
  const plain = /^\d{4}-\d\d-\d\d(?:$|[T ]\d\d:\d\d)/;
  const isPlain = (text: string) => plain.test(text) && !/[a-zA-Z(]{2}|\//.test(text);
  const [zoned, local] = [INSTANTS.filter(isPlain), LOCAL.filter(isPlain)];
  expect([zoned.length, local.length]).toEqual([5, 4]);
  expect(new Set(zoned.map(evidenceOf))).toEqual(new Set([1]));
  expect(new Set(local.map(evidenceOf))).toEqual(new Set([2]));
});

test('a column is instants, local or mixed; what is no time shows nothing', () => {
  const basisOf = (texts: readonly string[]) => basisOfTexts(texts, parseTimes(texts).values).basis;
  expect(basisOf(['2026-01-31T09:30:00Z', '2026-01-31T09:30:00+02:00', 'none', ''])).toBe('instants');
  expect(basisOf(['2026-01-31T09:30:00', '2026-01-31', 'none'])).toBeUndefined();
  expect(basisOf(['2026-01-31T09:30:00', '2026-01-31T09:30:00Z'])).toBe('mixed');
  expect(basisOf(['none'])).toBeUndefined();
});

test('parts of a file say together what the column has', () => {
  const partOf = (text: string) => {
    const cells = new CsvCells('at', TIME, { isPart: true });
    cells.reserve(1);
    cells.put(0, new TextEncoder().encode(text), 0, text.length);
    return cells.takePart(1);
  };
  const basisOf = (texts: readonly string[]) => {
    const joined = new CsvCells('at', TIME);
    joined.append(texts.map(partOf), { rowsBefore: 0, rowCount: texts.length });
    const built = joined.build(texts.length, { file: decideFileSign([], true) });
    return built.kind === 'column' && built.column.kind === 'time' ? built.column.basis : built.kind;
  };
  expect(basisOf(['2026-01-31T09:30:00Z', '2026-01-31T09:30:00+01:00'])).toBe('instants');
  expect(basisOf(['2026-01-31T09:30:00Z', '2026-01-31T09:30:00'])).toBe('mixed');
});
