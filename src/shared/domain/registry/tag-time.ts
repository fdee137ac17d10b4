/** When a new tag is dated. */
import type { Tag } from '../kernel/platform.ts';
import { readTagHistory } from './tag-history.ts';

/**
 * RFC 3339 in whole seconds, strictly later than every tag of the model, because GTO orders by tagger date
 * and in one second `#10` comes before `#9`. So it can lie a second or more in the future.
 */
export function nextTagTime(model: string, tags: readonly Tag[], now: Date): string {
  const latest = readTagHistory(model, tags).events.at(-1)?.at ?? -Infinity;
  const seconds = Math.max(Math.floor(now.getTime() / 1000), latest + 1);
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
