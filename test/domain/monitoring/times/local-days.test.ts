/**
 * A check in local days: a shop in New York that sells from 8 to 22 o'clock, whose rows of an evening are those of the next
 * day in UTC. Which local day and hour an instant is, is counted here from the change of the clocks on 8 March 2026, 7:00Z.
 */
import { describe, expect, it } from 'vitest';
import { readTimeZone } from '../../../../src/shared/adapters/data/time-zones.ts';
import { modelConfigSchema, type ModelConfig } from '../../../../src/shared/domain/config/config.ts';
import type { Check } from '../../../../src/shared/domain/documents/check.ts';
import { computeCheck } from '../../../../src/shared/domain/monitoring/compute-check.ts';
import { computeReference } from '../../../../src/shared/domain/monitoring/compute-reference.ts';
import { currentOptions } from '../../../../src/shared/domain/monitoring/read-kinds.ts';
import { describeWindow } from '../../../../src/shared/domain/report/finding-table.ts';
import { describeOtherTimeZone } from '../../../../src/shared/domain/report/time-zone-text.ts';
import { parseCsv } from '../../../../src/shared/domain/table/csv.ts';
import type { Table } from '../../../../src/shared/domain/table/table.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CHANGE = Date.parse('2026-03-08T07:00:00Z');
const zone = readTimeZone('America/New_York');

/** The instant at which clocks in New York show these milliseconds. */
const instantOf = (localMs: number): number => localMs + (localMs + 5 * HOUR < CHANGE ? 5 : 4) * HOUR;

const configOf = (timeZone: string | undefined, monitor = {}): ModelConfig =>
  modelConfigSchema.parse({
    ...{ task: 'regression', predictions: { id: 'id', label: 'y', score: 'p', time: 'at' } },
    ...{ monitor, ...(timeZone !== undefined && { 'time-zone': timeZone }) },
  });

/** Four rows an hour; evening rows are larger, as dinners are. */
function salesOf(from: string, days: number, isZoned: boolean): string {
  const start = Date.parse(`${from}T00:00:00Z`);
  const lines = ['id,at,amount,y,p'];
  for (let day = 0; day < days; day++) {
    for (let hour = 8; hour < 22; hour++) {
      for (let quarter = 0; quarter < 4; quarter++) {
        const localMs = start + day * DAY + hour * HOUR + quarter * 900_000;
        const text = new Date(isZoned ? instantOf(localMs) : localMs).toISOString();
        const amount = (hour >= 18 ? 60 : 20) + ((day * 7 + hour * 13 + quarter * 29) % 17);
        lines.push(`${localMs},${isZoned ? text : text.slice(0, 19)},${amount},${amount},${amount}`);
      }
    }
  }
  return lines.join('\n');
}

function read(text: string, timeZone: string | undefined): Table {
  const table = parseCsv(new TextEncoder().encode(text), 'sales.csv', {
    kinds: new Map([
      ['at', 'time'],
      ['id', 'identity'],
    ]),
  });
  return timeZone === zone.name ? { ...table, timeZone: zone } : table;
}

interface Asked {
  readonly zoneOfReference?: string;
  readonly zoneOfConfig?: string;
  readonly isZoned?: boolean;
  readonly now: string;
  readonly days?: number;
  readonly maxAge?: string;
}

function check({
  zoneOfReference = 'America/New_York',
  isZoned = true,
  now,
  days = 7,
  ...asked
}: Asked): Check {
  const { zoneOfConfig = zoneOfReference, maxAge } = asked;
  const config = configOf(zoneOfConfig, maxAge === undefined ? {} : { 'max-age': maxAge });
  const profile = computeReference({
    ...{ config, predictions: undefined },
    training: { table: read(salesOf('2026-01-05', 56, isZoned), zoneOfReference), where: 'training.csv' },
  });
  const { timeZone } = currentOptions(profile, config);
  return computeCheck({
    ...{ model: 'm', version: '1.0.0', config, profile, profileDigest: 'a'.repeat(64), earlier: [] },
    current: {
      ...{ path: 'sales.csv', sha256: 'b'.repeat(64), windowDays: 7 },
      table: read(salesOf('2026-03-06', days, isZoned), timeZone),
    },
    nowMs: Date.parse(now),
  });
}

const codes = ({ findings }: Check): readonly string[] =>
  findings
    .filter(({ outcome }) => outcome !== 'ok' && outcome !== 'inconclusive')
    .map(({ detail }) => detail.code);

describe('a week over the change of the clocks', () => {
  const now = '2026-03-13T12:00:00Z';

  it('has seven whole local days, and its ends are written with the offsets of the place', () => {
    const found = check({ now });
    expect(found.current).toMatchObject({
      days: 7,
      rows: 7 * 56,
      from: '2026-03-06T08:00:00.000-05:00',
      to: '2026-03-12T21:45:00.000-04:00',
    });
    expect(found.timeZone).toEqual({ name: 'America/New_York' });
    expect(describeWindow(found)).toBe('2026-03-06 to 2026-03-12 (7 days in America/New_York, 392 rows)');
    expect(found.findings.filter(({ detail }) => detail.code === 'partial-day')).toEqual([]);
    expect(codes(found)).toEqual([]);
  });

  it('is the same for times without a zone, which are not shifted', () => {
    const found = check({ now, isZoned: false });
    expect(found.current).toMatchObject({ days: 7, rows: 392, from: '2026-03-06T08:00:00.000-05:00' });
    expect(codes(found)).toEqual([]);
  });

  it('is eight days of UTC without the key, since evenings are part of the next one', () => {
    const found = check({ now, zoneOfReference: 'UTC' });
    expect(found.timeZone).toBeUndefined();
    expect(found.current?.from).toBe('2026-03-07T00:00:00.000Z');
    expect(describeWindow(found)).toContain('days in UTC');
  });
});

it('evaluates labels up to a day before the local now, and the day of the others waits', () => {
  // 08:00 in New York: of 12 March, the row of 08:00 is a day old, and the other 55 of 56 are not.
  const found = check({ now: '2026-03-13T12:00:00Z' });
  expect(found.measuredWindows).toMatchObject([
    { from: '2026-03-06T08:00:00.000-05:00', to: '2026-03-12T08:00:00.000-04:00' },
  ]);
  expect(found.openWindows).toEqual([
    { from: '2026-03-12T00:00:00.000-04:00', to: '2026-03-13T00:00:00.000-04:00', rows: 55 },
  ]);
});

it('compares the newest row with the time that clocks show now', () => {
  // 21:45 in New York is 01:45Z of the next day; at 06:00Z clocks show 02:00, so the row is 4.25 hours old.
  const stale = check({ now: '2026-03-13T06:00:00Z', maxAge: '4 hours', isZoned: false });
  expect(stale.findings.find(({ detail }) => detail.code === 'stale-data')?.detail).toEqual({
    ...{ code: 'stale-data', newest: '2026-03-12T21:45:00.000-04:00', ageHours: 4.25, maxAgeHours: 4 },
  });
  expect(codes(check({ now: '2026-03-13T06:00:00Z', maxAge: '5 hours', isZoned: false }))).toEqual([]);
});

it('takes the days of the reference where the configuration has another zone, and says so', () => {
  const found = check({ now: '2026-03-13T12:00:00Z', zoneOfConfig: 'Europe/Berlin' });
  expect(found.timeZone).toEqual({ name: 'America/New_York', configured: 'Europe/Berlin' });
  expect(found.current?.from).toBe('2026-03-06T08:00:00.000-05:00');
  expect(describeOtherTimeZone(found)).toBe(
    'The days are those of `America/New_York`, as in the reference of this version. The configuration has `time-zone: Europe/Berlin`, which counts from the next version on.',
  );
  expect(describeOtherTimeZone(check({ now: '2026-03-13T12:00:00Z' }))).toBeUndefined();
});

it('leaves the zone to the configuration where the reference has no days', () => {
  const config = configOf('America/New_York');
  const noDays = { schema: 'model-steward/profile/1', rows: 0, columns: [] } as const;
  expect(currentOptions({ ...noDays, columns: [] }, config).timeZone).toBe('America/New_York');
  const time = { column: 'at', days: ['2026-01-05'], rows: [1] };
  expect(currentOptions({ ...noDays, columns: [], time }, config).timeZone).toBeUndefined();
  expect(currentOptions({ ...noDays, columns: [] }, configOf('UTC')).timeZone).toBeUndefined();
});
