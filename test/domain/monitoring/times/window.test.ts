import { describe, expect, it } from 'vitest';
import { selectWindow, type WindowRequest } from '../../../../src/shared/domain/monitoring/times/window.ts';
import type { Table } from '../../../../src/shared/domain/table/table.ts';

const NOW = Date.parse('2026-06-01T00:00:00Z');

const HUNDRED_A_DAY = Array.from({ length: 20 }, () => 100);

/** Rows at these times, numbered. */
function select(times: readonly string[], request: Partial<WindowRequest> = {}) {
  const values = Float64Array.from(times, (time) => Date.parse(time));
  const table: Table = {
    rowCount: times.length,
    columns: [{ kind: 'number', name: 'row', values: Float64Array.from(times.keys()) }],
  };
  const defaults = {
    windowDays: undefined,
    referenceHours: undefined,
    referenceRows: HUNDRED_A_DAY,
    nowMs: NOW,
  };
  const window = selectWindow({ table, times: values, ...defaults, ...request });
  const [rows] = window.table.columns;
  return {
    ...window,
    rows: rows?.kind === 'number' ? [...rows.values] : [],
    partial: window.partialDays.map(({ day }) => new Date(day * 86_400_000).toISOString().slice(0, 10)),
  };
}

describe('the newest days of the current data', () => {
  const times = [
    '2026-05-01T23:59:59Z',
    '2026-05-02T00:00:00Z',
    '2026-05-03T12:00:00Z',
    '2026-05-03T00:00:00Z',
  ];

  it('are whole days of UTC, up to the newest row, in the order of the file', () => {
    expect(select(times, { windowDays: 2 }).rows).toEqual([1, 2, 3]);
    expect(select(times, { windowDays: 1 }).rows).toEqual([2, 3]);
    expect(select(times, { windowDays: 9 }).rows).toEqual([0, 1, 2, 3]);
  });

  it('are all days where no number of days is given', () => {
    expect(select(times).rows).toEqual([0, 1, 2, 3]);
    expect(select([...times, 'none']).rows).toEqual([0, 1, 2, 3, 4]);
  });

  it('leave out rows without a time', () => {
    expect(select(['none', ...times], { windowDays: 1 }).rows).toEqual([3, 4]);
  });

  it('are the whole table where there is no time column', () => {
    const { rows, rowDays, hasWholeDay } = select(times, { times: undefined, windowDays: 1 });
    expect({ rows, rowDays, hasWholeDay }).toEqual({
      rows: [0, 1, 2, 3],
      rowDays: undefined,
      hasWholeDay: true,
    });
  });
});

/** Days of the reference with rows from 00:10 to 23:50; one of them began at noon, and one ended there. */
const referenceHours = {
  firstSecond: [600, 43_200, ...Array.from({ length: 18 }, () => 600)],
  lastSecond: [43_200, 85_800, ...Array.from({ length: 18 }, () => 85_800)],
};

describe('a day that begins or ends in the middle', () => {
  const monday = ['2026-05-04T00:20:00Z', '2026-05-04T23:40:00Z'];
  const tuesday = ['2026-05-05T00:20:00Z', '2026-05-05T23:40:00Z'];

  it('is no day to compare at the end of the data: the window ends with the day before', () => {
    const data = [...monday, ...tuesday, '2026-05-06T00:20:00Z', '2026-05-06T05:10:00Z'];
    const window = select(data, { windowDays: 1, referenceHours });
    expect(window).toMatchObject({ rows: [2, 3], partial: ['2026-05-06'], hasWholeDay: true });
  });

  it('is no day to compare at the start of the data, and within them every day is one', () => {
    const data = ['2026-05-03T14:00:00Z', '2026-05-03T23:40:00Z', ...monday];
    expect(select(data, { referenceHours })).toMatchObject({ rows: [2, 3], partial: ['2026-05-03'] });
    const gap = [...monday, '2026-05-05T14:00:00Z', '2026-05-06T00:20:00Z', '2026-05-06T23:40:00Z'];
    expect(select(gap, { referenceHours })).toMatchObject({ rows: [0, 1, 2, 3, 4], partial: [] });
    // The file has rows of the day before the window, so its first day is not cut.
    const later = select([...monday, '2026-05-05T14:00:00Z', '2026-05-05T23:40:00Z'], {
      ...{ referenceHours, windowDays: 1 },
    });
    expect(later).toMatchObject({ rows: [2, 3], partial: [] });
  });

  it.each([
    ['23:40', 'whole'],
    ['22:51', 'whole'],
    ['22:49', 'partial'],
  ])(
    'ends before %s: %s, as an hour is tolerated and one odd day of the reference is ignored',
    (end, kind) => {
      const window = select([...monday, '2026-05-05T00:20:00Z', `2026-05-05T${end}:00Z`], { referenceHours });
      expect(window.partial).toEqual(kind === 'partial' ? ['2026-05-05'] : []);
    },
  );

  it('is whole where it lacks no more than two rows of a reference with few rows a day', () => {
    const data = [...monday, '2026-05-05T00:20:00Z', '2026-05-05T20:00:00Z'];
    expect(select(data, { referenceHours }).partial).toEqual(['2026-05-05']);
    const referenceRows = referenceHours.firstSecond.map(() => 12);
    expect(select(data, { referenceHours, referenceRows }).partial).toEqual([]);
  });

  it('is compared with nothing where no other day is there: its rows stay', () => {
    const lastDay = ['2026-05-04T05:00:00Z', '2026-05-04T23:00:00Z', '2026-05-05T04:50:00Z'];
    const window = select(lastDay, { windowDays: 1, referenceHours });
    expect(window).toMatchObject({ hasWholeDay: false, partial: ['2026-05-04', '2026-05-05'] });
    expect(window.rows).toEqual([2]);
  });

  it('without the hours of the reference, is the day that is not over; dates without a clock are whole', () => {
    const nowMs = Date.parse('2026-05-06T05:17:00Z');
    const today = [...tuesday, '2026-05-06T00:20:00Z', '2026-05-06T05:10:00Z'];
    expect(select(today, { nowMs, windowDays: 1 })).toMatchObject({ rows: [0, 1], partial: ['2026-05-06'] });
    const dates = ['2026-05-05', '2026-05-06'];
    expect(select(dates, { nowMs, windowDays: 1 })).toMatchObject({ rows: [1], partial: [] });
  });
});
