/**
 * Tags of a model that register did not make and that must not block it: a lightweight tag where the next version would
 * go (the form for releases on the website makes one), a number without end, a date after which no later one can be
 * written. Each is skipped, and the log names it.
 */
import type { Tag } from '../kernel/platform.ts';
import { isReadableDate } from './tag-date.ts';
import { parseTagName } from './tag-name.ts';

export interface TagObstacle {
  readonly tag: string;
  /** `taken`: it has the name that was next; `number`, `date`: it is not counted. */
  readonly why: 'taken' | 'number' | 'date';
}

/** Greater counters and parts of a version are not counted: what follows one of a hundred digits has as many. */
const GREATEST_NUMBER = 2n ** 53n - 1n;

export function isCountable(number: string | bigint): boolean {
  return BigInt(number) <= GREATEST_NUMBER;
}

/** Whether every part of major.minor.patch is. */
export function isCountableVersion(version: string): boolean {
  return version.split('.').every(isCountable);
}

/** Tags of the model that are not counted, whatever is planned. */
export function listUncounted(model: string, tags: readonly Tag[]): readonly TagObstacle[] {
  return tags.flatMap(({ name: tag, taggedAt }): readonly TagObstacle[] => {
    const name = parseTagName(tag);
    if (name?.model !== model) return [];
    const core = name.version?.replace(/[-+].*$/, '');
    const isNumbered = isCountable(name.counter ?? 0n) && (core === undefined || isCountableVersion(core));
    if (!isNumbered) return [{ tag, why: 'number' }];
    return taggedAt === undefined || isReadableDate(taggedAt) ? [] : [{ tag, why: 'date' }];
  });
}

export interface FreeName<T> {
  readonly chosen: T;
  /** What was in the way. */
  readonly obstacles: readonly TagObstacle[];
}

/** The first of `first`, `next(first)` … whose tag does not exist; `a/b` is in the way of `a` too, as in any file system. */
export function chooseFree<T>(
  tags: readonly Tag[],
  {
    first,
    next,
    nameOf,
  }: { readonly first: T; readonly next: (one: T) => T; readonly nameOf: (one: T) => string },
): FreeName<T> {
  const byPath = new Map(tags.map(({ name }) => [name.split('/', 1)[0] ?? name, name]));
  const obstacles: TagObstacle[] = [];
  let chosen = first;
  for (let taken = byPath.get(nameOf(chosen)); taken !== undefined; taken = byPath.get(nameOf(chosen))) {
    obstacles.push({ tag: taken, why: 'taken' });
    chosen = next(chosen);
  }
  return { chosen, obstacles };
}
