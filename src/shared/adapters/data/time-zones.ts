/**
 * Time zones from the database that the runtime has in it (`Intl`, of which the domain has nothing): the offsets of a
 * place from 1970 to 2100 as a table. Before and after, its first and its last offset stand.
 */
import { DataError, InputError } from '../../domain/kernel/errors.ts';
import { CONFIG_PATH } from '../../domain/kernel/names.ts';
import { didYouMean } from '../../domain/kernel/nearest-name.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/kernel/time.ts';
import type { TimeZone } from '../../domain/kernel/time-zone.ts';

const FIRST_MS = Date.UTC(1970, 0, 1);
const LAST_MS = Date.UTC(2100, 0, 1);
/** The shortest time for which any place had another offset since 1970 is 167 hours (America/Recife, October 2000). */
const STEP_MS = 6 * DAY_MS;

/** Offsets change at whole seconds. @throws InputError for a name that is none. */
export function readTimeZone(name: string): TimeZone {
  const offsetAt = readOffsets(name);
  const starts = [-Infinity];
  const offsets = [offsetAt(FIRST_MS)];
  for (let fromMs = FIRST_MS; fromMs < LAST_MS; fromMs += STEP_MS) {
    const before = offsetAt(fromMs);
    const after = offsetAt(fromMs + STEP_MS);
    if (before === after) continue;
    starts.push(findChange(offsetAt, fromMs, fromMs + STEP_MS));
    offsets.push(after);
  }
  return { name, startsMs: Float64Array.from(starts), offsetsMs: Float64Array.from(offsets) };
}

/** The first second with another offset than at `fromMs`. */
function findChange(offsetAt: (instantMs: number) => number, fromMs: number, toMs: number): number {
  const before = offsetAt(fromMs);
  let [last, first] = [fromMs / 1000, toMs / 1000];
  while (first - last > 1) {
    const middle = Math.floor((last + first) / 2);
    if (offsetAt(middle * 1000) === before) last = middle;
    else first = middle;
  }
  return first * 1000;
}

/** `GMT`, `GMT+05:30` or `GMT-00:44:30` at the end of a text. */
const OFFSET = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/;

function readOffsets(name: string): (instantMs: number) => number {
  const format = createFormat(name);
  return (instantMs) => {
    const text = format.format(instantMs);
    const match = OFFSET.exec(text);
    if (match === null)
      throw new DataError(
        'DATA_INVALID',
        `time zone ${name}: expected an offset such as GMT+01:00, got ${text}`,
        {
          hint: 'run the job on a machine whose Node knows the place, or name another place of the same zone',
        },
      );
    const [, sign = '+', hours = 0, minutes = 0, seconds = 0] = match;
    const size = Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * 1000;
    return sign === '-' ? -size : size;
  };
}

function createFormat(name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  } catch (cause) {
    throw new InputError(
      'CONFIG_INVALID',
      `${CONFIG_PATH}: time-zone: expected a name of the IANA time zone database, such as Europe/Berlin, got ${JSON.stringify(name)}`,
      {
        hint:
          didYouMean(name, Intl.supportedValuesOf('timeZone')) ??
          'write the region and the city, as in America/New_York, or leave the key out for UTC',
        cause,
      },
    );
  }
}
