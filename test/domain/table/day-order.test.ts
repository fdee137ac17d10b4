/** Days with day and month as digits, in an order that is known before the texts are; read by pandas with that format. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { dayOrders, foundDayOrders } from '../../../src/shared/domain/documents/day-orders.ts';
import { tableOptions } from '../../../src/shared/domain/evaluation/predictions.ts';
import { computeProfile } from '../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import { currentOptions } from '../../../src/shared/domain/monitoring/read-kinds.ts';
import { requireTimeColumn } from '../../../src/shared/domain/table/access.ts';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import { parseJsonRows } from '../../../src/shared/domain/table/json-rows.ts';
import type { KnownDayOrder } from '../../../src/shared/domain/table/day-order.ts';
import type { ReadOptions } from '../../../src/shared/domain/table/read-options.ts';
import { describeReading } from '../../../src/shared/domain/table/reading-notes.ts';
import { findColumn, type Table, type TimeColumn } from '../../../src/shared/domain/table/table.ts';
import { readTimes } from '../../../src/shared/domain/table/time-spelling.ts';

const order = z.enum(dayOrders);
const texts = z.array(z.string());
const fixture = z
  .object({
    read: z.record(z.string(), z.object({ order, texts, values: z.array(z.number().nullable()) })),
    refused: z.record(
      z.string(),
      z.object({ order: order.nullable(), texts, found: z.enum(foundDayOrders) }),
    ),
    unclear: z.record(z.string(), z.object({ order, texts, expected: z.string() })),
  })
  .parse(JSON.parse(readFileSync(new URL('fixtures/day-order.json', import.meta.url), 'utf8')));

function csv(cells: readonly string[], options: ReadOptions): Table {
  const text = `when;x\n${cells.map((cell) => `${cell};1`).join('\n')}\n`;
  return parseCsv(new TextEncoder().encode(text), 'rows.csv', options);
}

function json(cells: readonly string[], settings: ReadOptions): Table {
  const text = cells.map((when) => JSON.stringify({ when })).join('\n');
  return parseJsonRows(new TextEncoder().encode(text), 'json-lines', { where: 'rows.jsonl', ...settings });
}

function timesOf(table: Table): TimeColumn {
  const column = findColumn(table, 'when');
  if (column?.kind !== 'time') throw new Error(`expected times, got ${column?.kind}`);
  return column;
}

function options(known: KnownDayOrder | undefined): ReadOptions {
  const dayOrderOf = known === undefined ? undefined : new Map([['when', known]]);
  return { kinds: new Map([['when', 'time']]), dayOrderOf };
}

const orNull = (values: Float64Array) => Array.from(values, (value) => (Number.isNaN(value) ? null : value));
const config = modelConfigSchema.parse({ columns: { when: 'time' } });
const pinned = (kind: string) => modelConfigSchema.parse({ columns: { when: kind } });

test.each(Object.entries(fixture.read))('%s: as pandas reads it', (_name, { order: known, ...rows }) => {
  const readings = [
    csv(rows.texts, options({ order: known, saidBy: 'reference' })),
    csv(rows.texts, tableOptions(pinned(known))),
    json(rows.texts, options({ order: known, saidBy: 'reference' })),
  ].map(timesOf);
  for (const column of readings) {
    expect(orNull(column.values)).toEqual(rows.values);
    expect(column.dayOrder).toBe(known);
    expect(column.unread?.count ?? 0).toBe(rows.values.filter((value) => value === null).length);
  }
});

test.each(Object.entries(fixture.refused))(
  '%s: no cell is read',
  (_name, { order: known, found, ...rows }) => {
    const table = csv(
      rows.texts,
      options(known === null ? undefined : { order: known, saidBy: 'reference' }),
    );
    const { values, unread, unreadDays } = timesOf(table);
    expect(orNull(values)).toEqual(rows.texts.map(() => null));
    expect(unread?.count).toBe(rows.texts.length);
    expect(unreadDays?.fault.found).toBe(found);
    expect(() => requireTimeColumn(table, 'when', 'rows.csv')).toThrow(/expected days /);
  },
);

test.each(Object.entries(fixture.unclear))('%s: refused with the reason', (_name, rows) => {
  const reading = readTimes(rows.texts, { order: rows.order, saidBy: 'configuration' });
  expect(reading).toMatchObject({ kind: 'unclear', expected: rows.expected });
});

test('what is written with points has the day first, but where the configuration says otherwise', () => {
  expect(orNull(timesOf(csv(['04.01.2026'], tableOptions(pinned('month-first')))).values)).toEqual([
    Date.UTC(2026, 3, 1),
  ]);
  expect(orNull(timesOf(csv(['04.01.2026'], tableOptions(config))).values)).toEqual([Date.UTC(2026, 0, 4)]);
});

test('a day of which both readings are the same needs no order, and says none', () => {
  const { values, dayOrder } = timesOf(csv(['05/05/2026', '06/06/2026'], tableOptions(config)));
  expect([orNull(values), dayOrder]).toEqual([[Date.UTC(2026, 4, 5), Date.UTC(2026, 5, 6)], undefined]);
});

const american = ['03/29/2026', '03/30/2026', '03/31/2026'];
const european = ['29/03/2026', '30/03/2026', '31/03/2026'];

test.each([
  [american, '04/01/2026', Date.UTC(2026, 3, 1)],
  [european, '04/01/2026', Date.UTC(2026, 0, 4)],
])('the profile of %j decides what %s is', (reference, current, expected) => {
  const profile = computeProfile(csv(reference, tableOptions(config)), { where: 'f', time: 'when' });
  expect(timesOf(csv([current], currentOptions(profile, config))).values).toEqual(Float64Array.of(expected));
});

test('a second column of times keeps its order too, and the configuration is above the profile', () => {
  const profile = computeProfile(csv(american, tableOptions(config)), { where: 'f' });
  const read = (settings: typeof config) =>
    timesOf(csv(['04/01/2026'], currentOptions(profile, settings))).values;
  expect(read(config)).toEqual(Float64Array.of(Date.UTC(2026, 3, 1)));
  expect(read(pinned('day-first'))).toEqual(Float64Array.of(Date.UTC(2026, 0, 4)));
});

test('an open reference ends with both readings and what to do', () => {
  const table = csv(['04/01/2026', '04/02/2026'], tableOptions(config));
  expect(() => computeProfile(table, { where: 'reference.csv', time: 'when' })).toThrow(
    'reference.csv: expected days of which the month is clear, in column "when", got "04/01/2026", which may be 2026-04-01 or 2026-01-04',
  );
});

test('a note says what contradicts the reference, with an example', () => {
  const known = { order: 'month-first', saidBy: 'reference' } as const;
  expect(describeReading(csv(['01/04/2026', '13/04/2026'], options(known)), 'rows.csv')).toEqual([
    'rows.csv: column "when" is read as times; 2 cells count as missing: "01/04/2026" in data row 1, "13/04/2026" in data row 2; expected days with the month first, as in the reference, got "13/04/2026", which has the day first: write days with the year first, such as 2026-01-31, or say which comes first: `columns: { when: day-first }` or `columns: { when: month-first }` in the configuration',
  ]);
});
