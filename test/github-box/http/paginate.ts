/** GitHub's pages: `page` and `per_page` (30, at most 100), with a Link header to the others. */
import type { Call } from './call.ts';
import { ok, type Reply } from './reply.ts';

export const DEFAULT_PAGE_SIZE = 30;
export const MAX_PAGE_SIZE = 100;

export interface Page<T> {
  readonly items: readonly T[];
  readonly headers: Readonly<Record<string, string>>;
}

/** What a list that lags behind holds. */
export function listed<T>(call: Call, all: readonly T[]): readonly T[] {
  const { listedUntil } = call;
  if (listedUntil === undefined) return all;
  return all.filter((item) => {
    const created: unknown =
      typeof item === 'object' && item !== null ? Reflect.get(item, 'createdAt') : undefined;
    return !(created instanceof Date || typeof created === 'string') || new Date(created) <= listedUntil;
  });
}

export function takePage<T>(call: Call, whole: readonly T[]): Page<T> {
  const all = listed(call, whole);
  const asked = Number(call.query.get('per_page') ?? DEFAULT_PAGE_SIZE);
  const size = Math.min(Math.max(asked, 1), MAX_PAGE_SIZE);
  const page = Math.max(Number(call.query.get('page') ?? 1), 1);
  const last = Math.max(Math.ceil(all.length / size), 1);
  const links: string[] = [];
  const link = (target: number, relation: string): void => {
    const url = new URL(call.url);
    url.searchParams.set('page', String(target));
    links.push(`<${url.href}>; rel="${relation}"`);
  };
  if (page > 1) link(Math.min(page - 1, last), 'prev');
  if (page < last) {
    link(page + 1, 'next');
    link(last, 'last');
  }
  if (page > 1) link(1, 'first');
  return {
    items: all.slice((page - 1) * size, page * size),
    headers: links.length === 0 ? {} : { link: links.join(', ') },
  };
}

/** A page whose items are shown by `view`. */
export async function listReply<T>(
  call: Call,
  all: readonly T[],
  view: (item: T) => unknown,
): Promise<Reply> {
  const { items, headers } = takePage(call, all);
  return ok(await Promise.all(items.map(view)), headers);
}

/** The same, wrapped as `{ total_count, <name>: [...] }`. */
export async function countedReply<T>(
  call: Call,
  all: readonly T[],
  { name, view }: { readonly name: string; readonly view: (item: T) => unknown },
): Promise<Reply> {
  const { items, headers } = takePage(call, all);
  return ok({ total_count: listed(call, all).length, [name]: await Promise.all(items.map(view)) }, headers);
}
