/** Days and times in every spelling that a whole column makes clear, and what stays open. */
import { expect, describe, test } from 'vitest';
import { readTimes } from '../../../src/shared/domain/table/time-spelling.ts';
import { parseTimes } from '../../../src/shared/domain/table/parse-time-texts.ts';

const JANUARY_31 = Date.UTC(2026, 0, 31);
const MORNING = Date.UTC(2026, 0, 31, 9, 30);

/** Thirteen days from 31 January on, each as `write` writes its year, month and day. */
function days(write: (year: string, month: string, day: string) => string): readonly string[] {
  return Array.from({ length: 13 }, (_, row) => {
    const [year = '', month = '', day = ''] = new Date(JANUARY_31 + row * 86_400_000)
      .toISOString()
      .slice(0, 10)
      .split('-');
    return write(year, month, day);
  });
}

const NAMES = ['Jan', 'Feb'];
const nameOf = (month: string) => NAMES[Number(month) - 1] ?? '';

describe('days', () => {
  test.each([
    ['2026-01-31', days((y, m, d) => `${y}-${m}-${d}`)],
    ['20260131', days((y, m, d) => `${y}${m}${d}`)],
    ['2026/01/31', days((y, m, d) => `${y}/${m}/${d}`)],
    ['2026/1/31', days((y, m, d) => `${y}/${Number(m)}/${Number(d)}`)],
    ['2026.01.31', days((y, m, d) => `${y}.${m}.${d}`)],
    ['31/01/2026', days((y, m, d) => `${d}/${m}/${y}`)],
    ['01/31/2026', days((y, m, d) => `${m}/${d}/${y}`)],
    ['1/31/2026', days((y, m, d) => `${Number(m)}/${Number(d)}/${y}`)],
    ['31.01.2026', days((y, m, d) => `${d}.${m}.${y}`)],
    ['31-01-2026', days((y, m, d) => `${d}-${m}-${y}`)],
    ['31 Jan 2026', days((y, m, d) => `${d} ${nameOf(m)} ${y}`)],
    ['31-Jan-2026', days((y, m, d) => `${d}-${nameOf(m)}-${y}`)],
    ['31JAN2026', days((y, m, d) => `${d}${nameOf(m).toUpperCase()}${y}`)],
    ['Jan 31, 2026', days((y, m, d) => `${nameOf(m)} ${d}, ${y}`)],
    ['January 31, 2026', days((y, m, d) => `${nameOf(m)}uary ${d}, ${y}`)],
    ['31012026', days((y, m, d) => `${d}${m}${y}`)],
    ['01312026', days((y, m, d) => `${m}${d}${y}`)],
    ['2026_01_31', days((y, m, d) => `${y}_${m}_${d}`)],
    ['(2026, 1, 31)', days((y, m, d) => `(${y}, ${Number(m)}, ${Number(d)})`)],
    ['year=2026/month=01/day=31', days((y, m, d) => `year=${y}/month=${m}/day=${d}`)],
    ['2026年1月31日', days((y, m, d) => `${y}年${Number(m)}月${Number(d)}日`)],
    ['2026년 1월 31일', days((y, m, d) => `${y}년 ${Number(m)}월 ${Number(d)}일`)],
    ...['fr', 'es', 'it', 'pt', 'nl', 'sv', 'pl', 'tr', 'ca'].flatMap((language) =>
      (['long', 'short'] as const).map((month): [string, readonly string[]] => {
        const format = new Intl.DateTimeFormat(language, {
          day: 'numeric',
          month,
          year: 'numeric',
          timeZone: 'UTC',
        });
        return [format.format(JANUARY_31), days((y, m, d) => format.format(new Date(`${y}-${m}-${d}`)))];
      }),
    ),
    [
      'Sat Jan 31 2026 00:00:00 GMT+0000 (Coordinated Universal Time)',
      days((y, m, d) => new Date(`${y}-${m}-${d}`).toString().replace(/\d\d:.*/, '00:00:00 GMT+0000 (UTC)')),
    ],
    ['2026-031', Array.from({ length: 13 }, (_, row) => `2026-0${31 + row}`)],
    [
      '2026-W05-6',
      [
        '2026-W05-6',
        '2026-W05-7',
        ...Array.from({ length: 7 }, (_, row) => `2026-W06-${row + 1}`),
        ...Array.from({ length: 4 }, (_, row) => `2026-W07-${row + 1}`),
      ],
    ],
  ])('%s', (_spelling, texts) => {
    const expected = texts.map((_, row) => JANUARY_31 + row * 86_400_000);
    expect(readTimes(texts)).toMatchObject({ kind: 'times', unit: 'day', values: expected });
  });
});

describe('times', () => {
  test.each([
    '2026-01-31T09:30:00Z',
    '2026-01-31 09:30:00',
    '2026-01-31 09:30',
    '2026-01-31T10:30:00+01:00',
    '2026-01-31 10:30:00+01',
    '2026-01-31T10:30+01:00[Europe/Berlin]',
    '2026-01-31 09:30:00 UTC',
    '2026-01-31 09:30:00.000000000',
    '20260131T093000Z',
    '20260131 093000',
    '20260131093000',
    '2026/01/31 9:30',
    '31/01/2026 09:30:00',
    '01/31/2026 09:30',
    '31.01.2026 09:30',
    'Sat, 31 Jan 2026 09:30:00 GMT',
    'Sat, 31 Jan 2026 10:30:00 +0100',
    'Jan 31, 2026 09:30:00',
    '1/31/2026, 9:30:00 AM',
    '1/31/2026 9:30\u202fAM',
    '2026-01-31 09:30 a.m.',
    'Jan 31 2026  9:30AM',
    'January 31, 2026 at 9:30 AM',
    'Saturday, January 31, 2026 9:30 AM',
    '2026-01-31 09:30 (Sat)',
    'Sat Jan 31 09:30:00 2026',
    '31JAN2026:09:30:00',
    '31/Jan/2026:09:30:00 +0000',
  ])('%s', (text) => {
    expect(readTimes([text])).toMatchObject({ kind: 'times', unit: 'time', values: [MORNING] });
  });
});

describe('periods', () => {
  test.each([
    ['week', '2026-W05', Date.UTC(2026, 0, 26)],
    ['week', '2026W05', Date.UTC(2026, 0, 26)],
    ['week', '2026-01-26/2026-02-01', Date.UTC(2026, 0, 26)],
    ['week', '2026-01-26 to 2026-02-01', Date.UTC(2026, 0, 26)],
    ['week', '[2026-01-26, 2026-02-02)', Date.UTC(2026, 0, 26)],
    ['month', 'enero de 2026', Date.UTC(2026, 0, 1)],
    ['week', '2025-W01', Date.UTC(2024, 11, 30)],
    ['week', 'W05 2026', Date.UTC(2026, 0, 26)],
    ['week', '2026 week 5', Date.UTC(2026, 0, 26)],
    ['week', 'KW05/2026', Date.UTC(2026, 0, 26)],
    ['week', '202613', Date.UTC(2026, 2, 23)],
    ['week', '53-2026', Date.UTC(2026, 11, 28)],
    ['hour', '2026-01-31 09', Date.UTC(2026, 0, 31, 9)],
    ['hour', '2026-01-31T09Z', Date.UTC(2026, 0, 31, 9)],
    ['hour', '2026013109', Date.UTC(2026, 0, 31, 9)],
    ['hour', 'Jan 31, 2026 9 AM', Date.UTC(2026, 0, 31, 9)],
    ['month', '2026-01', Date.UTC(2026, 0, 1)],
    ['month', '202601.0', Date.UTC(2026, 0, 1)],
    ['month', 'Jan 2026', Date.UTC(2026, 0, 1)],
    ['month', '2026 Jan', Date.UTC(2026, 0, 1)],
    ['month', 'January-2026', Date.UTC(2026, 0, 1)],
    ['month', 'Sept. 2026', Date.UTC(2026, 8, 1)],
    ['month', 'Dez 2026', Date.UTC(2026, 11, 1)],
    ['month', '01/2026', Date.UTC(2026, 0, 1)],
    ['month', 'FY2026-P01', Date.UTC(2026, 0, 1)],
    ['month', '202601', Date.UTC(2026, 0, 1)],
    ['month', '2026M01', Date.UTC(2026, 0, 1)],
    ['quarter', '2026-Q1', Date.UTC(2026, 0, 1)],
    ['quarter', '2026Q2', Date.UTC(2026, 3, 1)],
    ['quarter', 'Q2 2026', Date.UTC(2026, 3, 1)],
    ['quarter', '2Q2026', Date.UTC(2026, 3, 1)],
    ['quarter', '2026 Q2', Date.UTC(2026, 3, 1)],
    ['quarter', 'FY26 Q2', Date.UTC(2026, 3, 1)],
    ['quarter', 'Q2 FY2026', Date.UTC(2026, 3, 1)],
    ['half-year', 'H2 2026', Date.UTC(2026, 6, 1)],
    ['half-year', '2026H2', Date.UTC(2026, 6, 1)],
    ['year', "FY'26", Date.UTC(2026, 0, 1)],
    ['year', 'FY26', Date.UTC(2026, 0, 1)],
    ['year', 'FY2026', Date.UTC(2026, 0, 1)],
    ['year', '2026/27', Date.UTC(2026, 0, 1)],
    ['year', '2026-2027', Date.UTC(2026, 0, 1)],
  ])('a %s: %s', (unit, text, start) => {
    expect(readTimes([text])).toEqual({ kind: 'times', unit, values: [start] });
  });
});

describe('numbers since 1970, where no configuration says that they are times', () => {
  test.each<readonly [string, number]>([
    ['seconds', 1e-3],
    ['milliseconds', 1],
    ['microseconds', 1e3],
  ])('are days where all are whole hours: %s', (_unit, perMs) => {
    const values = [JANUARY_31, JANUARY_31 + 86_400_000];
    const texts = values.map((value) => String(value * perMs));
    expect(readTimes(texts)).toEqual({ kind: 'times', unit: 'day', values });
    expect(readTimes(texts.map((text) => `${text}.0`))).toEqual({ kind: 'times', unit: 'day', values });
  });

  test.each<readonly [string, readonly string[]]>([
    ['seconds', ['1769851801', '1769938207', '1770024611']],
    ['milliseconds', ['1769851801123', '1769938207456', '1770024611789']],
  ])('may be customers where they are not: %s', (_unit, texts) => {
    expect(readTimes(texts)).toMatchObject({ kind: 'unclear', got: JSON.stringify(texts[0]) });
  });

  test.each<readonly [string, readonly string[]]>([
    ['customers one after the other', ['1000000001', '1000000002', '1000000004']],
    ['customers of any number', ['1000000001', '4823411297', '9912040511']],
    ['of different length', ['1769851800', '176985180012']],
  ])('are not %s', (_case, texts) => {
    expect(readTimes(texts)).toEqual({ kind: 'other' });
  });

  test('of an hour', () => {
    expect(readTimes(['1769850000', '1769853600'])).toEqual({
      kind: 'times',
      unit: 'hour',
      values: [1769850000000, 1769853600000],
    });
  });
});

test.each([
  ['points in the clock', ['31.01.2026 09.30', '31.01.2026 10.30'], [MORNING, MORNING + 3_600_000]],
  ['and a half of the day', ['1/31/2026 9.30 am', '1/31/2026 9.30 pm'], [MORNING, MORNING + 43_200_000]],
])('minutes may stand behind a point: %s', (_case, texts, values) => {
  expect(readTimes(texts)).toMatchObject({ kind: 'times', values });
});

// datetime.date.fromisocalendar(2025, 53, 1) of Python is an error, and that of 2026 is 28 December.
test('a week that its year does not have is unclear', () => {
  expect(readTimes(['2025-W52', '2025-W53']).kind).toBe('unclear');
  expect(readTimes(['KW 52/2025', 'KW 53/2025']).kind).toBe('unclear');
  expect(readTimes(['2026-W52', '2026-W53'])).toMatchObject({
    kind: 'times',
    values: [Date.UTC(2026, 11, 21), Date.UTC(2026, 11, 28)],
  });
});

describe('times between the same words in every text', () => {
  test.each<readonly [string, readonly string[], string, readonly number[]]>([
    [
      'a word before',
      ['week of 2026-01-31', 'week of 2026-02-07'],
      'day',
      [JANUARY_31, Date.UTC(2026, 1, 7)],
    ],
    ['a name before', ['batch-20260131', 'batch-20260201'], 'day', [JANUARY_31, Date.UTC(2026, 1, 1)]],
    [
      'a word behind',
      ['31.01.2026 09:30 Uhr', '31.01.2026 10:30 Uhr'],
      'time',
      [MORNING, MORNING + 3_600_000],
    ],
    [
      'a zone by name',
      ['2026-01-31 09:30 EST', '2026-01-31 10:30 EST'],
      'time',
      // pandas.Timestamp('2026-01-31 09:30-05:00')
      [Date.UTC(2026, 0, 31, 14, 30), Date.UTC(2026, 0, 31, 15, 30)],
    ],
    [
      'a zone ahead of UTC',
      ['31.01.2026 09:30 MEZ', '31.01.2026 10:30 MEZ'],
      'time',
      [Date.UTC(2026, 0, 31, 8, 30), Date.UTC(2026, 0, 31, 9, 30)],
    ],
    [
      'the letter of hours',
      ['2026-01-31 09h', '2026-01-31 10h'],
      'hour',
      [MORNING - 1_800_000, MORNING + 1_800_000],
    ],
  ])('are times: %s', (_case, texts, unit, values) => {
    expect(readTimes(texts)).toMatchObject({ kind: 'times', unit, values });
  });

  test.each([
    [['2026-01-31 09:30 America/New_York', '2026-01-31 10:30 America/New_York']],
    [['TZ=America/Los_Angeles 2026-01-31 09:30', 'TZ=America/Los_Angeles 2026-01-31 10:30']],
    [['31.01.2026 09:30 nachm.', '31.01.2026 10:30 nachm.']],
    [['2026-01-31 09:30 CST', '2026-01-31 10:30 CST']],
    [['0044-03-15 BC', '0044-03-16 BC']],
  ])('are unclear with words that move them: %j', (texts) => {
    expect(readTimes(texts).kind).toBe('unclear');
  });

  test.each([
    [['user 1769850000', 'user 1769853600']],
    [['user-202601', 'user-202602']],
    [['shop1-2026-01-31', 'shop2-2026-01-31']],
    [['sensor 2001', 'sensor 2002']],
  ])('are none where only numbers follow, or other words: %j', (texts) => {
    expect(readTimes(texts)).toEqual({ kind: 'other' });
  });
});

describe('202601 is decided by the whole column', () => {
  test.each<readonly [string, string, readonly string[], readonly number[]]>([
    [
      'months',
      'month',
      ['202511', '202512', '202601'],
      [Date.UTC(2025, 10), Date.UTC(2025, 11), Date.UTC(2026, 0)],
    ],
    ['months without zeros', 'month', ['2025-9', '2025-10'], [Date.UTC(2025, 8), Date.UTC(2025, 9)]],
    [
      'weeks',
      'week',
      ['202552', '202601', '202602'],
      [Date.UTC(2025, 11, 22), Date.UTC(2025, 11, 29), Date.UTC(2026, 0, 5)],
    ],
    [
      'weeks with a point',
      'week',
      ['202552.0', '202601.0'],
      [Date.UTC(2025, 11, 22), Date.UTC(2025, 11, 29)],
    ],
    ['weeks with a dash', 'week', ['2025-52', '2026-01'], [Date.UTC(2025, 11, 22), Date.UTC(2025, 11, 29)]],
    [
      'weeks before the year',
      'week',
      ['52/2025', '01/2026'],
      [Date.UTC(2025, 11, 22), Date.UTC(2025, 11, 29)],
    ],
    ['weeks from 00 on', 'week', ['202600', '202652'], [Date.UTC(2026, 0, 1), Date.UTC(2026, 11, 31)]],
  ])('%s', (_case, unit, texts, values) => {
    expect(readTimes(texts)).toMatchObject({ kind: 'times', unit, values });
  });

  test.each([[['202601', '202699']], [['2026.10', '2026.50']], [['190000', '310000']]])(
    '%j is neither',
    (texts) => {
      expect(readTimes(texts)).toEqual({ kind: 'other' });
    },
  );
});

describe('a column that is declared to hold times', () => {
  test.each([
    ['seconds', '1769851800'],
    ['milliseconds', '1769851800000'],
    ['microseconds', '1769851800000000'],
    ['nanoseconds', '1769851800000000000'],
    ['seconds with a fraction', '1769851800.0'],
    ['local order', '31/01/2026 09:30'],
  ])('%s', (_unit, text) => {
    expect(parseTimes([text, 'NaT']).values).toEqual([MORNING, NaN]);
  });

  test('keeps what it can read', () => {
    expect(parseTimes(['2026-01-31', 'soon']).values).toEqual([JANUARY_31, NaN]);
  });

  test.each([
    ['before and after noon', (day: number) => `1/${day}/2026 9:30 AM`],
    ['words', (day: number) => `${day} January 2026 09:30`],
    ['days first', (day: number) => `${day}/01/2026 09:30`],
    ['one number', (day: number) => `202601${day} 0930`],
  ])('keeps what it can read of other spellings: %s', (_spelling, write) => {
    const days = [28, 29, 30, 31];
    const { values } = parseTimes(days.flatMap((day) => (day === 30 ? ['soon', write(day)] : [write(day)])));
    const [first, second, third, fourth] = days.map((day) => Date.UTC(2026, 0, day, 9, 30));
    expect(values).toEqual([first, second, NaN, third, fourth]);
  });

  test('of months says so', () => {
    expect(parseTimes(['Jan 2026', 'NA', 'Feb 2026'])).toEqual({
      values: [Date.UTC(2026, 0), NaN, Date.UTC(2026, 1)],
      period: 'month',
    });
  });
});
