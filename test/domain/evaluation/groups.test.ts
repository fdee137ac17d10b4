/** Groups as files spell them, through the reader: the same days are the same groups in every spelling. */
import { describe, expect, it } from 'vitest';
import { readTimeZone } from '../../../src/shared/adapters/data/time-zones.ts';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { predictionOptions } from '../../../src/shared/domain/evaluation/predictions.ts';
import { readGrouping } from '../../../src/shared/domain/evaluation/read-groups.ts';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import { parseJsonRows } from '../../../src/shared/domain/table/json-rows.ts';
import type { Grouping } from '../../../src/shared/domain/statistics/grouped/grouping.ts';

const { predictions, ...config } = modelConfigSchema.parse({
  task: 'binary',
  predictions: { id: 'id', label: 'y', score: 'p', group: 'when' },
});
const options = predictionOptions({ ...config, predictions });

function groupsOf(values: readonly string[], format: 'csv' | 'json-lines' = 'csv'): Grouping {
  if (predictions === undefined) throw new TypeError('expected columns');
  const bytes = (text: string) => new TextEncoder().encode(text);
  const csv = `id,y,p,when\n${values.map((value, row) => `${row},1,0.5,"${value}"`).join('\n')}\n`;
  const json = values.map((when, row) => JSON.stringify({ id: row, y: 1, p: 0.5, when })).join('\n');
  const table =
    format === 'csv'
      ? parseCsv(bytes(csv), 'rows', options)
      : parseJsonRows(bytes(json), 'json-lines', { ...options, where: 'rows' });
  return readGrouping(table, predictions, 'rows');
}

function shown(grouping: Grouping) {
  const names = Array.from(grouping.groupOfRow, (group) => grouping.nameOf(group));
  return { unit: grouping.unit, ordered: grouping.ordered, names };
}

describe('the same days are the same groups, in order of time', () => {
  it.each([
    ['days', ['2026-02-01', '2026-01-31', '2026-01-31']],
    ['days without dashes', ['20260201', '20260131', '20260131']],
    ['days of other countries', ['01/02/2026', '31/01/2026', '31/01/2026']],
    ['times', ['2026-02-01 00:30:00', '2026-01-31 23:59:59', '2026-01-31 00:00:01']],
    [
      'times in another zone',
      ['2026-02-01T01:30:00+01:00', '2026-02-01T00:30:00+01:00', '2026-01-31T12:00:00+01:00'],
    ],
    ['times before and after noon', ['2/1/2026 12:30 AM', '1/31/2026 11:59 PM', '1/31/2026 12:00 AM']],
    ['seconds since 1970', ['1769904000', '1769817600', '1769817600']],
    ['milliseconds with a point', ['1769904000000.0', '1769817600000.0', '1769817600000.0']],
    ['numbers with a point', ['20260201.0', '20260131.0', '20260131.0']],
    ['words', ['1 Feb 2026', '31 Jan 2026', '31 Jan 2026']],
  ])('%s', (_spelling, values) => {
    const expected = { unit: 'day', ordered: true, names: ['2026-02-01', '2026-01-31', '2026-01-31'] };
    expect(shown(groupsOf(values))).toEqual(expected);
    expect(shown(groupsOf(values, 'json-lines'))).toEqual(expected);
  });

  it.each([
    ['week', ['2026-W06', '2026-W05'], ['2026-02-02', '2026-01-26']],
    ['month', ['2026-02', '2026-01'], ['2026-02', '2026-01']],
    ['quarter', ['2026Q2', '2026Q1'], ['2026-Q2', '2026-Q1']],
    ['quarter', ['Q1 2026', 'Q4 2025'], ['2026-Q1', '2025-Q4']],
    ['month', ['Jan 2026', 'Dec 2025'], ['2026-01', '2025-12']],
    ['week', ['202601', '202552'], ['2025-12-29', '2025-12-22']],
    ['half-year', ['H1 2026', 'H2 2025'], ['2026-H1', '2025-H2']],
    ['year', ['FY26', 'FY25'], ['2026', '2025']],
    ['hour', ['2026-02-01 10', '2026-02-01 09'], ['2026-02-01T10:00Z', '2026-02-01T09:00Z']],
  ])('a %s is a group too', (unit, values, names) => {
    expect(shown(groupsOf(values))).toEqual({ unit, ordered: true, names });
  });
});

describe('groups that are no days are compared as they are written', () => {
  it.each([
    ['codes with E', ['1E1', '10', '2E1', '20']],
    ['codes with leading zeros', ['007', '7', '07']],
    ['decimals', ['1.50', '1.5', '1.500']],
    ['integers beyond 2^53', ['9007199254740992', '9007199254740993']],
    ['upper and lower case', ['a', 'A']],
    ['words that are missing values elsewhere', ['NA', 'null', 'None']],
  ])('%s', (_case, values) => {
    const groups = groupsOf(values);
    expect(groups.count).toBe(values.length);
    expect(groups.column).toBe('when');
    expect(shown(groups)).toEqual({ unit: 'value', ordered: false, names: values });
  });
});

it.each([
  [['03/04/2026', '05/06/2026'], 'expected days of which the month is clear, got "03/04/2026"'],
  [['31/01/26', '01/02/26'], 'expected years of four digits, got "31/01/26"'],
  [
    ['2026-01-30', '2026-01-31', '2026-02-01', '2026-02-02', 'later'],
    'expected times in one spelling, got "later"',
  ],
])('%j: what leaves open which days are meant is refused', (values, message) => {
  expect(() => groupsOf(values)).toThrow(`rows: column "when": ${message}`);
});

describe('a name that has two meanings', () => {
  const columns = { id: 'id', label: 'y', score: 'p', threshold: 0.5 };
  const read = (csv: string, roles: { readonly time?: string; readonly group?: string }): Grouping => {
    const named = { ...columns, ...roles };
    const table = parseCsv(
      new TextEncoder().encode(csv),
      'rows',
      predictionOptions({ task: 'binary', columns: {}, predictions: named }),
    );
    return readGrouping(table, named, 'rows');
  };

  it.each(['row', 'day', 'week', 'value', 'month'])(
    'a column "%s" is a column, and not the unit',
    (group) => {
      const grouping = read(`id,y,p,${group}\n1,1,0.5,u1\n2,0,0.5,u2\n3,1,0.4,u1\n`, { group });
      expect(grouping).toMatchObject({ unit: 'value', column: group, isByRow: false, count: 2 });
    },
  );

  it.each<readonly [string, string, readonly string[]]>([
    ['day', 'the day itself', ['2026-01-30', '2026-01-31', '2026-01-31']],
    ['day', 'another spelling', ['20260130', '20260131', '20260131']],
    ['week', 'the number of the week', ['5', '5', '5']],
  ])('a column "%s" beside the time is no harm where it groups alike: %s', (group, _case, values) => {
    const times = ['2026-01-30T08:00', '2026-01-31T09:00', '2026-01-31T10:00'];
    const csv = `id,y,p,at,${group}\n${values.map((value, row) => `${row},1,0.5,${times[row] ?? ''},${value}`).join('\n')}\n`;
    expect(read(csv, { time: 'at', group })).toMatchObject({ unit: group, column: undefined });
  });

  it.each<readonly [string, string, readonly string[]]>([
    ['day', 'names of weekdays', ['Fri', 'Sat', 'Fri']],
    ['day', 'the user', ['a', 'b', 'c']],
    ['week', 'the day', ['1', '2', '3']],
  ])('a column "%s" beside the time that groups otherwise is refused: %s', (group, _case, values) => {
    const times = ['2026-01-30T08:00', '2026-01-31T09:00', '2026-01-31T10:00'];
    const csv = `id,y,p,at,${group}\n${values.map((value, row) => `${row},1,0.5,${times[row] ?? ''},${value}`).join('\n')}\n`;
    expect(() => read(csv, { time: 'at', group })).toThrow(
      `rows: expected one meaning of \`predictions.group: ${group}\``,
    );
  });

  it('a time column of months has months as groups, and no days', () => {
    const csv = 'id,y,p,at\n1,1,0.5,Jan 2026\n2,0,0.5,Feb 2026\n';
    expect(shown(read(csv, { time: 'at' }))).toEqual({
      ...{ unit: 'month', ordered: true, names: ['2026-01', '2026-02'] },
    });
    expect(() => read(csv, { time: 'at', group: 'day' })).toThrow('got a month in each row');
  });

  it.each([
    ['weekdays', ['Mon', 'Tue', 'Mon']],
    ['days of which the month is open', ['03/04/2026', '05/06/2026', '03/04/2026']],
    ['numbers that may be times', ['1769851801', '1769938207', '1769851801']],
  ])('what the message advises works: %s', (_case, values) => {
    const csv = `id,y,p,g\n${values.map((value, row) => `${row},1,0.5,${value}`).join('\n')}\n`;
    expect(() => read(csv, { group: 'g' })).toThrow('rows: column "g": expected');
    const grouping = readGrouping(
      parseCsv(new TextEncoder().encode(csv), 'rows', { kinds: new Map([['g', 'text']]) }),
      { ...columns, group: 'g', order: 'none' },
      'rows',
    );
    expect(grouping).toMatchObject({ unit: 'value', count: 2, ordered: false });
  });
});

describe('in the time zone of the model', () => {
  const zone = readTimeZone('America/New_York');
  const readWith = (values: readonly string[], columns: Readonly<Record<string, string>>): Grouping => {
    const { predictions: own, ...others } = modelConfigSchema.parse({
      ...{ task: 'binary', predictions: { id: 'id', label: 'y', score: 'p', ...columns } },
    });
    if (own === undefined) throw new TypeError('expected columns');
    const csv = `id,y,p,when\n${values.map((value, row) => `${row},1,0.5,"${value}"`).join('\n')}\n`;
    const bytes = new TextEncoder().encode(csv);
    const table = parseCsv(bytes, 'rows', predictionOptions({ ...others, predictions: own }));
    return readGrouping({ ...table, timeZone: zone }, own, 'rows');
  };
  // New York is five hours behind UTC in winter, and four in summer; 1 February 2026 is a Sunday.
  const evenings = [
    '2026-02-02T04:59:59Z',
    '2026-02-02T05:00:00Z',
    '2026-07-01T03:59:59Z',
    '2026-07-01T04:00:00Z',
  ];
  const expected = ['2026-02-01', '2026-02-02', '2026-06-30', '2026-07-01'];

  it.each([{ time: 'when' }, { group: 'when' }])('instants are in local days: %j', (columns) => {
    expect(shown(readWith(evenings, columns))).toEqual({ unit: 'day', ordered: true, names: expected });
    const local = evenings.map((text) => text.slice(0, -1));
    expect(shown(readWith(local, columns)).names).toEqual([
      '2026-02-02',
      '2026-02-02',
      '2026-07-01',
      '2026-07-01',
    ]);
  });

  it('days and weeks name the place, and other groups do not', () => {
    const zoneOf = (values: readonly string[], columns: Readonly<Record<string, string>>) =>
      readWith(values, columns).timeZone;
    expect(zoneOf(evenings, { time: 'when' })).toBe('America/New_York');
    expect(zoneOf(evenings, { group: 'when' })).toBe('America/New_York');
    expect(zoneOf(evenings, { time: 'when', group: 'week' })).toBe('America/New_York');
    expect(zoneOf(['2026-02', '2026-01'], { time: 'when' })).toBeUndefined();
    expect(zoneOf(['a', 'b'], { group: 'when', order: 'none' })).toBeUndefined();
  });

  it('instants are in local weeks', () => {
    expect(shown(readWith(evenings, { time: 'when', group: 'week' })).names).toEqual([
      ...['2026-01-26', '2026-02-02', '2026-06-29', '2026-06-29'],
    ]);
  });

  it.each([{ time: 'when' }, { group: 'when' }])('days and months stay what they are: %j', (columns) => {
    expect(shown(readWith(['2026-02-02', '2026-02-01'], columns)).names).toEqual([
      '2026-02-02',
      '2026-02-01',
    ]);
    expect(shown(readWith(['2026-02', '2026-01'], columns)).names).toEqual(['2026-02', '2026-01']);
  });

  it.each([{ time: 'when' }, { group: 'when' }])('instants beside local times are refused: %j', (columns) => {
    const mixed = ['2026-02-02T04:59:59Z', '2026-02-02T04:59:59'];
    expect(() => readWith(mixed, columns)).toThrow(
      '`time-zone: America/New_York` shifts only the former, got both',
    );
  });
});
