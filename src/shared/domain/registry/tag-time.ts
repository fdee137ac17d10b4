/** When a new tag is dated. */
import { DataError } from '../kernel/errors.ts';
import type { Tag } from '../kernel/platform.ts';
import { formatInstant } from '../kernel/time.ts';
import { END_OF_DATES } from './tag-date.ts';
import { readTagHistory } from './tag-history.ts';

/**
 * RFC 3339 in whole seconds, strictly later than every tag of the model, because GTO orders by tagger date
 * and in one second `#10` comes before `#9`. So it can lie a second or more in the future.
 * @throws DataError when the latest tag leaves no later date.
 */
export function nextTagTime(model: string, tags: readonly Tag[], now: Date): string {
  const latest = readTagHistory(model, tags).events.at(-1);
  const seconds = Math.max(Math.floor(now.getTime() / 1000), (latest?.atSeconds ?? -Infinity) + 1);
  if (latest !== undefined && seconds >= END_OF_DATES)
    throw new DataError(
      'DATA_INVALID',
      `tag ${JSON.stringify(latest.tag)}: expected a date before ${isoOf(END_OF_DATES - 1)}, got ${isoOf(latest.atSeconds)}`,
      { hint: `delete it, for no tag can be dated later: git push origin ':refs/tags/${latest.tag}'` },
    );
  return isoOf(seconds);
}

function isoOf(seconds: number): string {
  return formatInstant(seconds * 1000);
}
