/** The time that somebody asks a history about: a moment, or a day. */
import { InputError } from '../kernel/errors.ts';
import { DAY_MS, parseInstant } from '../kernel/time.ts';

export interface AskedTime {
  /** As it was written. */
  readonly text: string;
  /** Unix time of its first second. */
  readonly fromSeconds: number;
  /** The first second after it. */
  readonly toSeconds: number;
}

/** @throws InputError for anything but an RFC 3339 time with its zone, or a day, which is one in UTC. */
export function parseAskedTime(text: string, where: string): AskedTime {
  const startOfDay = parseInstant(`${text}T00:00:00Z`);
  // 2026-02-30 is rolled over to March by the parser.
  const isDay = !Number.isNaN(startOfDay) && new Date(startOfDay).toISOString().startsWith(`${text}T`);
  const fromSeconds = Math.floor((isDay ? startOfDay : parseInstant(text)) / 1000);
  if (!Number.isNaN(fromSeconds))
    return { text, fromSeconds, toSeconds: fromSeconds + (isDay ? DAY_MS / 1000 : 1) };
  throw new InputError(
    'INPUT_INVALID',
    `${where}: expected a day or a time like "2026-05-03" or "2026-05-03T14:30:00+02:00", got ${JSON.stringify(text)}`,
    { hint: 'write a time with its zone, such as `Z` for UTC' },
  );
}
