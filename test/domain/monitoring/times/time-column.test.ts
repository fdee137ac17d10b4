/** The column that says when a row happened: all else rests on it, so it is checked first. */
import { describe, expect, it } from 'vitest';
import type { Check } from '../../../../src/shared/domain/documents/check.ts';
import { describeFinding } from '../../../../src/shared/domain/report/finding-text.ts';
import { checkData, dailyRows, type CheckedData, type Row } from '../../../ground/check-data.ts';

const PER_DAY = 24;
const noise = (row: number): number => ((row * 7919) % 101) / 10;

/** One row an hour; `amount` has no daily rhythm. */
function hourly(from: string, days: number): readonly Row[] {
  return dailyRows({ from, days, perDay: PER_DAY }, (row, day) => ({
    id: `${from}-${row}`,
    date: `${day}T${String(row % PER_DAY).padStart(2, '0')}:00:00Z`,
    amount: noise(row),
  }));
}

const reference = hourly('2026-01-05', 56);
/** The week after the reference, read on the Monday after it. */
const week = hourly('2026-03-02', 7);
const NOW = '2026-03-09T00:30:00Z';

function check(current: readonly Row[], options: Partial<CheckedData> = {}): Check {
  return checkData({ reference, current, now: NOW, monitor: { 'max-age': '48 hours' }, ...options });
}

function codes({ findings }: Check): readonly string[] {
  return findings
    .filter(({ kind }) => kind === 'data-quality')
    .map(({ detail, outcome }) => `${detail.code} ${outcome}`);
}

const at = (date: string | undefined, count: number): readonly Row[] =>
  Array.from({ length: count }, (_, row) => ({ id: `odd-${row}`, date, amount: noise(row) }));

it('a column of times as in the reference has no finding', () => {
  expect(codes(check(week))).toEqual([]);
});

describe('a time column that is gone', () => {
  const renamed = (rows: readonly Row[], name: string): readonly Row[] =>
    rows.map(({ date, ...row }) => ({ ...row, [name]: date }));

  it('is an alert, and data under another name can still be stale', () => {
    const stale = check(renamed(week, 'event_date'), { now: '2026-06-09T05:00:00Z' });
    expect(codes(stale)).toEqual(['stale-data alert', 'missing-time-column alert', 'new-column ok']);
    expect(stale.decision).toMatchObject({ kind: 'change-processing', rule: { code: 'unusable-data' } });
    expect(stale.findings.map(describeFinding)).toContainEqual(
      expect.stringContaining('event_date is a new column of times'),
    );
  });

  it('is an alert where nothing stands in for it, and the age is unknown', () => {
    const without = week.map(({ id, amount }) => ({ id, amount }));
    expect(codes(check(without))).toEqual(['unknown-age inconclusive', 'missing-time-column alert']);
  });

  it('has no stand-in where two columns could be one', () => {
    const two = renamed(week, 'created').map((row) => ({ ...row, updated: row.created }));
    expect(codes(check(two))).toContain('unknown-age inconclusive');
  });

  it('is an alert again in each check, and never "a missing input"', () => {
    const without = week.map(({ id, amount }) => ({ id, amount }));
    const earlier: Check[] = [];
    for (let round = 0; round < 5; round++) earlier.unshift(check(without, { earlier }));
    expect(earlier[0]?.decision.kind).toBe('change-processing');
  });
});

describe('days with day and month as digits', () => {
  const written = (rows: readonly Row[], order: 'day-first' | 'month-first'): readonly Row[] =>
    rows.map((row) => {
      const [year, month, day] = String(row.date).slice(0, 10).split('-');
      const date = order === 'day-first' ? `${day}/${month}/${year}` : `${month}/${day}/${year}`;
      return { ...row, date };
    });
  const american = { reference: written(reference, 'month-first'), monitor: {} };

  it('a week within the first twelve days of a month is read as the reference', () => {
    expect(codes(check(written(week, 'month-first'), american))).toEqual([]);
  });

  it('a week in the other order is an alert that says so, and no row is read', () => {
    const later = written(hourly('2026-03-09', 7), 'day-first');
    const { findings } = check(later, { ...american, now: '2026-03-16T00:30:00Z' });
    const [undated] = findings.filter(({ detail }) => detail.code === 'undated-rows');
    expect(undated).toMatchObject({ outcome: 'alert', detail: { unreadableRows: 168 } });
    expect(undated && describeFinding(undated)).toBe(
      '168 of 168 rows (100.0 %) have no time: 168 with a text such as "13/03/2026", "09/03/2026", "10/03/2026"; 0.00 % in the reference. Days with the month first are expected, and these have the day first, so that none is read: write days as before, or with the year first, such as 2026-01-31, or say it with `day-first` or `month-first` in `columns` of the configuration',
    );
  });

  it('where the reference has days in another spelling, an open week is an alert that says so', () => {
    const [undated] = check(written(week, 'month-first')).findings.filter(
      ({ detail }) => detail.code === 'undated-rows',
    );
    expect(undated && describeFinding(undated)).toContain('Which of day and month comes first is open');
  });
});

describe('a time column without times', () => {
  it.each<readonly [string, string | number | undefined, readonly string[]]>([
    ['words', 'yesterday', ['unknown-age inconclusive', 'undated-rows alert']],
    ['running numbers', 17, ['unknown-age inconclusive', 'undated-rows alert']],
    ['nothing', undefined, ['unknown-age inconclusive', 'undated-rows alert']],
  ])('holds %s: an alert, and the age is unknown', (_, date, expected) => {
    expect(codes(check(week.map((row) => ({ ...row, date }))))).toEqual(expected);
  });

  it('in a few rows, is counted and said, with the texts', () => {
    const current = week.map((row, index) => (index % 40 === 0 ? { ...row, date: 'unknown' } : row));
    const { findings } = check(current);
    const [undated] = findings.filter(({ detail }) => detail.code === 'undated-rows');
    expect(undated?.outcome).toBe('ok');
    expect(undated && describeFinding(undated)).toBe(
      '5 of 168 rows (2.98 %) have no time: 5 with a text such as "unknown"; 0.00 % in the reference',
    );
  });

  it.each([
    ['a text', 'unknown'],
    ['an empty cell', undefined],
    ['an impossible date', '2026-02-30'],
  ])('in a tenth of the rows, is an alert: %s', (_, date) => {
    const current = week.map((row, index) => (index % 10 === 0 ? { ...row, date } : row));
    expect(codes(check(current))).toEqual(['undated-rows alert']);
  });

  it('is compared with the reference: where a tenth of its rows have no time either, nothing is wrong', () => {
    const gaps = (rows: readonly Row[]) =>
      rows.map((row, index) => (index % 10 === 0 ? { ...row, date: undefined } : row));
    const { findings } = check(gaps(week), { reference: gaps(reference) });
    expect(findings.find(({ detail }) => detail.code === 'undated-rows')).toMatchObject({ outcome: 'ok' });
  });
});

describe('one row with a date that cannot be', () => {
  const dates = [
    '9999-12-31',
    '9999-12-31T23:59:59.999Z',
    '2262-04-11T00:00:00Z',
    '2026-03-12T00:00:00Z',
    '1970-01-01',
    '0001-01-01',
    '1900-01-01T00:00:00Z',
    '2020-01-01',
  ];

  it.each(dates)('%s hides no stale data', (date) => {
    const { findings, current } = check([...week, ...at(date, 1)], { now: '2026-03-11T05:00:00Z' });
    expect(findings.map(({ detail }) => detail.code)).toEqual(
      expect.arrayContaining(['stale-data', 'implausible-times']),
    );
    expect(current).toMatchObject({ from: '2026-03-02T00:00:00.000Z', to: '2026-03-08T23:00:00.000Z' });
  });

  it.each(dates)('%s shrinks no window, and opens none for labels', (date) => {
    const labeled = (rows: readonly Row[]) => rows.map((row, index) => ({ ...row, y: index % 2, p: 0.4 }));
    const result = check(labeled([...week, ...at(date, 1)]), {
      ...{ reference: labeled(reference), windowDays: 3 },
    });
    expect(result.current).toMatchObject({ rows: 72, days: 3, from: '2026-03-06T00:00:00.000Z' });
    expect(result.openWindows).toEqual([
      { from: '2026-03-08T00:00:00.000Z', to: '2026-03-09T00:00:00.000Z', rows: 23 },
    ]);
  });

  it('that is not far ahead does not hide them either', () => {
    const { findings } = check([...week, ...at('2026-03-11T12:00:00Z', 1)], { now: '2026-03-11T05:00:00Z' });
    expect(findings.map(({ detail }) => detail.code)).toContain('stale-data');
  });

  it.each([
    [1, 'warning'],
    [2, 'warning'],
    [3, 'alert'],
  ])('is a finding: %d of 168 rows', (count, outcome) => {
    const { findings } = check([...week, ...at('9999-12-31', count)]);
    expect(findings.filter(({ detail }) => detail.code === 'implausible-times')).toMatchObject([{ outcome }]);
  });

  it.each([
    [1, 1, 'warning'],
    [2, 2, 'warning'],
    [2, 1, 'alert'],
    [1, 0, 'alert'],
  ])('of few rows is an alert where most have it: %d beside %d others', (count, others, outcome) => {
    const { findings } = check([...week.slice(0, others), ...at('9999-12-31', count)]);
    expect(findings.filter(({ detail }) => detail.code === 'implausible-times')).toMatchObject([{ outcome }]);
  });

  it('is said with what it says', () => {
    const { findings } = check([...week, ...at('9999-12-31', 3), ...at('1970-01-01', 1)]);
    const [finding] = findings.filter(({ detail }) => detail.code === 'implausible-times');
    expect(finding && describeFinding(finding)).toBe(
      '3 in the future and 1 more than a year before all others of 172 rows (2.33 %; 0.00 % in the reference), such as 9999-12-31T00:00:00Z, 1970-01-01T00:00:00Z; they count in no window and not for the age of the data',
    );
  });

  it('is usual where the reference has as many', () => {
    const open = (rows: readonly Row[]) => [...rows, ...at('9999-12-31', Math.ceil(rows.length / 100))];
    const { findings, reference: summary } = check(open(week), { reference: open(reference) });
    expect(summary.days).toBe(56);
    const [finding] = findings.filter(({ detail }) => detail.code === 'implausible-times');
    expect(finding?.outcome).not.toBe('alert');
  });

  it('is an alert and no history where all rows have it', () => {
    const result = check(week.map((row) => ({ ...row, date: '1970-01-01' })));
    expect(codes(result)).toEqual(['unknown-age inconclusive', 'implausible-times alert']);
    expect(result.current).toMatchObject({ rows: 168, days: 0 });
  });
});

it('years of history before the window are no odd dates', () => {
  const history = dailyRows({ from: '2022-01-03', days: 1460, perDay: 1 }, (row, day) => ({
    ...{ id: `old-${row}`, date: `${day}T12:00:00Z`, amount: noise(row) },
  }));
  expect(codes(check([...history, ...week], { windowDays: 7 }))).toEqual([]);
});

it('a local time that is read as UTC is no row of the future', () => {
  const ahead = week.map((row) => ({ ...row, date: String(row.date).replace('Z', '') }));
  expect(codes(check(ahead, { now: '2026-03-08T11:00:00Z' }))).not.toContain('implausible-times alert');
});

describe('a check in the night, of a column with a daily rhythm', () => {
  const warm = (rows: readonly Row[]) =>
    rows.map((row, index) => ({
      ...row,
      amount: noise(index) + 20 * Math.sin((Number(String(row.date).slice(11, 13)) / 24) * 2 * Math.PI),
    }));
  const inTheNight = (day: number, now: string, earlier: readonly Check[] = []) =>
    check(warm([...week.slice(0, 24 * day), ...week.slice(24 * day, 24 * day + 5)]), {
      ...{ reference: warm(reference), windowDays: 1, now, earlier },
    });

  it('compares the day before and not five hours of today, on two nights in a row', () => {
    const first = inTheNight(3, '2026-03-05T05:17:00Z');
    const second = inTheNight(4, '2026-03-06T05:17:00Z', [first]);
    expect(first.current).toMatchObject({ days: 1, from: '2026-03-04T00:00:00.000Z', rows: 24 });
    expect([first, second].map(({ decision }) => decision.kind)).toEqual(['none', 'none']);
    expect(codes(second)).toEqual(['partial-day ok']);
    expect(second.findings.map(describeFinding)).toContainEqual(
      expect.stringMatching(/^2026-03-06 has rows from 00:00 to 04:00 UTC only/),
    );
  });

  it('compares nothing where the file holds only halves of two days', () => {
    const halves = warm(week).slice(24 * 3 + 5, 24 * 4 + 5);
    const { findings, decision } = check(halves, {
      ...{ reference: warm(reference), now: '2026-03-06T05:17:00Z' },
    });
    expect(findings.filter(({ kind }) => kind === 'drift')).toMatchObject([
      { outcome: 'inconclusive', obstacle: { code: 'no-whole-day' } },
    ]);
    expect(decision.kind).toBe('none');
  });

  it('takes the newest row for the age of the data, also where its day is not compared', () => {
    const { findings } = inTheNight(3, '2026-03-05T05:17:00Z');
    expect(findings.some(({ detail }) => detail.code === 'stale-data')).toBe(false);
  });
});
