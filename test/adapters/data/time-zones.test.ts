/** Offsets and days of places against those of Python's `zoneinfo` (fixtures/time_zones.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { readTimeZone } from '../../../src/shared/adapters/data/time-zones.ts';
import {
  formatLocal,
  localMsAt,
  localTimesOf,
  parseLocal,
} from '../../../src/shared/domain/kernel/time-zone.ts';
import { countRowsOfDays, formatDay, parseDay } from '../../../src/shared/domain/monitoring/profile/days.ts';

interface Place {
  readonly name: string;
  /** [instant, offset], in seconds. */
  readonly clocks: readonly (readonly [number, number])[];
  /** [local day, hours]. */
  readonly days: readonly (readonly [string, number])[];
}

const fixture = new URL('fixtures/time-zones.json', import.meta.url);
const { places } = JSON.parse(readFileSync(fixture, 'utf8')) as { readonly places: readonly Place[] };

describe.each(places)('the time of $name', ({ name, clocks, days }) => {
  const zone = readTimeZone(name);
  const instants = Float64Array.from(clocks, ([instant]) => instant * 1000);
  const shown = clocks.map(([instant, offset]) => (instant + offset) * 1000);

  it('is that of zoneinfo around every change, and in between', () => {
    expect([...localTimesOf(zone, instants)]).toEqual(shown);
    expect(clocks.map(([instant]) => localMsAt(zone, instant * 1000))).toEqual(shown);
  });

  it('has rows in any order, and without a time', () => {
    expect([...localTimesOf(zone, Float64Array.from([NaN, ...instants].reverse()))]).toEqual(
      [NaN, ...shown].reverse(),
    );
  });

  it('has days of 23, 24, 25 and no hours', () => {
    for (const [day, hours] of days) {
      const noon = parseDay(day) * 86_400_000 - (shown[0] ?? 0) + (instants[0] ?? 0) + 43_200_000;
      const minutes = Float64Array.from(
        { length: 6 * 1440 },
        (_, minute) => noon + (minute - 3 * 1440) * 60_000,
      );
      const rows = new Map(
        countRowsOfDays(localTimesOf(zone, minutes)).map(([number, count]) => [formatDay(number), count]),
      );
      expect([day, (rows.get(day) ?? 0) / 60]).toEqual([day, hours]);
    }
  });

  it('is written with its offset, and read again', () => {
    for (const localMs of shown) {
      const text = formatLocal(zone, localMs);
      expect(parseLocal(text)).toBe(localMs);
      expect(text.slice(0, 19)).toBe(new Date(localMs).toISOString().slice(0, 19));
      // The instant itself, or the earlier one of the two at which clocks show the time.
      expect(localMsAt(zone, Date.parse(text))).toBe(localMs);
    }
  });
});

test('the day that Samoa left out has no hour, and the offset is that of the day behind it', () => {
  const apia = readTimeZone('Pacific/Apia');
  expect(places.find(({ name }) => name === 'Pacific/Apia')?.days).toContainEqual(['2011-12-30', 0]);
  expect(formatLocal(apia, Date.UTC(2011, 11, 29, 23, 59))).toBe('2011-12-29T23:59:00.000-10:00');
  expect(formatLocal(apia, Date.UTC(2011, 11, 31))).toBe('2011-12-31T00:00:00.000+14:00');
});

test('a time that clocks show twice is written as the first, and one that they leave out with the offset behind it', () => {
  const berlin = readTimeZone('Europe/Berlin');
  expect(formatLocal(berlin, Date.UTC(2025, 9, 26, 2, 30))).toBe('2025-10-26T02:30:00.000+02:00');
  expect(formatLocal(berlin, Date.UTC(2025, 2, 30, 2, 30))).toBe('2025-03-30T02:30:00.000+02:00');
  expect(formatLocal(undefined, Date.UTC(2025, 2, 30, 2, 30))).toBe('2025-03-30T02:30:00.000Z');
});

test('a name that is none is an error that names the key, an example and the nearest name', () => {
  expect(() => readTimeZone('Europe/Berln')).toThrow(
    '.github/model-steward.yml: time-zone: expected a name of the IANA time zone database, such as Europe/Berlin, got "Europe/Berln"',
  );
  expect(() => readTimeZone('Europe/Berln')).toThrow(
    expect.objectContaining({ hint: 'did you mean "Europe/Berlin"?' }),
  );
});
